/**
 * True and predicted classes, read together: either one label a row, as codes of a common list of classes, or
 * rows of zeros and ones, one column a class (multilabel). And what most scores need of them: how often each
 * class was predicted, was true, and was both. It knows no score.
 */
import { HebbError, show } from '../core/errors.ts';
import { hasRows } from '../core/has-rows.ts';
import { checkLabels, type Label, type Labels, sortLabels } from '../core/labels.ts';
import type { Matrix } from '../core/matrix.ts';
import { matching, nullable, type Rule } from '../core/options.ts';
import { checkSameRows, readNumbers, type Targets, valuesOf } from './score-inputs.ts';

/** One label a row: row i is truly `classes[yTrue[i]]`. */
export interface LabelPair {
  readonly kind: 'labels';
  readonly classes: readonly Label[];
  readonly yTrue: Int32Array;
  readonly yPred: Int32Array;
  readonly rows: number;
}

/** Rows of zeros and ones; the classes are the columns' numbers. */
export interface MultilabelPair {
  readonly kind: 'multilabel';
  readonly classes: readonly number[];
  readonly yTrue: Matrix['data'];
  readonly yPred: Matrix['data'];
  readonly rows: number;
}

export type ClassPair = LabelPair | MultilabelPair;

/**
 * Read true and predicted classes.
 *
 * @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA`, `SHAPE_MISMATCH`, `NON_FINITE`; `INVALID_VALUE` for what
 * is no class label, such as 0.7
 */
export function readClassPair(yTrue: Targets, yPred: Targets): ClassPair {
  if (!hasRows(yTrue) && !hasRows(yPred)) {
    return labelPair(readLabels(yTrue, 'yTrue'), readLabels(yPred, 'yPred'));
  }
  const truth = readNumbers(yTrue, 'yTrue');
  const predicted = readNumbers(yPred, 'yPred');
  if (truth.columns === 1 && predicted.columns === 1) {
    return labelPair(readLabels(truth.data, 'yTrue'), readLabels(predicted.data, 'yPred'));
  }
  checkSameRows(truth.rows, predicted.rows, 'yTrue', 'yPred');
  if (truth.columns !== predicted.columns) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `yTrue has ${truth.columns} columns of labels, but yPred has ${predicted.columns}.`,
    );
  }
  return {
    kind: 'multilabel',
    classes: Array.from({ length: truth.columns }, (_, k) => k),
    yTrue: checkIndicators(truth, 'yTrue').data,
    yPred: checkIndicators(predicted, 'yPred').data,
    rows: truth.rows,
  };
}

/** One label a row, at least one, numbers whole. Errors as for `readClassPair`. */
export function readLabels(values: Targets, name: string): Label[] {
  const labels = checkLabels(
    hasRows(values) ? readNumbers(values, name).data : (valuesOf(values, name) as Labels),
    name,
  );
  if (labels.length === 0)
    throw new HebbError('EMPTY_DATA', `${name} is empty; a score needs at least one row.`);
  const fraction = labels.findIndex((label) => typeof label === 'number' && !Number.isInteger(label));
  if (fraction !== -1) {
    throw new HebbError(
      'INVALID_VALUE',
      `${name} must hold class labels, but row ${fraction} is ${labels[fraction]}; is it a score or a target?`,
    );
  }
  return labels;
}

/** Refuse (`INVALID_VALUE`) multilabel rows of anything but zeros and ones. */
export function checkIndicators(matrix: Matrix, name: string): Matrix {
  const at = matrix.data.findIndex((value) => value !== 0 && value !== 1);
  if (at !== -1) {
    throw new HebbError(
      'INVALID_VALUE',
      `${name}: rows of several labels must be zeros and ones; row ${Math.floor(at / matrix.columns)}, ` +
        `column ${at % matrix.columns} is ${matrix.data[at]}.`,
    );
  }
  return matrix;
}

