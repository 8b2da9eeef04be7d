/**
 * What every estimator that predicts offers, as far as pipelines, searches and the model file need to know.
 * It knows no concrete estimator.
 */
import type { FloatArray } from '../core/dtype.ts';
import type { Label } from '../core/labels.ts';
import type { ModelState, Savable } from '../core/model-state.ts';
import type { TableLike } from '../preprocessing/transformer.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** One prediction a row: numbers, or the labels that came in; several numbers a row as a `Tensor` of rank 2. */
export type Predictions = FloatArray | readonly Label[] | Tensor;

/** Learns from features and targets, then predicts targets. */
export interface Predictor extends Savable {
  readonly options: object;
  /** Learn y (one target a row) from X; resolves to the estimator itself. */
  fit(X: TableLike, y: unknown, options?: object): Promise<unknown>;
  /** One prediction a row. */
  predict(X: TableLike): Promise<Predictions>;
  /** Probability of each class, shape (rows, classes): classifiers only. */
  predictProba?(X: TableLike): Promise<Tensor>;
  /** Accuracy of a classifier, R² of a regressor. */
  score(X: TableLike, y: unknown, options?: object): Promise<number>;
  toState(): ModelState;
}
