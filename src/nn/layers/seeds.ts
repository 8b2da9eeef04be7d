/**
 * Seeds for whatever has none of its own: initial weights, dropout, the order of rows. They are random unless
 * `setRandomSeed` was called.
 */
import { RandomState } from '../../random/random-state.ts';

let source: RandomState | undefined;

/**
 * Make all that is random from now on, and has no seed of its own, the same in every run.
 *
 * @param seed an integer from 0 to 2³² − 1
 * @throws HebbError `INVALID_VALUE` for any other
 * @example
 * setRandomSeed(42);
 * const first = new Dense(3).apply(tensor([[1, 2]])).toArray();
 * setRandomSeed(42);
 * const second = new Dense(3).apply(tensor([[1, 2]])).toArray();
 */
export function setRandomSeed(seed: number): void {
  source = new RandomState(seed);
}

/** A seed for something that was given none. */
export function nextSeed(): number {
  return source === undefined
    ? crypto.getRandomValues(new Int32Array(1))[0] >>> 1
    : source.randint(0, 2 ** 31 - 1);
}

/** Does some work in which whatever is random, and has no seed of its own, comes from this seed. */
export async function seeded<T>(seed: number, work: () => Promise<T>): Promise<T> {
  const before = source;
  source = new RandomState(seed);
  try {
    return await work();
  } finally {
    source = before;
  }
}