function labelPair(truth: readonly Label[], predicted: readonly Label[]): LabelPair {
  checkSameRows(truth.length, predicted.length, 'yTrue', 'yPred');
  if (typeof truth[0] !== typeof predicted[0]) {
    throw new HebbError(
      'INVALID_VALUE',
      `yTrue and yPred hold labels of different types: ${show(truth[0])} and ${show(predicted[0])}.`,
    );
  }
  const classes = sortLabels(new Set([...truth, ...predicted]));
  const codeOf = new Map(classes.map((label, code) => [label, code]));
  const codes = (labels: readonly Label[]): Int32Array =>
    Int32Array.from(labels, (label) => codeOf.get(label) as number);
  return { kind: 'labels', classes, yTrue: codes(truth), yPred: codes(predicted), rows: truth.length };
}

/** The rule of options called `posLabel`. */
export const posLabelRule: Rule = nullable(
  matching('a label', (value) => ['number', 'string', 'boolean'].includes(typeof value)),
);

/** The class that counts as positive. @throws HebbError `UNKNOWN_LABEL` when it is neither of two classes */
export function positiveLabel(classes: readonly Label[], posLabel: Label = 1): Label {
  const label = typeof classes[0] === 'boolean' && typeof posLabel === 'number' ? posLabel === 1 : posLabel;
  if (classes.length === 2 && !classes.includes(label)) {
    throw new HebbError(
      'UNKNOWN_LABEL',
      `posLabel ${show(label)} is not one of the labels ${show(classes)}.`,
    );
  }
  return label;
}

/**
 * The class that counts as positive where nobody said so: 1 of 0 and 1 or of −1 and 1, true of truth values.
 *
 * @throws HebbError `INVALID_OPTION` when it cannot be told
 */
export function impliedPositive(classes: readonly Label[]): Label {
  const isPlain = [
    [0, 1],
    [-1, 1],
    [false, true],
  ].some((pair) => classes.every((label) => pair.includes(label as never)));
  if (!isPlain) {
    throw new HebbError('INVALID_OPTION', `Which of ${show(classes)} is the positive label? Give posLabel.`);
  }
  return typeof classes[0] === 'boolean' ? true : 1;
}

/** Weighted counts, one element for each class, or each row. */
export interface Counts {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  /** Both actual and predicted. */
  readonly hits: Float64Array;
}

/** For each class the weight of the rows where it is actual, predicted, and both. */
export function countsByClass(pair: ClassPair, weights: Float64Array): Counts {
  return count(pair, pair.classes.length, (row, k, add) => add(k, weights[row]));
}

/** For each row how many of the classes in `columns` are actual, predicted, and both. */
export function countsByRow(pair: ClassPair, columns: readonly Label[]): Counts {
  const chosen = pair.classes.map((label) => (columns.includes(label) ? 1 : 0));
  return count(pair, pair.rows, (row, k, add) => add(row, chosen[k]));
}

/** Visit every row and class where the class is actual or predicted; `visit` says where how much is added. */
function count(
  pair: ClassPair,
  length: number,
  visit: (row: number, k: number, add: (slot: number, weight: number) => void) => void,
): Counts {
  const [actual, predicted, hits] = Array.from({ length: 3 }, () => new Float64Array(length));
  const cell = (row: number, k: number, isActual: boolean, isPredicted: boolean): void =>
    visit(row, k, (slot, weight) => {
      if (isActual) actual[slot] += weight;
      if (isPredicted) predicted[slot] += weight;
      if (isActual && isPredicted) hits[slot] += weight;
    });
  const { yTrue, yPred } = pair;
  for (let row = 0; row < pair.rows; row++) {
    if (pair.kind === 'labels') {
      cell(row, yTrue[row], true, yTrue[row] === yPred[row]);
      if (yTrue[row] !== yPred[row]) cell(row, yPred[row], false, true);
    } else {
      const start = row * pair.classes.length;
      pair.classes.forEach((k) => {
        cell(row, k, yTrue[start + k] === 1, yPred[start + k] === 1);
      });
    }
  }
  return { actual, predicted, hits };
}
