/**
 * Scores of how well predictions put the positive rows above the others: the ROC curve and the area under it,
 * and the average precision. Only the order of the predicted scores counts. They know labels and scores; the
 * arithmetic of one class against the rest is in `ranking-curve.ts`.
 */
import { HebbError, show } from '../core/errors.ts';
import { hasRows } from '../core/has-rows.ts';
import { type Label, sortLabels } from '../core/labels.ts';
import type { Matrix } from '../core/matrix.ts';
import { boolean, checkOptions, nullable, oneOf, type Rule, real } from '../core/options.ts';
import { checkIndicators, impliedPositive, positiveLabel, posLabelRule, readLabels } from './class-pair.ts';
import { labelsRule } from './classification.ts';
import { averaged, oneVersusOne, type RankingAverage } from './ranking-average.ts';
import { averagePrecision, type BinaryScores, rocArea, rocPoints } from './ranking-curve.ts';
import {
  checkSameRows,
  readNumbers,
  readWeights,
  sum,
  type Targets,
  type WeightOptions,
  weightRule,
} from './score-inputs.ts';

export interface RocCurveOptions extends WeightOptions {
  /** The positive label. Default: 1 of 0 and 1 or of −1 and 1, true of truth values. */
  posLabel?: Label | null;
  /** Whether points that do not change the curve's shape are left out. Default true. */
  dropIntermediate?: boolean;
}

export interface RocAucScoreOptions extends WeightOptions {
  /** For several classes or labels. Default `'macro'`. */
  average?: RankingAverage;
  /** Only the part of the curve up to this false positive rate counts. Default: all of it. */
  maxFpr?: number | null;
  /** For more than two classes: each against the rest, or each against each other; to be chosen. */
  multiClass?: 'raise' | 'ovr' | 'ovo';
  /** All labels, if yTrue may lack some, in the order of yScore's columns. Default: those of yTrue. */
  labels?: readonly Label[] | null;
}

export interface AveragePrecisionOptions extends WeightOptions {
  /** For several classes or labels. Default `'macro'`. */
  average?: RankingAverage;
  /** The positive label of two. Default 1 (true for truth values). */
  posLabel?: Label;
}

const averageRule: Rule = nullable(oneOf('micro', 'macro', 'weighted', 'samples'));

/**
 * The false and the true positive rates as the threshold on the score falls.
 *
 * @param yTrue n labels, of two kinds at most
 * @param yScore n scores, higher for what is more likely positive
 * @returns false positive rates, true positive rates and thresholds, the first of which is ∞; rates are NaN
 * where there are no negatives, or no positives
 * @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA`, `NON_FINITE`, `SHAPE_MISMATCH`; `INVALID_VALUE` for more than
 * two labels; `INVALID_OPTION` when it cannot be told which is positive; `UNKNOWN_LABEL`, `UNKNOWN_OPTION`
 * @example
 * const [fpr, tpr, thresholds] = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 */
export function rocCurve(
  yTrue: Targets,
  yScore: Targets,
  options: RocCurveOptions = {},
): [fpr: Float64Array, tpr: Float64Array, thresholds: Float64Array] {
  checkOptions('rocCurve', options, {
    sampleWeight: weightRule,
    posLabel: posLabelRule,
    dropIntermediate: boolean,
  });
  const truth = readLabels(yTrue, 'yTrue');
  const classes = sortLabels(new Set(truth));
  if (classes.length > 2) {
    throw new HebbError(
      'INVALID_VALUE',
      `rocCurve needs two labels, yTrue has ${classes.length}: ${show(classes)}.`,
    );
  }
  const { posLabel } = options;
  const positive =
    posLabel === undefined || posLabel === null ? impliedPositive(classes) : positiveLabel(classes, posLabel);
  const scores = readScores(yScore, truth.length, 1);
  const { fpr, tpr, thresholds } = rocPoints(
    {
      positive: indicator(truth, positive),
      score: columnOf(scores, 0),
      weights: readWeights(options, truth.length),
    },
    options.dropIntermediate ?? true,
  );
  return [Float64Array.from(fpr), Float64Array.from(tpr), Float64Array.from(thresholds)];
}

