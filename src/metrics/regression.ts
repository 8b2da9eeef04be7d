/**
 * Scores of predicted numbers: scikit-learn's, with its options. All take one number a row or, for several
 * outputs, rows of numbers; `multioutput` says what becomes of the outputs' scores.
 * This file knows numbers only, no model.
 */
import type { FloatArray } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import {
  anyOf,
  boolean,
  checkOptions,
  listOf,
  matching,
  oneOf,
  type Rule,
  real,
  type Spelled,
} from '../core/options.ts';
import {
  checkSameRows,
  readNumbers,
  readWeights,
  sum,
  type Targets,
  type WeightOptions,
  weightedMean,
  weightRule,
} from './score-inputs.ts';

/** Outputs' scores are averaged equally, or with these weights, one an output. */
export type OutputAverage = 'uniform_average' | 'uniformAverage' | readonly number[] | FloatArray;
/** Outputs' scores are given as they are. */
export type RawOutputs = Spelled<'raw_values'>;

export interface RegressionScoreOptions<M = OutputAverage | RawOutputs> extends WeightOptions {
  /** Default `'uniform_average'`. */
  multioutput?: M;
}

export interface R2ScoreOptions<M = OutputAverage | VarianceWeighted | RawOutputs>
  extends RegressionScoreOptions<M> {
  /** For a constant yTrue, give 1 (all predictions right) or 0 instead of NaN or −∞. Default true. */
  forceFinite?: boolean;
}
/** Outputs' scores are averaged with the variances of yTrue as weights. */
export type VarianceWeighted = 'variance_weighted' | 'varianceWeighted';

/**
 * @param yTrue n numbers, or n rows of numbers
 * @param yPred as many predictions
 * @returns one number; with `multioutput: 'raw_values'` a Float64Array of one number an output
 */
export interface RegressionScore {
  (yTrue: Targets, yPred: Targets, options?: RegressionScoreOptions<OutputAverage>): number;
  (yTrue: Targets, yPred: Targets, options: RegressionScoreOptions<RawOutputs>): Float64Array;
  (yTrue: Targets, yPred: Targets, options: RegressionScoreOptions): number | Float64Array;
}

/** The numbers of one output, and the rows' weights. */
interface Output {
  readonly yTrue: Float64Array;
  readonly yPred: Float64Array;
  readonly weights: Float64Array;
}

const outputWeights = anyOf(
  listOf(real({ min: 0 })),
  matching('a float array', (value) => value instanceof Float64Array || value instanceof Float32Array),
);
const optionRules: Readonly<Record<string, Rule>> = {
  sampleWeight: weightRule,
  multioutput: anyOf(oneOf('raw_values', 'uniform_average'), outputWeights),
};
const r2Rules: Readonly<Record<string, Rule>> = {
  ...optionRules,
  multioutput: anyOf(optionRules.multioutput, oneOf('variance_weighted')),
  forceFinite: boolean,
};

/**
 * Mean of (yTrue − yPred)².
 *
 * @throws HebbError `LENGTH_MISMATCH`, `SHAPE_MISMATCH`, `EMPTY_DATA`, `NON_FINITE`, `INVALID_VALUE` for what
 * cannot be compared; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * meanSquaredError([1, 2, 3], [1, 2, 5]); // 1.3333333333333333
 */
export const meanSquaredError: RegressionScore = meanOf('meanSquaredError', (y, p) => (y - p) * (y - p));

/**
 * Square root of the mean of (yTrue − yPred)²; of several outputs the roots are averaged. Errors as for
 * `meanSquaredError`.
 *
 * @example
 * rootMeanSquaredError([1, 2, 3], [1, 2, 5]); // 1.1547005383792515
 */
export const rootMeanSquaredError: RegressionScore = scoreOf('rootMeanSquaredError', (output) =>
  Math.sqrt(mean(output, (y, p) => (y - p) * (y - p))),
);

/**
 * Mean of |yTrue − yPred|. Errors as for `meanSquaredError`.
 *
 * @example
 * meanAbsoluteError([1, 2, 3], [1, 2, 5]); // 0.6666666666666666
 */
export const meanAbsoluteError: RegressionScore = meanOf('meanAbsoluteError', (y, p) => Math.abs(y - p));

/**
 * Mean of |yTrue − yPred| / |yTrue|, a share and not a percentage; a yTrue of 0 counts as 2⁻⁵². Errors as for
 * `meanSquaredError`.
 *
 * @example
 * meanAbsolutePercentageError([1, 2, 4], [1, 2, 5]); // 0.08333333333333333
 */
export const meanAbsolutePercentageError: RegressionScore = meanOf(
  'meanAbsolutePercentageError',
  (y, p) => Math.abs(y - p) / Math.max(Math.abs(y), Number.EPSILON),
);

/**
 * Median of |yTrue − yPred|: half of the weight lies below it, half above. Errors as for `meanSquaredError`.
 *
 * @example
 * medianAbsoluteError([1, 2, 3], [1, 2, 5]); // 0
 */
export const medianAbsoluteError: RegressionScore = scoreOf(
  'medianAbsoluteError',
  ({ yTrue, yPred, weights }) =>
    weightedMedian(
      yTrue.map((y, i) => Math.abs(y - yPred[i])),
      weights,
    ),
);

