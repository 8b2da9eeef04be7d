/**
 * Least squares by singular values: weights w that make ‖Aw − b‖² small, with what the singular values say
 * about how far each direction is to be believed. It knows nothing of rows' weights or intercepts.
 */
import { applyQ, applyTransposed, factorQr } from './householder.ts';
import { singularValues } from './singular-values.ts';
import { addScaled, dot } from './strips.ts';

export interface LeastSquares {
  /** outputs × columns */
  readonly weights: Float64Array;
  /** The singular values of A, the largest first. */
  readonly singular: Float64Array;
}

/** What a singular value σ is divided by or damped to for an output: 1/σ for plain least squares. */
export type Inverse = (singular: number, output: number, largest: number) => number;

/**
 * Solve for every output.
 *
 * @param A rows × columns
 * @param B rows × outputs
 */
export async function solveLeastSquares(
  A: Float64Array,
  rows: number,
  columns: number,
  B: Float64Array,
  outputs: number,
  inverse: Inverse,
): Promise<LeastSquares> {
  // The rows of A, one after the other, are the columns of Aᵀ: of the two the tall one is factored.
  const tall = rows >= columns;
  const n = Math.min(rows, columns);
  const qr = await factorQr(tall ? transpose(A, rows, columns) : A.slice(), Math.max(rows, columns), n);
  const targets = transpose(B, rows, outputs);
  if (tall) applyTransposed(qr, targets, outputs);
  // The columns of R, or for a wide A = (QR)ᵀ those of Rᵀ.
  const triangle = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) triangle[tall ? j * n + i : i * n + j] = qr.values[j * qr.rows + i];
  }
  const { singular, left, right } = await singularValues(triangle, n);
  const weights = new Float64Array(outputs * columns);
  for (let k = 0; k < outputs; k++) {
    for (let v = 0; v < n; v++) {
      const sigma = singular[v];
      if (sigma === 0) continue;
      const along = dot(left, v * n, targets, k * rows, n) / sigma;
      addScaled(weights, k * columns, right, v * n, n, along * inverse(sigma, k, singular[0]));
    }
  }
  if (!tall) applyQ(qr, weights, outputs);
  return { weights, singular };
}

function transpose(values: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j];
  }
  return result;
}
