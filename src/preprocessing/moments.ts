/**
 * Mean and variance of each column. Sums run row by row in float64, whatever the matrix's type, in the order
 * NumPy sums a row-major array along axis 0. It knows nothing of scalers.
 */
import type { Matrix } from '../core/matrix.ts';

/** Per column: the mean and population variance of its values that are not NaN, and their count. */
export interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly counts: Float64Array;
}

/**
 * Corrected two-pass variance: (Σd² − (Σd)²/n) / n with d = x − mean. The second term is zero but for
 * rounding, which it takes out (Chan, Golub & LeVeque, "Algorithms for computing the sample variance",
 * The American Statistician 37(3), 1983, p. 243, eq. 1.7). A column of nothing but NaN has mean and variance NaN.
 */
export function momentsOf({ data, rows, columns }: Matrix): Moments {
  const counts = new Float64Array(columns);
  const mean = new Float64Array(columns);
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, k++) {
      const x = data[k];
      if (!Number.isNaN(x)) {
        mean[j] += x;
        counts[j]++;
      }
    }
  }
  for (let j = 0; j < columns; j++) mean[j] /= counts[j];
  const squares = new Float64Array(columns);
  const rest = new Float64Array(columns);
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, k++) {
      const d = data[k] - mean[j];
      if (!Number.isNaN(d)) {
        rest[j] += d;
        squares[j] += d * d;
      }
    }
  }
  const variance = squares.map((sum, j) => (sum - (rest[j] * rest[j]) / counts[j]) / counts[j]);
  return { mean, variance, counts };
}

/**
 * Whether a variance is no more than what rounding makes of a constant column: at most n·ε·var + (n·mean·ε)²
 * (the error bound of the same paper, p. 244, in scikit-learn's reading).
 */
export function isConstant(variance: number, mean: number, count: number): boolean {
  const bound = count * Number.EPSILON * variance + (count * mean * Number.EPSILON) ** 2;
  return variance <= bound;
}
