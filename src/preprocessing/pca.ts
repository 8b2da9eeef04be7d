/**
 * `PCA`: features projected onto the few directions in which they vary most. How those are found is
 * `principal-axes.ts`; this file chooses how many of them, and projects there and back.
 */
import { allocate, dtypeOf } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import { checkFinite, type Matrix, type MatrixLike, toMatrix } from '../core/matrix.ts';
import type { ModelState } from '../core/model-state.ts';
import { boolean, checkOptions, integer, nullable, oneOf, real } from '../core/options.ts';
import { pause } from '../core/pause.ts';
import { readAttribute, readOptions, readTensor, readVector, vectors } from '../core/read-state.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { momentsOf } from './moments.ts';
import {
  axesByCovariance,
  axesByRows,
  centered,
  type PrincipalAxes,
  productStripsOf,
} from './principal-axes.ts';
import {
  checkCount,
  featureAttributes,
  featuresOf,
  readAgain,
  readFeatures,
  readToFit,
  type SeenFeatures,
} from './seen-features.ts';
import { checkResult } from './strips.ts';
import type { Transformer } from './transformer.ts';

export interface PCAOptions {
  /**
   * How many components are kept: a count, a number below 1 for the share of the variance that they are to
   * explain, or null for all. Default null.
   */
  readonly nComponents?: number | null;
  /** Give every component variance 1. Default false. */
  readonly whiten?: boolean;
  /**
   * `'full'`: by the rows' singular values; `'covariance_eigh'`: by the eigenvalues of the covariance;
   * `'auto'`, the default: the latter where there are at least ten times as many rows as columns, or more rows
   * than columns and more than 500 of them (where scikit-learn would estimate), else the former.
   */
  readonly svdSolver?: 'auto' | 'full' | 'covariance_eigh';
}

const rules = {
  nComponents: nullable(integer({ min: 1 }), real({ above: 0, below: 1 })),
  whiten: boolean,
  svdSolver: oneOf('auto', 'full', 'covariance_eigh'),
};

interface Learned {
  readonly features: SeenFeatures;
  readonly nSamples: number;
  readonly mean: Float64Array;
  /** Components × features. */
  readonly components: Tensor;
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
  readonly noiseVariance: number;
}

/**
 * Principal component analysis: (x − mean) · componentsᵀ. The components are orthogonal directions of unit
 * length, those of the largest variance first, each turned so that its number of largest size is positive. It
 * centers but does not scale: put a `StandardScaler` before it where the features' units differ. Semantics of
 * scikit-learn 1.9.
 *
 * @example
 * const pca = new PCA({ nComponents: 0.95 });
 * const Z = await pca.fitTransform(X); // as many columns as explain 95 % of the variance
 * pca.explainedVarianceRatio;
 * await pca.inverseTransform(Z); // X but for what was left out
 */
export class PCA implements Transformer {
  readonly options: PCAOptions;
  #learned: Learned | undefined;

  constructor(options: PCAOptions = {}) {
    this.options = options;
  }

