/**
 * Least squares by singular values: weights w that make ‖Aw − b‖² small, with what the singular values say
 * about how far each direction is to be believed. It knows nothing of rows' weights or intercepts.
 */
import { applyQ, applyTransposed, factorQr } from './householder.ts';
import { singularValues } from './singular-values.ts';

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
 * @param A rows × columns; overwritten
 * @param B rows × outputs; overwritten
 */
export async function solveLeastSquares(
  A: Float64Array,
  rows: number,
  columns: number,
  B: Float64Array,
  outputs: number,
  inverse: Inverse,
): Promise<LeastSquares> {
  const tall = rows >= columns;
  const n = Math.min(rows, columns);
  const qr = tall
    ? await factorQr(A, rows, columns)
    : await factorQr(transpose(A, rows, columns), columns, rows);
  if (tall) applyTransposed(qr, B, outputs);
  // The columns of R one after the other; for a wide A = (QR)ᵀ those of Rᵀ.
  const triangle = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) triangle[tall ? j * n + i : i * n + j] = qr.values[i * n + j];
  }
  const { singular, left, right } = await singularValues(triangle, n);
  const solution = new Float64Array(columns * outputs);
  for (let k = 0; k < outputs; k++) {
    for (let v = 0; v < n; v++) {
      const sigma = singular[v];
      if (sigma === 0) continue;
      let along = 0;
      for (let i = 0; i < n; i++) along += left[v * n + i] * B[i * outputs + k];
      const length = (along / sigma) * inverse(sigma, k, singular[0]);
      for (let j = 0; j < n; j++) solution[j * outputs + k] += length * right[v * n + j];
    }
  }
  if (!tall) applyQ(qr, solution, outputs);
  return { weights: transpose(solution, columns, outputs), singular };
}

function transpose(values: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j];
  }
  return result;
}
