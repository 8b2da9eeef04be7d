/**
 * What cross-validation needs to know of a way of splitting rows, and what the splitters beside it share.
 */
import { HebbError } from '../core/errors.ts';
import type { RowData } from './take-rows.ts';
import { rowCountOf } from './take-rows.ts';

/** Row numbers to train on and to test on. */
export type Split = [train: Int32Array, test: Int32Array];

/** A way of splitting rows into parts for training and testing, once or several times. */
export interface Splitter {
  /** How many splits there will be. */
  getNSplits(): number;
  /** The splits, drawn one after the other. */
  split(X: RowData, y?: RowData): IterableIterator<Split>;
}

/** The number of rows of X and, where it is given, of y. @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA` */
export function commonRowCount(X: RowData, y?: RowData | null): number {
  const n = rowCountOf(X, 'X');
  if (n === 0) throw new HebbError('EMPTY_DATA', 'X has no rows to split.');
  const labels = y === undefined || y === null ? n : rowCountOf(y, 'y');
  if (labels !== n) throw new HebbError('LENGTH_MISMATCH', `X has ${n} rows, but y has ${labels}.`);
  return n;
}

/** The split whose test rows are those of fold `fold`; both parts ascending. */
export function splitByFold(foldOf: Int32Array, fold: number): Split {
  const train: number[] = [];
  const test: number[] = [];
  for (let row = 0; row < foldOf.length; row++) (foldOf[row] === fold ? test : train).push(row);
  return [Int32Array.from(train), Int32Array.from(test)];
}