  /**
   * Find the components.
   *
   * @param X rows × features of numbers, two rows at least
   * @throws HebbError `EMPTY_DATA` for fewer than two rows; `NON_FINITE` for NaN and infinities;
   * `INVALID_VALUE` for text, naming the column; `INVALID_OPTION` for more components than there are rows or
   * features, and for other wrong options; `UNKNOWN_OPTION`
   */
  async fit(X: MatrixLike, _y?: unknown): Promise<this> {
    checkOptions('PCA', this.options, rules);
    const matrix = checkFinite(readToFit(X, 'PCA'));
    const { rows, columns } = matrix;
    if (rows < 2) throw new HebbError('EMPTY_DATA', 'PCA needs at least two rows to fit, got one.');
    const most = Math.min(rows, columns);
    const { nComponents } = this.options;
    if (typeof nComponents === 'number' && nComponents > most) {
      throw new HebbError(
        'INVALID_OPTION',
        `PCA: nComponents is ${nComponents}, but ${rows} rows of ${columns} features have at most ${most}.`,
      );
    }
    const { mean } = momentsOf(matrix, new Float64Array(rows).fill(1));
    const { axes, variances } = await this.#axesOf(matrix, mean);
    const total = variances.reduce((sum, variance) => sum + variance, 0);
    const ratios = variances.map((variance) => (total === 0 ? 0 : variance / total));
    const count = countOf(nComponents ?? most, ratios, most);
    const rest = variances.subarray(count);
    this.#learned = {
      features: featuresOf(matrix),
      nSamples: rows,
      mean,
      components: fromTyped(axes.slice(0, count * columns), [count, columns]),
      explainedVariance: variances.slice(0, count),
      explainedVarianceRatio: ratios.slice(0, count),
      singularValues: variances.slice(0, count).map((variance) => Math.sqrt(variance * (rows - 1))),
      noiseVariance: count === most ? 0 : rest.reduce((sum, variance) => sum + variance, 0) / rest.length,
    };
    return this;
  }

  /**
   * Rows × components, float32 if X was, otherwise float64.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH` for another number of features, `UNKNOWN_COLUMN` when a
   * table lacks one, `NON_FINITE` for NaN and infinities
   */
  async transform(X: MatrixLike): Promise<Tensor> {
    const { features, mean, components, explainedVariance } = this.#fitted();
    const matrix = checkFinite(readAgain(X, features, 'PCA'));
    // Without variance there is nothing to divide by but rounding.
    const deviations = explainedVariance.map((v) => Math.max(Math.sqrt(v), Number.EPSILON));
    const [width] = components.shape;
    const out = allocate(dtypeOf(matrix.data), matrix.rows * width);
    for (const strip of productStripsOf(matrix)) {
      const projected = centered(strip, mean).matmul(components, { transposeB: true });
      const scaled = this.options.whiten === true ? projected.div(fromTyped(deviations, [width])) : projected;
      out.set(scaled.values, strip.start * width);
      checkResult(scaled.values, strip, width);
      await pause();
    }
    return fromTyped(out, [matrix.rows, width]);
  }

  async fitTransform(X: MatrixLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /**
   * Components back to features: X but for what the components that were left out explain.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH` for another number of components, `NON_FINITE`
   */
  async inverseTransform(X: MatrixLike): Promise<Tensor> {
    const { features, mean, components, explainedVariance } = this.#fitted();
    const matrix = checkFinite(toMatrix(X));
    const { rows } = matrix;
    const [width] = components.shape;
    checkCount(matrix.columns, width, 'the output of PCA');
    const deviations = fromTyped(explainedVariance.map(Math.sqrt), [width]);
    const out = allocate(dtypeOf(matrix.data), rows * features.count);
    for (const strip of productStripsOf(matrix)) {
      const projected = fromTyped(strip.values, [strip.rows, width]);
      const scaled = this.options.whiten === true ? projected.mul(deviations) : projected;
      const back = scaled.matmul(components).add(fromTyped(mean, [features.count]));
      out.set(back.values, strip.start * features.count);
      checkResult(back.values, strip, features.count);
      await pause();
    }
    return fromTyped(out, [rows, features.count]);
  }

  /** Components × features: the directions, of unit length, the largest variance first. */
  get components(): Tensor {
    return this.#fitted().components;
  }

  /** The variance along each component, n − 1 as divisor. */
  get explainedVariance(): Float64Array {
    return this.#fitted().explainedVariance;
  }

  /** The share of all variance that each component explains; 0 where there is none. */
  get explainedVarianceRatio(): Float64Array {
    return this.#fitted().explainedVarianceRatio;
  }

  /** The length of all rows together along each component: √(variance · (n − 1)). */
  get singularValues(): Float64Array {
    return this.#fitted().singularValues;
  }

  /** Each feature's mean. */
  get mean(): Float64Array {
    return this.#fitted().mean;
  }

  /** The mean variance of the components that were left out. */
  get noiseVariance(): number {
    return this.#fitted().noiseVariance;
  }

  /** How many components are kept. */
  get nComponents(): number {
    return this.#fitted().components.shape[0];
  }

  /** How many rows `fit` saw. */
  get nSamples(): number {
    return this.#fitted().nSamples;
  }

  get nFeaturesIn(): number {
    return this.#fitted().features.count;
  }

  /** The columns' names in `fit`; null when X had none. */
  get featureNamesIn(): readonly string[] | null {
    return this.#fitted().features.names;
  }

  /** `pca0`, `pca1`, … */
  getFeatureNamesOut(): string[] {
    return Array.from({ length: this.nComponents }, (_, i) => `pca${i}`);
  }

  toState(): ModelState {
    const state = { kind: 'PCA', options: { ...this.options } };
    if (this.#learned === undefined) return state;
    const { features, nSamples, noiseVariance, mean, components } = this.#learned;
    const { explainedVariance, explainedVarianceRatio, singularValues } = this.#learned;
    return {
      ...state,
      attributes: { ...featureAttributes(features), nSamples, noiseVariance },
      tensors: {
        components: { shape: components.shape, data: components.values },
        ...vectors({ mean, explainedVariance, explainedVarianceRatio, singularValues }),
      },
    };
  }

  static fromState(state: ModelState): PCA {
    const pca = new PCA(readOptions<PCAOptions>(state, rules));
    if (state.attributes === undefined) return pca;
    const features = readFeatures(state);
    const [count] = readTensor(state, 'components').shape;
    const { data } = readTensor(state, 'components', [count, features.count]);
    pca.#learned = {
      features,
      nSamples: readAttribute<number>(state, 'nSamples', integer({ min: 2 })),
      noiseVariance: readAttribute<number>(state, 'noiseVariance', real({ min: 0 })),
      mean: readVector(state, 'mean', features.count),
      components: fromTyped(data, [count, features.count]),
      explainedVariance: readVector(state, 'explainedVariance', count),
      explainedVarianceRatio: readVector(state, 'explainedVarianceRatio', count),
      singularValues: readVector(state, 'singularValues', count),
    };
    return pca;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'PCA');
  }

  #axesOf(matrix: Matrix, mean: Float64Array): Promise<PrincipalAxes> {
    const { svdSolver = 'auto' } = this.options;
    const { rows, columns } = matrix;
    const isTall = rows >= 10 * columns || (rows > 500 && rows >= columns);
    const byCovariance = svdSolver === 'auto' ? isTall : svdSolver === 'covariance_eigh';
    return byCovariance ? axesByCovariance(matrix, mean) : axesByRows(matrix, mean);
  }
}

/** How many components a count or a share of the variance asks for. */
function countOf(asked: number, ratios: Float64Array, most: number): number {
  if (asked >= 1) return asked;
  let explained = 0;
  const last = ratios.findIndex((ratio) => {
    explained += ratio;
    return explained > asked;
  });
  return last === -1 ? most : Math.min(last + 1, most);
}
