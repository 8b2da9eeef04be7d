/**
 * What `ModelClassifier` and `ModelRegressor` have in common: a fresh model for each fit, rows held out for
 * validation, training, and saving. What targets mean is the subclasses' business, training that of the model.
 */
import { HebbError, show } from '../../core/errors.ts';
import { fitted } from '../../core/fitted.ts';
import { checkFinite, type Matrix, type MatrixLike, toMatrix } from '../../core/matrix.ts';
import type { Json, ModelState, Savable } from '../../core/model-state.ts';
import { checkOptions, type Rule } from '../../core/options.ts';
import { splitParams } from '../../core/params.ts';
import { readOptions } from '../../core/read-state.ts';
import { readSampleWeight } from '../../core/sample-weight.ts';
import { seeded } from '../../nn/layers/seeds.ts';
import { leavesOf } from '../../nn/layers/symbolic.ts';
import { compileConfig, compileFromConfig } from '../../nn/models/compile-config.ts';
import type { History } from '../../nn/models/history.ts';
import { Model } from '../../nn/models/model.ts';
import { fromConfig } from '../../nn/models/model-config.ts';
import { takeRows } from '../../nn/models/rows.ts';
import {
  checkCount,
  checkNotEmpty,
  featureAttributes,
  featuresOf,
  readFeatures,
  type SeenFeatures,
  selectSeen,
} from '../../preprocessing/seen-features.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { checkRandomState, RandomState } from '../../random/random-state.ts';
import { trainTestIndices } from '../../random/split-indices.ts';
import { Tensor } from '../../tensor/tensor.ts';
import {
  type AnyModelOptions,
  fitRules,
  type ModelEstimatorFitOptions,
  type ModelTask,
  plainRules,
} from './model-options.ts';

/** y as models take it. */
export interface ModelTargets<Known> {
  /** What the targets mean, to be kept with what is learned. */
  readonly known: Known;
  readonly rows: number;
  readonly task: Omit<ModelTask, 'nFeatures'>;
  /** Weights that the targets bring along, one a row. */
  readonly weights?: Float64Array | undefined;
  /** What held-out rows keep the shares of. */
  readonly strata?: ArrayLike<number> | undefined;
  /** The numbers for a model that gives `width` a row. @param loss its name, where it has one */
  encode(width: number, loss: string | undefined): Numbers;
}

/** Rows of numbers. */
interface Numbers {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

interface Learned<Known> {
  readonly model: Model;
  readonly known: Known;
  readonly features: SeenFeatures;
  /** Numbers that the model gives for a row. */
  readonly width: number;
  /** Null for one that was loaded. */
  readonly history: History | null;
}

type Params = Readonly<Record<string, unknown>>;

/** The base of both; not for use by itself. */
export abstract class ModelEstimator<Options extends AnyModelOptions, Known> {
  readonly options: Options;
  #learned: Learned<Known> | undefined;
  #isFitting = false;

  constructor(options: Options) {
    this.options = options;
  }

  protected abstract readonly name: string;
  protected abstract readonly rules: Readonly<Record<string, Rule>>;
  /** Read y; with `known` it must have the meaning learned before. */
  protected abstract read(y: unknown, known: Known | undefined): ModelTargets<Known>;
  /** What was learned of the targets' meaning, as plain data. */
  protected abstract describe(known: Known): Readonly<Record<string, Json>>;
  /** A new one of the same kind. */
  protected abstract again(options: Options): unknown;

  /** Check, build, train. */
  protected async train(X: TableLike, y: unknown, given: ModelEstimatorFitOptions): Promise<void> {
    if (this.#isFitting) {
      throw new HebbError('INVALID_VALUE', `${this.name} is being fitted already; wait for that fit to end.`);
    }
    this.#isFitting = true;
    try {
      this.#learned = await this.#train(X, y, given);
    } finally {
      this.#isFitting = false;
    }
  }

  async #train(X: TableLike, y: unknown, given: ModelEstimatorFitOptions): Promise<Learned<Known>> {
    checkOptions<object>(this.name, this.options, this.rules);
    checkOptions(`${this.name}.fit`, given, fitRules);
    if (this.options.model === undefined) {
      throw new HebbError(
        'INVALID_OPTION',
        `${this.name} needs the option 'model': ${this.rules.model.expected}.`,
      );
    }
    const matrix = checkFinite(toMatrix(X as MatrixLike));
    checkNotEmpty(matrix.rows, matrix.columns, this.name);
    const targets = this.read(y, undefined);
    checkLengths('', matrix, targets);
    const features = featuresOf(matrix);
    const weights = productOf(readSampleWeight(given.sampleWeight, matrix.rows), targets.weights);
    const { epochs, batchSize, shuffle, verbose = 0, randomState, callbacks } = this.options;
    const random = checkRandomState(randomState);
    const seed = random.randint(0, 2 ** 31 - 1);
    const held = this.#heldOut(targets, random, given);
    return seeded(seed, async () => {
      const model = await this.#freshModel({ ...targets.task, nFeatures: matrix.columns });
      const width = await widthOf(model, matrix.columns);
      const loss = nameOf(model.training.options.loss);
      const numbers = targets.encode(width, loss);
      const part = (rows: Int32Array | undefined): [x: Numbers, y: Numbers, weights: Numbers | undefined] => [
        taken(numbersOf(matrix), rows),
        taken(numbers, rows),
        weights && taken({ data: weights, shape: [weights.length] }, rows),
      ];
      const [x, outputs, sampleWeight] = part(held?.train);
      const validationData =
        held === undefined ? this.#validation(given, targets.known, features, width, loss) : part(held.test);
      const history = await model.fit(x, outputs, {
        ...{ epochs, batchSize, shuffle, verbose, seed, sampleWeight, validationData },
        signal: given.signal,
        callbacks: typeof callbacks === 'function' ? callbacks() : callbacks,
      });
      return { model, known: targets.known, features, width, history };
    });
  }

