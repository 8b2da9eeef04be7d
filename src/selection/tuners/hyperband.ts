/** Hyperband: many candidates are trained for a little while, and ever fewer of them, the best, for longer. */
import { integer, type Rule } from '../../core/options.ts';
import type { HyperModelSource } from './hyper-model.ts';
import { type Desk, Tuner } from './tuner.ts';
import { type Entry, type Round, rankedTrials, type TunerTrial } from './tuner-bench.ts';
import { type TunerOptions, tunerRules } from './tuner-options.ts';

export interface HyperbandOptions extends TunerOptions {
  /** Epochs that the last candidates of a bracket are trained for. Default 100. */
  readonly maxEpochs?: number;
  /** Every so manieth candidate goes on, and is trained so many times as long. Default 3. */
  readonly factor?: number;
  /** How often all brackets are gone through, with new candidates. Default 1. */
  readonly hyperbandIterations?: number;
}

/** One stage of a bracket. */
export interface Rung {
  /** Candidates that are trained. */
  readonly size: number;
  /** Epochs they have been trained for at its end. */
  readonly epochs: number;
}

/**
 * The brackets of Hyperband, the one with the most candidates first: what it starts with and how it goes on. The first
 * rungs are those of Li et al. 2018 (algorithm 1); a rung keeps what the bracket's end allows, rounded up as
 * KerasTuner does it, where the paper rounds down.
 *
 * @example
 * hyperbandBrackets(9, 3)[0]; // [{ size: 9, epochs: 1 }, { size: 3, epochs: 3 }, { size: 1, epochs: 9 }]
 */
export function hyperbandBrackets(maxEpochs: number, factor: number): Rung[][] {
  let last = 0;
  while (maxEpochs / factor ** (last + 1) >= 1) last++;
  const brackets: Rung[][] = [];
  for (let bracket = last; bracket >= 0; bracket--) {
    const end = (last + 1) / (bracket + 1);
    brackets.push(
      Array.from({ length: bracket + 1 }, (_, rung) => ({
        size: Math.ceil(end * factor ** (bracket - rung)),
        epochs: Math.ceil(maxEpochs / factor ** (bracket - rung)),
      })),
    );
  }
  return brackets;
}

/**
 * Trains many candidates for a few epochs, keeps the best ones and trains these on for longer, in brackets that differ
 * in how early they decide (Li et al. 2018). A candidate that is kept goes on where it was: a training of its last
 * stage is the same as one in one go. How long candidates are trained is Hyperband's business; `epochs` of `search` is
 * not looked at.
 *
 * @example
 * const build = (hp) => {
 *   const learningRate = hp.float('rate', 1e-4, 1e-1, { sampling: 'log' });
 *   return new Sequential([new Dense(1)]).compile({ optimizer: new Adam({ learningRate }), loss: 'mse' });
 * };
 * const tuner = new Hyperband(build, { objective: 'loss', maxEpochs: 3, seed: 1 });
 * await tuner.search([[1], [2], [3]], [[2], [4], [6]], { verbose: 0 });
 * tuner.trials.length; // 6
 */
export class Hyperband extends Tuner<HyperbandOptions> {
  protected readonly name = 'Hyperband';
  protected readonly rules: Readonly<Record<string, Rule>> = {
    ...tunerRules,
    maxEpochs: integer({ min: 1 }),
    factor: integer({ min: 2 }),
    hyperbandIterations: integer({ min: 1 }),
  };

  /** @param hyperModel builds a model of hyperparameters: a function, an object, or where a module is */
  constructor(hyperModel: HyperModelSource, options: HyperbandOptions = {}) {
    super(hyperModel, options);
  }

  protected async *rounds({ candidates, goal }: Desk): AsyncGenerator<Round, void, readonly TunerTrial[]> {
    const { maxEpochs = 100, factor = 3, hyperbandIterations = 1 } = this.options;
    const brackets = hyperbandBrackets(maxEpochs, factor);
    const sequence = Array.from({ length: hyperbandIterations }, () => brackets).flat();
    for (const [i, rungs] of sequence.entries()) {
      const laterBrackets = sequence.slice(i + 1).flat();
      const bracket = i % brackets.length;
      let survivors: readonly TunerTrial[] = [];
      for (const [round, { size, epochs }] of rungs.entries()) {
        const isContinued = round < rungs.length - 1;
        const place = { bracket, round };
        const entries: Entry[] = [];
        if (round === 0) {
          while (entries.length < size) {
            const candidate = await candidates.drawn();
            if (candidate === undefined) break;
            entries.push({ candidate, epochs, isContinued, more: place });
          }
        } else {
          const best = rankedTrials(survivors, goal).slice(0, size);
          for (const from of best.sort((a, b) => a.id - b.id)) {
            const candidate = { values: from.values, space: [], untried: [], failure: null };
            entries.push({ candidate, epochs, from, isContinued, more: place });
          }
        }
        if (entries.length === 0) break;
        const later = [...rungs.slice(round + 1), ...laterBrackets];
        survivors = yield { entries, later: later.flatMap((rung) => Array(rung.size).fill(rung.epochs)) };
      }
    }
  }
}
