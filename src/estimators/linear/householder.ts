/**
 * The QR factorization of a tall matrix by Householder's reflections (Golub & Van Loan, Matrix Computations,
 * section 5.2): A = QR with orthogonal Q, which is kept as the reflections it consists of. All matrices lie
 * here column after column.
 */
import { pause } from '../../core/pause.ts';
import { addScaled, dot } from './strips.ts';

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
    const top = j * rows + j;
    const norm = Math.sqrt(dot(values, top, values, top, rows - j));
    if (norm === 0) continue;
    // Away from zero, so that nothing cancels.
    const diagonal = values[top] > 0 ? -norm : norm;
    heads[j] = values[top] - diagonal;
    factors[j] = 1 / (norm * Math.abs(heads[j]));
    values[top] = diagonal;
    for (let k = j + 1; k < columns; k++) reflect(reflections, j, values, k * rows);
    if (performance.now() - lastBreath > BREATH) {
      await pause();
      lastBreath = performance.now();
    }
  }
  return reflections;
}

/** QᵀB in place of B (rows × width). */
export function applyTransposed(reflections: Reflections, B: Float64Array, width: number): void {
  const { rows, columns } = reflections;
  for (let k = 0; k < width; k++) {
    for (let j = 0; j < columns; j++) reflect(reflections, j, B, k * rows);
  }
}

/** QB in place of B (rows × width). */
export function applyQ(reflections: Reflections, B: Float64Array, width: number): void {
  const { rows, columns } = reflections;
  for (let k = 0; k < width; k++) {
    for (let j = columns - 1; j >= 0; j--) reflect(reflections, j, B, k * rows);
  }
}

/** Reflect the column of B that starts at `start` at the j-th vector. */
function reflect(
  { values, rows, heads, factors }: Reflections,
  j: number,
  B: Float64Array,
  start: number,
): void {
  const below = j * rows + j + 1;
  const length = rows - j - 1;
  const product = heads[j] * B[start + j] + dot(values, below, B, start + j + 1, length);
  const factor = -factors[j] * product;
  B[start + j] += factor * heads[j];
  addScaled(B, start + j + 1, values, below, length, factor);
}
