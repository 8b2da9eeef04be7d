/**
 * What searches over parameters may be told, and what they tell while they run.
 */
import { HebbError, show } from '../core/errors.ts';
import { anyOf, boolean, callback, matching, type Rule } from '../core/options.ts';
import type { Params } from './parameter-space.ts';
import { resultName } from './result-name.ts';
import { onlyScore, type Scorers, type Scoring } from './scoring.ts';
import type { Pace } from './trial-bench.ts';
import { scoringRule, type TrialOptions, trialRules } from './trial-options.ts';

/** A candidate and its score so far. */
export interface BestSoFar {
  readonly params: Params;
  /** The mean over the splits. */
  readonly score: number;
}

/** How far a search is. */
export interface SearchProgress extends Pace {
  /** Null until a candidate has been tried on every split. */
  readonly best: BestSoFar | null;
}

export interface SearchOptions extends TrialOptions {
  /** What to score by: one score or several. Default: the estimator's own score. */
  readonly scoring?: Scoring;
  /**
   * Whether the best candidate is fitted on all rows at the end. With several scores: the name of the one that
   * decides. Default true.
   */
  readonly refit?: boolean | string;
  /** Whether the training rows are scored too. Default false. */
  readonly returnTrainScore?: boolean;
  /** Called after each trial. */
  readonly onProgress?: (progress: SearchProgress) => void;
}

export const searchRules: Readonly<Record<keyof SearchOptions, Rule>> = {
  ...trialRules,
  scoring: scoringRule,
  refit: anyOf(
    boolean,
    matching('the name of a score', (value) => typeof value === 'string'),
  ),
  returnTrainScore: boolean,
  onProgress: callback,
};

/** The score that decides which candidate is best. @throws HebbError `INVALID_OPTION` */
export function decidingScore(scorers: Scorers, refit: boolean | string): string {
  const names = [...scorers.keys()];
  if (names.length === 1 && names[0] === onlyScore) return onlyScore;
  if (refit === false) return names[0];
  const found = names.find(
    (name) => typeof refit === 'string' && resultName('', name) === resultName('', refit),
  );
  if (found !== undefined) return found;
  throw new HebbError(
    'INVALID_OPTION',
    `with several scores, option 'refit' must name the one that decides (${names.map(show).join(', ')}) or be false, got ${show(refit)}.`,
  );
}
