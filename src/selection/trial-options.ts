/**
 * What everything that runs trials may be told, and what becomes of trials that fail. It knows no search.
 */
import { HebbError, type HebbWarning } from '../core/errors.ts';
import { anyOf, callback, matching, nullable, oneOf, type Rule } from '../core/options.ts';
import { type Folds, foldsRule } from './check-cv.ts';
import type { TrialOutcome } from './trial.ts';

export interface TrialOptions {
  /** How rows are split: a number of folds (for labels, stratified), a splitter, or a list of splits. Default 5. */
  readonly cv?: Folds;
  /**
   * Trials at a time: 1 on this thread, more on worker threads, −1 for one a core. Default 1. The results do not
   * depend on it. Browsers have one thread.
   */
  readonly nJobs?: number | null;
  /** The score of a trial that fails, or 'raise' to end with its error. Default NaN. */
  readonly errorScore?: number | 'raise';
  /** A folder that keeps the outcome of each trial: the same call goes on from there. Default: none. Node only. */
  readonly checkpoint?: string | null;
  /** Where warnings of failed trials go. Default `console.warn`. */
  readonly onWarning?: (warning: HebbWarning) => void;
}

export const trialRules: Readonly<Record<keyof TrialOptions, Rule>> = {
  cv: foldsRule,
  nJobs: nullable(
    matching('an integer ≥ 1, or −1 for all cores', (value) => Number.isSafeInteger(value) && value !== 0),
  ),
  errorScore: anyOf(
    oneOf('raise'),
    matching('a number', (value) => typeof value === 'number'),
  ),
  checkpoint: nullable(
    matching('the path of a folder', (value) => typeof value === 'string' && value !== ''),
  ),
  onWarning: callback,
};

/** What belongs to one call: weights and a way to stop. */
export interface TrialCall {
  /** One weight a row, for fitting. */
  readonly sampleWeight?: ArrayLike<number> | null;
  /** Stops the running trials; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal | null;
}

export const callRules: Readonly<Record<keyof TrialCall, Rule>> = {
  sampleWeight: nullable(matching('one weight a row', (value) => typeof value === 'object')),
  signal: nullable(matching('an AbortSignal', (value) => 'aborted' in Object(value))),
};

/** The rule of `scoring`; scores are checked by name when they are read. */
export const scoringRule: Rule = matching('scores', () => true);

/** The rule of `scoring` where there can be one score only. */
export const oneScoreRule: Rule = nullable(
  callback,
  matching('the name of a score', (value) => typeof value === 'string'),
);

/** End at once where that was asked for. @throws HebbError `TRIAL_FAILED` */
export function raiseFailure({ failure }: TrialOutcome, { errorScore }: TrialOptions): void {
  if (failure === null || errorScore !== 'raise') return;
  throw new HebbError('TRIAL_FAILED', `A trial failed: ${failure}`);
}

/** The score of a trial, or the one that failures get. */
export function scoreOf(
  scores: Readonly<Record<string, number>>,
  name: string,
  options: TrialOptions,
): number {
  return scores[name] ?? (typeof options.errorScore === 'number' ? options.errorScore : Number.NaN);
}

/**
 * Say which trials failed, each reason once.
 *
 * @throws HebbError `TRIAL_FAILED` when all did
 */
export function tellFailures(
  outcomes: readonly Pick<TrialOutcome, 'failure'>[],
  options: Pick<TrialOptions, 'errorScore' | 'onWarning'>,
): HebbWarning[] {
  const counts = new Map<string, number>();
  for (const { failure } of outcomes) {
    if (failure !== null) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  }
  const failed = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (failed === outcomes.length) {
    const [first] = counts.keys();
    throw new HebbError('TRIAL_FAILED', `All ${failed} trials failed. ${first}`);
  }
  const warn = options.onWarning ?? (({ message }: HebbWarning) => console.warn(message));
  return Array.from(counts, ([reason, count]): HebbWarning => {
    const warning: HebbWarning = {
      code: 'TRIAL_FAILED',
      message: `${count} of ${outcomes.length} trials failed and count as ${options.errorScore ?? 'NaN'}: ${reason}`,
    };
    warn(warning);
    return warning;
  });
}
