/**
 * A fitted multilayer perceptron, and the scalers in front of it, as a stack of layers. It reads what estimators show
 * of themselves and imports none of them.
 */
import type { DType } from '../../core/dtype.ts';
import { HebbError, show } from '../../core/errors.ts';
import type { ModelState } from '../../core/model-state.ts';
import { Dense } from '../../nn/layers/dense.ts';
import { Dropout } from '../../nn/layers/dropout.ts';
import { Input } from '../../nn/layers/input.ts';
import type { Layer } from '../../nn/layers/layer.ts';
import { Normalization } from '../../nn/layers/normalization.ts';
import type { ActivationName } from '../../nn/layers/option-entries.ts';
import { Rescaling } from '../../nn/layers/simple-layers.ts';
import type { CompileOptions, LossOption } from '../../nn/models/compile-options.ts';
import { Sequential } from '../../nn/models/sequential.ts';
import { Adam } from '../../nn/optimizers/adam.ts';
import type { Optimizer } from '../../nn/optimizers/optimizer.ts';
import { SGD } from '../../nn/optimizers/sgd.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Architecture } from './network.ts';
import type { MlpOptions } from './options.ts';

/** What a fitted multilayer perceptron shows of itself. */
export interface FittedMlp {
  readonly options: MlpOptions;
  readonly coefs: readonly Tensor[];
  readonly intercepts: readonly ArrayLike<number>[];
  readonly outputActivation: Architecture['outputActivation'];
  toState(): ModelState;
}

/** Scalers, and last a multilayer perceptron. */
export interface PipelineOfMlp {
  readonly steps: readonly (readonly [name: string, step: object])[];
}

/** What scalers show of themselves. */
interface Scaler {
  readonly options: { readonly clip?: boolean };
  readonly mean?: Float64Array | null;
  readonly center?: Float64Array | null;
  readonly scale: Float64Array | null;
  readonly min: Float64Array;
  toState(): ModelState;
}

const activations: Readonly<Record<Architecture['outputActivation'], ActivationName>> = {
  identity: 'linear',
  logistic: 'sigmoid',
  tanh: 'tanh',
  relu: 'relu',
  softplus: 'softplus',
  exp: 'exponential',
  softmax: 'softmax',
};

/**
 * The network of a fitted `MLPClassifier` or `MLPRegressor`, as a compiled `Sequential` that makes the same numbers of
 * the same rows: predictions, or the probability of the second of two classes, or of each of more. `StandardScaler`,
 * `MinMaxScaler` and `RobustScaler` in front of it become layers. It is compiled with the estimator's solver ('adam'
 * for 'lbfgs', which trains no models), learning rate and loss; the penalty `alpha` and a schedule are not taken over.
 * Targets to go on with are class numbers, as in `classes`.
 *
 * @throws HebbError `NOT_FITTED`; `UNSUPPORTED` for other estimators, other steps, and a scaler that clips
 * @example
 * const scaled = makePipeline(new StandardScaler(), new MLPRegressor({ maxIter: 5, randomState: 0, tol: 0 }));
 * await scaled.fit([[1, 10], [2, 30], [3, 20]], [1, 2, 3], { signal: null });
 * const model = toModel(scaled);
 * model.layers.length; // 3
 */
export function toModel(estimator: FittedMlp | PipelineOfMlp): Sequential {
  if (!('steps' in estimator)) return stack([], estimator);
  const last = estimator.steps.at(-1)?.[1];
  const scalers = estimator.steps.slice(0, -1).map(([name, step]) => scalingLayer(name, step as Scaler));
  return stack(scalers, last as FittedMlp);
}

