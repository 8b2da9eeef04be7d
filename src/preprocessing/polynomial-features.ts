/**
 * `PolynomialFeatures`: products of features up to a degree, as features of their own. It knows neither
 * estimators nor text: encode first.
 */
import { HebbError, show } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import { checkFinite, type MatrixLike } from '../core/matrix.ts';
import type { ModelState } from '../core/model-state.ts';
import { anyOf, boolean, checkOptions, integer, matching } from '../core/options.ts';
import { readOptions } from '../core/read-state.ts';
import type { Tensor } from '../tensor/tensor.ts';
import {
  featureAttributes,
  featuresOf,
  namesOf,
  readAgain,
  readFeatures,
  readToFit,
  type SeenFeatures,
} from './seen-features.ts';
import { mapStrips } from './strips.ts';
import type { Transformer } from './transformer.ts';

export interface PolynomialFeaturesOptions {
  /** The highest degree of a product, or the lowest and the highest. Default 2. */
  readonly degree?: number | readonly [number, number];
  /** Only products of different features: a·b, but no a². Default false. */
  readonly interactionOnly?: boolean;
  /** Begin with a column of ones. Default true. */
  readonly includeBias?: boolean;
}

const degree = integer({ min: 0 });
const rules = {
  degree: anyOf(
    degree,
    matching('[lowest, highest] degree', (value) => {
      return Array.isArray(value) && value.length === 2 && value.every(degree.allows) && value[0] <= value[1];
    }),
  ),
  interactionOnly: boolean,
  includeBias: boolean,
};

/** More products than this are refused: hardly any machine could keep rows of them. */
const MOST_TERMS = 2 ** 22;
/** More numbers than this fit no array of every runtime. */
const MOST_NUMBERS = 2 ** 31;

/**
 * A product of features, as the product of one feature and a shorter product. The feature comes first in the
 * order of X, so that the products of [a, b] of degree 2 are a², ab, b².
 */
interface Term {
  readonly degree: number;
  readonly feature: number;
  /** Which term the feature is multiplied by; −1 where it stands alone. */
  readonly rest: number;
}

interface Learned {
  readonly features: SeenFeatures;
  /** Every product from degree 1 on, also those below the lowest degree. */
  readonly terms: readonly Term[];
}

/**
 * All products of the features up to a degree: of a and b up to degree 2 it makes 1, a, b, a², ab, b².
 * Semantics of scikit-learn 1.9.
 *
 * @example
 * const polynomial = new PolynomialFeatures({ degree: 2, includeBias: false });
 * const Z = await polynomial.fitTransform([[2, 3]]);
 * Z.toArray(); // [[2, 3, 4, 6, 9]]
 * polynomial.getFeatureNamesOut(['a', 'b']); // ['a', 'b', 'a^2', 'a b', 'b^2']
 */
export class PolynomialFeatures implements Transformer {
  readonly options: PolynomialFeaturesOptions;
  #learned: Learned | undefined;

  constructor(options: PolynomialFeaturesOptions = {}) {
    this.options = options;
  }

  /**
   * Find the products that X's features have.
   *
   * @param X rows × features of numbers
   * @throws HebbError `EMPTY_DATA`; `NON_FINITE` for NaN and infinities; `INVALID_VALUE` for text, naming the
   * column; `INVALID_OPTION` for wrong options, for no product at all and for more than 4,194,304;
   * `UNKNOWN_OPTION`
   */
  async fit(X: MatrixLike, _y?: unknown): Promise<this> {
    checkOptions('PolynomialFeatures', this.options, rules);
    const matrix = checkFinite(readToFit(X, 'PolynomialFeatures'));
    this.#learned = { features: featuresOf(matrix), terms: this.#termsOf(matrix.columns) };
    return this;
  }

  /**
   * The products, float32 if X was, otherwise float64.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH` for another number of features, `UNKNOWN_COLUMN` when a
   * table lacks one, `NON_FINITE` for NaN and infinities, in X and in what comes of it, `UNSUPPORTED` where the result fits no array
   */
  async transform(X: MatrixLike): Promise<Tensor> {
    const { features, terms } = this.#fitted();
    const matrix = checkFinite(readAgain(X, features, 'PolynomialFeatures'));
    const { includeBias = true } = this.options;
    const first = this.#firstTerm();
    const bias = includeBias ? 1 : 0;
    const width = bias + terms.length - first;
    if (matrix.rows * width > MOST_NUMBERS) {
      throw new HebbError(
        'UNSUPPORTED',
        `PolynomialFeatures: ${matrix.rows} rows of ${width} products fit no array; transform fewer rows at a time or choose a smaller degree.`,
      );
    }
    const products = new Float64Array(terms.length);
    return mapStrips(matrix, width, ({ values, rows }, out) => {
      for (let i = 0; i < rows; i++) {
        const start = i * features.count;
        for (let t = 0; t < terms.length; t++) {
          const { feature, rest } = terms[t];
          products[t] = rest === -1 ? values[start + feature] : products[rest] * values[start + feature];
        }
        if (includeBias) out[i * width] = 1;
        out.set(products.subarray(first), i * width + bias);
      }
    });
  }