  /** Rows that only validate, where there are any. */
  #heldOut(
    { rows, strata }: ModelTargets<Known>,
    random: RandomState,
    { validationData }: ModelEstimatorFitOptions,
  ): ReturnType<typeof trainTestIndices> | undefined {
    const { validationFraction = 0 } = this.options;
    if (validationFraction === 0 || validationData != null) return undefined;
    return trainTestIndices({
      n: rows,
      testSize: validationFraction,
      randomState: random,
      stratify: strata && Array.from(strata),
    });
  }

  #validation(
    { validationData }: ModelEstimatorFitOptions,
    known: Known,
    features: SeenFeatures,
    width: number,
    loss: string | undefined,
  ): [x: Numbers, y: Numbers] | null {
    if (validationData == null) return null;
    const matrix = this.#readRows(validationData[0] as TableLike, features);
    const targets = this.read(validationData[1], known);
    checkLengths('validationData: ', matrix, targets);
    return [numbersOf(matrix), targets.encode(width, loss)];
  }

  /** A model with new weights, compiled. */
  async #freshModel(task: ModelTask): Promise<Model> {
    const { model: given, modelParams } = this.options;
    const model =
      given instanceof Model ? copyOf(given, this.name) : await given((modelParams ?? {}) as never, task);
    if (!(model instanceof Model)) {
      throw new HebbError(
        'INVALID_VALUE',
        `${this.name}: the option 'model' must build a model, it gave ${show(model)}.`,
      );
    }
    return model.compiled ? model : model.compile({ optimizer: 'adam', loss: task.loss });
  }

  #readRows(X: TableLike, seen: SeenFeatures): Matrix {
    const matrix = toMatrix(selectSeen(X, seen) as MatrixLike);
    checkCount(matrix.columns, seen.count, this.name);
    return checkFinite(matrix);
  }

  /** What the model makes of rows: rows × `width`. */
  protected async outputsFor(X: TableLike): Promise<Tensor> {
    const { model, features } = this.learned;
    const { batchSize } = this.options;
    return onlyOutput(await model.predict(numbersOf(this.#readRows(X, features)), { batchSize, verbose: 0 }));
  }

  /** What was learned. @throws HebbError `NOT_FITTED` */
  protected get learned(): Learned<Known> {
    return fitted(this.#learned, this.name);
  }

  /** Put what was learned elsewhere (a file) in place. */
  protected restore(state: ModelState, known: Known, width: number): void {
    const model = this.options.model as Model;
    const gives = knownWidth(model) ?? width;
    if (gives !== width) {
      throw new HebbError(
        'CORRUPT_FILE',
        `the model of the saved ${this.name} gives ${gives} numbers a row, not ${width}.`,
      );
    }
    this.#learned = { model, known, features: readFeatures(state), width, history: null };
  }

  /** The trained model. @throws HebbError `NOT_FITTED` */
  get model(): Model {
    return this.learned.model;
  }
  /** The metrics of every epoch; null for a model that was loaded. @throws HebbError `NOT_FITTED` */
  get history(): History | null {
    return this.learned.history;
  }
  /** Number of features. @throws HebbError `NOT_FITTED` */
  get nFeaturesIn(): number {
    return this.learned.features.count;
  }
  /** Names of the features, where X had them. @throws HebbError `NOT_FITTED` */
  get featureNamesIn(): readonly string[] | null {
    return this.learned.features.names;
  }

  /** The options, and what the build function is given as `modelParams__units`. */
  getParams(): Record<string, unknown> {
    const own = Object.entries((this.options.modelParams ?? {}) as Params);
    return {
      ...this.options,
      ...Object.fromEntries(own.map(([name, value]) => [`modelParams__${name}`, value])),
    };
  }

  /** A new, unfitted one with these options changed. @throws HebbError `UNKNOWN_OPTION` */
  withParams(params: Params): unknown {
    const { whole, nested } = splitParams(params);
    const stranger = [...nested.keys()].find((name) => name !== 'modelParams');
    if (stranger !== undefined) {
      throw new HebbError(
        'UNKNOWN_OPTION',
        `${this.name} has no part '${stranger}'. Did you mean 'modelParams'?`,
      );
    }
    const changed: Params = { ...this.options, ...Object.fromEntries(whole) };
    const modelParams = { ...(changed.modelParams as object | undefined), ...nested.get('modelParams') };
    return this.again((nested.size === 0 ? changed : { ...changed, modelParams }) as unknown as Options);
  }

  /** Without functions: build functions, callbacks and generators are not kept. */
  toState(): ModelState {
    const { model: given, callbacks: _, randomState, ...rest } = this.options as AnyModelOptions;
    const seed = randomState instanceof RandomState ? undefined : randomState;
    const kept = Object.entries({ ...rest, randomState: seed }).filter(([, value]) => value !== undefined);
    const model = this.#learned?.model ?? (given instanceof Model ? given : undefined);
    return {
      kind: this.name,
      options: Object.fromEntries(kept) as Record<string, Json>,
      ...(this.#learned === undefined
        ? {}
        : {
            attributes: {
              ...featureAttributes(this.#learned.features),
              ...this.describe(this.#learned.known),
              nOutputs: this.#learned.width,
            },
          }),
      ...(model === undefined ? {} : { children: [{ name: 'model', state: model.toState() }] }),
    };
  }
}

/** The options of a state, with the model that it holds. @throws HebbError `CORRUPT_FILE`; `UNSUPPORTED` without one */
export function savedOptions<Options extends object>(
  state: ModelState,
  rules: Readonly<Record<string, Rule>>,
  revive: (state: ModelState) => Savable,
): Options & { readonly model: Model } {
  const child = state.children?.find(({ name }) => name === 'model');
  const model = child && revive(child.state);
  if (model === undefined) {
    throw new HebbError(
      'UNSUPPORTED',
      `the saved ${state.kind} was not fitted and has no model: a function that builds one is not kept in files.`,
    );
  }
  if (!(model instanceof Model)) {
    throw new HebbError('CORRUPT_FILE', `the model of the saved ${state.kind} is ${show(model)}.`);
  }
  return { ...readOptions<Options>(state, { ...plainRules, ...rules }), model };
}

/** The same layers with new weights, compiled alike. */
function copyOf(given: Model, owner: string): Model {
  const compiled = compileConfig(given);
  let copy: unknown;
  try {
    copy = fromConfig({ class_name: given.className, config: given.getConfig() });
  } catch (cause) {
    if (!(cause instanceof HebbError)) throw cause;
    throw new HebbError(
      'UNSUPPORTED',
      `${owner} cannot copy the model; give a function that builds it. ${cause.message}`,
      { cause },
    );
  }
  if (compiled !== null) compileFromConfig(copy as Model, compiled);
  return copy as Model;
}

/** Numbers that a model gives for a row. @throws HebbError `UNSUPPORTED` for one with several outputs */
async function widthOf(model: Model, features: number): Promise<number> {
  const row = numbersOf({ data: new Float64Array(features), rows: 1, columns: features });
  return knownWidth(model) ?? onlyOutput(await model.predict(row, { verbose: 0 })).size;
}

/** The same, told by the graph of its layers; undefined where there is none yet. Throws likewise. */
function knownWidth({ built, outputs }: Model): number | undefined {
  if (!built || outputs === undefined) return undefined;
  const leaves = leavesOf(outputs);
  if (leaves.length > 1) onlyOutput([]);
  return leaves[0].shape.slice(1).reduce<number>((size, axis) => size * (axis ?? 1), 1);
}

function onlyOutput(outputs: Tensor | Tensor[]): Tensor {
  if (outputs instanceof Tensor) return outputs;
  throw new HebbError('UNSUPPORTED', 'estimators are made of models with one output; this one has several.');
}

function nameOf(loss: unknown): string | undefined {
  if (typeof loss === 'string') return loss;
  const { name, loss: inner } = Object(loss) as { name?: unknown; loss?: unknown };
  return typeof name === 'string' ? name : inner === undefined ? undefined : nameOf(inner);
}

function numbersOf({ data, rows, columns }: Matrix): Numbers {
  return { data: data as Float64Array, shape: [rows, columns] };
}

/** Some of the rows; undefined: all. */
function taken(numbers: Numbers, rows: Int32Array | undefined): Numbers {
  if (rows === undefined) return numbers;
  const { values, shape } = takeRows({ values: numbers.data, shape: numbers.shape }, rows);
  return { data: values as Float64Array, shape };
}

function checkLengths(where: string, X: Matrix, y: { readonly rows: number }): void {
  if (X.rows === y.rows) return;
  throw new HebbError('LENGTH_MISMATCH', `${where}X has ${X.rows} rows, but y has ${y.rows}.`);
}

function productOf(a: Float64Array | undefined, b: Float64Array | undefined): Float64Array | undefined {
  return a === undefined || b === undefined ? (a ?? b) : a.map((value, i) => value * b[i]);
}
