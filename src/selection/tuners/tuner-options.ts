/** What all tuners may be told, and the rules for it. */
import type { HebbWarning } from '../../core/errors.ts';
import { boolean, callback, integer, matching, nullable, type Rule } from '../../core/options.ts';
import type { HyperParameters, HyperValues } from './hyper-parameters.ts';
import { type Objective, objectiveRule } from './objective.ts';
import type { TunerStore } from './tuner-platform.ts';

/** How far a search is. */
export interface TunerProgress {
  readonly done: number;
  readonly total: number;
  /** Seconds that the rest will take, if it takes as long as what was done; NaN before there is anything to go by. */
  readonly secondsLeft: number;
  /** The best trial so far; null before there is one. */
  readonly best: { readonly trial: number; readonly values: HyperValues; readonly score: number } | null;
}

export interface TunerOptions {
  /** What trials are compared by: a metric of their history, at its best epoch. Default 'val_loss'. */
  readonly objective?: string | Objective;
  /** How often each candidate is trained, with other random numbers; the mean counts. Default 1. */
  readonly executionsPerTrial?: number;
  /** Of candidates, initial weights and the order of rows: the same seed gives the same trials. Default: random. */
  readonly seed?: number | null;
  /** Hyperparameters that were asked for beforehand; they go before what the build function says of the same names. */
  readonly hyperparameters?: HyperParameters;
  /** Are others than those tuned too, or do they keep their defaults? Default true. */
  readonly tuneNewEntries?: boolean;
  /** May the build function ask for others than those? Default true. */
  readonly allowNewEntries?: boolean;
  /**
   * Where finished trials and their weights are kept, so that the same call goes on from there: a folder (Node), or an
   * object that loads, saves and removes bytes by name. Default: in memory.
   */
  readonly directory?: string | TunerStore | null;
  /** A folder inside `directory`. Default: none. */
  readonly projectName?: string | null;
  /** Forget what is kept there. Default false. */
  readonly overwrite?: boolean;
  /**
   * Trials at a time: 1 on this thread, more on worker threads, −1 for one a core. Default 1. Only what is given as the
   * address of a module can go to other threads. The results do not depend on it.
   */
  readonly nJobs?: number | null;
  /** Called after each trial. */
  readonly onProgress?: (progress: TunerProgress) => void;
  /** Where warnings of failed trials go. Default `console.warn`. */
  readonly onWarning?: (warning: HebbWarning) => void;
}

const folderName: Rule = matching(
  'the path of a folder',
  (value) => typeof value === 'string' && value !== '',
);

export const tunerRules: Readonly<Record<keyof TunerOptions, Rule>> = {
  objective: objectiveRule,
  executionsPerTrial: integer({ min: 1 }),
  seed: nullable(integer({ min: 0, max: 2 ** 32 - 1 })),
  hyperparameters: matching('HyperParameters', (value) => 'space' in Object(value)),
  tuneNewEntries: boolean,
  allowNewEntries: boolean,
  directory: nullable(
    folderName,
    matching('an object with load, save and remove', (value) =>
      ['load', 'save', 'remove'].every((name) => typeof Object(value)[name] === 'function'),
    ),
  ),
  projectName: nullable(folderName),
  overwrite: boolean,
  nJobs: nullable(
    matching('an integer ≥ 1, or −1 for all cores', (value) => Number.isSafeInteger(value) && value !== 0),
  ),
  onProgress: callback,
  onWarning: callback,
};

/** How many trials a tuner makes. */
export const maxTrialsRule: Rule = integer({ min: 1 });