  async fitTransform(X: MatrixLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /** Each product's exponents, one a feature. */
  get powers(): number[][] {
    const { features, terms } = this.#fitted();
    const powers = terms.slice(this.#firstTerm()).map((term) => {
      const exponents = new Array<number>(features.count).fill(0);
      for (let t: Term | undefined = term; t !== undefined; t = terms[t.rest]) exponents[t.feature]++;
      return exponents;
    });
    const bias = new Array<number>(features.count).fill(0);
    return this.options.includeBias === false ? powers : [bias, ...powers];
  }

  /** How many columns there are after the transformation. */
  get nOutputFeatures(): number {
    const { terms } = this.#fitted();
    return terms.length - this.#firstTerm() + (this.options.includeBias === false ? 0 : 1);
  }

  get nFeaturesIn(): number {
    return this.#fitted().features.count;
  }

  /** The columns' names in `fit`; null when X had none. */
  get featureNamesIn(): readonly string[] | null {
    return this.#fitted().features.names;
  }

  /** `1`, `a`, `a^2`, `a b`: the products of the features' names. */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const names = namesOf(this.#fitted().features, inputFeatures);
    return this.powers.map((exponents) => {
      const factors = exponents.flatMap((exponent, j) =>
        exponent === 0 ? [] : [exponent === 1 ? names[j] : `${names[j]}^${exponent}`],
      );
      return factors.length === 0 ? '1' : factors.join(' ');
    });
  }

  toState(): ModelState {
    const state = { kind: 'PolynomialFeatures', options: { ...this.options } };
    if (this.#learned === undefined) return state;
    return { ...state, attributes: featureAttributes(this.#learned.features) };
  }

  static fromState(state: ModelState): PolynomialFeatures {
    const polynomial = new PolynomialFeatures(readOptions<PolynomialFeaturesOptions>(state, rules));
    if (state.attributes === undefined) return polynomial;
    const features = readFeatures(state);
    polynomial.#learned = { features, terms: polynomial.#termsOf(features.count) };
    return polynomial;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'PolynomialFeatures');
  }

  #degrees(): readonly [number, number] {
    const { degree = 2 } = this.options;
    return typeof degree === 'number' ? [0, degree] : degree;
  }

  /** The first term of the lowest degree that is asked for. */
  #firstTerm(): number {
    const { terms } = this.#fitted();
    const [lowest] = this.#degrees();
    const first = terms.findIndex((term) => term.degree >= lowest);
    return first === -1 ? terms.length : first;
  }

  /** All products of degree 1, then of degree 2, and so on. */
  #termsOf(count: number): Term[] {
    const { interactionOnly = false, includeBias = true } = this.options;
    const [lowest, highest] = this.#degrees();
    const terms: Term[] = [];
    let before: readonly number[] = [-1];
    for (let degree = 1; degree <= highest && before.length > 0; degree++) {
      const own: number[] = [];
      for (let feature = 0; feature < count; feature++) {
        for (const rest of before) {
          const next = rest === -1 ? count : terms[rest].feature;
          if (interactionOnly ? next <= feature : next < feature) continue;
          own.push(terms.push({ degree, feature, rest }) - 1);
        }
        if (terms.length > MOST_TERMS) {
          throw new HebbError(
            'INVALID_OPTION',
            `PolynomialFeatures: ${count} features have more than ${MOST_TERMS} products up to degree ${highest}; choose a smaller degree or fewer features.`,
          );
        }
      }
      before = own;
    }
    if (!includeBias && !terms.some((term) => term.degree >= lowest)) {
      throw new HebbError(
        'INVALID_OPTION',
        `PolynomialFeatures: degree ${show(this.options.degree)} without the column of ones leaves no column at all.`,
      );
    }
    return terms;
  }
}
