/**
 * Scores of predicted probabilities: how surprising the truth is (log loss), and how far off they are (Brier).
 * They know labels and probabilities, no model.
 */
import { dtypeOf } from '../core/dtype.ts';
import { HebbError, show } from '../core/errors.ts';
import { type Label, sortLabels } from '../core/labels.ts';
import type { Matrix } from '../core/matrix.ts';
import { anyOf, boolean, checkOptions, oneOf } from '../core/options.ts';
import { impliedPositive, positiveLabel, posLabelRule, readLabels } from './class-pair.ts';
import { labelsRule } from './classification.ts';
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

export interface LogLossOptions extends WeightOptions {
  /** Whether the mean over the rows is given (default), or the sum. */
  normalize?: boolean;
  /** All labels, if yTrue may lack some. Default: those of yTrue. */
  labels?: readonly Label[] | null;
}

export interface BrierScoreLossOptions extends WeightOptions {
  /** The label whose probability a single column gives. Default: 1, true, or the greater of two numbers. */
  posLabel?: Label | null;
  /** All labels, if yTrue may lack some. Default: those of yTrue. */
  labels?: readonly Label[] | null;
  /** Whether the sum over the classes is halved, to lie in [0, 1]. Default `'auto'`: for two classes. */
  scaleByHalf?: boolean | 'auto';
}

/**
 * Cross-entropy: the mean of −log p, p the predicted probability of the true label, kept within
 * [ε, 1 − ε], ε = 2⁻⁵² (2⁻²³ for float32 probabilities).
 *
 * @param yTrue n labels
 * @param yProba n probabilities of the greater of two labels, or n rows of one probability a label, ascending
 * @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA`, `NON_FINITE`; `SHAPE_MISMATCH` for more or fewer columns
 * than labels; `INVALID_VALUE` for a probability outside [0, 1]; `INVALID_OPTION` for one label only, when
 * `labels` is not given; `UNKNOWN_LABEL` for one that is not among them; `UNKNOWN_OPTION`
 * @example
 * logLoss([0, 1], [0.1, 0.8]); // 0.164252033486018
 */
export function logLoss(yTrue: Targets, yProba: Targets, options: LogLossOptions = {}): number {
  checkOptions('logLoss', options, { sampleWeight: weightRule, normalize: boolean, labels: labelsRule });
  const truth = readLabels(yTrue, 'yTrue');
  const classes = knownClasses(truth, options.labels);
  if (classes.length === 1) {
    throw new HebbError(
      'INVALID_OPTION',
      `yTrue has one label only, ${show(classes[0])}; give all of them in the option 'labels'.`,
    );
  }
  const { data, rows, columns } = readProbabilities(yProba, truth.length, classes.length);
  const weights = readWeights(options, rows);
  const epsilon = dtypeOf(data) === 'float32' ? 2 ** -23 : Number.EPSILON;
  const losses = truth.map((label, row) => {
    const k = classes.indexOf(label);
    const p = columns > 1 ? data[row * columns + k] : k === 1 ? data[row] : 1 - data[row];
    return -Math.log(Math.min(Math.max(p, epsilon), 1 - epsilon));
  });
  return (options.normalize ?? true)
    ? weightedMean(losses, weights)
    : sum(losses.map((loss, row) => loss * weights[row]));
}

/**
 * The mean squared difference between predicted probabilities and the truth, which is 1 for the true label and
 * 0 for the others (Brier 1950).
 *
 * @param yTrue n labels
 * @param yProba n probabilities of `posLabel`, or n rows of one probability a label, ascending
 * @throws HebbError as `logLoss`; `INVALID_OPTION` when it cannot be told which label is the positive one
 * @example
 * brierScoreLoss([0, 1], [0.1, 0.8]); // 0.025
 */
export function brierScoreLoss(yTrue: Targets, yProba: Targets, options: BrierScoreLossOptions = {}): number {
  checkOptions('brierScoreLoss', options, {
    sampleWeight: weightRule,
    posLabel: posLabelRule,
    labels: labelsRule,
    scaleByHalf: anyOf(boolean, oneOf('auto')),
  });
  const truth = readLabels(yTrue, 'yTrue');
  const classes = knownClasses(truth, options.labels);
  const { data, rows, columns } = readProbabilities(yProba, truth.length, classes.length);
  const weights = readWeights(options, rows);
  const { scaleByHalf = 'auto' } = options;
  const scale = scaleByHalf === true || (scaleByHalf === 'auto' && columns < 3) ? 0.5 : 1;
  const positive = columns === 1 ? brierPositive(classes, options.posLabel) : undefined;
  const errors = truth.map((label, row) => {
    if (positive !== undefined) return 2 * (data[row] - (label === positive ? 1 : 0)) ** 2;
    return sum(classes.map((own, k) => (data[row * columns + k] - (own === label ? 1 : 0)) ** 2));
  });
  return scale * weightedMean(errors, weights);
}

/** The labels there may be, ascending. @throws HebbError `UNKNOWN_LABEL` for a true one that is not given */
function knownClasses(truth: readonly Label[], given: readonly Label[] | null | undefined): Label[] {
  const classes = sortLabels(new Set(given ?? truth));
  const unknown = truth.findIndex((label) => !classes.includes(label));
  if (unknown !== -1) {
    throw new HebbError(
      'UNKNOWN_LABEL',
      `yTrue has ${show(truth[unknown])} at row ${unknown}, which is not among the labels ${show(classes)}.`,
    );
  }
  return classes;
}

/** Probabilities in one column, for at most two classes, or in one column a class. */
function readProbabilities(yProba: Targets, rows: number, classes: number): Matrix {
  const matrix = readNumbers(yProba, 'yProba');
  checkSameRows(rows, matrix.rows, 'yTrue', 'yProba');
  if (matrix.columns === 1 ? classes > 2 : matrix.columns !== classes) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `yProba has ${matrix.columns} column(s) of probabilities for ${classes} labels.`,
    );
  }
  const at = matrix.data.findIndex((p) => p < 0 || p > 1);
  if (at !== -1) {
    throw new HebbError(
      'INVALID_VALUE',
      `yProba must hold probabilities from 0 to 1; row ${Math.floor(at / matrix.columns)} has ${matrix.data[at]}.`,
    );
  }
  return matrix;
}

function brierPositive(classes: readonly Label[], posLabel: Label | null | undefined): Label {
  if (posLabel !== undefined && posLabel !== null) return positiveLabel(classes, posLabel);
  const isNumber = typeof classes[0] === 'number';
  return isNumber && classes.length === 2 ? classes[1] : impliedPositive(classes);
}
