/**
 * The QR factorization of a tall matrix by Householder's reflections (Golub & Van Loan, Matrix Computations,
 * section 5.2): A = QR with orthogonal Q, which is kept as the reflections it consists of. Row-major.
 */
import { pause } from '../../core/pause.ts';

/** Milliseconds of work between two breaths. */
const BREATH = 30;

/** R above the diagonal and on it; below, the reflections' vectors, whose first elements are `heads`. */
export interface Reflections {
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly heads: Float64Array;
  /** 2 / ‖v‖² of each vector v; 0 where there is nothing to reflect. */
  readonly factors: Float64Array;
}

/** Factor `values` (rows × columns, rows ≥ columns), which is overwritten. */
export async function factorQr(values: Float64Array, rows: number, columns: number): Promise<Reflections> {
  const heads = new Float64Array(columns);
  const factors = new Float64Array(columns);
  const reflections = { values, rows, columns, heads, factors };
  let lastBreath = performance.now();
  for (let j = 0; j < columns; j++) {
    let square = 0;
    for (let i = j; i < rows; i++) square += values[i * columns + j] ** 2;
    const norm = Math.sqrt(square);
    if (norm === 0) continue;
    const first = values[j * columns + j];
    // Away from zero, so that nothing cancels.
    const diagonal = first > 0 ? -norm : norm;
    heads[j] = first - diagonal;
    factors[j] = 1 / (norm * Math.abs(heads[j]));
    values[j * columns + j] = diagonal;
    reflect(reflections, j, values, columns, j + 1);
    if (performance.now() - lastBreath > BREATH) {
      await pause();
      lastBreath = performance.now();
    }
  }
  return reflections;
}

/** QᵀB in place of B (rows × width). */
export function applyTransposed(reflections: Reflections, B: Float64Array, width: number): void {
  for (let j = 0; j < reflections.columns; j++) reflect(reflections, j, B, width, 0);
}

/** QB in place of B (rows × width). */
export function applyQ(reflections: Reflections, B: Float64Array, width: number): void {
  for (let j = reflections.columns - 1; j >= 0; j--) reflect(reflections, j, B, width, 0);
}

/** Reflect the columns of B from `from` on at the j-th vector. */
function reflect(
  { values, rows, columns, heads, factors }: Reflections,
  j: number,
  B: Float64Array,
  width: number,
  from: number,
): void {
  if (factors[j] === 0) return;
  const products = new Float64Array(width);
  for (let i = j; i < rows; i++) {
    const v = i === j ? heads[j] : values[i * columns + j];
    for (let k = from; k < width; k++) products[k] += v * B[i * width + k];
  }
  for (let i = j; i < rows; i++) {
    const v = (i === j ? heads[j] : values[i * columns + j]) * factors[j];
    for (let k = from; k < width; k++) B[i * width + k] -= v * products[k];
  }
}
