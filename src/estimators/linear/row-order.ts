/**
 * The order in which stochastic gradient descent goes through the rows: Fisher and Yates's shuffle, fed by
 * Marsaglia's 32-bit xorshift generator (Journal of Statistical Software 8, 2003), as scikit-learn shuffles.
 */

/** Seeds are drawn below this. */
export const SEEDS: number = 2 ** 31 - 1;

/**
 * Shuffle `order` in place. Each epoch shuffles what the last one left, always from the same seed.
 *
 * @param seed 32 bits
 */
export function shuffleRows(order: Int32Array, seed: number): void {
  const n = order.length;
  // 0 is the one state that xorshift never leaves.
  let state = seed === 0 ? 1 : seed;
  for (let i = 0; i < n - 1; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const j = i + ((state & 0x7fffffff) % (n - i));
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
}
