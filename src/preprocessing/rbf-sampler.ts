/**
 * `RBFSampler`: random waves through the feature space, whose products approximate a Gaussian kernel. They give a
 * network or a linear model detail at a chosen scale. It knows neither estimators nor text: encode first.
 */
import { allocate, dtypeOf } from '../core/dtype.ts';
import { fitted } from '../core/fitted.ts';
import { checkFinite, type Matrix, type MatrixLike } from '../core/matrix.ts';
import type { Json, ModelState } from '../core/model-state.ts';
import { anyOf, checkOptions, integer, oneOf, real } from '../core/options.ts';
import { pause } from '../core/pause.ts';
import { readOptions, readTensor, readVector, vectors } from '../core/read-state.ts';
import { checkRandomState, RandomState, randomStateRule } from '../random/random-state.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { productStripsOf } from './principal-axes.ts';
import {
  featureAttributes,
  featuresOf,
  readAgain,
  readFeatures,
  readToFit,
  type SeenFeatures,
} from './seen-features.ts';
import { checkResult } from './strips.ts';
import type { Transformer } from './transformer.ts';

export interface RBFSamplerOptions {
  /**
   * How quickly the kernel exp(−gamma · |x − x′|²) falls; waves have frequencies of standard deviation √(2 gamma).
   * 'scale' is 1 over the number of features times the variance of all numbers in X. Default 1.
   */
  readonly gamma?: number | 'scale';
  /** How many waves. Default 100. */
  readonly nComponents?: number;
  /** Seed, or a generator to draw the waves from; null draws a seed. Default null. */
  readonly randomState?: number | RandomState | null;
}

const rules = {
  gamma: anyOf(real({ min: 0 }), oneOf('scale')),
  nComponents: integer({ min: 1 }),
  randomState: randomStateRule,
};

interface Learned {
  readonly features: SeenFeatures;
  /** Features × components. */
  readonly weights: Tensor;
  readonly offset: Float64Array;
}

/**
 * √(2 / n) · cos(x · weights + offset) with n random waves: normal weights and uniform offsets. The product of two
 * rows is about exp(−gamma · |x − x′|²), the better the more waves there are (Rahimi & Recht 2007, "Random
 * features for large-scale kernel machines"). Scale the features first, and the waves afterwards where they go
 * into a network. Draws and numbers of scikit-learn 1.9.
 *
 * @example
 * const waves = new RBFSampler({ gamma: 0.5, nComponents: 256, randomState: 0 });
 * const model = makePipeline(new StandardScaler(), waves, new LogisticRegression());
 * await model.fit(X, y); // not a plane any more
 */
export class RBFSampler implements Transformer {
  readonly options: RBFSamplerOptions;
  #learned: Learned | undefined;

  constructor(options: RBFSamplerOptions = {}) {
    this.options = options;
  }

  /**
   * Draw the waves. Of X only the number of columns counts, and their variance for gamma 'scale'.
   *
   * @param X rows × features of numbers
   * @throws HebbError `EMPTY_DATA` without rows; `NON_FINITE` for NaN and infinities; `INVALID_VALUE` for text,
   * naming the column; `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  async fit(X: MatrixLike, _y?: unknown): Promise<this> {
    checkOptions('RBFSampler', this.options, rules);
    const matrix = checkFinite(readToFit(X, 'RBFSampler'));
    const { gamma = 1, nComponents = 100, randomState } = this.options;
    const random = checkRandomState(randomState);
    const spread = Math.sqrt(2 * (gamma === 'scale' ? gammaOf(matrix) : gamma));
    const size = [matrix.columns, nComponents];
    const weights = random.normal(0, 1, size).map((z) => spread * z);
    const offset = random.uniform(0, 2 * Math.PI, nComponents);
    this.#learned = { features: featuresOf(matrix), weights: fromTyped(weights, size), offset };
    return this;
  }

  /**
   * Rows × components, float32 if X was, otherwise float64.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH` for another number of features, `UNKNOWN_COLUMN` when a
   * table lacks one, `NON_FINITE` for NaN and infinities
   */
  async transform(X: MatrixLike): Promise<Tensor> {
    const { features, weights, offset } = this.#fitted();
    const matrix = checkFinite(readAgain(X, features, 'RBFSampler'));
    const { length } = offset;
    const out = allocate(dtypeOf(matrix.data), matrix.rows * length);
    const phases = fromTyped(offset, [length]);
    for (const strip of productStripsOf(matrix)) {
      const waves = fromTyped(strip.values, [strip.rows, features.count]).matmul(weights).add(phases).cos();
      checkResult(waves.values, strip, length);
      out.set(waves.mul(Math.sqrt(2 / length)).values, strip.start * length);
      await pause();
    }
    return fromTyped(out, [matrix.rows, length]);
  }

  async fitTransform(X: MatrixLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /** Features × components: the frequency of each wave along each feature, in radians. */
  get randomWeights(): Tensor {
    return this.#fitted().weights;
  }

  /** The phase of each wave, from 0 to 2π. */
  get randomOffset(): Float64Array {
    return this.#fitted().offset;
  }

  get nFeaturesIn(): number {
    return this.#fitted().features.count;
  }

  /** The columns' names in `fit`; null when X had none. */
  get featureNamesIn(): readonly string[] | null {
    return this.#fitted().features.names;
  }

  /** `rbfsampler0`, `rbfsampler1`, … */
  getFeatureNamesOut(): string[] {
    return Array.from(this.#fitted().offset, (_, i) => `rbfsampler${i}`);
  }

  toState(): ModelState {
    const { randomState, ...options } = this.options;
    const seed = randomState === undefined || randomState instanceof RandomState ? {} : { randomState };
    const state = { kind: 'RBFSampler', options: { ...options, ...seed } as { [key: string]: Json } };
    if (this.#learned === undefined) return state;
    const { features, weights, offset } = this.#learned;
    return {
      ...state,
      attributes: featureAttributes(features),
      tensors: {
        randomWeights: { shape: weights.shape, data: weights.values },
        ...vectors({ randomOffset: offset }),
      },
    };
  }

  /** The transformer that `toState` described. @throws HebbError `CORRUPT_FILE` */
  static fromState(state: ModelState): RBFSampler {
    const sampler = new RBFSampler(readOptions<RBFSamplerOptions>(state, rules));
    if (state.attributes === undefined) return sampler;
    const features = readFeatures(state);
    const { length } = readTensor(state, 'randomOffset').data;
    const { data, shape } = readTensor(state, 'randomWeights', [features.count, length]);
    sampler.#learned = {
      features,
      weights: fromTyped(data, shape),
      offset: readVector(state, 'randomOffset', length),
    };
    return sampler;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'RBFSampler');
  }
}

/** 1 / (features · variance of all numbers); 1 where nothing varies. */
function gammaOf({ data, columns }: Matrix): number {
  let sum = 0;
  for (const x of data) sum += x;
  const mean = sum / data.length;
  let squares = 0;
  for (const x of data) squares += (x - mean) ** 2;
  return squares === 0 ? 1 : data.length / (columns * squares);
}
