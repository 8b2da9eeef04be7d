/**
 * `GridSearchCV`: every combination of listed values, cross-validated. How a search runs is
 * `parameter-search.ts`'s.
 */
import type { Rule } from '../core/options.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { ParameterGrid } from './parameter-grid.ts';
import { ParameterSearch } from './parameter-search.ts';
import type { ParameterSpaces } from './parameter-space.ts';
import { type SearchOptions, searchRules } from './search-options.ts';
import { type SearchPlan, singleRound } from './search-plan.ts';
import type { Split } from './splitter.ts';

/** The options of `GridSearchCV`. */
export type GridSearchCVOptions = SearchOptions;

/**
 * Tries every combination of the listed values by cross-validation, and fits the best one on all rows. Options,
 * order, ranks and results are scikit-learn 1.9's.
 *
 * @example
 * const search = new GridSearchCV(
 *   makePipeline(new StandardScaler(), new MLPClassifier({ randomState: 42 })),
 *   { mlpclassifier: { alpha: [1e-4, 1e-2], hiddenLayerSizes: [[10], [30]] } },
 *   { cv: 3 },
 * );
 * await search.fit(X, y);
 * search.bestParams; // { mlpclassifier__alpha: …, mlpclassifier__hiddenLayerSizes: … }
 * await search.predict(XNew);
 */
export class GridSearchCV<M extends Predictor = Predictor> extends ParameterSearch<M, GridSearchCVOptions> {
  protected readonly name = 'GridSearchCV';
  protected readonly rules: Readonly<Record<string, Rule>> = searchRules;
  readonly paramGrid: ParameterSpaces<M, never>;

  /** @param paramGrid a list of values for each option, or several such objects to try one after the other */
  constructor(estimator: M, paramGrid: ParameterSpaces<M, never>, options: GridSearchCVOptions = {}) {
    super(estimator, options);
    this.paramGrid = paramGrid;
  }

  protected plan(splits: readonly Split[]): SearchPlan {
    const candidates = [...new ParameterGrid(this.paramGrid as ParameterSpaces<unknown, never>)];
    return singleRound({ candidates, splits });
  }

  protected again(estimator: M, options: GridSearchCVOptions): GridSearchCV<M> {
    return new GridSearchCV(estimator, this.paramGrid, options);
  }
}
