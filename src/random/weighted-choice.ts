/**
 * Drawing indices by unequal probabilities, the way NumPy's `RandomState.choice` does: uniform numbers are
 * looked up in the cumulated probabilities. It knows no generator; the uniform numbers are handed in.
 */
import { HebbError } from '../core/errors.ts';

/** Refuse probabilities that are negative, NaN, not one per element, or do not sum to 1 (within 1.5e-8). */
export function checkProbabilities(p: ArrayLike<number>, n: number): void {
  if (p.length !== n) {
    throw new HebbError('LENGTH_MISMATCH', `p has ${p.length} probabilities for ${n} elements.`);
  }
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (!(p[i] >= 0))
      throw new HebbError('INVALID_VALUE', `Probability ${i} of p is ${p[i]}; it must be ≥ 0.`);
    sum += p[i];
  }
  if (Math.abs(sum - 1) > Math.sqrt(Number.EPSILON)) {
    throw new HebbError('INVALID_VALUE', `The probabilities p sum to ${sum}, not to 1.`);
  }
}

/** For each uniform number the element it falls on. */
export function weightedIndices(p: ArrayLike<number>, uniforms: Float64Array): Int32Array {
  const cumulated = Float64Array.from(p);
  for (let i = 1; i < cumulated.length; i++) cumulated[i] += cumulated[i - 1];
  const total = cumulated[cumulated.length - 1];
  for (let i = 0; i < cumulated.length; i++) cumulated[i] /= total;
  return Int32Array.from(uniforms, (u) => firstAbove(cumulated, u));
}

/** `count` different elements: those that come twice are dropped, and the missing ones drawn from the rest. */
export function weightedSubset(
  p: ArrayLike<number>,
  count: number,
  draw: (count: number) => Float64Array,
): Int32Array {
  const left = Float64Array.from(p);
  const possible = left.reduce((k, weight) => k + (weight > 0 ? 1 : 0), 0);
  if (possible < count) {
    throw new HebbError(
      'INVALID_VALUE',
      `choice cannot draw ${count} different elements: only ${possible} have a probability above 0.`,
    );
  }
  const chosen = new Set<number>();
  while (chosen.size < count) {
    const uniforms = draw(count - chosen.size);
    for (const index of chosen) left[index] = 0;
    for (const index of weightedIndices(left, uniforms)) chosen.add(index);
  }
  return Int32Array.from(chosen);
}

/** The first position whose value is larger than `u`, by bisection. */
function firstAbove(sorted: Float64Array, u: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
