/**
 * Bayesian optimization: what is tried next is where a Gaussian process over the trials so far thinks that it is worth
 * looking.
 */
import { integer, nullable, oneOf, type Rule, real } from '../../core/options.ts';
import { RandomState } from '../../random/random-state.ts';
import { type Candidate, type Candidates, seedOf } from './candidates.ts';
import {
  confidenceBound,
  expectedImprovement,
  type GaussianProcess,
  gaussianProcess,
} from './gaussian-process.ts';
import type { HyperModelSource } from './hyper-model.ts';
import { countOf, type HyperParameter, type HyperValue, placeOf, valueAt } from './hyper-parameter.ts';
import type { HyperValues } from './hyper-parameters.ts';
import type { Goal } from './objective.ts';
import { type Desk, Tuner } from './tuner.ts';
import type { Entry, Round, TunerTrial } from './tuner-bench.ts';
import { maxTrialsRule, type TunerOptions, tunerRules } from './tuner-options.ts';

export interface BayesianOptimizationOptions extends TunerOptions {
  /** How many candidates are tried; fewer where there are no more. Default 10. */
  readonly maxTrials?: number;
  /** How many of them are drawn at random to begin with. Default: three for each hyperparameter. */
  readonly numInitialPoints?: number | null;
  /** The variance of the noise in a trial's score, as a share of that of all scores. Default 1e-4. */
  readonly alpha?: number;
  /** How much 'ucb' likes what is not known yet. Default 2.6. */
  readonly beta?: number;
  /** What is worth looking at: the bound of confidence, or the expected improvement. Default 'ucb'. */
  readonly acquisition?: 'ucb' | 'ei';
  /** How many candidates are chosen before the next results are looked at, for as many threads. Default 1. */
  readonly proposals?: number;
}

/** Candidates that are weighed: drawn from the whole space, and near the best trial. */
const [drawn, near] = [1000, 200];

/**
 * Learns from each trial where to look next (Snoek et al. 2012): a Gaussian process with a Matérn 5/2 kernel over
 * hyperparameters that are brought to 0 … 1.
 *
 * @example
 * const build = (hp) => {
 *   const learningRate = hp.float('rate', 1e-4, 1, { sampling: 'log' });
 *   return new Sequential([new Dense(1)]).compile({ optimizer: new Adam({ learningRate }), loss: 'mse' });
 * };
 * const tuner = new BayesianOptimization(build, { objective: 'loss', maxTrials: 6, seed: 1 });
 * await tuner.search([[1], [2], [3]], [[2], [4], [6]], { epochs: 20, verbose: 0 });
 * tuner.trials.length; // 6
 */
export class BayesianOptimization extends Tuner<BayesianOptimizationOptions> {
  protected readonly name = 'BayesianOptimization';
  protected readonly rules: Readonly<Record<string, Rule>> = {
    ...tunerRules,
    maxTrials: maxTrialsRule,
    numInitialPoints: nullable(integer({ min: 1 })),
    alpha: real({ above: 0 }),
    beta: real({ min: 0 }),
    acquisition: oneOf('ucb', 'ei'),
    proposals: integer({ min: 1 }),
  };

  /** @param hyperModel builds a model of hyperparameters: a function, an object, or where a module is */
  constructor(hyperModel: HyperModelSource, options: BayesianOptimizationOptions = {}) {
    super(hyperModel, options);
  }

  protected async *rounds(desk: Desk): AsyncGenerator<Round, void, readonly TunerTrial[]> {
    const { candidates } = desk;
    const { maxTrials = 10, numInitialPoints, proposals = 1 } = this.options;
    const tuned = candidates.space.filter((parameter) => countOf(parameter) > 1);
    const initial = Math.min(numInitialPoints ?? Math.max(3, 3 * tuned.length), maxTrials);
    const trials: TunerTrial[] = [];
    let isUsedUp = false;
    while (trials.length < maxTrials && !isUsedUp) {
      const isBeginning = trials.length < initial;
      const size = isBeginning ? initial : Math.min(proposals, maxTrials - trials.length);
      const entries: Entry[] = [];
      const believed: Seen[] = seenIn(trials, desk.goal);
      while (entries.length < size) {
        const step = trials.length + entries.length;
        const canGuess = !isBeginning && believed.length > 0;
        const candidate = canGuess ? await this.#propose(desk, believed, step) : await candidates.drawn();
        isUsedUp = candidate === undefined;
        if (candidate === undefined) break;
        entries.push({ candidate });
      }
      if (entries.length === 0) return;
      const left = isUsedUp ? 0 : maxTrials - trials.length - entries.length;
      trials.push(...(yield { entries, later: Array(left).fill(1) }));
    }
  }