/**
 * The area under the ROC curve: the chance that a positive row scores higher than a negative one. Of two labels
 * the greater is positive. NaN where a class has no rows, or all.
 *
 * @param yTrue n labels, or n rows of zeros and ones
 * @param yScore n scores, or n rows of one a class; of more than two classes probabilities that sum to 1
 * @returns one number; with `average: null` a Float64Array of one number a class
 * @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA`, `NON_FINITE`, `SHAPE_MISMATCH`; `INVALID_VALUE` for rows that do
 * not sum to 1; `INVALID_OPTION` when `multiClass` is needed, or options do not go together; `UNKNOWN_LABEL`,
 * `UNKNOWN_OPTION`
 * @example
 * rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 */
export function rocAucScore(
  yTrue: Targets,
  yScore: Targets,
  options?: RocAucScoreOptions & { average?: Exclude<RankingAverage, null> },
): number;
export function rocAucScore(
  yTrue: Targets,
  yScore: Targets,
  options: RocAucScoreOptions,
): number | Float64Array;
export function rocAucScore(
  yTrue: Targets,
  yScore: Targets,
  options: RocAucScoreOptions = {},
): number | Float64Array {
  checkOptions('rocAucScore', options, {
    sampleWeight: weightRule,
    average: averageRule,
    maxFpr: nullable(real({ above: 0, max: 1 })),
    multiClass: oneOf('raise', 'ovr', 'ovo'),
    labels: labelsRule,
  });
  const { average = 'macro', maxFpr = null } = options;
  const areaOf = (scores: BinaryScores): number => rocArea(scores, maxFpr);
  const indicators = readIndicators(yTrue);
  if (indicators !== undefined) {
    const scores = readScores(yScore, indicators.rows, indicators.columns);
    const weights = readWeights(options, indicators.rows);
    return averaged(columnsOf(indicators), columnsOf(scores), weights, average, areaOf);
  }
  const truth = readLabels(yTrue, 'yTrue');
  const weights = readWeights(options, truth.length);
  const classes = options.labels ?? sortLabels(new Set(truth));
  if (classes.length <= 2) {
    const score = columnOf(readScores(yScore, truth.length, 1), 0);
    return areaOf({ positive: indicator(truth, classes[classes.length - 1]), score, weights });
  }
  const unknown = truth.find((label) => !classes.includes(label));
  if (unknown !== undefined) {
    throw new HebbError(
      'UNKNOWN_LABEL',
      `yTrue has ${show(unknown)}, which is not among the labels ${show(classes)}.`,
    );
  }
  const scores = columnsOf(checkSumsToOne(readScores(yScore, truth.length, classes.length)));
  const positives = classes.map((label) => indicator(truth, label));
  if (options.multiClass === 'ovr') {
    demand(maxFpr === null || maxFpr === 1, "maxFpr cannot be used with multiClass 'ovr'");
    demand(average !== 'samples', "average 'samples' needs rows of labels");
    return averaged(positives, scores, weights, average, areaOf);
  }
  demand(
    options.multiClass === 'ovo',
    `yTrue has ${classes.length} classes; choose multiClass 'ovr' or 'ovo'`,
  );
  demand(
    options.sampleWeight === undefined || options.sampleWeight === null,
    "sampleWeight cannot be used with multiClass 'ovo'",
  );
  demand(
    average === 'macro' || average === 'weighted',
    "multiClass 'ovo' needs average 'macro' or 'weighted'",
  );
  demand(maxFpr === null || maxFpr === 1, "maxFpr cannot be used with multiClass 'ovo'");
  return oneVersusOne(positives, scores, average === 'weighted', areaOf);
}

