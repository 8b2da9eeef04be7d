/**
 * Candidates: values that a build function has been asked about, so that it is known what they are values of. Building
 * once is how a candidate is settled: which hyperparameters there are may depend on the values of others. It knows no
 * trials.
 */
import { HebbError } from '../../core/errors.ts';
import { seeded } from '../../nn/layers/seeds.ts';
import { digestOf } from '../digest.ts';
import { builtOf, type HyperModel } from './hyper-model.ts';
import { type Condition, type HyperParameter, type HyperValue, valueAt } from './hyper-parameter.ts';
import { HyperParameters, type HyperValues } from './hyper-parameters.ts';

/** Values, what they are values of, and which conditions did not hold. */
export interface Candidate {
  readonly values: HyperValues;
  readonly space: readonly HyperParameter[];
  readonly untried: readonly (readonly Condition[])[];
  /** Why there is no model of these values, or null. */
  readonly failure: string | null;
}

/** Gives a value for what a build function asks for. */
export type Answer = (parameter: HyperParameter) => HyperValue;

/** What goes before the build function's own declarations. */
export interface Overrides {
  readonly space: readonly HyperParameter[];
  /** Are those that are not among them tuned? Else they keep their defaults. */
  readonly tuneNewEntries: boolean;
  /** May there be others? */
  readonly allowNewEntries: boolean;
}

/** The most values that are tried for something new before a space counts as used up. */
const patience = 100;

/** Settles candidates of one build function. */
export class Candidates {
  readonly #hyperModel: HyperModel;
  readonly #overrides: Overrides;
  readonly #seed: number;
  readonly #tried = new Set<string>();
  readonly #known = new Map<string, HyperParameter>();
  #draws = 0;

  constructor(hyperModel: HyperModel, overrides: Overrides, seed: number) {
    this.#hyperModel = hyperModel;
    this.#overrides = overrides;
    this.#seed = seed;
  }

  /** All hyperparameters that have been seen, in the order in which they were. */
  get space(): readonly HyperParameter[] {
    return [...this.#known.values()];
  }

  /**
   * A candidate of these answers.
   *
   * @throws HebbError what `HyperParameters` throws, as no other values would mend that
   */
  async settle(answer: Answer): Promise<Candidate> {
    const { space, tuneNewEntries, allowNewEntries } = this.#overrides;
    let problem: unknown;
    const hp = new HyperParameters(
      {},
      {
        define: (parameter) => {
          const own = space.find(({ name }) => name === parameter.name);
          if (own !== undefined) return { ...own, conditions: parameter.conditions };
          if (allowNewEntries) return parameter;
          throw new HebbError(
            'INVALID_VALUE',
            `the build function asks for '${parameter.name}', which is not among the hyperparameters, and allowNewEntries is false.`,
          );
        },
        draw: (parameter) => {
          const isTuned = tuneNewEntries || space.some(({ name }) => name === parameter.name);
          return isTuned ? answer(parameter) : parameter.default;
        },
        refuse: (error) => {
          problem = error;
        },
      },
    );
    let failure: string | null = null;
    try {
      await seeded(this.#seed, () => builtOf(this.#hyperModel, hp));
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    if (problem !== undefined) throw problem;
    for (const parameter of hp.space) this.#known.set(JSON.stringify(parameter), parameter);
    return { values: hp.space.length === 0 ? {} : hp.values, space: hp.space, untried: hp.untried, failure };
  }

  /**
   * Look at what there is to tune: with all defaults, and then with every condition fulfilled that did not hold.
   *
   * @throws HebbError `INVALID_VALUE` for a build function that asks for nothing
   */
  async explore(): Promise<void> {
    const first = await this.settle((parameter) => parameter.default);
    if (first.space.length === 0) {
      throw new HebbError(
        'INVALID_VALUE',
        first.failure === null
          ? 'the build function asks for no hyperparameters, so there is nothing to tune.'
          : `the build function fails before it asks for a hyperparameter: ${first.failure}`,
      );
    }
    const seen = new Set<string>();
    const waiting = [...first.untried];
    for (let conditions = waiting.shift(); conditions !== undefined; conditions = waiting.shift()) {
      const key = JSON.stringify(conditions);
      if (seen.has(key)) continue;
      seen.add(key);
      const wanted = new Map(conditions.map(({ name, values }) => [name, values[0]]));
      const next = await this.settle((parameter) => wanted.get(parameter.name) ?? parameter.default);
      waiting.push(...next.untried);
    }
  }

  /** A candidate that has not been tried, drawn at random; undefined when the space seems to be used up. */
  async drawn(): Promise<Candidate | undefined> {
    for (let i = 0; i < patience; i++) {
      const draw = this.#draws++;
      const candidate = await this.settle((parameter) =>
        valueAt(parameter, uniformOf(this.#seed, draw, parameter.name)),
      );
      if (this.claim(candidate)) return candidate;
    }
    return undefined;
  }

  /** Have these values not been tried? */
  isNew(values: HyperValues): boolean {
    return !this.#tried.has(keyOf(values));
  }

  /** Say that it is tried now; false if it has been. */
  claim({ values }: Pick<Candidate, 'values'>): boolean {
    const key = keyOf(values);
    const isNew = !this.#tried.has(key);
    this.#tried.add(key);
    return isNew;
  }
}

/** Tells values from others, in whatever order they were asked for. */
function keyOf(values: HyperValues): string {
  return digestOf(values);
}

/** A number from 0 up to 1 that depends on these and on nothing else. */
function uniformOf(...parts: readonly unknown[]): number {
  return Number.parseInt(digestOf(...parts).slice(0, 13), 16) / 2 ** 52;
}

/** A seed that depends on these and on nothing else. */
export function seedOf(...parts: readonly unknown[]): number {
  return Number.parseInt(digestOf(...parts).slice(0, 8), 16);
}
