/**
 * `MinMaxScaler`: each feature stretched onto a range. It knows neither estimators nor text: encode first.
 */
import { fitted } from '../core/fitted.ts';
import type { Matrix, MatrixLike } from '../core/matrix.ts';
import type { ModelState } from '../core/model-state.ts';
import { boolean, checkOptions, integer, matching } from '../core/options.ts';
import { readAttribute, readOptions, readVector, vectors } from '../core/read-state.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { multiplyAndShift, shiftAndDivide } from './affine.ts';
import {
  checkSpread,
  featureAttributes,
  featuresOf,
  namesOf,
  readAgain,
  readFeatures,
  readToFit,
  readToFitOn,
  type SeenFeatures,
} from './seen-features.ts';
import { stripsOf } from './strips.ts';
import type { Transformer } from './transformer.ts';

export interface MinMaxScalerOptions {
  /** Where each feature's smallest and largest value go. Default [0, 1]. */
  readonly featureRange?: readonly [number, number];
  /** Hold values beyond those seen in `fit` at the range's ends. Default false. */
  readonly clip?: boolean;
}

const rules = {
  featureRange: matching('[low, high] with low < high', (value) => {
    if (!Array.isArray(value) || value.length !== 2) return false;
    return value.every(Number.isFinite) && value[0] < value[1];
  }),
  clip: boolean,
};

interface Learned {
  readonly features: SeenFeatures;
  readonly nSamplesSeen: number;
  readonly dataMin: Float64Array;
  readonly dataMax: Float64Array;
  readonly dataRange: Float64Array;
  readonly scale: Float64Array;
  readonly min: Float64Array;
}

/**
 * x · scale + min, feature by feature, so that the values seen in `fit` fill `featureRange`; a constant
 * feature goes to its lower end. NaN is left out when fitting and stays NaN. Semantics of scikit-learn 1.9.
 *
 * @example
 * const scaler = new MinMaxScaler({ featureRange: [-1, 1] });
 * const Z = await scaler.fitTransform([[0], [5], [10]]);
 * Z.toArray(); // [[-1], [0], [1]]
 */
export class MinMaxScaler implements Transformer {
  readonly options: MinMaxScalerOptions;
  #learned: Learned | undefined;

  constructor(options: MinMaxScalerOptions = {}) {
    this.options = options;
  }

