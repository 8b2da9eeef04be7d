/**
 * `RandomizedSearchCV`: parameters drawn at random, cross-validated. How a search runs is
 * `parameter-search.ts`'s, how parameters are drawn `parameter-sampler.ts`'s.
 */
import { integer, type Rule } from '../core/options.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { type RandomSeed, randomStateRule } from '../random/random-state.ts';
import { ParameterSampler } from './parameter-sampler.ts';
import { ParameterSearch } from './parameter-search.ts';
import type { ParameterSpaces } from './parameter-space.ts';
import { type SearchOptions, searchRules } from './search-options.ts';
import { type SearchPlan, singleRound } from './search-plan.ts';
import type { Split } from './splitter.ts';

export interface RandomizedSearchCVOptions extends SearchOptions {
  /** How many candidates are drawn. Default 10. */
  readonly nIter?: number;
  /** Seed of the draws. Default: a random one. */
  readonly randomState?: RandomSeed;
}

const rules = { ...searchRules, nIter: integer({ min: 1 }), randomState: randomStateRule };

/**
 * Tries `nIter` candidates drawn from lists and distributions by cross-validation, and fits the best one on all
 * rows. The candidates are scikit-learn 1.9's for the same `randomState`. For the same number of trials it finds
 * better values than a grid where some parameters hardly matter (Bergstra & Bengio 2012).
 *
 * @example
 * const search = new RandomizedSearchCV(
 *   new MLPClassifier({ randomState: 42 }),
 *   { alpha: loguniform(1e-5, 1e-1), hiddenLayerSizes: [[10], [30], [30, 30]] },
 *   { nIter: 20, cv: 3, randomState: 42 },
 * );
 * await search.fit(X, y);
 * console.table(search.cvResults.toRows());
 */
export class RandomizedSearchCV<M extends Predictor = Predictor> extends ParameterSearch<
  M,
  RandomizedSearchCVOptions
> {
  protected readonly name = 'RandomizedSearchCV';
  protected readonly rules: Readonly<Record<string, Rule>> = rules;
  readonly paramDistributions: ParameterSpaces<M>;

  /** @param paramDistributions a list of values or a distribution for each option, or several such objects */
  constructor(estimator: M, paramDistributions: ParameterSpaces<M>, options: RandomizedSearchCVOptions = {}) {
    super(estimator, options);
    this.paramDistributions = paramDistributions;
  }

  protected plan(splits: readonly Split[]): SearchPlan {
    const { nIter = 10, randomState } = this.options;
    const spaces = this.paramDistributions as ParameterSpaces<unknown>;
    return singleRound({ candidates: [...new ParameterSampler(spaces, nIter, { randomState })], splits });
  }

  protected again(estimator: M, options: RandomizedSearchCVOptions): RandomizedSearchCV<M> {
    return new RandomizedSearchCV(estimator, this.paramDistributions, options);
  }
}
