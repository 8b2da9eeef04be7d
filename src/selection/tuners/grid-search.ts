/** Grid search: every combination of values, one after the other. */
import { nullable, type Rule } from '../../core/options.ts';
import type { Candidate, Candidates } from './candidates.ts';
import type { HyperModelSource } from './hyper-model.ts';
import { gridOf, type HyperValue } from './hyper-parameter.ts';
import { type Desk, Tuner } from './tuner.ts';
import type { Entry, Round, TunerTrial } from './tuner-bench.ts';
import { maxTrialsRule, type TunerOptions, tunerRules } from './tuner-options.ts';

export interface GridSearchOptions extends TunerOptions {
  /** How many combinations are tried at most. Default null: all. */
  readonly maxTrials?: number | null;
}

/**
 * Tries all combinations; of numbers without a step ten that are evenly spread. What is asked for last changes first.
 *
 * @example
 * const build = (hp) => {
 *   const hidden = new Dense(hp.choice('units', [4, 8]), { activation: hp.choice('activation', ['relu', 'tanh']) });
 *   return new Sequential([hidden, new Dense(1)]).compile({ optimizer: 'adam', loss: 'mse' });
 * };
 * const tuner = new GridSearch(build, { objective: 'loss', seed: 1 });
 * await tuner.search([[1], [2], [3]], [[2], [4], [6]], { epochs: 5, verbose: 0 });
 * tuner.trials.length; // 4
 * tuner.trials[1].values; // { units: 4, activation: 'tanh' }
 */
export class GridSearch extends Tuner<GridSearchOptions> {
  protected readonly name = 'GridSearch';
  protected readonly rules: Readonly<Record<string, Rule>> = {
    ...tunerRules,
    maxTrials: nullable(maxTrialsRule),
  };

  /** @param hyperModel builds a model of hyperparameters: a function, an object, or where a module is */
  constructor(hyperModel: HyperModelSource, options: GridSearchOptions = {}) {
    super(hyperModel, options);
  }

  protected async *rounds({ candidates }: Desk): AsyncGenerator<Round, void, readonly TunerTrial[]> {
    const entries: Entry[] = [];
    const most = this.options.maxTrials ?? Number.POSITIVE_INFINITY;
    for await (const candidate of combinations(candidates)) {
      entries.push({ candidate });
      if (entries.length >= most) break;
    }
    yield { entries, later: [] };
  }
}

/** One place on the way to a combination: the values there are, and which one is taken. */
interface Turn {
  readonly values: readonly HyperValue[];
  taken: number;
}

/**
 * All combinations, depth first. What a build function asks for may depend on what it was answered, so the way is
 * found by asking: the same answers up to the last turn that has another value left, that one, and from there on the
 * first values.
 */
async function* combinations(candidates: Candidates): AsyncGenerator<Candidate> {
  const turns: Turn[] = [];
  do {
    let depth = 0;
    yield await candidates.settle((parameter) => {
      if (depth === turns.length) turns.push({ values: gridOf(parameter), taken: 0 });
      const { values, taken } = turns[depth++];
      return values[taken];
    });
    while (turns.length > 0 && turns[turns.length - 1].taken === turns[turns.length - 1].values.length - 1) {
      turns.pop();
    }
    if (turns.length > 0) turns[turns.length - 1].taken++;
  } while (turns.length > 0);
}