/**
 * The area under the precision–recall curve, as a sum of steps: Σ (Rₖ − Rₖ₋₁) Pₖ over the descending thresholds.
 *
 * @param yTrue n labels, or n rows of zeros and ones
 * @param yScore n scores, or n rows of one a class
 * @returns one number; with `average: null` a Float64Array of one number a class
 * @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA`, `NON_FINITE`, `SHAPE_MISMATCH`, `INVALID_VALUE`; `UNKNOWN_LABEL`
 * for a `posLabel` that is not there; `INVALID_OPTION`, `UNKNOWN_OPTION`
 * @example
 * averagePrecisionScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.8333333333333333
 */
export function averagePrecisionScore(
  yTrue: Targets,
  yScore: Targets,
  options?: AveragePrecisionOptions & { average?: Exclude<RankingAverage, null> },
): number;
export function averagePrecisionScore(
  yTrue: Targets,
  yScore: Targets,
  options: AveragePrecisionOptions,
): number | Float64Array;
export function averagePrecisionScore(
  yTrue: Targets,
  yScore: Targets,
  options: AveragePrecisionOptions = {},
): number | Float64Array {
  checkOptions('averagePrecisionScore', options, {
    sampleWeight: weightRule,
    average: averageRule,
    posLabel: posLabelRule,
  });
  const { average = 'macro', posLabel } = options;
  const indicators = readIndicators(yTrue);
  if (indicators !== undefined) {
    const scores = readScores(yScore, indicators.rows, indicators.columns);
    const weights = readWeights(options, indicators.rows);
    return averaged(columnsOf(indicators), columnsOf(scores), weights, average, averagePrecision);
  }
  const truth = readLabels(yTrue, 'yTrue');
  const weights = readWeights(options, truth.length);
  const classes = sortLabels(new Set(truth));
  if (classes.length <= 2) {
    const score = columnOf(readScores(yScore, truth.length, 1), 0);
    return averagePrecision({ positive: indicator(truth, positiveLabel(classes, posLabel)), score, weights });
  }
  demand(posLabel === undefined || posLabel === 1, `posLabel needs two labels, yTrue has ${classes.length}`);
  const scores = columnsOf(readScores(yScore, truth.length, classes.length));
  const positives = classes.map((label) => indicator(truth, label));
  return averaged(positives, scores, weights, average, averagePrecision);
}

/** Rows of zeros and ones as they are; undefined for one label a row. */
function readIndicators(yTrue: Targets): Matrix | undefined {
  if (!hasRows(yTrue)) return undefined;
  const matrix = readNumbers(yTrue, 'yTrue');
  return matrix.columns > 1 ? checkIndicators(matrix, 'yTrue') : undefined;
}

function readScores(yScore: Targets, rows: number, columns: number): Matrix {
  const scores = readNumbers(yScore, 'yScore');
  checkSameRows(rows, scores.rows, 'yTrue', 'yScore');
  if (scores.columns !== columns) {
    const hint = columns === 1 ? '; give the positive class alone' : '';
    throw new HebbError(
      'SHAPE_MISMATCH',
      `yScore must have ${columns} column(s) of scores, one a class, got ${scores.columns}${hint}.`,
    );
  }
  return scores;
}

function checkSumsToOne(scores: Matrix): Matrix {
  for (let row = 0; row < scores.rows; row++) {
    const total = sum(scores.data.subarray(row * scores.columns, (row + 1) * scores.columns));
    if (Math.abs(total - 1) > 1e-5) {
      throw new HebbError(
        'INVALID_VALUE',
        `yScore must hold probabilities for more than two classes; row ${row} sums to ${total}, not to 1.`,
      );
    }
  }
  return scores;
}

function demand(condition: boolean, message: string): void {
  if (!condition) throw new HebbError('INVALID_OPTION', `${message}.`);
}

function indicator(labels: readonly Label[], positive: Label): Float64Array {
  return Float64Array.from(labels, (label) => (label === positive ? 1 : 0));
}

function columnOf({ data, rows, columns }: Matrix, k: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => data[row * columns + k]);
}

function columnsOf(matrix: Matrix): Float64Array[] {
  return Array.from({ length: matrix.columns }, (_, k) => columnOf(matrix, k));
}
