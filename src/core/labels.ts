/**
 * Class labels: numbers, texts or truth values, counted off as codes 0, 1, … in their sorted order.
 * It knows neither tables nor tensors: anything that gives its labels one after the other will do.
 */
import { HebbError, show } from './errors.ts';

export type Label = number | string | boolean;

/**
 * Labels, one a row: an array, a typed array, a column of a table, a tensor of rank 1. Dates and null are in
 * the type because a table's column may hold them; they are refused when the labels are read.
 */
export type Labels<L extends Label = Label> = Iterable<L | Date | null>;

/** Labels as codes: row i has the label `classes[codes[i]]`. */
export interface EncodedLabels<L extends Label = Label> {
  /** The distinct labels, ascending (false before true, texts by their UTF-16 code units). */
  readonly classes: L[];
  readonly codes: Int32Array;
}

/**
 * Count labels off.
 *
 * @param y one label a row
 * @param name how the argument is called in messages
 * @throws HebbError `INVALID_VALUE` for what is no label, is missing, or is of another type than row 0's;
 * `NON_FINITE` for NaN and infinities; each with the row, counted from 0
 * @example
 * encodeLabels(['b', 'a', 'b']); // { classes: ['a', 'b'], codes: Int32Array [1, 0, 1] }
 */
export function encodeLabels<L extends Label>(y: Labels<L>, name = 'y'): EncodedLabels<L> {
  const labels = checkLabels(y, name);
  const classes = sortLabels(new Set(labels));
  const codeOf = new Map(classes.map((label, code) => [label, code]));
  return { classes, codes: Int32Array.from(labels, (label) => codeOf.get(label) as number) };
}

/** The labels as an array, each a number, text or truth value, and all of the same type. Errors as above. */
export function checkLabels<L extends Label>(y: Labels<L>, name = 'y'): L[] {
  if (typeof y === 'string' || !(Symbol.iterator in Object(y))) {
    throw new HebbError('INVALID_VALUE', `${name} must hold one label a row, got ${show(y)}.`);
  }
  const labels: L[] = [];
  for (const label of y) {
    const row = labels.length;
    if (typeof label !== 'number' && typeof label !== 'string' && typeof label !== 'boolean') {
      throw new HebbError(
        'INVALID_VALUE',
        `${name} must hold one label a row (a number, a text, true or false); row ${row} is ${show(label)}.`,
      );
    }
    if (typeof label === 'number' && !Number.isFinite(label)) {
      throw new HebbError('NON_FINITE', `${name} contains ${label} at row ${row}; labels must be finite.`);
    }
    if (row > 0 && typeof label !== typeof labels[0]) {
      throw new HebbError(
        'INVALID_VALUE',
        `${name} mixes labels of different types: row 0 is ${show(labels[0])}, row ${row} is ${show(label)}.`,
      );
    }
    labels.push(label as L);
  }
  return labels;
}

/** Distinct labels in ascending order. */
export function sortLabels<L extends Label>(labels: Iterable<L>): L[] {
  return Array.from(labels).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
