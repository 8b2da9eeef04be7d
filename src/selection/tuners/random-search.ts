/** Random search: candidates are drawn from the whole space, each for itself. */
import type { Rule } from '../../core/options.ts';
import type { HyperModelSource } from './hyper-model.ts';
import { type Desk, Tuner } from './tuner.ts';
import type { Entry, Round, TunerTrial } from './tuner-bench.ts';
import { maxTrialsRule, type TunerOptions, tunerRules } from './tuner-options.ts';

export interface RandomSearchOptions extends TunerOptions {
  /** How many candidates are tried; fewer where there are no more. Default 10. */
  readonly maxTrials?: number;
}

/**
 * Tries candidates that are drawn at random, none of them twice (Bergstra & Bengio 2012).
 *
 * @example
 * const build = (hp) => {
 *   const hidden = new Dense(hp.int('units', 2, 8), { activation: 'tanh' });
 *   const optimizer = new Adam({ learningRate: hp.float('rate', 1e-3, 1e-1, { sampling: 'log' }) });
 *   return new Sequential([hidden, new Dense(1)]).compile({ optimizer, loss: 'mse' });
 * };
 * const tuner = new RandomSearch(build, { objective: 'loss', maxTrials: 3, seed: 1 });
 * await tuner.search([[1], [2], [3]], [[2], [4], [6]], { epochs: 5, verbose: 0 });
 * tuner.trials.length; // 3
 * const [model] = await tuner.getBestModels();
 * const [hp] = tuner.getBestHyperparameters();
 */
export class RandomSearch extends Tuner<RandomSearchOptions> {
  protected readonly name = 'RandomSearch';
  protected readonly rules: Readonly<Record<string, Rule>> = { ...tunerRules, maxTrials: maxTrialsRule };

  /** @param hyperModel builds a model of hyperparameters: a function, an object, or where a module is */
  constructor(hyperModel: HyperModelSource, options: RandomSearchOptions = {}) {
    super(hyperModel, options);
  }

  protected async *rounds({ candidates }: Desk): AsyncGenerator<Round, void, readonly TunerTrial[]> {
    const { maxTrials = 10 } = this.options;
    const entries: Entry[] = [];
    while (entries.length < maxTrials) {
      const candidate = await candidates.drawn();
      if (candidate === undefined) break;
      entries.push({ candidate });
    }
    yield { entries, later: [] };
  }
}