  /** The most promising candidate that has not been tried; what it is expected to give is believed. */
  async #propose({ candidates, seed }: Desk, believed: Seen[], step: number): Promise<Candidate | undefined> {
    const { alpha = 1e-4, beta = 2.6, acquisition = 'ucb' } = this.options;
    const cube = new Cube(candidates);
    const least = believed.reduce((one, other) => (other.loss < one.loss ? other : one));
    const belief: GaussianProcess = await gaussianProcess(
      believed.map(({ values }) => cube.pointOf(values)),
      believed.map(({ loss }) => loss),
      alpha,
    );
    const random = new RandomState(seedOf(seed, 'proposal', step));
    const weighed = cube.around(least.values, random).map((values) => {
      const guess = belief.predict(cube.pointOf(values));
      const promise =
        acquisition === 'ei' ? expectedImprovement(guess, least.loss) : confidenceBound(guess, beta);
      return { values, promise, expected: guess.mean };
    });
    weighed.sort((a, b) => b.promise - a.promise);
    for (const { values, expected } of weighed.slice(0, near)) {
      if (!candidates.isNew(values)) continue;
      const candidate = await candidates.settle(
        (parameter) => values[parameter.name] ?? valueAt(parameter, random.randomSample()),
      );
      if (!candidates.claim(candidate)) continue;
      believed.push({ values: candidate.values, loss: expected });
      return candidate;
    }
    return candidates.drawn();
  }
}

/** Values and what came of them; less is better. */
interface Seen {
  readonly values: HyperValues;
  readonly loss: number;
}

function seenIn(trials: readonly TunerTrial[], { direction }: Goal): Seen[] {
  return trials
    .filter(({ failure }) => failure === null)
    .map(({ values, score }) => ({ values, loss: direction === 'max' ? -score : score }));
}

/** All that is known of the space as a unit cube: an axis for each hyperparameter, or for each value without order. */
class Cube {
  readonly #space: readonly HyperParameter[];
  readonly #axes: readonly HyperParameter[];

  constructor({ space }: Candidates) {
    this.#space = space;
    this.#axes = space.filter((parameter) => countOf(parameter) > 1);
  }

  /** Where values are; those that are not among them count as their defaults. */
  pointOf(values: HyperValues): number[] {
    return this.#axes.flatMap((parameter) => {
      const value = isActive(parameter, values) ? values[parameter.name] : parameter.default;
      if (parameter.kind !== 'choice' || parameter.ordered) return [placeOf(parameter, value)];
      return parameter.values.map((other) => (other === value ? Math.SQRT1_2 : 0));
    });
  }

  /** Values all over the space, and some near `best`. */
  around(best: HyperValues, random: RandomState): HyperValues[] {
    const anywhere = (): number => random.randomSample();
    const beside = (parameter: HyperParameter): number => {
      if (!isActive(parameter, best)) return anywhere();
      const own = placeOf(parameter, best[parameter.name]);
      if (parameter.kind === 'choice' && !parameter.ordered)
        return random.randomSample() < 0.2 ? anywhere() : own;
      return Math.min(Math.max(own + 0.1 * random.standardNormal(), 0), 1 - 2 ** -53);
    };
    return Array.from({ length: drawn + near }, (_, i) => this.#valuesAt(i < drawn ? anywhere : beside));
  }

  /** Values that are asked for together. Conditions are about what has been asked for before. */
  #valuesAt(placeFor: (parameter: HyperParameter) => number): HyperValues {
    const values: Record<string, HyperValue> = {};
    for (const parameter of this.#space) {
      const value = valueAt(parameter, placeFor(parameter));
      const isMet = parameter.conditions.every((condition) =>
        condition.values.includes(values[condition.name]),
      );
      if (isMet) values[parameter.name] = value;
    }
    return values;
  }
}

function isActive({ name }: HyperParameter, values: HyperValues): boolean {
  return Object.hasOwn(values, name);
}
