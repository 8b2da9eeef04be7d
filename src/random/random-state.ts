/**
 * `RandomState`: NumPy's legacy generator, number for number. The same seed gives the same uniform and
 * normal numbers, permutations and choices as `numpy.random.RandomState`, in the same order of draws.
 * It knows distributions and orders of elements; the words come from the Mersenne Twister beneath.
 */
import type { FloatArray } from '../core/dtype.ts';
import { HebbError, show } from '../core/errors.ts';
import { boolean, checkOptions, integer, matching, nullable, type Rule } from '../core/options.ts';
import { type Shape, sizeOf } from '../core/shape.ts';
import { MersenneTwister, type TwisterState } from './mersenne-twister.ts';
import { preciseLog } from './precise-log.ts';
import { checkProbabilities, weightedIndices, weightedSubset } from './weighted-choice.ts';

/** How many numbers are wanted: a count, or a shape whose elements come flat, row-major. */
export type Size = number | Shape;

/** What options called `randomState` take: a seed, a generator to draw from, or nothing for a random seed. */
export type RandomSeed = number | RandomState | null | undefined;

/** Everything a `RandomState` remembers; plain data that survives JSON unchanged. */
export type RandomStateData = TwisterState & {
  /** The second half of the last pair of normal numbers, if it has not been used yet. */
  readonly cachedNormal: number | null;
};

export interface ChoiceOptions {
  /** How many to draw; one, not in an array, when left out. */
  size?: Size;
  /** Whether the same element may come again. Default true. */
  replace?: boolean;
  /** The probability of each element; equal when left out. */
  p?: ArrayLike<number>;
}

/** Elements that can be exchanged in place. */
interface MutableSequence<T> {
  readonly length: number;
  [index: number]: T;
}

/** The rule of options that must be a seed. */
export const seedRule: Rule = integer({ min: 0, max: 4294967295 });

/** The rule of options called `randomState`: a seed, a `RandomState`, or null. */
export const randomStateRule: Rule = nullable(
  seedRule,
  matching('a RandomState', (value) => value instanceof RandomState),
);

const choiceRules: Readonly<Record<string, Rule>> = {
  size: matching('a count or a shape', isSize),
  replace: boolean,
  p: matching('an array of probabilities', (value) => Array.isArray(value) || ArrayBuffer.isView(value)),
};

/**
 * NumPy's `RandomState`. Every method that takes a `size` gives one number without it.
 *
 * @example
 * const random = new RandomState(42);
 * random.randomSample(); // 0.3745401188473625
 * random.permutation(5); // Int32Array, 0 … 4 in random order
 */
export class RandomState {
  readonly #twister: MersenneTwister;
  #cachedNormal: number | null = null;

  /**
   * @param seed an integer from 0 to 2³² − 1; a random one when left out
   * @throws HebbError `INVALID_VALUE` for any other seed
   */
  constructor(seed?: number | null) {
    const given = seed ?? crypto.getRandomValues(new Uint32Array(1))[0];
    demand(seedRule.allows(given), `A seed must be ${seedRule.expected}, got ${show(given)}.`);
    this.#twister = new MersenneTwister(given);
  }

