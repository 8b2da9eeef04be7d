/**
 * Random matrices of which a few directions explain most, as scikit-learn makes them: two random orthogonal bases
 * and a bell-shaped profile of singular values with a long tail between them.
 */
import type { RandomState } from '../random/random-state.ts';

/** rows × columns numbers, row-major. */
export function lowRankMatrix(
  rows: number,
  columns: number,
  effectiveRank: number,
  tailStrength: number,
  random: RandomState,
): Float64Array {
  const n = Math.min(rows, columns);
  const u = orthonormalColumns(random.standardNormal([rows, n]), rows, n);
  const v = orthonormalColumns(random.standardNormal([columns, n]), columns, n);
  const singular = Float64Array.from({ length: n }, (_, k) => {
    const bell = Math.exp(-((k / effectiveRank) ** 2));
    const tail = Math.exp((-0.1 * k) / effectiveRank);
    return (1 - tailStrength) * bell + tailStrength * tail;
  });
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += u[i * n + k] * singular[k] * v[j * n + k];
      out[i * columns + j] = sum;
    }
  }
  return out;
}

/**
 * The Q of A = QR (rows × n, row-major), by Householder reflections with LAPACK's signs: each reflection makes the
 * diagonal of R have the opposite sign of what stood there.
 */
function orthonormalColumns(a: Float64Array, rows: number, n: number): Float64Array {
  const reflections: { v: Float64Array; tau: number }[] = [];
  for (let k = 0; k < n; k++) {
    const v = Float64Array.from({ length: rows }, (_, i) => (i < k ? 0 : a[i * n + k]));
    const alpha = v[k];
    const below = Math.sqrt(v.subarray(k + 1).reduce((sum, x) => sum + x * x, 0));
    const beta = alpha < 0 ? Math.hypot(alpha, below) : -Math.hypot(alpha, below);
    const tau = below === 0 ? 0 : (beta - alpha) / beta;
    for (let i = k + 1; i < rows; i++) v[i] = below === 0 ? 0 : v[i] / (alpha - beta);
    v[k] = 1;
    reflections.push({ v, tau });
    reflect(a, rows, n, v, tau);
  }
  const q = new Float64Array(rows * n);
  for (let k = 0; k < n; k++) q[k * n + k] = 1;
  for (const { v, tau } of reflections.reverse()) reflect(q, rows, n, v, tau);
  return q;
}

/** (I − tau v vᵀ) times the matrix, in place. */
function reflect(matrix: Float64Array, rows: number, n: number, v: Float64Array, tau: number): void {
  for (let j = 0; j < n; j++) {
    let dot = 0;
    for (let i = 0; i < rows; i++) dot += v[i] * matrix[i * n + j];
    for (let i = 0; i < rows; i++) matrix[i * n + j] -= tau * dot * v[i];
  }
}