function stack(scalers: readonly Layer[], estimator: FittedMlp): Sequential {
  const kind = kindOf(estimator);
  if (kind !== 'MLPClassifier' && kind !== 'MLPRegressor') {
    throw new HebbError(
      'UNSUPPORTED',
      `toModel takes an MLPClassifier, an MLPRegressor, or a pipeline of scalers that ends in one, got ${show(estimator)}.`,
    );
  }
  const { coefs, intercepts, options } = estimator;
  const [{ dtype, shape }] = coefs;
  const dense = coefs.flatMap((kernel, i) => {
    const isLast = i === coefs.length - 1;
    const activation = activations[isLast ? estimator.outputActivation : (options.activation ?? 'relu')];
    const layer = new Dense(kernel.shape[1], { activation, dtype: dtype as 'float32' });
    const rate = isLast ? 0 : (options.dropout ?? 0);
    return rate === 0 ? [layer] : [layer, new Dropout(rate, { dtype: dtype as 'float32' })];
  });
  const inputs: DType = scalers.length === 0 ? dtype : 'float64';
  const model = new Sequential([Input([shape[0]], { dtype: inputs }), ...scalers, ...dense]);
  const layers = dense.filter((layer) => layer instanceof Dense);
  for (const [i, layer] of layers.entries()) layer.setWeights([coefs[i], Array.from(intercepts[i])]);
  const metrics = kind === 'MLPClassifier' ? (['accuracy'] as const) : [];
  return model.compile({ optimizer: optimizerOf(options), loss: lossOf(estimator, kind), metrics });
}

/** In double precision, as scalers compute: what they take away may be large. */
function scalingLayer(name: string, scaler: Scaler): Layer {
  const kind = kindOf(scaler);
  const dtype = 'float64';
  if (kind === 'MinMaxScaler' && scaler.options.clip !== true) {
    const [scale, offset] = [scaler.scale ?? [], scaler.min].map((numbers) => Array.from(numbers));
    return new Rescaling(scale, { offset, dtype });
  }
  if (kind === 'StandardScaler' || kind === 'RobustScaler') {
    const { scale } = scaler;
    const isCentered = (scaler.options as { withMean?: boolean }).withMean !== false;
    const center = (isCentered ? scaler.mean : null) ?? scaler.center;
    if (center == null && scale === null) return new Rescaling(1, { dtype });
    const count = (center ?? scale)?.length ?? 0;
    const mean = Array.from(center ?? new Float64Array(count));
    const variance = Array.from(scale ?? new Float64Array(count).fill(1), (deviation) => deviation ** 2);
    return new Normalization({ mean, variance, dtype });
  }
  throw new HebbError(
    'UNSUPPORTED',
    `toModel makes layers of StandardScaler, MinMaxScaler (without clip) and RobustScaler; step '${name}' is ${show(scaler)}.`,
  );
}

function kindOf(step: unknown): string | undefined {
  return (step as { toState?(): ModelState } | undefined)?.toState?.().kind;
}

function optimizerOf(options: MlpOptions): Optimizer {
  const {
    solver,
    learningRateInit: learningRate = 0.001,
    momentum = 0.9,
    nesterovsMomentum: nesterov = true,
  } = options;
  if (solver === 'sgd') return new SGD({ learningRate, momentum, nesterov });
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  return new Adam({ learningRate, beta1, beta2, epsilon });
}

function lossOf({ options, outputActivation }: FittedMlp, kind: string): CompileOptions['loss'] {
  const classes: LossOption =
    outputActivation !== 'softmax'
      ? 'binary_crossentropy'
      : kind === 'MLPClassifier'
        ? 'sparse_categorical_crossentropy'
        : 'categorical_crossentropy';
  switch (options.loss ?? (kind === 'MLPClassifier' ? 'log_loss' : 'squared_error')) {
    case 'absolute_error':
    case 'absoluteError':
      return 'mae';
    case 'huber':
      return { loss: 'huber', options: { delta: options.huberDelta ?? 1 } };
    case 'poisson':
      return 'poisson';
    case 'log_loss':
    case 'logLoss':
      return classes;
    default:
      return 'mse';
  }
}
