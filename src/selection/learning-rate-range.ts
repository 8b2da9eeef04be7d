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
import type { DataSource } from '../nn/models/data-set.ts';
import type { Model } from '../nn/models/model.ts';
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
  /** Rows of a batch, for a model of `hebb/nn`; an estimator has an option of its own. Default 32. */
  readonly batchSize?: number;
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
  batchSize: integer({ min: 1 }),
};

/**
 * Sweep the learning rate of a multilayer perceptron, which may stand at the end of a pipeline or in a
 * `TransformedTargetRegressor`, or of a compiled model of `hebb/nn`. A copy is trained; the network itself is left
 * as it is. Batch size, solver and everything else is as the estimator has it, so sweep again when they change.
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
  estimator: Predictor | Model,
  X: TableLike | DataSource,
  y: unknown,
  options: LearningRateRangeOptions = {},
): Promise<LearningRateRange> {
  checkOptions('learningRateRange', options, rules);
  const { minLearningRate: low = 1e-5, maxLearningRate: high = 10, iterations = 500 } = options;
  if (low >= high) {
    throw new HebbError(
      'INVALID_OPTION',
      `learningRateRange: minLearningRate must be smaller than maxLearningRate, got ${low} and ${high}.`,
    );
  }
  const growth = (high / low) ** (1 / (iterations - 1));
  const learningRates = Float64Array.from({ length: iterations }, (_, i) => low * growth ** i);
  const losses = isModel(estimator)
    ? await sweepOfModel(estimator, X as DataSource, y as DataSource, learningRates, options)
    : await sweepEstimator(estimator, X as TableLike, y, learningRates, options);
  options.signal?.throwIfAborted();
  const smoothLosses = smooth(losses, Math.max(1, Math.round(iterations / 20)));
  const turningPoint = learningRates[turningIndex(smoothLosses)];
  return { learningRates, losses, smoothLosses, turningPoint, suggested: turningPoint / 10 };
}

function isModel(estimator: Predictor | Model): estimator is Model {
  return typeof estimator === 'object' && estimator !== null && 'trainOnBatch' in estimator;
}

async function sweepOfModel(
  model: Model,
  X: DataSource,
  y: DataSource,
  rates: Float64Array,
  { batchSize, sampleWeight, signal }: LearningRateRangeOptions,
): Promise<Float64Array> {
  const { sweepModel } = await import('./model-sweep.ts');
  const weights = sampleWeight as DataSource | undefined;
  return sweepModel(model, X, y, rates, { batchSize, sampleWeight: weights, signal: signal ?? undefined });
}

/** @returns the loss of each step's batch before the step; NaN where there was no step */
async function sweepEstimator(
  estimator: Predictor,
  X: TableLike,
  y: unknown,
  rates: Float64Array,
  { batchSize, sampleWeight, signal }: LearningRateRangeOptions,
): Promise<Float64Array> {
  const { path, network } = networkIn(estimator, '');
  if (network.options.solver === 'lbfgs') {
    throw new HebbError(
      'INVALID_OPTION',
      "learningRateRange: solver 'lbfgs' has no learning rate; use 'adam' or 'sgd'.",
    );
  }
  if (batchSize !== undefined) {
    throw new HebbError(
      'INVALID_OPTION',
      'learningRateRange: batchSize is an option of the estimator; here it is for models.',
    );
  }
  const losses = new Float64Array(rates.length).fill(Number.NaN);
  const onStepEnd = ({ step, loss }: StepLogs): number | false => {
    losses[step - 1] = loss;
    return step < rates.length && Number.isFinite(loss) && rates[step];
  };
  const settings: MlpOptions = {
    learningRateInit: rates[0],
    learningRate: 'constant',
    warmupSteps: 0,
    maxIter: rates.length,
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
  return losses;
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
    `learningRateRange needs a multilayer perceptron, such as MLPClassifier, or a compiled model, got ${show(estimator)}.`,
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