  /**
   * Learn each feature's smallest and largest value.
   *
   * @param X rows × features of numbers
   * @throws HebbError `EMPTY_DATA` without rows, `NON_FINITE` for infinities, `INVALID_VALUE` for text,
   * naming the column; `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(X: MatrixLike, _y?: unknown): Promise<this> {
    checkOptions('MinMaxScaler', this.options, rules);
    const matrix = readToFit(X, 'MinMaxScaler');
    this.#learn(featuresOf(matrix), matrix.rows, extremesOf(matrix));
    return this;
  }

  /**
   * Learn from further rows, as if `fit` had seen all of them at once: for data that comes in parts.
   *
   * @param X rows × features of numbers
   * @throws HebbError as of `fit`; `SHAPE_MISMATCH` for another number of features than before,
   * `UNKNOWN_COLUMN` when a table lacks one
   */
  async partialFit(X: MatrixLike, _y?: unknown): Promise<this> {
    if (this.#learned === undefined) return this.fit(X);
    const { features, nSamplesSeen } = this.#learned;
    const matrix = readToFitOn(X, features, 'MinMaxScaler');
    this.#learn(features, nSamplesSeen + matrix.rows, extremesOf(matrix, this.#learned));
    return this;
  }

  /**
   * Scaled features, float32 if X was, otherwise float64.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH` for another number of features, `UNKNOWN_COLUMN` when a
   * table lacks one, `NON_FINITE` for infinities
   */
  async transform(X: MatrixLike): Promise<Tensor> {
    const { features, scale, min } = this.#fitted();
    const scaled = multiplyAndShift(readAgain(X, features, 'MinMaxScaler'), scale, min);
    if (this.options.clip !== true) return scaled;
    const [low, high] = this.options.featureRange ?? [0, 1];
    const { values } = scaled;
    for (let k = 0; k < values.length; k++) values[k] = Math.min(Math.max(values[k], low), high);
    return scaled;
  }

  async fitTransform(X: MatrixLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /** Scaled features back to the original units. Errors as of `transform`. */
  async inverseTransform(X: MatrixLike): Promise<Tensor> {
    const { features, scale, min } = this.#fitted();
    return shiftAndDivide(readAgain(X, features, 'MinMaxScaler'), min, scale);
  }

  /** Each feature's smallest value in `fit`. */
  get dataMin(): Float64Array {
    return this.#fitted().dataMin;
  }

  /** Each feature's largest value in `fit`. */
  get dataMax(): Float64Array {
    return this.#fitted().dataMax;
  }

  /** `dataMax` − `dataMin`. */
  get dataRange(): Float64Array {
    return this.#fitted().dataRange;
  }

  /** What each feature is multiplied by. */
  get scale(): Float64Array {
    return this.#fitted().scale;
  }

  /** What is added to each feature after multiplying. */
  get min(): Float64Array {
    return this.#fitted().min;
  }

  /** How many rows were seen. */
  get nSamplesSeen(): number {
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
    const state = { kind: 'MinMaxScaler', options: { ...this.options } };
    if (this.#learned === undefined) return state;
    const { features, nSamplesSeen, dataMin, dataMax, dataRange, scale, min } = this.#learned;
    return {
      ...state,
      attributes: { ...featureAttributes(features), nSamplesSeen },
      tensors: vectors({ dataMin, dataMax, dataRange, scale, min }),
    };
  }

  static fromState(state: ModelState): MinMaxScaler {
    const scaler = new MinMaxScaler(readOptions<MinMaxScalerOptions>(state, rules));
    if (state.attributes === undefined) return scaler;
    const features = readFeatures(state);
    const vector = (name: string): Float64Array => readVector(state, name, features.count);
    scaler.#learned = {
      features,
      nSamplesSeen: readAttribute<number>(state, 'nSamplesSeen', integer({ min: 1 })),
      dataMin: vector('dataMin'),
      dataMax: vector('dataMax'),
      dataRange: vector('dataRange'),
      scale: vector('scale'),
      min: vector('min'),
    };
    return scaler;
  }

  #learn(features: SeenFeatures, nSamplesSeen: number, { dataMin, dataMax }: Extremes): void {
    const [low, high] = this.options.featureRange ?? [0, 1];
    const dataRange = dataMax.map((value, j) => value - dataMin[j]);
    checkSpread(dataRange, features);
    const scale = dataRange.map((range) => (high - low) / (range < 10 * Number.EPSILON ? 1 : range));
    const min = scale.map((factor, j) => low - dataMin[j] * factor);
    this.#learned = { features, nSamplesSeen, dataMin, dataMax, dataRange, scale, min };
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'MinMaxScaler');
  }
}

/** Smallest and largest value of each column; NaN while there is none. */
interface Extremes {
  readonly dataMin: Float64Array;
  readonly dataMax: Float64Array;
}

/** The extremes of a matrix, and of what was seen before. */
function extremesOf(matrix: Matrix, before?: Extremes): Extremes {
  const { columns } = matrix;
  const dataMin = before?.dataMin.slice() ?? new Float64Array(columns).fill(Number.NaN);
  const dataMax = before?.dataMax.slice() ?? new Float64Array(columns).fill(Number.NaN);
  for (const { values, rows } of stripsOf(matrix)) {
    for (let j = 0; j < columns; j++) {
      let low = dataMin[j];
      let high = dataMax[j];
      for (let i = 0, k = j; i < rows; i++, k += columns) {
        if (values[k] < low || Number.isNaN(low)) low = values[k];
        if (values[k] > high || Number.isNaN(high)) high = values[k];
      }
      dataMin[j] = low;
      dataMax[j] = high;
    }
  }
  return { dataMin, dataMax };
}
