/**
 * Mean and variance of each column. Sums run row by row in float64, whatever the matrix's type, in the order
 * NumPy sums a row-major array along axis 0. It knows nothing of scalers.
 */
import type { Matrix } from '../core/matrix.ts';
import { stripsOf } from './strips.ts';

/** Per column: the mean and population variance of its values that are not NaN, and the sum of their weights. */
export interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** How many values there are when every row counts 1. */
  readonly counts: Float64Array;
}

/**
 * Corrected two-pass variance: (Σwd² − (Σwd)²/n) / n with d = x − mean and n = Σw. The second term is zero but
 * for rounding, which it takes out (Chan, Golub & LeVeque, "Algorithms for computing the sample variance",
 * The American Statistician 37(3), 1983, p. 243, eq. 1.7). A column of nothing but NaN has mean and variance NaN.
 *
 * @param weights how much each row counts
 */
export function momentsOf(matrix: Matrix, weights: Float64Array): Moments {
  const { columns } = matrix;
  const [sums, counts] = [new Float64Array(columns), new Float64Array(columns)];
  forRowPairs(matrix, weights, (values, first, second, u, v) => {
    for (let j = 0; j < columns; j++) {
      const x = values[first + j];
      const y = values[second + j];
      let sum = sums[j];
      let count = counts[j];
      if (!Number.isNaN(x)) {
        sum += u * x;
        count += u;
      }
      if (!Number.isNaN(y)) {
        sum += v * y;
        count += v;
      }
      sums[j] = sum;
      counts[j] = count;
    }
  });
  const mean = sums.map((sum, j) => sum / counts[j]);
  const [squares, rests] = [new Float64Array(columns), new Float64Array(columns)];
  forRowPairs(matrix, weights, (values, first, second, u, v) => {
    for (let j = 0; j < columns; j++) {
      const dx = values[first + j] - mean[j];
      const dy = values[second + j] - mean[j];
      let square = squares[j];
      let rest = rests[j];
      if (!Number.isNaN(dx)) {
        square += u * dx * dx;
        rest += u * dx;
      }
      if (!Number.isNaN(dy)) {
        square += v * dy * dy;
        rest += v * dy;
      }
      squares[j] = square;
      rests[j] = rest;
    }
  });
  const variance = squares.map((sum, j) => (sum - (rests[j] * rests[j]) / counts[j]) / counts[j]);
  return { mean, variance, counts };
}

/**
 * Two rows at a time, which halves the traffic with the sums: where they start, and their weights u and v. An
 * odd row at the end of a strip comes a second time with weight 0.
 */
function forRowPairs(
  matrix: Matrix,
  weights: Float64Array,
  add: (values: Float64Array, first: number, second: number, u: number, v: number) => void,
): void {
  const { columns } = matrix;
  for (const { values, start, rows } of stripsOf(matrix)) {
    for (let i = 0; i < rows; i += 2) {
      const isPair = i + 1 < rows;
      const first = i * columns;
      const second = isPair ? first + columns : first;
      add(values, first, second, weights[start + i], isPair ? weights[start + i + 1] : 0);
    }
  }
}

/**
 * The moments of two sets of rows together (the same paper, eq. 1.5). A column that one set has no value of
 * keeps the other's.
 */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const [mean, variance, counts] = [a.mean.slice(), a.variance.slice(), a.counts.slice()];
  for (let j = 0; j < mean.length; j++) {
    if (b.counts[j] === 0) continue;
    counts[j] += b.counts[j];
    if (a.counts[j] === 0) {
      mean[j] = b.mean[j];
      variance[j] = b.variance[j];
      continue;
    }
    const [first, second] = [a.mean[j] * a.counts[j], b.mean[j] * b.counts[j]];
    const ratio = a.counts[j] / b.counts[j];
    const between = (ratio / counts[j]) * (first / ratio - second) ** 2;
    mean[j] = (first + second) / counts[j];
    variance[j] = (a.variance[j] * a.counts[j] + b.variance[j] * b.counts[j] + between) / counts[j];
  }
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