/**
 * The share of yTrue's variance that is explained: 1 − Σ (yTrue − yPred)² / Σ (yTrue − mean)². 1 is perfect,
 * 0 is no better than always predicting the mean. NaN for fewer than two rows.
 *
 * @param yTrue n numbers, or n rows of numbers
 * @param yPred as many predictions
 * @throws HebbError as `meanSquaredError`
 * @example
 * r2Score([1, 2, 3], [1, 2, 2.5]); // 0.875
 */
export function r2Score(
  yTrue: Targets,
  yPred: Targets,
  options?: R2ScoreOptions<OutputAverage | VarianceWeighted>,
): number;
export function r2Score(yTrue: Targets, yPred: Targets, options: R2ScoreOptions<RawOutputs>): Float64Array;
export function r2Score(yTrue: Targets, yPred: Targets, options: R2ScoreOptions): number | Float64Array;
export function r2Score(yTrue: Targets, yPred: Targets, options: R2ScoreOptions = {}): number | Float64Array {
  checkOptions('r2Score', options, r2Rules);
  const outputs = readOutputs(yTrue, yPred, options).map(withSquares);
  const deviations = outputs.map(({ yTrue: own, weights }) => {
    const center = weightedMean(own, weights);
    return sum(own.map((y, i) => weights[i] * (y - center) ** 2));
  });
  const scores = outputs.map(({ yTrue: own, yPred: predicted, weights }, k) => {
    if (own.length < 2) return Number.NaN;
    const residual = sum(own.map((y, i) => weights[i] * (y - predicted[i]) ** 2));
    if (deviations[k] === 0 && (options.forceFinite ?? true)) return residual === 0 ? 1 : 0;
    return 1 - residual / deviations[k];
  });
  const { multioutput } = options;
  return combine(
    scores,
    multioutput === 'variance_weighted' || multioutput === 'varianceWeighted' ? deviations : multioutput,
  );
}

/** Divided by the largest where squares would be too large for float64: the share is the same. */
function withSquares(output: Output): Output {
  const { yTrue, yPred, weights } = output;
  const size = (values: Float64Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const largest = Math.max(size(yTrue), size(yPred));
  if (largest < 2 ** 500) return output;
  const divided = (values: Float64Array) => values.map((value) => value / largest);
  return { yTrue: divided(yTrue), yPred: divided(yPred), weights };
}

function scoreOf(name: string, score: (output: Output) => number): RegressionScore {
  function scored(yTrue: Targets, yPred: Targets, options?: RegressionScoreOptions<OutputAverage>): number;
  function scored(yTrue: Targets, yPred: Targets, options: RegressionScoreOptions<RawOutputs>): Float64Array;
  function scored(yTrue: Targets, yPred: Targets, options: RegressionScoreOptions): number | Float64Array;
  function scored(
    yTrue: Targets,
    yPred: Targets,
    options: RegressionScoreOptions = {},
  ): number | Float64Array {
    checkOptions(name, options, optionRules);
    return combine(readOutputs(yTrue, yPred, options).map(score), options.multioutput);
  }
  return scored;
}

function meanOf(name: string, error: (y: number, p: number) => number): RegressionScore {
  return scoreOf(name, (output) => mean(output, error));
}

function mean({ yTrue, yPred, weights }: Output, error: (y: number, p: number) => number): number {
  return weightedMean(
    yTrue.map((y, i) => error(y, yPred[i])),
    weights,
  );
}

function readOutputs(yTrue: Targets, yPred: Targets, options: WeightOptions): Output[] {
  const truth = readNumbers(yTrue, 'yTrue');
  const predicted = readNumbers(yPred, 'yPred');
  checkSameRows(truth.rows, predicted.rows, 'yTrue', 'yPred');
  if (truth.columns !== predicted.columns) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `yTrue has ${truth.columns} outputs, but yPred has ${predicted.columns}.`,
    );
  }
  const weights = readWeights(options, truth.rows);
  return Array.from({ length: truth.columns }, (_, k) => ({
    yTrue: columnOf(truth.data, k, truth.columns),
    yPred: columnOf(predicted.data, k, truth.columns),
    weights,
  }));
}

function columnOf(data: FloatArray, k: number, columns: number): Float64Array {
  return Float64Array.from({ length: data.length / columns }, (_, i) => data[i * columns + k]);
}

function combine(
  scores: number[],
  multioutput: OutputAverage | RawOutputs = 'uniform_average',
): number | Float64Array {
  if (multioutput === 'raw_values' || multioutput === 'rawValues') return Float64Array.from(scores);
  if (typeof multioutput === 'string') return sum(scores) / scores.length;
  if (multioutput.length !== scores.length) {
    throw new HebbError(
      'INVALID_OPTION',
      `option 'multioutput' has ${multioutput.length} weights for ${scores.length} outputs.`,
    );
  }
  return weightedMean(scores, multioutput);
}

/** The value at which the weights, summed up in ascending order, reach half; the middle of two if exactly half. */
function weightedMedian(values: Float64Array, weights: Float64Array): number {
  const order = [...values.keys()].filter((i) => weights[i] > 0).sort((a, b) => values[a] - values[b]);
  const half = sum(order.map((i) => weights[i])) / 2;
  let below = 0;
  for (let k = 0; k < order.length; k++) {
    below += weights[order[k]];
    if (below === half) return (values[order[k]] + values[order[k + 1]]) / 2;
    if (below > half) return values[order[k]];
  }
  return values[order[order.length - 1]];
}
