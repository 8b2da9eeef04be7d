/**
 * Mean and variance of each column. Sums run row by row in float64, whatever the matrix's type, in the order
 * NumPy sums a row-major array along axis 0. It knows nothing of scalers.
 */
import { columnLabel, type Matrix } from '../core/matrix.ts';
import { tooFarApart } from './seen-features.ts';
import { type Strip, stripsOf } from './strips.ts';

/** Per column: the mean and population variance of its values that are not NaN, and the sum of their weights. */
export interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** How many values there are when every row counts 1. */
  readonly counts: Float64Array;
}

/**
 * As `momentsOf`, to the last bit, for a matrix without NaN and infinities whose rows all count 1; three times
 * as fast.
 *
 * @returns undefined if there is a NaN or an infinity
 */
export function finiteMomentsOf(matrix: Matrix): Moments | undefined {
  const { rows, columns } = matrix;
  const sums = new Float64Array(columns);
  for (const strip of stripsOf(matrix)) addValues(strip, columns, sums);
  if (!sums.every(Number.isFinite)) return undefined;
  const mean = sums.map((sum) => sum / rows);
  const [squares, rests] = [new Float64Array(columns), new Float64Array(columns)];
  for (const strip of stripsOf(matrix)) addSquares(strip, mean, squares, rests);
  const counts = new Float64Array(columns).fill(rows);
  return { mean, variance: varianceOf(matrix, squares, rests, counts), counts };
}

/** Four rows at a time, which quarters the traffic with the sums. */
function addValues({ values, rows }: Strip, columns: number, sums: Float64Array): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    const a = i * columns;
    const b = a + columns;
    const c = b + columns;
    const d = c + columns;
    for (let j = 0; j < columns; j++) {
      sums[j] = sums[j] + values[a + j] + values[b + j] + values[c + j] + values[d + j];
    }
  }
  for (; i < rows; i++) for (let j = 0; j < columns; j++) sums[j] += values[i * columns + j];
}

/** Four rows at a time, too. */
function addSquares(
  { values, rows }: Strip,
  mean: Float64Array,
  squares: Float64Array,
  rests: Float64Array,
): void {
  const columns = mean.length;
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    const a = i * columns;
    const b = a + columns;
    const c = b + columns;
    const d = c + columns;
    for (let j = 0; j < columns; j++) {
      const center = mean[j];
      const x = values[a + j] - center;
      const y = values[b + j] - center;
      const z = values[c + j] - center;
      const w = values[d + j] - center;
      squares[j] = squares[j] + x * x + y * y + z * z + w * w;
      rests[j] = rests[j] + x + y + z + w;
    }
  }
  for (; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const x = values[i * columns + j] - mean[j];
      squares[j] += x * x;
      rests[j] += x;
    }
  }
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
  return { mean, variance: varianceOf(matrix, squares, rests, counts), counts };
}

function varianceOf(
  matrix: Matrix,
  squares: Float64Array,
  rests: Float64Array,
  counts: Float64Array,
): Float64Array {
  return squares.map((sum, j) => {
    const variance = (sum - (rests[j] * rests[j]) / counts[j]) / counts[j];
    if (counts[j] > 0 && !Number.isFinite(variance)) throw tooFarApart(columnLabel(matrix, j));
    return variance;
  });
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
    if (!Number.isFinite(variance[j])) throw tooFarApart(`column ${j}`);
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
