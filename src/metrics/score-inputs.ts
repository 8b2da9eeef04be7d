/**
 * What scores are computed from, read from any form a person has it in: numbers and weights here, class
 * labels in `class-pair.ts`. It knows no score.
 */
import { HebbError, show } from '../core/errors.ts';
import { hasRows } from '../core/has-rows.ts';
import type { Labels } from '../core/labels.ts';
import { checkFinite, type Matrix, type MatrixLike, toMatrix } from '../core/matrix.ts';
import { matching, nullable, type Rule } from '../core/options.ts';

/** One value a row (an array, a typed array, a column of a table), or one row of values (any form X may take). */
export type Targets = Labels | MatrixLike;

/** One weight a row. */
export type Weights = Iterable<number>;

export interface WeightOptions {
  /** One weight a row; all 1 when left out. */
  sampleWeight?: Weights | null;
}

/** The rule of options called `sampleWeight`; lengths and values are checked by `readWeights`. */
export const weightRule: Rule = nullable(
  matching(
    'one weight a row',
    (value) => typeof value === 'object' && value !== null && Symbol.iterator in value,
  ),
);

/**
 * Numbers as a matrix, one column where there is one number a row.
 *
 * @throws HebbError `INVALID_VALUE` for what is no number, `NON_FINITE` for NaN and infinities, `EMPTY_DATA`,
 * `SHAPE_MISMATCH` for ragged rows
 */
export function readNumbers(values: Targets, name: string): Matrix {
  const matrix = hasRows(values) ? toMatrix(values, name) : column(values, name);
  if (matrix.rows === 0)
    throw new HebbError('EMPTY_DATA', `${name} is empty; a score needs at least one row.`);
  return checkFinite(matrix, name);
}

/** The values of one column, one after the other. @throws HebbError `INVALID_VALUE` for what has none */
export function valuesOf(values: Targets, name: string): Iterable<unknown> {
  const source: unknown =
    'data' in Object(values) && 'shape' in Object(values) ? shapedValues(values) : values;
  if (typeof source === 'object' && source !== null && Symbol.iterator in source) {
    return source as Iterable<unknown>;
  }
  throw new HebbError('INVALID_VALUE', `${name} must be an array with one value a row, got ${show(values)}.`);
}

/** The numbers of a typed array with a shape; a tensor, whose `data` is a method, iterates by itself. */
function shapedValues(values: object): unknown {
  const { data } = values as { data: unknown };
  return ArrayBuffer.isView(data) ? data : values;
}

function column(values: Targets, name: string): Matrix {
  const source = valuesOf(values, name);
  const isFloat = source instanceof Float32Array || source instanceof Float64Array;
  const data = isFloat
    ? source
    : Float64Array.from(source, (value, row) => {
        if (typeof value === 'number') return value;
        throw new HebbError('INVALID_VALUE', `${name} must hold numbers; row ${row} is ${show(value)}.`);
      });
  return { data, rows: data.length, columns: 1 };
}

/** Refuse (`LENGTH_MISMATCH`) two arguments with different numbers of rows. */
export function checkSameRows(rows: number, otherRows: number, name: string, otherName: string): void {
  if (rows !== otherRows) {
    throw new HebbError('LENGTH_MISMATCH', `${name} has ${rows} rows, but ${otherName} has ${otherRows}.`);
  }
}

/**
 * One weight for each of `n` rows, 1 by default.
 *
 * @throws HebbError `LENGTH_MISMATCH`; `INVALID_OPTION` for a weight that is no finite number ≥ 0, or when all
 * are 0
 */
export function readWeights({ sampleWeight }: WeightOptions, n: number): Float64Array {
  if (sampleWeight === undefined || sampleWeight === null) return new Float64Array(n).fill(1);
  const weights = Float64Array.from(sampleWeight);
  checkSameRows(n, weights.length, 'yTrue', 'sampleWeight');
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (bad !== -1) {
    throw new HebbError('INVALID_OPTION', `sampleWeight must be numbers ≥ 0; row ${bad} is ${weights[bad]}.`);
  }
  if (weights.every((weight) => weight === 0)) {
    throw new HebbError('INVALID_OPTION', 'sampleWeight has no weight above 0.');
  }
  return weights;
}

/** Σ weight · value / Σ weight; NaN for no values, the plain mean when all weights are 0. */
export function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  let weighted = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    weighted += weights[i] * values[i];
    total += weights[i];
  }
  return total === 0 ? sum / values.length : weighted / total;
}

/** Σ values. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
