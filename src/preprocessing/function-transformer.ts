/**
 * `FunctionTransformer`: a function of all features as a transformer. The functions that people mostly need
 * go by name, so that a model file can hold them; code never comes from a file. It learns nothing but the
 * features' names.
 */
import { dtypeOf } from '../core/dtype.ts';
import { HebbError, type HebbWarning, show } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import { type Matrix, type MatrixLike, toMatrix } from '../core/matrix.ts';
import type { Json, ModelState } from '../core/model-state.ts';
import { boolean, callback, checkOptions, integer, nullable, oneOf } from '../core/options.ts';
import { readAttribute, readOptions } from '../core/read-state.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
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

/** The functions that go by name, each number by number. */
export type NamedFunction =
  | 'log'
  | 'exp'
  | 'log1p'
  | 'expm1'
  | 'sqrt'
  | 'square'
  | 'reciprocal'
  | 'abs'
  | 'sin'
  | 'cos';

interface Definition {
  readonly of: (x: Tensor) => Tensor;
  /** What undoes it, where something does. */
  readonly inverse?: NamedFunction;
}

const namedFunctions: Readonly<Record<NamedFunction, Definition>> = {
  log: { of: (x) => x.log(), inverse: 'exp' },
  exp: { of: (x) => x.exp(), inverse: 'log' },
  log1p: { of: (x) => x.log1p(), inverse: 'expm1' },
  expm1: { of: (x) => x.expm1(), inverse: 'log1p' },
  sqrt: { of: (x) => x.sqrt(), inverse: 'square' },
  square: { of: (x) => x.square(), inverse: 'sqrt' },
  reciprocal: { of: (x) => x.reciprocal(), inverse: 'reciprocal' },
  abs: { of: (x) => x.abs() },
  sin: { of: (x) => x.sin() },
  cos: { of: (x) => x.cos() },
};

/** A function of rows × features; as many rows come back, possibly other columns. */
export type FeatureFunction = (X: Tensor) => MatrixLike | Promise<MatrixLike>;

export interface FunctionTransformerOptions {
  /** What features become: a function of one's own, or one by name. Default null: what they are. */
  readonly func?: NamedFunction | FeatureFunction | null;
  /** What undoes `func`. Default: what undoes a function by name; nothing for one's own. */
  readonly inverseFunc?: NamedFunction | FeatureFunction | null;
  /** Try in `fit` whether `inverseFunc` undoes `func`, and warn where it does not. Default true. */
  readonly checkInverse?: boolean;
  /**
   * The names of the columns that come back, of those of X. Default: the same names where the count is the
   * same (`'one-to-one'`), otherwise `functiontransformer0`, `functiontransformer1`, …
   */
  readonly featureNamesOut?: 'one-to-one' | ((names: readonly string[]) => readonly string[]) | null;
}

const names = Object.keys(namedFunctions);
const rules = {
  func: nullable(oneOf(...names), callback),
  inverseFunc: nullable(oneOf(...names), callback),
  checkInverse: boolean,
  featureNamesOut: nullable(oneOf('one-to-one'), callback),
};
const savedRules = { ...rules, func: nullable(oneOf(...names)), inverseFunc: nullable(oneOf(...names)) };

/** Rows on which `fit` tries the function. */
const SAMPLE_ROWS = 100;

interface Learned {
  readonly features: SeenFeatures;
  /** How many columns come back. */
  readonly width: number;
  readonly warnings: readonly HebbWarning[];
}

/**
 * A function of all features: `'log'`, `'exp'`, `'log1p'`, `'expm1'`, `'sqrt'`, `'square'`, `'reciprocal'`,
 * `'abs'`, `'sin'`, `'cos'`, each number by number, or one of your own, which a model file cannot hold. After
 * scikit-learn 1.9, but that a function of your own without `inverseFunc` has no inverse, where there it is
 * quietly left undone.
 *
 * @example
 * const logarithm = new FunctionTransformer({ func: 'log1p' });
 * const Z = await logarithm.fitTransform([[0], [Math.E - 1]]);
 * Z.toArray(); // [[0], [1]]
 * const ratio = new FunctionTransformer({
 *   func: (X) => X.slice([0, 0], [X.shape[0], 1]).div(X.slice([0, 1], [X.shape[0], 1])),
 *   featureNamesOut: ([a, b]) => [`${a} per ${b}`],
 * });
 * await ratio.fitTransform([[6, 3], [5, 2]]); // [[2], [2.5]]
 */
export class FunctionTransformer implements Transformer {
  readonly options: FunctionTransformerOptions;
  #learned: Learned | undefined;

  constructor(options: FunctionTransformerOptions = {}) {
    this.options = options;
  }

  /**
   * Try the function on up to 100 rows, for the number of columns it gives and, with `checkInverse`, for its
   * inverse.
   *
   * @param X rows × features of numbers; NaN passes
   * @throws HebbError `EMPTY_DATA`; `NON_FINITE` for infinities; `INVALID_VALUE` for text, naming the column;
   * `SHAPE_MISMATCH` when the function gives another number of rows; `UNKNOWN_OPTION`, `INVALID_OPTION`;
   * whatever the function throws
   */
  async fit(X: MatrixLike, _y?: unknown): Promise<this> {
    checkOptions('FunctionTransformer', this.options, rules);
    const matrix = readToFit(X, 'FunctionTransformer');
    const step = Math.max(1, Math.floor(matrix.rows / SAMPLE_ROWS));
    const some = Array.from({ length: Math.ceil(matrix.rows / step) }, (_, i) => i * step);
    const sample = asTensor(matrix).take(some);
    const { func = null, checkInverse = true } = this.options;
    const result = await apply(func, sample, 'func');
    const inverse = this.#inverse();
    const warnings: HebbWarning[] = [];
    if (checkInverse && func !== null && inverse !== undefined) {
      if (!areClose(await apply(inverse, result, 'inverseFunc'), sample)) {
        warnings.push({
          code: 'DATA',
          message:
            'FunctionTransformer: inverseFunc does not undo func; if that is meant to be, set checkInverse: false.',
        });
      }
    }
    this.#learned = { features: featuresOf(matrix), width: result.shape[1], warnings };
    return this;
  }

