/**
 * What the option `cv` means: how rows are split for cross-validation. It knows splitters and labels, no model.
 */
import { HebbError, show } from '../core/errors.ts';
import { hasRows } from '../core/has-rows.ts';
import { encodeLabels, type Labels } from '../core/labels.ts';
import { matching, type Rule } from '../core/options.ts';
import type { Targets } from '../metrics/score-inputs.ts';
import { KFold, StratifiedKFold } from './k-fold.ts';
import { commonRowCount, type Split, type Splitter } from './splitter.ts';
import type { RowData } from './take-rows.ts';

/** A number of folds, a splitter, or the splits themselves. */
export type Folds =
  | number
  | Splitter
  | Iterable<readonly [train: ArrayLike<number>, test: ArrayLike<number>]>;

export const foldsRule: Rule = matching(
  'a number of folds ≥ 2, a splitter such as new KFold(), or a list of [train, test] rows',
  (value) =>
    typeof value === 'number'
      ? Number.isInteger(value) && value >= 2
      : typeof value === 'object' && value !== null && ('split' in value || Symbol.iterator in value),
);

/**
 * The splits, all of them, so that every trial sees the same. A number means that many folds of neighbouring
 * rows, for labels with the classes' shares kept, as in scikit-learn.
 *
 * @param ofLabels whether y holds class labels
 * @throws HebbError `EMPTY_DATA`, `LENGTH_MISMATCH`; `INVALID_VALUE` for fewer rows than folds, in all or in one
 * class, for no splits at all, and for rows that do not exist
 */
export function splitsOf(cv: Folds, X: RowData, y: RowData, ofLabels: boolean): Split[] {
  const rows = commonRowCount(X, y);
  const splits: Split[] =
    typeof cv === 'number'
      ? foldsOf(cv, X, y, ofLabels)
      : 'split' in cv
        ? [...cv.split(X, y)]
        : Array.from(cv, (split) => givenSplit(split, rows));
  if (splits.length === 0) throw new HebbError('INVALID_VALUE', "option 'cv' gives no splits.");
  return splits;
}

function foldsOf(nSplits: number, X: RowData, y: RowData, ofLabels: boolean): Split[] {
  if (!ofLabels || hasRows(y as Targets)) return [...new KFold({ nSplits }).split(X, y)];
  const { classes, codes } = encodeLabels(y as Labels);
  const counts = classes.map((_, code) => codes.reduce((sum, own) => sum + (own === code ? 1 : 0), 0));
  const fewest = Math.min(...counts);
  if (fewest < nSplits) {
    throw new HebbError(
      'INVALID_VALUE',
      `${nSplits} folds need ${nSplits} rows of every class, but class ${show(classes[counts.indexOf(fewest)])} has ${fewest}; use fewer folds, or say how to split with cv: new KFold().`,
    );
  }
  return [...new StratifiedKFold({ nSplits }).split(X, y)];
}

function givenSplit([train, test]: readonly [ArrayLike<number>, ArrayLike<number>], rows: number): Split {
  for (const part of [train, test]) {
    const wrong = Array.from(part).find((row) => !(Number.isInteger(row) && row >= 0 && row < rows));
    if (wrong === undefined && part.length > 0) continue;
    throw new HebbError(
      'INVALID_VALUE',
      wrong === undefined
        ? "option 'cv' has a split with an empty part."
        : `option 'cv' names row ${show(wrong)}; there are ${rows} rows, counted from 0.`,
    );
  }
  return [Int32Array.from(train), Int32Array.from(test)];
}
