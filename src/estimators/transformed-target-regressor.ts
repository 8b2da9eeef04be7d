/**
 * `TransformedTargetRegressor`: a regressor that learns transformed targets and predicts in the original units.
 * It knows only what a regressor and an invertible transformer offer, neither by name but for the default.
 */
import { HebbError } from '../core/errors.ts';
import { fitted } from '../core/fitted.ts';
import type { MatrixLike, MatrixSource } from '../core/matrix.ts';
import type { ModelState, Savable } from '../core/model-state.ts';
import { checkOptionNames, checkOptions, matching, nullable } from '../core/options.ts';
import { cloneWith, paramsOf, splitParams } from '../core/params.ts';
import { r2Score } from '../metrics/regression.ts';
import { readNumbers, type Targets, type Weights } from '../metrics/score-inputs.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import { isTransformer, type TableLike, type Transformer } from '../preprocessing/transformer.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Predictor } from './predictor.ts';

/** A transformer whose work can be undone. */
export interface InvertibleTransformer extends Transformer {
  transform(X: MatrixLike): Promise<Tensor>;
  fitTransform(X: MatrixLike): Promise<Tensor>;
  inverseTransform(X: MatrixLike): Promise<Tensor>;
}

export interface TransformedTargetRegressorOptions<R extends Predictor = Predictor> {
  /** What learns the transformed targets. `fit` fits a copy of it. */
  readonly regressor: R;
  /** How targets are transformed. Default: a `StandardScaler` (scikit-learn: not at all). */
  readonly transformer?: InvertibleTransformer | null;
}

const rules = {
  regressor: matching('a regressor', isPredictor),
  transformer: nullable(matching('a transformer with inverseTransform', isInvertible)),
};

interface Learned<R> {
  readonly regressor: R;
  readonly transformer: InvertibleTransformer;
}

/**
 * Targets are transformed before the regressor learns them, and its predictions are transformed back. Networks
 * learn standardized targets much faster than prices in dollars. After scikit-learn 1.9's class of that name.
 *
 * @example
 * const model = new TransformedTargetRegressor({ regressor: new MLPRegressor({ randomState: 42 }) });
 * await model.fit(X, prices);
 * await model.predict(XNew); // prices again
 */
export class TransformedTargetRegressor<R extends Predictor = Predictor> implements Predictor {
  readonly options: TransformedTargetRegressorOptions<R>;
  #learned: Learned<R> | undefined;

  constructor(options: TransformedTargetRegressorOptions<R>) {
    this.options = options;
  }

  /**
   * Learn how y is transformed, then learn the transformed y from X.
   *
   * @param X rows × features
   * @param y one number a row, or rows × outputs
   * @param options handed to the regressor's `fit`; the y of a `validationData: [X, y]` is transformed too
   * @throws HebbError `INVALID_OPTION`, `UNKNOWN_OPTION`; `NON_FINITE`, `INVALID_VALUE`, `EMPTY_DATA` for y;
   * whatever the regressor throws
   */
  async fit(X: TableLike, y: Targets, options: object = {}): Promise<this> {
    checkOptions('TransformedTargetRegressor', this.options, rules);
    if (this.options.regressor === undefined) {
      throw new HebbError('INVALID_OPTION', "TransformedTargetRegressor needs the option 'regressor'.");
    }
    const transformer = cloneWith(this.options.transformer ?? new StandardScaler());
    const regressor = cloneWith(this.options.regressor);
    const targets = asTargets(await transformer.fitTransform(asMatrix(y, 'y')));
    await regressor.fit(X, targets, await transformValidation(options, transformer));
    this.#learned = { regressor, transformer };
    return this;
  }

  /**
   * Predictions in the units of y, float64: one number a row, or rows × outputs as a `Tensor`.
   *
   * @throws HebbError `NOT_FITTED`; whatever the regressor throws
   */
  async predict(X: TableLike): Promise<Float64Array | Tensor> {
    const { regressor, transformer } = this.#fitted();
    const outputs = asMatrix((await regressor.predict(X)) as Targets, 'the predictions');
    return asTargets(await transformer.inverseTransform(outputs));
  }

