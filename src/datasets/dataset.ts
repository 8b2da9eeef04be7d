/**
 * The one shape that every data set has: `data` and `target` are what `fit` takes, the rest says what they
 * are. It knows no data set.
 */
import type { ByteArray } from '../data/idx.ts';
import type { Table } from '../data/table.ts';

/** A data set. `data` goes into `fit` as X and `target` as y. */
export interface Dataset<X, Y> {
  readonly name: string;
  readonly data: X;
  readonly target: Y;
  /** Class names: class k of `target` is `targetNames[k]`. For a regression the name of what is predicted. */
  readonly targetNames: readonly string[];
  readonly description: string;
  /** Where it comes from. */
  readonly source: string;
  readonly licence: string;
}

/** A data set that was a table; `table` has all columns, features and target, by name. */
export interface TabularDataset<X, Y> extends Dataset<X, Y> {
  readonly featureNames: readonly string[];
  readonly table: Table;
}

/** Numbers in rows: element (i, j) is `data[i * shape[1] + j]`. */
export interface NumberRows {
  readonly data: Float64Array;
  readonly shape: readonly [rows: number, columns: number];
}

/** Images as rows of bytes 0–255 with a class number each. */
export interface ImagePart {
  readonly data: ByteArray;
  readonly target: Uint8Array;
}

/**
 * Images, training part first and test part after it in `data` and `target`; `train` and `test` are windows on
 * the same memory.
 */
export interface ImageDataset extends Dataset<ByteArray, Uint8Array> {
  /** Height and width: a row of `data` is the image line by line. */
  readonly imageShape: readonly [height: number, width: number];
  readonly train: ImagePart;
  readonly test: ImagePart;
}
