/**
 * The principal axes of rows of numbers: the directions in which they vary most, by singular values of the
 * rows or by eigenvalues of their covariance. The decompositions are ml-matrix's, loaded when first needed;
 * the covariance is a matrix product of tensors. It knows nothing of how many axes are wanted.
 */
import type { Matrix } from '../core/matrix.ts';
import { pause } from '../core/pause.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { type Strip, stripsOf } from './strips.ts';

/** Axes in the order of their variance, the largest first. */
export interface PrincipalAxes {
  /** One axis of unit length after the other, each as many numbers as there are columns. */
  readonly axes: Float64Array;
  /** The rows' variance along each axis, n − 1 as divisor. */
  readonly variances: Float64Array;
}

/** Numbers that go into one matrix product: as many as the machine multiplies in a fraction of a second. */
const PRODUCT_SIZE = 2 ** 21;

/** Rows in strips for matrix products. */
export function productStripsOf(matrix: Matrix): Generator<Strip> {
  return stripsOf(matrix, PRODUCT_SIZE);
}

/** A strip's distances from the mean. */
export function centered({ values, rows }: Strip, mean: Float64Array): Tensor {
  return fromTyped(values, [rows, mean.length]).sub(fromTyped(mean, [mean.length]));
}

/**
 * By the eigenvalues of the covariance: quick for many rows, as only columns × columns numbers are decomposed.
 * Variances below about 10⁻¹⁶ of the largest are rounding.
 */
export async function axesByCovariance(matrix: Matrix, mean: Float64Array): Promise<PrincipalAxes> {
  const { EigenvalueDecomposition, Matrix: Dense } = await import('ml-matrix');
  const { columns, rows } = matrix;
  const sums = new Float64Array(columns * columns);
  for (const strip of productStripsOf(matrix)) {
    const distances = centered(strip, mean);
    const part = distances.matmul(distances, { transposeA: true }).values;
    for (let k = 0; k < sums.length; k++) sums[k] += part[k];
    await pause();
  }
  const covariance = Dense.from1DArray(columns, columns, sums).div(rows - 1);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  // Ascending, and the smallest may be a little below 0 by rounding.
  const variances = Float64Array.from(realEigenvalues, (value) => Math.max(value, 0)).reverse();
  const axes = new Float64Array(columns * columns);
  for (let axis = 0; axis < columns; axis++) {
    axes.set(eigenvectorMatrix.getColumn(columns - 1 - axis), axis * columns);
  }
  return { axes: turned(axes, columns), variances };
}

/** By the singular values of the centered rows: exact down to the smallest ones, slow for many rows. */
export async function axesByRows(matrix: Matrix, mean: Float64Array): Promise<PrincipalAxes> {
  const { SingularValueDecomposition, Matrix: Dense } = await import('ml-matrix');
  const { data, rows, columns } = matrix;
  const distances = Dense.from1DArray(rows, columns, Array.from(data)).subRowVector(Array.from(mean));
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(distances, {
    computeLeftSingularVectors: false,
    autoTranspose: true,
  });
  const count = Math.min(rows, columns);
  const axes = new Float64Array(count * columns);
  for (let axis = 0; axis < count; axis++) axes.set(rightSingularVectors.getColumn(axis), axis * columns);
  const variances = Float64Array.from({ length: count }, (_, axis) => diagonal[axis] ** 2 / (rows - 1));
  return { axes: turned(axes, columns), variances };
}

/** Each axis turned so that its number of largest size is positive: a direction has no sign of its own. */
function turned(axes: Float64Array, columns: number): Float64Array {
  for (let start = 0; start < axes.length; start += columns) {
    const axis = axes.subarray(start, start + columns);
    let largest = 0;
    for (const value of axis) if (Math.abs(value) > Math.abs(largest)) largest = value;
    if (largest < 0) for (let j = 0; j < columns; j++) axis[j] = -axis[j];
  }
  return axes;
}
