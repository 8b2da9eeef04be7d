/**
 * `toModel`: a fitted estimator as a model that can be trained on. `toNetwork` makes the layers; here is what they are
 * trained with.
 */
import type { ModelState, Savable } from '../core/model-state.ts';
import type { MlpOptions } from '../estimators/mlp/options.ts';
import type { CompileOptions } from '../nn/models/compile-options.ts';
import type { Sequential } from '../nn/models/sequential.ts';
import { Adam } from '../nn/optimizers/adam.ts';
import type { Optimizer } from '../nn/optimizers/optimizer.ts';
import { SGD } from '../nn/optimizers/sgd.ts';
import { toNetwork } from './to-network.ts';

/**
 * A fitted `MLPClassifier`, `MLPRegressor` or linear model, with the scalers in front of it, as a compiled
 * `Sequential` that makes the same numbers of the same rows: predictions, or the probability of the second of two
 * classes, or of each of more. It is compiled with the solver ('adam' where that trains no models, as 'lbfgs'), its
 * learning rate, and the loss; penalties, dropout and schedules are not taken over. Targets to go on with are class
 * numbers, the places of labels in `classes`.
 *
 * @throws HebbError `NOT_FITTED`; `UNSUPPORTED` for what has no counterpart among the layers, naming it
 * @example
 * const mlp = await new MLPRegressor({ hiddenLayerSizes: [4], maxIter: 5, onWarning() {} }).fit([[0], [1]], [1, 3]);
 * const model = toModel(mlp);
 * await model.fit([[0], [1]], [1, 3], { epochs: 5, verbose: 0 });
 */
export function toModel(estimator: Savable): Sequential {
  const model = toNetwork(estimator);
  const { kind, options } = predictorIn(estimator.toState());
  const isClassifier = kind === 'MLPClassifier' || kind === 'LogisticRegression';
  return model.compile({
    optimizer: optimizerOf(options),
    loss: lossOf(model, isClassifier, options),
    metrics: isClassifier ? ['accuracy'] : [],
  });
}

/** The estimator at the end of pipelines. */
function predictorIn(state: ModelState): ModelState {
  const { kind, children = [] } = state;
  if (kind === 'TransformedTargetRegressor') return predictorIn(children[0].state);
  return kind === 'Pipeline' ? predictorIn(children[children.length - 1].state) : state;
}

function optimizerOf(options: MlpOptions): Optimizer {
  const { solver, learningRateInit: learningRate = 0.001 } = options;
  const { momentum = 0.9, nesterovsMomentum: nesterov = true } = options;
  if (solver === 'sgd') return new SGD({ learningRate, momentum, nesterov });
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  return new Adam({ learningRate, beta1, beta2, epsilon });
}

function lossOf(
  model: Sequential,
  isClassifier: boolean,
  { loss, huberDelta }: MlpOptions,
): CompileOptions['loss'] {
  const { activation } = model.layers[model.layers.length - 1].getConfig();
  const ofClasses = isClassifier ? 'sparse_categorical_crossentropy' : 'categorical_crossentropy';
  if (isClassifier && loss === undefined) return activation === 'softmax' ? ofClasses : 'binary_crossentropy';
  switch (loss) {
    case 'absolute_error':
    case 'absoluteError':
      return 'mae';
    case 'huber':
      return { loss: 'huber', options: { delta: huberDelta ?? 1 } };
    case 'poisson':
      return 'poisson';
    case 'log_loss':
    case 'logLoss':
      return activation === 'softmax' ? ofClasses : 'binary_crossentropy';
    default:
      return 'mse';
  }
}
