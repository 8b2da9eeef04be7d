/**
 * `ParameterSampler`: parameters drawn at random, from lists and distributions, the very ones scikit-learn draws
 * for the same `randomState`. It knows no estimator.
 */
import { checkOptions, integer } from '../core/options.ts';
import {
  checkRandomState,
  type RandomSeed,
  type RandomState,
  randomStateRule,
} from '../random/random-state.ts';
import { ParameterGrid } from './parameter-grid.ts';
import { type FlatSpace, flatSpaces, type ParameterSpaces, type Params } from './parameter-space.ts';

export interface ParameterSamplerOptions {
  /** Seed of the draws. Default: a random one. */
  readonly randomState?: RandomSeed;
}

/**
 * `nIter` draws. From lists alone they are drawn without repetition; there are then never more than there are
 * combinations. As soon as one parameter has a distribution, each draw is independent of the others.
 *
 * @example
 * const space = { alpha: loguniform(1e-5, 1e-1), activation: ['relu', 'tanh'] };
 * for (const params of new ParameterSampler(space, 3, { randomState: 42 })) console.log(params);
 */
export class ParameterSampler implements Iterable<Params> {
  readonly options: ParameterSamplerOptions;
  readonly #spaces: readonly FlatSpace[];
  /** All combinations, where they can be counted. */
  readonly #grid: ParameterGrid | undefined;
  /** How many draws there are. */
  readonly length: number;

  /**
   * @throws HebbError `INVALID_OPTION` for an empty space, an empty list, what is neither list nor distribution,
   * and `nIter` below 1; `UNKNOWN_OPTION`
   */
  constructor(
    paramDistributions: ParameterSpaces<unknown>,
    nIter: number,
    options: ParameterSamplerOptions = {},
  ) {
    checkOptions('ParameterSampler', options, { randomState: randomStateRule });
    checkOptions('ParameterSampler', { nIter }, { nIter: integer({ min: 1 }) });
    this.options = options;
    this.#spaces = flatSpaces(paramDistributions, 'ParameterSampler');
    const onlyLists = this.#spaces.every((space) => [...space.values()].every(Array.isArray));
    this.#grid = onlyLists
      ? new ParameterGrid(
          this.#spaces.map((space) => Object.fromEntries(space)) as ParameterSpaces<unknown, never>,
        )
      : undefined;
    this.length = Math.min(nIter, this.#grid?.length ?? nIter);
  }

  /** The draws; the same ones every time, unless `randomState` is a generator or null. */
  *[Symbol.iterator](): IterableIterator<Params> {
    const random = checkRandomState(this.options.randomState);
    if (this.#grid !== undefined) {
      for (const index of drawWithoutRepetition(this.#grid.length, this.length, random))
        yield this.#grid.at(index);
      return;
    }
    for (let i = 0; i < this.length; i++) {
      const space = this.#spaces[random.randint(0, this.#spaces.length)];
      const drawn = Array.from(space, ([name, values]) => [
        name,
        'sample' in values ? values.sample(random) : values[random.randint(0, values.length)],
      ]);
      yield Object.fromEntries(drawn);
    }
  }
}

/** `count` different numbers below n: which way depends on their share, as it does in scikit-learn. */
function drawWithoutRepetition(n: number, count: number, random: RandomState): Iterable<number> {
  const share = count / n;
  if (share > 0.01 && share < 0.99) return random.permutation(n).subarray(0, count);
  if (share >= 0.99) return reservoir(n, count, random);
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(random.randint(0, n));
  return drawn;
}

/** Vitter's algorithm R: each number from `count` on may take the place of one that is in. */
function reservoir(n: number, count: number, random: RandomState): Int32Array {
  const kept = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count; i < n; i++) {
    const place = random.randint(0, i + 1);
    if (place < count) kept[place] = i;
  }
  return kept;
}
