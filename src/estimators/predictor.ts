/**
 * What every estimator that predicts offers, as far as pipelines, searches and the model file need to know.
 * It knows no concrete estimator.
 */
import type { ModelState, Savable } from '../core/model-state.ts';
import type { TableLike } from '../preprocessing/transformer.ts';

/** Learns from features and targets, then predicts targets. */
export interface Predictor extends Savable {
  readonly options: object;
  /** Learn y (one target a row) from X; resolves to the estimator itself. */
  fit(X: TableLike, y: unknown, options?: object): Promise<unknown>;
  /** One prediction a row. */
  predict(X: TableLike): Promise<unknown>;
  /** Probability of each class, shape (rows, classes): classifiers only. */
  predictProba?(X: TableLike): Promise<unknown>;
  /** Accuracy of a classifier, R² of a regressor. */
  score(X: TableLike, y: unknown, options?: object): Promise<number>;
  toState(): ModelState;
}
