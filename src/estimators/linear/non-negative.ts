/**
 * Non-negative least squares: weights w ≥ 0 that make ‖Aw − b‖² smallest, by the active set method of Lawson
 * and Hanson (Solving Least Squares Problems, 1974, chapter 23).
 */
import { solveLeastSquares } from './least-squares.ts';
import type { Equations, Solution } from './least-squares-regressor.ts';

/** Slopes up to this share of ‖Aᵀb‖ count as zero. */
const FLAT = 1e-12;
/** Directions with a smaller share of the largest singular value are not told apart. */
const inverse = (sigma: number, _: number, largest: number): number =>
  sigma > 1e-12 * largest ? 1 / sigma : 0;

/** Solve for each output on its own. */
export async function solveNonNegativeOutputs({
  A,
  B,
  rows,
  columns,
  outputs,
}: Equations): Promise<Solution> {
  const weights = new Float64Array(outputs * columns);
  for (let k = 0; k < outputs; k++) {
    const b = B.filter((_, i) => i % outputs === k);
    weights.set(await solveNonNegative(A, rows, columns, b), k * columns);
  }
  return { weights, singular: null, rank: null };
}

/** One weight a column. */
async function solveNonNegative(
  A: Float64Array,
  rows: number,
  columns: number,
  b: Float64Array,
): Promise<Float64Array> {
  const weights = new Float64Array(columns);
  const free = new Set<number>();
  const flat = FLAT * Math.max(...descentDirection(A, columns, b, weights).map(Math.abs));
  for (let round = 0; round < 3 * columns; round++) {
    const direction = descentDirection(A, columns, b, weights);
    const held = Array.from(weights.keys()).filter((j) => !free.has(j));
    const steepest = held.reduce((best, j) => (direction[j] > direction[best] ? j : best), held[0]);
    if (steepest === undefined || !(direction[steepest] > flat)) break;
    free.add(steepest);
    await settle(A, rows, columns, b, weights, free);
  }
  return weights;
}

/** Go to the best weights of the free columns; where that leads below zero stop there, and hold that column. */
async function settle(
  A: Float64Array,
  rows: number,
  columns: number,
  b: Float64Array,
  weights: Float64Array,
  free: Set<number>,
): Promise<void> {
  while (free.size > 0) {
    const chosen = Array.from(free);
    const part = new Float64Array(rows * chosen.length);
    for (let i = 0; i < rows; i++) {
      for (const [k, j] of chosen.entries()) part[i * chosen.length + k] = A[i * columns + j];
    }
    const { weights: best } = await solveLeastSquares(part, rows, chosen.length, b, 1, inverse);
    // How far along the way to the best weights each one stays at 0 or above; 1 is all the way.
    const reach = chosen.map((j, k) =>
      best[k] > 0 ? 1 : weights[j] === 0 ? 0 : weights[j] / (weights[j] - best[k]),
    );
    const way = Math.min(...reach);
    for (const [k, j] of chosen.entries()) {
      const blocks = way < 1 && reach[k] === way;
      weights[j] = blocks ? 0 : weights[j] + way * (best[k] - weights[j]);
      if (blocks) free.delete(j);
    }
    if (way === 1) return;
  }
}

/** Aᵀ(b − Aw) */
function descentDirection(
  A: Float64Array,
  columns: number,
  b: Float64Array,
  weights: Float64Array,
): Float64Array {
  const direction = new Float64Array(columns);
  for (let i = 0; i < b.length; i++) {
    let rest = b[i];
    for (let j = 0; j < columns; j++) rest -= A[i * columns + j] * weights[j];
    for (let j = 0; j < columns; j++) direction[j] += A[i * columns + j] * rest;
  }
  return direction;
}
