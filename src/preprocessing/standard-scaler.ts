/**
 * `StandardScaler`: each feature to mean 0 and variance 1. Sums run row by row in float64 and the variance
 * is corrected by its second pass, so that the last digits are scikit-learn's too.
 * It knows neither estimators nor text: encode first.
 */
import { fitted } from '../core/fitted.ts';
import type { Matrix, MatrixLike } from '../core/matrix.ts';
import type { ModelState } from '../core/model-state.ts';
import { anyOf, boolean, checkOptionNames, checkOptions, listOf, matching, real } from '../core/options.ts';
import { readAttribute, readOptions, readVector, vectors } from '../core/read-state.ts';
import { readSampleWeight } from '../core/sample-weight.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { multiplyAndShift, shiftAndDivide } from './affine.ts';
import { finiteMomentsOf, isConstant, type Moments, mergeMoments, momentsOf } from './moments.ts';
import {
  checkNotInfinite,
  featureAttributes,
  featuresOf,
  namesOf,
  readAgain,
  readFeatures,
  readToFitOn,
  readUnchecked,
  type SeenFeatures,
} from './seen-features.ts';
import type { Transformer } from './transformer.ts';

export interface StandardScalerOptions {
  /** Subtract each feature's mean. Default true. */
  readonly withMean?: boolean;
  /** Divide by each feature's standard deviation. Default true. */
  readonly withStd?: boolean;
}

/** What else `fit` and `partialFit` of a scaler take. */
export interface ScalerFitOptions {
  /** How much each row counts. Default: 1 each. */
  readonly sampleWeight?: ArrayLike<number> | null;
}

const rules = { withMean: boolean, withStd: boolean };
const count = real({ min: 0 });

interface Learned {
  readonly features: SeenFeatures;
  readonly moments: Moments;
  readonly scale: Float64Array;
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
   * naming the column, and for weights that are no numbers ≥ 0; `LENGTH_MISMATCH` for another number of
   * weights; `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(X: MatrixLike, _y?: unknown, options: ScalerFitOptions = {}): Promise<this> {
    checkOptions('StandardScaler', this.options, rules);
    const matrix = readUnchecked(X, 'StandardScaler');
    this.#learn(featuresOf(matrix), weightedMoments(matrix, options));
    return this;
  }

  /**
   * Learn from further rows, as if `fit` had seen all of them at once: for data that comes in parts.
   *
   * @param X rows × features of numbers
   * @throws HebbError as of `fit`; `SHAPE_MISMATCH` for another number of features than before,
   * `UNKNOWN_COLUMN` when a table lacks one
   */
  async partialFit(X: MatrixLike, _y?: unknown, options: ScalerFitOptions = {}): Promise<this> {
    if (this.#learned === undefined) return this.fit(X, undefined, options);
    const { features, moments } = this.#learned;
    const matrix = readToFitOn(X, features, 'StandardScaler');
    this.#learn(features, mergeMoments(moments, weightedMoments(matrix, options)));
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
    const { mean } = this.#fitted().moments;
    const { withMean = true, withStd = true } = this.options;
    return withMean || withStd ? mean : null;
  }

  /** Each feature's variance, n as divisor; null without `withStd`. */
  get var(): Float64Array | null {
    const { variance } = this.#fitted().moments;
    return this.options.withStd === false ? null : variance;
  }

  /** What each feature is divided by: √var, or 1 for a constant feature; null without `withStd`. */
  get scale(): Float64Array | null {
    const { scale } = this.#fitted();
    return this.options.withStd === false ? null : scale;
  }

  /**
   * How many values were seen, or the sum of their weights: one number, or one per feature when NaN were left
   * out.
   */
  get nSamplesSeen(): number | readonly number[] {
    const { counts } = this.#fitted().moments;
    return counts.every((count) => count === counts[0]) ? counts[0] : Array.from(counts);
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
    const { features, moments, scale } = this.#learned;
    return {
      ...state,
      attributes: { ...featureAttributes(features), nSamplesSeen: this.nSamplesSeen },
      tensors: vectors({ mean: moments.mean, var: moments.variance, scale }),
    };
  }

  static fromState(state: ModelState): StandardScaler {
    const scaler = new StandardScaler(readOptions<StandardScalerOptions>(state, rules));
    if (state.attributes === undefined) return scaler;
    const features = readFeatures(state);
    const perFeature = matching(`${features.count} counts`, (value) => {
      return listOf(count).allows(value) && (value as []).length === features.count;
    });
    const seen = readAttribute<number | readonly number[]>(state, 'nSamplesSeen', anyOf(count, perFeature));
    const vector = (name: string): Float64Array => readVector(state, name, features.count);
    scaler.#learned = {
      features,
      moments: {
        mean: vector('mean'),
        variance: vector('var'),
        counts: Float64Array.from({ length: features.count }, (_, j) =>
          typeof seen === 'number' ? seen : seen[j],
        ),
      },
      scale: vector('scale'),
    };
    return scaler;
  }

  #learn(features: SeenFeatures, moments: Moments): void {
    const { mean, variance, counts } = moments;
    const scale = variance.map((v, j) => (isConstant(v, mean[j], counts[j]) ? 1 : Math.sqrt(v)));
    this.#learned = { features, moments, scale };
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'StandardScaler');
  }

  /** What is subtracted and what is divided by: zeros and ones for what the options leave out. */
  #shiftAndScale(): { mean: Float64Array; scale: Float64Array } {
    const { withMean = true, withStd = true } = this.options;
    const { features, moments, scale } = this.#fitted();
    return {
      mean: withMean ? moments.mean : new Float64Array(features.count),
      scale: withStd ? scale : new Float64Array(features.count).fill(1),
    };
  }
}

/**
 * Up to so many numbers variances are computed as scikit-learn does, in two passes, with its last bit: models that
 * take their first steps from the scaled numbers can make much of that bit. Beyond, one pass must do.
 */
const twoPassesUpTo = 2 ** 20;

function weightedMoments(matrix: Matrix, options: ScalerFitOptions): Moments {
  checkOptionNames('StandardScaler.fit', options, ['sampleWeight']);
  const weights = readSampleWeight(options.sampleWeight, matrix.rows);
  const isLarge = matrix.rows * matrix.columns > twoPassesUpTo;
  const finite = weights === undefined && isLarge ? finiteMomentsOf(matrix) : undefined;
  return finite ?? momentsOf(checkNotInfinite(matrix), weights ?? new Float64Array(matrix.rows).fill(1));
}