  /** Uniform numbers in [0, 1). */
  randomSample(): number;
  randomSample(size: Size): Float64Array;
  randomSample(size?: Size): number | Float64Array {
    return filled(size, () => this.#twister.nextDouble());
  }

  /** Uniform numbers in [low, high). */
  uniform(low?: number, high?: number): number;
  uniform(low: number, high: number, size: Size): Float64Array;
  uniform(low = 0, high = 1, size?: Size): number | Float64Array {
    const width = high - low;
    return filled(size, () => low + width * this.#twister.nextDouble());
  }

  /** Fill `out` with the numbers of `uniform(low, high, out.length)`, rounded to the type of `out`. */
  fillUniform(out: FloatArray, low = 0, high = 1): void {
    const width = high - low;
    const twister = this.#twister;
    for (let i = 0; i < out.length; i++) out[i] = low + width * twister.nextDouble();
  }

  /** Normal numbers of mean 0 and standard deviation 1. */
  standardNormal(): number;
  standardNormal(size: Size): Float64Array;
  standardNormal(size?: Size): number | Float64Array {
    return filled(size, () => this.#nextNormal());
  }

  /** Normal numbers of mean `loc` and standard deviation `scale`. */
  normal(loc?: number, scale?: number): number;
  normal(loc: number, scale: number, size: Size): Float64Array;
  normal(loc = 0, scale = 1, size?: Size): number | Float64Array {
    demand(scale >= 0, `normal: scale must be ≥ 0, got ${show(scale)}.`);
    return filled(size, () => loc + scale * this.#nextNormal());
  }

  /**
   * Integers from `low` up to, but not including, `high`; from 0 up to `low` when `high` is null.
   *
   * @throws HebbError `INVALID_VALUE` for an empty range, or bounds that are no safe integers
   */
  randint(low: number, high?: number | null): number;
  randint(low: number, high: number | null, size: Size): Float64Array;
  randint(low: number, high?: number | null, size?: Size): number | Float64Array {
    const [from, to] = high === undefined || high === null ? [0, low] : [low, high];
    const largest = to - 1 - from;
    const valid = Number.isSafeInteger(from) && Number.isSafeInteger(largest) && largest >= 0;
    demand(valid, `randint needs integers low < high, got ${show(from)} and ${show(to)}.`);
    return filled(size, () => from + this.#twister.nextBounded(largest));
  }

  /** Bring the elements of `array` into a random order, in place. Int32Array, as for row numbers, is fastest. */
  shuffle<T>(array: MutableSequence<T>): void {
    if (array instanceof Int32Array) {
      this.#shuffleIndices(array);
      return;
    }
    const order = this.permutation(array.length);
    const elements = Array.from(array);
    for (let i = 0; i < elements.length; i++) array[i] = elements[order[i]];
  }

  /**
   * The integers 0 … n − 1 in random order, or a shuffled copy of an array.
   *
   * @throws HebbError `INVALID_VALUE` for what is neither a count nor an array
   */
  permutation(n: number): Int32Array;
  permutation<T>(array: readonly T[]): T[];
  permutation<A extends MutableSequence<number> & { slice(): A }>(array: A): A;
  permutation(source: number | { slice(): MutableSequence<unknown> }): MutableSequence<unknown> {
    const isRange = typeof source === 'number';
    demand(!isRange || isCount(source), `permutation needs a count or an array, got ${show(source)}.`);
    const elements = isRange ? range(source) : source.slice();
    this.shuffle(elements);
    return elements;
  }

  /**
   * Elements drawn from 0 … n − 1 or from an array.
   *
   * @throws HebbError `INVALID_OPTION`; `INVALID_VALUE` when there is nothing to draw from, or too little to
   * draw without putting back; `LENGTH_MISMATCH` when `p` has another length than the elements
   * @example
   * new RandomState(0).choice(10, { size: 5, replace: false }); // Int32Array [2, 8, 4, 9, 1]
   * new RandomState(0).choice(['red', 'green', 'blue']); // 'red'
   */
  choice(n: number, options?: ChoiceOptions & { size?: undefined }): number;
  choice(n: number, options: ChoiceOptions & { size: Size }): Int32Array;
  choice<T>(elements: ArrayLike<T>, options?: ChoiceOptions & { size?: undefined }): T;
  choice<T>(elements: ArrayLike<T>, options: ChoiceOptions & { size: Size }): T[];
  choice<T>(source: number | ArrayLike<T>, options: ChoiceOptions = {}): number | T | Int32Array | T[] {
    checkOptions('choice', options, choiceRules);
    const isRange = typeof source === 'number';
    const n = isRange ? source : source.length;
    demand(isCount(n), `choice needs a count or an array, got ${show(source)}.`);
    const indices = this.#chooseIndices(n, options);
    if (options.size === undefined) return isRange ? indices[0] : source[indices[0]];
    return isRange ? indices : Array.from(indices, (i) => source[i]);
  }

  /** The whole state as plain data, to go on from later with `setState`. */
  getState(): RandomStateData {
    return { ...this.#twister.getState(), cachedNormal: this.#cachedNormal };
  }

  /** Go on from where `getState` was called. @throws HebbError `INVALID_VALUE` for what it cannot have given */
  setState(state: RandomStateData): void {
    demand(
      isState(state),
      'This is not the state of a RandomState: it needs 624 words, a position and a cache.',
    );
    this.#twister.setState(state);
    this.#cachedNormal = state.cachedNormal;
  }

  /** Fisher and Yates, from the last element down. */
  #shuffleIndices(indices: Int32Array): void {
    const twister = this.#twister;
    for (let i = indices.length - 1; i > 0; i--) {
      const j = twister.nextBounded(i);
      const index = indices[i];
      indices[i] = indices[j];
      indices[j] = index;
    }
  }

  /** Marsaglia's polar method: two normal numbers a time, the second kept for the next call. */
  #nextNormal(): number {
    const cached = this.#cachedNormal;
    if (cached !== null) {
      this.#cachedNormal = null;
      return cached;
    }
    for (;;) {
      const x = 2 * this.#twister.nextDouble() - 1;
      const y = 2 * this.#twister.nextDouble() - 1;
      const r2 = x * x + y * y;
      if (r2 < 1 && r2 !== 0) {
        const factor = Math.sqrt((-2 * preciseLog(r2)) / r2);
        this.#cachedNormal = factor * x;
        return factor * y;
      }
    }
  }

  #chooseIndices(n: number, { size, replace = true, p }: ChoiceOptions): Int32Array {
    const count = countOf(size ?? 1);
    demand(n > 0 || count === 0, 'choice has nothing to draw from: there are no elements.');
    demand(replace || count <= n, `choice cannot draw ${count} of ${n} elements without putting back.`);
    if (p !== undefined) {
      checkProbabilities(p, n);
      const draw = (drawn: number): Float64Array => this.randomSample(drawn);
      return replace ? weightedIndices(p, draw(count)) : weightedSubset(p, count, draw);
    }
    return replace ? Int32Array.from(this.randint(0, n, count)) : this.permutation(n).slice(0, count);
  }
}

/**
 * The generator a `randomState` option stands for: itself, a new one of that seed, or a new one of a random seed.
 *
 * @throws HebbError `INVALID_VALUE` for any other value
 */
export function checkRandomState(seed: RandomSeed): RandomState {
  return seed instanceof RandomState ? seed : new RandomState(seed);
}

/** The integers 0 … n − 1. */
function range(n: number): Int32Array {
  const indices = new Int32Array(n);
  for (let i = 0; i < n; i++) indices[i] = i;
  return indices;
}

function demand(condition: boolean, message: string): void {
  if (!condition) throw new HebbError('INVALID_VALUE', message);
}

function isState({ key, position, cachedNormal }: RandomStateData): boolean {
  const hasWords = Array.isArray(key) && key.length === 624 && key.every((word) => seedRule.allows(word));
  return (
    hasWords &&
    isCount(position) &&
    position <= 624 &&
    (cachedNormal === null || Number.isFinite(cachedNormal))
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSize(value: unknown): boolean {
  return isCount(value) || (Array.isArray(value) && value.every(isCount));
}

function countOf(size: Size): number {
  demand(isSize(size), `A size must be a count or a shape, got ${show(size)}.`);
  return typeof size === 'number' ? size : sizeOf(size);
}

/** One number without a size, else as many as it holds. */
function filled(size: Size | undefined, next: () => number): number | Float64Array {
  if (size === undefined) return next();
  const out = new Float64Array(countOf(size));
  for (let i = 0; i < out.length; i++) out[i] = next();
  return out;
}
