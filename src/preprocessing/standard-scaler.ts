/**
 * `StandardScaler`: each feature to mean 0 and variance 1. Sums run row by row in float64 and the variance
 * is corrected by its second pass, so that the last digits are scikit-learn's too.
 * It knows neither estimators nor text: encode first.
 */
import { fitted } from '../core/fitted.ts';
import type { MatrixLike } from '../core/matrix.ts';
import type { ModelState } from '../core/model-state.ts';
import { anyOf, boolean, checkOptions, integer, listOf } from '../core/options.ts';
import { readAttribute, readOptions, readVector, vectors } from '../core/read-state.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { multiplyAndShift, shiftAndDivide } from './affine.ts';
import { isConstant, momentsOf } from './moments.ts';
import {
  featureAttributes,
  featuresOf,
  namesOf,
  readAgain,
  readFeatures,
  readToFit,
  type SeenFeatures,
} from './seen-features.ts';
import type { Transformer } from './transformer.ts';

export interface StandardScalerOptions {
  /** Subtract each feature's mean. Default true. */
  readonly withMean?: boolean;
  /** Divide by each feature's standard deviation. Default true. */
  readonly withStd?: boolean;
}

const rules = { withMean: boolean, withStd: boolean };
const count = anyOf(integer({ min: 0 }), listOf(integer({ min: 0 })));

interface Learned {
  readonly features: SeenFeatures;
  readonly mean: Float64Array | null;
  readonly variance: Float64Array | null;
  readonly scale: Float64Array | null;
  readonly nSamplesSeen: number | readonly number[];
}

/**
 * z = (x − mean) / scale, feature by feature; scale is the standard deviation with n as divisor, or 1 for a
 * constant feature. NaN is left out when fitting and stays NaN. Semantics of scikit-learn 1.9.
 *
 * @example
 * const scaler = new StandardScaler();
 * const Z = await scaler.fitTransform([[1, 10], [3, 10]]);
 * Z.toArray(); // [[-1, 0], [1, 0]]
 * scaler.mean; // Float64Array [2, 10]
 */
export class StandardScaler implements Transformer {
  readonly options: StandardScalerOptions;
  #learned: Learned | undefined;

  constructor(options: StandardScalerOptions = {}) {
    this.options = options;
  }

  /**
   * Learn mean and variance of each feature.
   *
   * @param X rows × features of numbers
   * @throws HebbError `EMPTY_DATA` without rows, `NON_FINITE` for infinities, `INVALID_VALUE` for text,
   * naming the column; `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(X: MatrixLike, _y?: unknown): Promise<this> {
    checkOptions('StandardScaler', this.options, rules);
    const { withMean = true, withStd = true } = this.options;
    const matrix = readToFit(X, 'StandardScaler');
    const { mean, variance, counts } = momentsOf(matrix);
    this.#learned = {
      features: featuresOf(matrix),
      mean: withMean || withStd ? mean : null,
      variance: withStd ? variance : null,
      scale: withStd ? variance.map((v, j) => (isConstant(v, mean[j], counts[j]) ? 1 : Math.sqrt(v))) : null,
      nSamplesSeen: counts.every((count) => count === counts[0]) ? counts[0] : Array.from(counts),
    };
    return this;
  }

  /**
   * Scaled features, float32 if X was, otherwise float64.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH` for another number of features, `UNKNOWN_COLUMN` when a
   * table lacks one, `NON_FINITE` for infinities
   */
  async transform(X: MatrixLike): Promise<Tensor> {
    const { mean, scale } = this.#shiftAndScale();
    return shiftAndDivide(readAgain(X, this.#fitted().features, 'StandardScaler'), mean, scale);
  }

  async fitTransform(X: MatrixLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /** Scaled features back to the original units. Errors as of `transform`. */
  async inverseTransform(X: MatrixLike): Promise<Tensor> {
    const { mean, scale } = this.#shiftAndScale();
    return multiplyAndShift(readAgain(X, this.#fitted().features, 'StandardScaler'), scale, mean);
  }

  /** Each feature's mean; null when neither mean nor variance is used. */
  get mean(): Float64Array | null {
    return this.#fitted().mean;
  }

  /** Each feature's variance, n as divisor; null without `withStd`. */
  get var(): Float64Array | null {
    return this.#fitted().variance;
  }

  /** What each feature is divided by: √var, or 1 for a constant feature; null without `withStd`. */
  get scale(): Float64Array | null {
    return this.#fitted().scale;
  }

  /** How many values were seen: one number, or one per feature when NaN were left out. */
  get nSamplesSeen(): number | readonly number[] {
    return this.#fitted().nSamplesSeen;
  }

  get nFeaturesIn(): number {
    return this.#fitted().features.count;
  }

  /** The columns' names in `fit`; null when X had none. */
  get featureNamesIn(): readonly string[] | null {
    return this.#fitted().features.names;
  }

  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    return namesOf(this.#fitted().features, inputFeatures);
  }

  toState(): ModelState {
    const state = { kind: 'StandardScaler', options: { ...this.options } };
    if (this.#learned === undefined) return state;
    const { features, mean, variance, scale, nSamplesSeen } = this.#learned;
    return {
      ...state,
      attributes: { ...featureAttributes(features), nSamplesSeen },
      tensors: vectors({ mean, var: variance, scale }),
    };
  }

  static fromState(state: ModelState): StandardScaler {
    const options = readOptions<StandardScalerOptions>(state, rules);
    const scaler = new StandardScaler(options);
    if (state.attributes === undefined) return scaler;
    const features = readFeatures(state);
    const { withMean = true, withStd = true } = options;
    scaler.#learned = {
      features,
      mean: withMean || withStd ? readVector(state, 'mean', features.count) : null,
      variance: withStd ? readVector(state, 'var', features.count) : null,
      scale: withStd ? readVector(state, 'scale', features.count) : null,
      nSamplesSeen: readAttribute<number | readonly number[]>(state, 'nSamplesSeen', count),
    };
    return scaler;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'StandardScaler');
  }

  /** What is subtracted and what is divided by: zeros and ones for what the options leave out. */
  #shiftAndScale(): { mean: Float64Array; scale: Float64Array } {
    const { features, mean, scale } = this.#fitted();
    const shift = this.options.withMean === false ? null : mean;
    return {
      mean: shift ?? new Float64Array(features.count),
      scale: scale ?? new Float64Array(features.count).fill(1),
    };
  }
}
