/**
 * What all linear classifiers have in common: decisions, and labels made of them. How the weights are learned
 * is the subclasses' business.
 */
import type { Label } from '../../core/labels.ts';
import { accuracyScore } from '../../metrics/classification.ts';
import type { Targets } from '../../metrics/score-inputs.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import type { KnownClasses } from '../class-targets.ts';
import { LinearEstimator } from './linear-estimator.ts';
import type { LinearModel } from './linear-model.ts';

/** One label a row, or rows of zeros and ones. */
export type ClassPredictions = readonly Label[] | Tensor;

/** A linear model with the labels it knows. */
export interface ClassModel extends LinearModel, KnownClasses {}

/** The base of the linear classifiers; not for use by itself. */
export abstract class LinearClassifier<
  Options extends object,
  Model extends ClassModel,
  Prediction extends ClassPredictions,
> extends LinearEstimator<Options, Model> {
  /** The labels in ascending order; for several labels a row their column numbers. */
  get classes(): Prediction extends readonly (infer L)[] ? readonly L[] : readonly Label[] {
    type Classes = Prediction extends readonly (infer L)[] ? readonly L[] : readonly Label[];
    return this.learned.classes as unknown as Classes;
  }

  /** Weights: shape (1, features) for two classes, else (classes, features). */
  get coef(): Tensor {
    const { coef, intercept } = this.learned;
    return fromTyped(coef.slice(), [intercept.length, this.nFeaturesIn]);
  }

  /** Intercepts: one for two classes, else one a class. */
  get intercept(): Float64Array {
    return this.learned.intercept.slice();
  }

  /**
   * How sure the model is, in multiples of the distance to the boundary: one number a row for two classes
   * (above 0 for the second one), else rows × classes.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH`, `NON_FINITE`, `UNKNOWN_COLUMN`
   */
  async decisionFunction(X: TableLike): Promise<Float64Array | Tensor> {
    const { values, rows, outputs } = this.decisionsOn(X);
    return outputs === 1 && !this.learned.multilabel ? values : fromTyped(values, [rows, outputs]);
  }

  /**
   * The label of each row that the model is most sure of; for several labels a row those with a decision above
   * 0, as zeros and ones. Errors as of `decisionFunction`.
   */
  async predict(X: TableLike): Promise<Prediction> {
    const { values, rows, outputs } = this.decisionsOn(X);
    const { classes, multilabel } = this.learned;
    if (multilabel) {
      const flags = Int32Array.from(values, (value) => Number(value > 0));
      return fromTyped(flags, [rows, outputs]) as Prediction;
    }
    const codes = outputs === 1 ? Array.from(values, (value) => Number(value > 0)) : largest(values, outputs);
    return codes.map((code) => classes[code]) as unknown as Prediction;
  }

  /** Share of rows predicted right (with several labels a row: all of them right). */
  async score(
    X: TableLike,
    y: Targets,
    options: { sampleWeight?: ArrayLike<number> | null } = {},
  ): Promise<number> {
    const { sampleWeight } = options;
    const predictions = (await this.predict(X)) as unknown as Targets;
    return accuracyScore(y, predictions, { sampleWeight: sampleWeight && Array.from(sampleWeight) });
  }
}

/** The place of the largest value of each row. */
function largest(values: Float64Array, columns: number): number[] {
  return Array.from({ length: values.length / columns }, (_, i) => {
    const row = values.subarray(i * columns, (i + 1) * columns);
    return row.reduce((best, value, j) => (value > row[best] ? j : best), 0);
  });
}
