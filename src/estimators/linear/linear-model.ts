/**
 * A linear model as data: what every one of them learns, and its decisions. It knows neither labels nor how
 * the numbers came about.
 */
import type { HebbWarning } from '../../core/errors.ts';
import { HebbError } from '../../core/errors.ts';
import { checkFinite, type Matrix, type MatrixLike } from '../../core/matrix.ts';
import { featuresOf, readAgain, readToFit, type SeenFeatures } from '../../preprocessing/seen-features.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';

/** outputs × features weights, and one intercept an output. */
export interface LinearModel {
  readonly features: SeenFeatures;
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
  /** What the last fit had to warn of. */
  readonly warnings: readonly HebbWarning[];
}

/** X · coefᵀ + intercept of the rows of X: rows × outputs. */
export function decisions({ coef, intercept }: Omit<LinearModel, 'warnings'>, X: Matrix): Float64Array {
  const { data, rows, columns } = X;
  const outputs = intercept.length;
  const result = new Float64Array(rows * outputs);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += data[i * columns + j] * coef[k * columns + j];
      result[i * outputs + k] = sum + intercept[k];
    }
  }
  return result;
}

/** X in float64, as linear models are fitted. */
export interface DoubleMatrix extends Matrix {
  readonly data: Float64Array;
}

/**
 * X as `fit` reads it.
 *
 * @param earlier the features of a fit to go on from
 * @throws HebbError `EMPTY_DATA`, `NON_FINITE`, `SHAPE_MISMATCH`, `UNKNOWN_COLUMN`
 */
export function readFeatureRows(
  X: TableLike,
  owner: string,
  earlier: SeenFeatures | undefined,
): { matrix: DoubleMatrix; features: SeenFeatures } {
  const read =
    earlier === undefined ? readToFit(X as MatrixLike, owner) : readAgain(X as MatrixLike, earlier, owner);
  const { data, rows, columns } = checkFinite(read);
  const matrix = { data: data instanceof Float64Array ? data : new Float64Array(data), rows, columns };
  return { matrix, features: earlier ?? featuresOf(read) };
}

/** Refuse (`LENGTH_MISMATCH`) X and y of different lengths. */
export function checkSameLength(rows: number, targets: number): void {
  if (rows !== targets) {
    throw new HebbError('LENGTH_MISMATCH', `X has ${rows} rows, but y has ${targets}.`);
  }
}
