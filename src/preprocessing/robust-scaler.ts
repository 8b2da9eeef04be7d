/**
 * `RobustScaler`: each feature by its median and quartiles, which a few wild values do not move. It knows
 * neither estimators nor text: encode first.
 */
import { HebbError, show } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import type { Matrix, MatrixLike } from '../core/matrix.ts';
import type { ModelState } from '../core/model-state.ts';
import { boolean, checkOptions, matching } from '../core/options.ts';
import { readOptions, readVector, vectors } from '../core/read-state.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { multiplyAndShift, shiftAndDivide } from './affine.ts';
import { median, normalQuantile, quantile } from './quantiles.ts';
import {
  checkSpread,
  featureAttributes,
  featuresOf,
  namesOf,
  readAgain,
  readFeatures,
  readToFit,
  type SeenFeatures,
} from './seen-features.ts';
import type { Transformer } from './transformer.ts';

export interface RobustScalerOptions {
  /** Subtract each feature's median. Default true. */
  readonly withCentering?: boolean;
  /** Divide by the distance between two quantiles of each feature. Default true. */
  readonly withScaling?: boolean;
  /** The two quantiles, in percent. Default [25, 75], the quartiles. */
  readonly quantileRange?: readonly [number, number];
  /** Scale so that a normally distributed feature gets variance 1. Default false. */
  readonly unitVariance?: boolean;
}

const rules = {
  withCentering: boolean,
  withScaling: boolean,
  quantileRange: matching('[low, high] with 0 ≤ low ≤ high ≤ 100', (value) => {
    if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isFinite)) return false;
    return value[0] >= 0 && value[0] <= value[1] && value[1] <= 100;
  }),
  unitVariance: boolean,
};

interface Learned {
  readonly features: SeenFeatures;
  readonly center: Float64Array;
  readonly scale: Float64Array;
}

/**
 * z = (x − center) / scale, feature by feature; center is the median, scale the distance between the
 * quartiles, or 1 where it is 0. NaN is left out when fitting and stays NaN. Semantics of scikit-learn 1.9.
 *
 * @example
 * const scaler = new RobustScaler();
 * const Z = await scaler.fitTransform([[1], [2], [3], [4], [1000]]);
 * Z.toArray(); // [[-1], [-0.5], [0], [0.5], [498.5]]
 */
export class RobustScaler implements Transformer {
  readonly options: RobustScalerOptions;
  #learned: Learned | undefined;

  constructor(options: RobustScalerOptions = {}) {
    this.options = options;
  }

  /**
   * Learn median and quantiles of each feature.
   *
   * @param X rows × features of numbers
   * @throws HebbError `EMPTY_DATA` without rows, `NON_FINITE` for infinities, `INVALID_VALUE` for text,
   * naming the column; `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(X: MatrixLike, _y?: unknown): Promise<this> {
    checkOptions('RobustScaler', this.options, rules);
    const { quantileRange = [25, 75], unitVariance = false } = this.options;
    const [low, high] = quantileRange.map((percent) => percent / 100);
    if (unitVariance && !(0 < low && low < high && high < 1)) {
      throw new HebbError(
        'INVALID_OPTION',
        `RobustScaler: unitVariance needs a quantileRange with 0 < low < high < 100, got ${show(quantileRange)}.`,
      );
    }
    const spread = unitVariance ? normalQuantile(high) - normalQuantile(low) : 1;
    const matrix = readToFit(X, 'RobustScaler');
    const center = new Float64Array(matrix.columns);
    const scale = new Float64Array(matrix.columns);
    for (let j = 0; j < matrix.columns; j++) {
      const sorted = sortedColumn(matrix, j);
      const distance = quantile(sorted, high) - quantile(sorted, low);
      center[j] = median(sorted);
      scale[j] = (distance < 10 * Number.EPSILON ? 1 : distance) / spread;
    }
    checkSpread(scale, featuresOf(matrix));
    this.#learned = { features: featuresOf(matrix), center, scale };
    return this;
  }

  /**
   * Scaled features, float32 if X was, otherwise float64.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH` for another number of features, `UNKNOWN_COLUMN` when a
   * table lacks one, `NON_FINITE` for infinities
   */
  async transform(X: MatrixLike): Promise<Tensor> {
    const { center, scale } = this.#shiftAndScale();
    return shiftAndDivide(readAgain(X, this.#fitted().features, 'RobustScaler'), center, scale);
  }

  async fitTransform(X: MatrixLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /** Scaled features back to the original units. Errors as of `transform`. */
  async inverseTransform(X: MatrixLike): Promise<Tensor> {
    const { center, scale } = this.#shiftAndScale();
    return multiplyAndShift(readAgain(X, this.#fitted().features, 'RobustScaler'), scale, center);
  }

  /** Each feature's median; null without `withCentering`. */
  get center(): Float64Array | null {
    const { center } = this.#fitted();
    return this.options.withCentering === false ? null : center;
  }

  /** What each feature is divided by; null without `withScaling`. */
  get scale(): Float64Array | null {
    const { scale } = this.#fitted();
    return this.options.withScaling === false ? null : scale;
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
    const state = { kind: 'RobustScaler', options: { ...this.options } };
    if (this.#learned === undefined) return state;
    const { features, center, scale } = this.#learned;
    return { ...state, attributes: featureAttributes(features), tensors: vectors({ center, scale }) };
  }

  static fromState(state: ModelState): RobustScaler {
    const scaler = new RobustScaler(readOptions<RobustScalerOptions>(state, rules));
    if (state.attributes === undefined) return scaler;
    const features = readFeatures(state);
    scaler.#learned = {
      features,
      center: readVector(state, 'center', features.count),
      scale: readVector(state, 'scale', features.count),
    };
    return scaler;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'RobustScaler');
  }

  /** What is subtracted and what is divided by: zeros and ones for what the options leave out. */
  #shiftAndScale(): { center: Float64Array; scale: Float64Array } {
    const { features } = this.#fitted();
    return {
      center: this.center ?? new Float64Array(features.count),
      scale: this.scale ?? new Float64Array(features.count).fill(1),
    };
  }
}

/** A column's values in ascending order, NaN left out. */
function sortedColumn({ data, rows, columns }: Matrix, j: number): Float64Array {
  const values = new Float64Array(rows);
  let count = 0;
  for (let i = 0, k = j; i < rows; i++, k += columns) {
    if (!Number.isNaN(data[k])) values[count++] = data[k];
  }
  return values.subarray(0, count).sort();
}
