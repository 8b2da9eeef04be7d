/**
 * Which features `fit` saw, and reading X the same way again: a `Table` by its column names (their order does
 * not matter, further columns are left out), anything else by position. It knows no concrete transformer.
 */
import { HebbError } from '../core/errors.ts';
import { areFinite, type Matrix, type MatrixLike, nonFinite, toMatrix } from '../core/matrix.ts';
import type { Json, ModelState } from '../core/model-state.ts';
import { integer, matching } from '../core/options.ts';
import { readAttribute } from '../core/read-state.ts';
import { showShape } from '../core/shape.ts';
import type { Table } from '../data/table.ts';
import { stripsOf } from './strips.ts';

/** The features that `fit` saw; `names` is null when X had none. */
export interface SeenFeatures {
  readonly count: number;
  readonly names: readonly string[] | null;
}

/**
 * X as `fit` reads it: at least one row and one column, NaN allowed, infinities refused.
 *
 * @throws HebbError `EMPTY_DATA`, `NON_FINITE`, and the errors of `toMatrix`
 */
export function readToFit(X: MatrixLike, owner: string): Matrix {
  return checkNotInfinite(readUnchecked(X, owner));
}

/** As `readToFit`, for those who call `checkNotInfinite` where their sums say that there is something to find. */
export function readUnchecked(X: MatrixLike, owner: string): Matrix {
  const matrix = toMatrix(X);
  checkNotEmpty(matrix.rows, matrix.columns, owner);
  return matrix;
}

/** What a matrix has to say about its columns. */
export function featuresOf(matrix: Matrix): SeenFeatures {
  return { count: matrix.columns, names: matrix.columnNames ?? null };
}

/**
 * X as `transform` reads it: the columns that `fit` saw, in that order.
 *
 * @throws HebbError `UNKNOWN_COLUMN` when a table lacks one, `SHAPE_MISMATCH` for another number of them,
 * `NON_FINITE` for infinities
 */
export function readAgain(X: MatrixLike, seen: SeenFeatures, owner: string): Matrix {
  const matrix = toMatrix(selectSeen(X, seen));
  checkCount(matrix.columns, seen.count, owner);
  return checkNotInfinite(matrix);
}

/** X as `partialFit` reads it when `fit` or `partialFit` ran before. Errors of both above. */
export function readToFitOn(X: MatrixLike, seen: SeenFeatures, owner: string): Matrix {
  const matrix = readAgain(X, seen, owner);
  checkNotEmpty(matrix.rows, matrix.columns, owner);
  return matrix;
}

/** A table's columns that `fit` saw, by name; anything else as it is. */
export function selectSeen<T>(X: T, { names }: SeenFeatures): T | Table {
  return isTable(X) && names !== null ? X.select(...names) : X;
}

/** Known by what it can do, so that who has no tables needs not load them. */
function isTable(X: unknown): X is Table {
  return typeof X === 'object' && X !== null && 'columnNames' in X && 'select' in X;
}

export function checkCount(came: number, expected: number, owner: string): void {
  if (came !== expected) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `X has ${came} features, but ${owner} was fitted with ${expected} features.`,
    );
  }
}

export function checkNotEmpty(rows: number, columns: number, owner: string): void {
  if (rows === 0 || columns === 0) {
    throw new HebbError(
      'EMPTY_DATA',
      `${owner} needs at least one row and one column to fit, got X of shape ${showShape([rows, columns])}.`,
    );
  }
}

/** The matrix, with NaN where it has them. @throws HebbError `NON_FINITE` for infinities */
export function checkNotInfinite(matrix: Matrix): Matrix {
  const { columns } = matrix;
  for (const { values, start } of stripsOf(matrix)) {
    if (areFinite(values)) continue;
    const i = values.findIndex((x) => Math.abs(x) === Infinity);
    if (i === -1) continue;
    throw nonFinite('X', values[i], start * columns + i, matrix, 'only finite numbers and NaN are allowed');
  }
  return matrix;
}

/** That a column has no spread that float64 can hold. */
export function tooFarApart(column: string): HebbError {
  return new HebbError('NON_FINITE', `the spread of ${column} is not finite; the numbers are too large.`);
}

/** Refuse (`NON_FINITE`) features whose numbers lie infinitely far apart. */
export function checkSpread(spread: Float64Array, features: SeenFeatures): void {
  const j = spread.indexOf(Infinity);
  if (j !== -1) throw tooFarApart(featureLabel(features, j));
}

/**
 * The features' names: those given, those seen, or `x0`, `x1`, …
 *
 * @throws HebbError `LENGTH_MISMATCH` when another number of names is given
 */
export function namesOf({ count, names }: SeenFeatures, given?: readonly string[]): string[] {
  if (given !== undefined && given.length !== count) {
    throw new HebbError('LENGTH_MISMATCH', `${given.length} names were given for ${count} features.`);
  }
  return [...(given ?? names ?? Array.from({ length: count }, (_, j) => `x${j}`))];
}

/** A seen feature as messages call it: `column 'age'` or `column 3`. */
export function featureLabel({ names }: SeenFeatures, index: number): string {
  return names === null ? `column ${index}` : `column '${names[index]}'`;
}

/** As attributes of a saved state. */
export function featureAttributes({ count, names }: SeenFeatures): { [key: string]: Json } {
  return { nFeaturesIn: count, featureNamesIn: names };
}

/** From the attributes of a saved state. */
export function readFeatures(state: ModelState): SeenFeatures {
  const count = readAttribute<number>(state, 'nFeaturesIn', integer({ min: 1 }));
  const names = readAttribute<readonly string[] | null>(
    state,
    'featureNamesIn',
    matching(`null or a list of ${count} names`, (value) => value === null || isNames(value, count)),
  );
  return { count, names };
}

function isNames(value: unknown, count: number): boolean {
  return Array.isArray(value) && value.length === count && value.every((name) => typeof name === 'string');
}
