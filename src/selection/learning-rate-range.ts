/**
 * `learningRateRange`: a copy of a network trained for some hundred steps while its learning rate grows from
 * very small to very large. Where the loss stops falling and shoots up, the rate is too large; a good one lies
 * a factor of ten below (Smith, "Cyclical learning rates for training neural networks", 2017; the same sweep is
 * in Géron's chapter). It draws nothing; `hebb/plot` has `learningRatePlot`.
 */
import { HebbError, show } from '../core/errors.ts';
import { checkOptions, integer, type Rule, real } from '../core/options.ts';
import { MlpEstimator } from '../estimators/mlp/mlp-estimator.ts';
import type { MlpOptions, StepLogs } from '../estimators/mlp/options.ts';
import { Pipeline } from '../estimators/pipeline.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { TransformedTargetRegressor } from '../estimators/transformed-target-regressor.ts';
import type { TableLike } from '../preprocessing/transformer.ts';
import { freshModel } from './fresh-model.ts';
import { callRules, type TrialCall } from './trial-options.ts';

export interface LearningRateRangeOptions extends TrialCall {
  /** The first learning rate. Default 1e-5. */
  readonly minLearningRate?: number;
  /** The last one. Default 10. */
  readonly maxLearningRate?: number;
  /** How many steps, each with a rate larger than the last by the same factor. Default 500. */
  readonly iterations?: number;
}

/** One element a step. */
export interface LearningRateRange {
  readonly learningRates: Float64Array;
  /** Loss of each step's batch before the step; NaN from where it is no number any more. */
  readonly losses: Float64Array;
  /** The losses with their noise taken out: the mean of the fifty steps around each, fewer of few. */
  readonly smoothLosses: Float64Array;
  /**
   * The largest rate before the loss climbs: from its lowest point on, the smooth loss has regained less than a
   * tenth of what it had fallen.
   */
  readonly turningPoint: number;
  /** A tenth of it, to train with. */
  readonly suggested: number;
}

const rules: Readonly<Record<keyof LearningRateRangeOptions, Rule>> = {
  ...callRules,
  minLearningRate: real({ above: 0 }),
  maxLearningRate: real({ above: 0 }),
  iterations: integer({ min: 10 }),
};

/**
 * Sweep the learning rate of a multilayer perceptron, which may stand at the end of a pipeline or in a
 * `TransformedTargetRegressor`. A copy is trained; the estimator itself is left as it is. Batch size, solver and
 * everything else is as the estimator has it, so sweep again when they change.
 *
 * @param X n rows
 * @param y n labels or numbers, or n rows of them
 * @throws HebbError `INVALID_VALUE` for an estimator without a network, or where the loss never falls;
 * `INVALID_OPTION` (also for solver 'lbfgs', which has no rate), `UNKNOWN_OPTION`; the signal's reason when it is
 * aborted; whatever `fit` throws
 * @example
 * const { suggested } = await learningRateRange(model, X, y);
 * await new MLPClassifier({ ...model.options, learningRateInit: suggested }).fit(X, y);
 */
export async function learningRateRange(
  estimator: Predictor,
  X: TableLike,
  y: unknown,
  options: LearningRateRangeOptions = {},
): Promise<LearningRateRange> {
  checkOptions('learningRateRange', options, rules);
  const { minLearningRate: low = 1e-5, maxLearningRate: high = 10, iterations = 500 } = options;
  const { sampleWeight, signal } = options;
  if (low >= high) {
    throw new HebbError(
      'INVALID_OPTION',
      `learningRateRange: minLearningRate must be smaller than maxLearningRate, got ${low} and ${high}.`,
    );
  }
  const { path, network } = networkIn(estimator, '');
  if (network.options.solver === 'lbfgs') {
    throw new HebbError(
      'INVALID_OPTION',
      "learningRateRange: solver 'lbfgs' has no learning rate; use 'adam' or 'sgd'.",
    );
  }
  const growth = (high / low) ** (1 / (iterations - 1));
  const learningRates = Float64Array.from({ length: iterations }, (_, i) => low * growth ** i);
  const losses = new Float64Array(iterations).fill(Number.NaN);
  const onStepEnd = ({ step, loss }: StepLogs): number | false => {
    losses[step - 1] = loss;
    return step < iterations && Number.isFinite(loss) && learningRates[step];
  };
  const settings: MlpOptions = {
    learningRateInit: low,
    learningRate: 'constant',
    warmupSteps: 0,
    maxIter: iterations,
    earlyStopping: false,
    nIterNoChange: Number.POSITIVE_INFINITY,
    verbose: false,
    callbacks: [{ onStepEnd }],
    onWarning() {},
  };
  const params = Object.fromEntries(Object.entries(settings).map(([name, value]) => [path + name, value]));
  try {
    await freshModel(estimator, params).fit(X, y, { sampleWeight, signal });
  } catch (error) {
    // What a rate that is too large does to the weights is what the sweep is for.
    if (!(error instanceof HebbError && error.code === 'NON_FINITE' && Number.isFinite(losses[0])))
      throw error;
  }
  signal?.throwIfAborted();
  const smoothLosses = smooth(losses, Math.max(1, Math.round(iterations / 20)));
  const turningPoint = learningRates[turningIndex(smoothLosses)];
  return { learningRates, losses, smoothLosses, turningPoint, suggested: turningPoint / 10 };
}

/** Where the losses turn from falling to climbing. @throws HebbError `INVALID_VALUE` where they never fall */
function turningIndex(losses: Float64Array): number {
  const lowest = losses.reduce((best, loss, i) => (loss < losses[best] ? i : best), 0);
  if (lowest === 0) {
    throw new HebbError(
      'INVALID_VALUE',
      'learningRateRange: the loss falls at none of the rates; scale the features, or begin with smaller rates.',
    );
  }
  const limit = losses[lowest] + (losses[0] - losses[lowest]) / 10;
  let last = lowest;
  while (losses[last + 1] <= limit) last++;
  return last;
}

/** Where the network is: the prefix of its options' paths. */
function networkIn(
  estimator: unknown,
  path: string,
): { path: string; network: { readonly options: MlpOptions } } {
  if (estimator instanceof MlpEstimator) return { path, network: estimator };
  if (estimator instanceof Pipeline) {
    const [name, last] = estimator.steps[estimator.steps.length - 1];
    return networkIn(last, `${path}${name}__`);
  }
  if (estimator instanceof TransformedTargetRegressor) {
    return networkIn(estimator.options.regressor, `${path}regressor__`);
  }
  throw new HebbError(
    'INVALID_VALUE',
    `learningRateRange needs a multilayer perceptron, such as MLPClassifier, got ${show(estimator)}.`,
  );
}

/** The mean of up to `reach` numbers on either side of each; NaN stays. */
function smooth(values: Float64Array, reach: number): Float64Array {
  return values.map((value, i) => {
    if (!Number.isFinite(value)) return Number.NaN;
    const near = values.subarray(Math.max(0, i - reach), i + reach + 1).filter(Number.isFinite);
    return near.reduce((sum, own) => sum + own, 0) / near.length;
  });
}
