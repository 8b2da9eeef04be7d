/**
 * What a search tries, in rounds: one for most, several for those that drop candidates on the way.
 */
import type { Params } from './parameter-space.ts';
import type { Split } from './splitter.ts';

/** Candidates that are tried on the same splits. */
export interface Round {
  readonly candidates: readonly Params[];
  readonly splits: readonly Split[];
  /** Further columns of the results. */
  readonly more?: Readonly<Record<string, number>>;
}

/** All rounds: each is told the candidates' mean scores. */
export interface SearchPlan {
  /** How many trials there will be in all. */
  readonly trials: number;
  readonly rounds: Generator<Round, void, readonly number[]>;
}

/** The plan of a search with one round. */
export function singleRound(round: Round): SearchPlan {
  return {
    trials: round.candidates.length * round.splits.length,
    rounds: (function* (): Generator<Round, void, readonly number[]> {
      yield round;
    })(),
  };
}
