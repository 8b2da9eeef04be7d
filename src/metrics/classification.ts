/**
 * Scores of predicted classes, counted from which labels are right: accuracy and the confusion matrix.
 * They know labels, not probabilities and no model.
 */
import { HebbError, show } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import { boolean, checkOptions, matching, nullable, oneOf, type Rule } from '../core/options.ts';
import { type ClassPair, type LabelPair, readClassPair } from './class-pair.ts';
import {
  readWeights,
  sum,
  type Targets,
  type WeightOptions,
  weightedMean,
  weightRule,
} from './score-inputs.ts';

export interface AccuracyOptions extends WeightOptions {
  /** Whether the share of right rows is given (default), or their weight (their number without weights). */
  normalize?: boolean;
}

export interface BalancedAccuracyOptions extends WeightOptions {
  /** Whether chance level becomes 0 and perfection stays 1. Default false. */
  adjusted?: boolean;
}

export interface ConfusionMatrixOptions extends WeightOptions {
  /** The labels in the order of rows and columns; others are left out. Default: all there are, ascending. */
  labels?: readonly Label[] | null;
  /** Divide by the sums of rows (`'true'`), of columns (`'pred'`), or of everything (`'all'`). */
  normalize?: 'true' | 'pred' | 'all' | null;
}

/** The rule of options called `labels`. */
export const labelsRule: Rule = nullable(
  matching('an array of labels', (value) => Array.isArray(value) && value.length > 0),
);

/**
 * The share of rows whose predicted label is right; of rows of several labels (zeros and ones), all must be.
 *
 * @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA`, `SHAPE_MISMATCH`, `NON_FINITE`; `INVALID_VALUE` for what
 * is no class label; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * accuracyScore(['cat', 'dog', 'dog'], ['cat', 'dog', 'cat']); // 0.6666666666666666
 */
export function accuracyScore(yTrue: Targets, yPred: Targets, options: AccuracyOptions = {}): number {
  checkOptions('accuracyScore', options, { sampleWeight: weightRule, normalize: boolean });
  const pair = readClassPair(yTrue, yPred);
  const weights = readWeights(options, pair.rows);
  const right = rightRows(pair);
  return (options.normalize ?? true)
    ? weightedMean(right, weights)
    : sum(right.map((one, row) => one * weights[row]));
}

/**
 * The mean over the classes of the share of their rows that are right: accuracy that large classes do not rule.
 * Errors as for `accuracyScore`, and `UNSUPPORTED` for rows of several labels.
 *
 * @example
 * balancedAccuracyScore([0, 0, 0, 1], [0, 0, 0, 0]); // 0.5
 */
export function balancedAccuracyScore(
  yTrue: Targets,
  yPred: Targets,
  options: BalancedAccuracyOptions = {},
): number {
  checkOptions('balancedAccuracyScore', options, { sampleWeight: weightRule, adjusted: boolean });
  const matrix = confusionMatrix(yTrue, yPred, { sampleWeight: options.sampleWeight });
  const shares = matrix.map((row, k) => row[k] / sum(row)).filter((share) => !Number.isNaN(share));
  const score = sum(shares) / shares.length;
  const chance = 1 / shares.length;
  return options.adjusted ? (score - chance) / (1 - chance) : score;
}

/**
 * How often which label was predicted for which: row i, column j counts the rows of label i that were
 * predicted as label j.
 *
 * @throws HebbError as `accuracyScore`; `UNSUPPORTED` for rows of several labels; `UNKNOWN_LABEL` when none of
 * `labels` is in yTrue
 * @example
 * confusionMatrix(['a', 'b', 'b'], ['a', 'b', 'a']); // [[1, 0], [1, 1]]
 */
export function confusionMatrix(
  yTrue: Targets,
  yPred: Targets,
  options: ConfusionMatrixOptions = {},
): number[][] {
  checkOptions('confusionMatrix', options, {
    sampleWeight: weightRule,
    labels: labelsRule,
    normalize: nullable(oneOf('true', 'pred', 'all')),
  });
  const pair = onlyLabels(readClassPair(yTrue, yPred), 'confusionMatrix');
  const weights = readWeights(options, pair.rows);
  const labels = options.labels ?? pair.classes;
  const place = pair.classes.map((label) => labels.indexOf(label));
  if (pair.yTrue.every((code) => place[code] === -1)) {
    throw new HebbError('UNKNOWN_LABEL', `None of the labels ${show(labels)} is in yTrue.`);
  }
  const matrix = labels.map(() => labels.map(() => 0));
  for (let row = 0; row < pair.rows; row++) {
    const i = place[pair.yTrue[row]];
    const j = place[pair.yPred[row]];
    if (i !== -1 && j !== -1) matrix[i][j] += weights[row];
  }
  return normalized(matrix, options.normalize ?? null);
}

/** 1 for the rows that are right as a whole, else 0. */
function rightRows({ kind, classes, yTrue, yPred, rows }: ClassPair): Float64Array {
  const width = kind === 'labels' ? 1 : classes.length;
  return Float64Array.from({ length: rows }, (_, row) => {
    for (let k = row * width; k < (row + 1) * width; k++) if (yTrue[k] !== yPred[k]) return 0;
    return 1;
  });
}

function onlyLabels(pair: ClassPair, score: string): LabelPair {
  if (pair.kind === 'labels') return pair;
  throw new HebbError('UNSUPPORTED', `${score} needs one label a row, got rows of ${pair.classes.length}.`);
}

/** Shares of the sums; where a sum is 0, so are they. */
function normalized(matrix: number[][], by: 'true' | 'pred' | 'all' | null): number[][] {
  if (by === null) return matrix;
  const rowSums = matrix.map((row) => sum(row));
  const columnSums = matrix.map((_, j) => sum(matrix.map((row) => row[j])));
  const divisor = {
    true: (i: number) => rowSums[i],
    pred: (_: number, j: number) => columnSums[j],
    all: () => sum(rowSums),
  }[by];
  return matrix.map((row, i) => row.map((count, j) => (divisor(i, j) === 0 ? 0 : count / divisor(i, j))));
}