  /**
   * What the function makes of X.
   *
   * @throws HebbError `NOT_FITTED`, `SHAPE_MISMATCH` for another number of features, `UNKNOWN_COLUMN` when a
   * table lacks one, `NON_FINITE` for infinities; whatever the function throws
   */
  async transform(X: MatrixLike): Promise<Tensor> {
    const { features } = this.#fitted();
    const matrix = readAgain(X, features, 'FunctionTransformer');
    return apply(this.options.func ?? null, asTensor(matrix), 'func');
  }

  async fitTransform(X: MatrixLike, y?: unknown): Promise<Tensor> {
    return (await this.fit(X, y)).transform(X);
  }

  /**
   * What the inverse function makes of X.
   *
   * @throws HebbError `NOT_FITTED`; `UNSUPPORTED` where there is no inverse; `SHAPE_MISMATCH`; whatever the
   * function throws
   */
  async inverseTransform(X: MatrixLike): Promise<Tensor> {
    this.#fitted();
    const inverse = this.#inverse();
    if (inverse !== undefined) return apply(inverse, asTensor(toMatrix(X)), 'inverseFunc');
    throw new HebbError(
      'UNSUPPORTED',
      `FunctionTransformer: nothing is known to undo ${show(this.options.func)}; give inverseFunc.`,
    );
  }

  /** A warning when the inverse turned out to be none. */
  get warnings(): readonly HebbWarning[] {
    return this.#fitted().warnings;
  }

  get nFeaturesIn(): number {
    return this.#fitted().features.count;
  }

  /** The columns' names in `fit`; null when X had none. */
  get featureNamesIn(): readonly string[] | null {
    return this.#fitted().features.names;
  }

  /** @throws HebbError `NOT_FITTED`; `LENGTH_MISMATCH` when there are not as many names as columns */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const { features, width } = this.#fitted();
    const namesIn = namesOf(features, inputFeatures);
    const { featureNamesOut = null } = this.options;
    const numbered = Array.from({ length: width }, (_, j) => `functiontransformer${j}`);
    const sameNames = featureNamesOut === 'one-to-one' || width === namesIn.length;
    const out =
      typeof featureNamesOut === 'function' ? featureNamesOut(namesIn) : sameNames ? namesIn : numbered;
    if (out.length === width) return [...out];
    throw new HebbError(
      'LENGTH_MISMATCH',
      `FunctionTransformer gives ${width} columns, but there are ${out.length} names for them.`,
    );
  }

  /** @throws HebbError `UNSUPPORTED` when an option holds a function of one's own */
  toState(): ModelState {
    const options: { [key: string]: Json } = {};
    for (const [name, value] of Object.entries(this.options)) {
      if (typeof value === 'function') {
        throw new HebbError(
          'UNSUPPORTED',
          `FunctionTransformer: ${name} is a function of your own, which a model file cannot hold; use one by name (${names.join(', ')}), or apply it before the model.`,
        );
      }
      options[name] = value;
    }
    const state = { kind: 'FunctionTransformer', options };
    if (this.#learned === undefined) return state;
    const { features, width } = this.#learned;
    return { ...state, attributes: { ...featureAttributes(features), width } };
  }

  static fromState(state: ModelState): FunctionTransformer {
    const transformer = new FunctionTransformer(readOptions<FunctionTransformerOptions>(state, savedRules));
    if (state.attributes === undefined) return transformer;
    const width = readAttribute<number>(state, 'width', integer({ min: 0 }));
    transformer.#learned = { features: readFeatures(state), width, warnings: [] };
    return transformer;
  }

  #fitted(): Learned {
    return fitted(this.#learned, 'FunctionTransformer');
  }

  /** What undoes `func`; null for nothing to undo, undefined where nothing is known to. */
  #inverse(): NamedFunction | FeatureFunction | null | undefined {
    const { func = null, inverseFunc = null } = this.options;
    if (inverseFunc !== null || func === null) return inverseFunc;
    return typeof func === 'function' ? undefined : namedFunctions[func].inverse;
  }
}

async function apply(
  func: NamedFunction | FeatureFunction | null,
  X: Tensor,
  option: string,
): Promise<Tensor> {
  if (func === null) return X;
  const result = typeof func === 'string' ? namedFunctions[func].of(X) : await func(X);
  const matrix = toMatrix(result, `the result of ${option}`);
  if (matrix.rows === X.shape[0]) return asTensor(matrix);
  throw new HebbError(
    'SHAPE_MISMATCH',
    `FunctionTransformer: ${option} made ${matrix.rows} rows of ${X.shape[0]}; it must give as many.`,
  );
}

function asTensor({ data, rows, columns }: Matrix): Tensor {
  return fromTyped(data, [rows, columns]);
}

/** Whether all numbers are equal but for rounding; NaN is only like NaN. */
function areClose(a: Tensor, b: Tensor): boolean {
  const { values } = b;
  const tolerance = dtypeOf(b.toMatrix().data) === 'float32' ? 1e-5 : 1e-7;
  if (a.shape[1] !== b.shape[1]) return false;
  return a.values.every((x: number, i: number) => {
    return Object.is(x, values[i]) || Math.abs(x - values[i]) <= tolerance * Math.abs(values[i]) + 1e-9;
  });
}