  /** R² of the predictions for X, in the units of y; with several outputs the mean of theirs. */
  async score(X: TableLike, y: Targets, options: { sampleWeight?: Weights | null } = {}): Promise<number> {
    return r2Score(y, await this.predict(X), options);
  }

  /** The fitted regressor, which speaks of transformed targets. */
  get regressor(): R {
    return this.#fitted().regressor;
  }

  /** The fitted transformer of targets. */
  get transformer(): InvertibleTransformer {
    return this.#fitted().transformer;
  }

  /** The regressor, the transformer, and their options as `regressor__alpha`. */
  getParams(): Record<string, unknown> {
    const params: Record<string, unknown> = { ...this.options };
    for (const [name, part] of Object.entries(this.#parts())) {
      for (const [key, value] of Object.entries(paramsOf(part))) params[`${name}__${key}`] = value;
    }
    return params;
  }

  /**
   * A new, unfitted one with another regressor, another transformer or their options (`regressor__alpha`) changed.
   *
   * @throws HebbError `UNKNOWN_OPTION`
   */
  withParams(params: Readonly<Record<string, unknown>>): TransformedTargetRegressor<R> {
    const { whole, nested } = splitParams(params);
    checkOptionNames(
      'TransformedTargetRegressor',
      Object.fromEntries([...whole, ...nested]),
      Object.keys(rules),
    );
    const { regressor, transformer } = { ...this.#parts(), ...Object.fromEntries(whole) };
    return new TransformedTargetRegressor({
      regressor: cloneWith(regressor as R, nested.get('regressor')),
      transformer: cloneWith(transformer as InvertibleTransformer, nested.get('transformer')),
    });
  }

  toState(): ModelState {
    const { regressor, transformer } = this.#learned ?? this.#parts();
    return {
      kind: 'TransformedTargetRegressor',
      options: {},
      attributes: this.#learned && { fitted: true },
      children: [
        { name: 'regressor', state: regressor.toState() },
        { name: 'transformer', state: transformer.toState() },
      ],
    };
  }

  /** @param revive makes the regressor and the transformer of their states */
  static fromState(state: ModelState, revive: (state: ModelState) => Savable): TransformedTargetRegressor {
    const part = (name: string): Savable | undefined => {
      const child = state.children?.find((candidate) => candidate.name === name);
      return child && revive(child.state);
    };
    const [regressor, transformer] = [part('regressor'), part('transformer')];
    if (!isPredictor(regressor) || !isInvertible(transformer)) {
      throw new HebbError(
        'CORRUPT_FILE',
        'The saved TransformedTargetRegressor lacks its regressor or its transformer.',
      );
    }
    const model = new TransformedTargetRegressor({ regressor, transformer });
    if (state.attributes !== undefined) model.#learned = { regressor, transformer };
    return model;
  }

  #fitted(): Learned<R> {
    return fitted(this.#learned, 'TransformedTargetRegressor');
  }

  /** Both parts as they were given, not fitted. */
  #parts(): Learned<R> {
    const { regressor, transformer } = this.options;
    return { regressor, transformer: transformer ?? new StandardScaler() };
  }
}

function isPredictor(value: unknown): value is Predictor {
  return typeof value === 'object' && value !== null && 'fit' in value && 'predict' in value;
}

function isInvertible(value: unknown): value is InvertibleTransformer {
  return typeof value === 'object' && value !== null && isTransformer(value) && 'inverseTransform' in value;
}

/** Targets as rows, in float64, whatever type they are predicted in: prices need more than seven digits. */
function asMatrix(values: Targets, name: string): MatrixSource {
  const matrix = readNumbers(values, name);
  return { toMatrix: () => ({ ...matrix, data: Float64Array.from(matrix.data) }) };
}

/** One number a row as a flat array, several as they are. */
function asTargets(matrix: Tensor): Float64Array | Tensor {
  return matrix.shape[1] === 1 ? Float64Array.from(matrix.values) : matrix;
}

async function transformValidation(options: object, transformer: InvertibleTransformer): Promise<object> {
  if (!('validationData' in options) || !Array.isArray(options.validationData)) return options;
  const [X, y, ...rest] = options.validationData as [TableLike, Targets, ...unknown[]];
  const targets = asTargets(await transformer.transform(asMatrix(y, 'the y of validationData')));
  return { ...options, validationData: [X, targets, ...rest] };
}
