/**
 * What all linear models of numbers have in common: weights, predictions, score. How the weights are learned
 * is the subclasses' business.
 */
import { r2Score } from '../../metrics/regression.ts';
import type { Targets } from '../../metrics/score-inputs.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import { LinearEstimator } from './linear-estimator.ts';
import type { LinearModel } from './linear-model.ts';

/** One number a row, or rows of numbers. */
export type NumberPredictions = Float64Array | Tensor;

/** A linear model of numbers; `form` is how y came, which is how predictions go. */
export interface NumberModel extends LinearModel {
  readonly form: 'numbers' | 'rows';
}

/** The base of the linear regressors; not for use by itself. */
export abstract class LinearRegressor<
  Options extends object,
  Model extends NumberModel,
  Prediction extends NumberPredictions,
> extends LinearEstimator<Options, Model> {
  /** Weights, one a feature; where y had rows a `Tensor`, outputs × features. */
  get coef(): Prediction {
    const { coef, intercept, form } = this.learned;
    const weights = coef.slice();
    return (
      form === 'numbers' ? weights : fromTyped(weights, [intercept.length, this.nFeaturesIn])
    ) as Prediction;
  }

  /**
   * Predictions in the form y had: one number a row as a typed array, or rows × outputs as a `Tensor`.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`, `NON_FINITE`, `UNKNOWN_COLUMN`
   */
  async predict(X: TableLike): Promise<Prediction> {
    const { values, rows, outputs } = this.decisionsOn(X);
    return (this.learned.form === 'numbers' ? values : fromTyped(values, [rows, outputs])) as Prediction;
  }

  /** R² of the predictions for X; with several outputs the mean of theirs. */
  async score(
    X: TableLike,
    y: Targets,
    options: { sampleWeight?: ArrayLike<number> | null } = {},
  ): Promise<number> {
    const { sampleWeight } = options;
    const predictions = (await this.predict(X)) as Targets;
    return r2Score(y, predictions, { sampleWeight: sampleWeight && Array.from(sampleWeight) });
  }
}
