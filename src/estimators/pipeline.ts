/**
 * `Pipeline`: transformers one after the other, and an estimator last. It knows only what a transformer and
 * a predictor offer, none of them by name.
 */
import { defaultNames } from '../core/default-names.ts';
import { didYouMean, HebbError, type HebbWarning, show } from '../core/errors.ts';
import { kindOf, type ModelState, type Savable } from '../core/model-state.ts';
import { cloneWith, paramsOf, splitParams } from '../core/params.ts';
import { isTransformer, type TableLike, type Transformer } from '../preprocessing/transformer.ts';
import type { Predictor } from './predictor.ts';

/** What a pipeline is made of; all steps but the last must be transformers. */
export type Step = Transformer | Predictor;
export type NamedStep<S extends Step = Step> = readonly [name: string, step: S];

/** The steps of a pipeline in order. */
export type PipelineSteps<Last extends Step> = readonly [...NamedStep<Transformer>[], NamedStep<Last>];

/** What the last step's method resolves to; never where it has no such method. */
type ResultOf<Last, Method extends string> = Last extends { readonly [K in Method]?: infer F }
  ? NonNullable<F> extends (...args: never[]) => Promise<infer Result>
    ? Result
    : never
  : never;

/**
 * Features go through every transformer in order, then to the last step. What the last step can do the
 * pipeline can do: a pipeline that ends in a predictor predicts, one that ends in a transformer transforms.
 *
 * @example
 * const model = new Pipeline([
 *   ['scale', new StandardScaler()],
 *   ['net', new MLPRegressor({ randomState: 42 })],
 * ]);
 * await model.fit(X, y);
 * const predictions = await model.predict(XNew);
 */
export class Pipeline<Last extends Step = Step> implements Transformer, Predictor {
  readonly options: Readonly<Record<string, never>> = {};
  #steps: PipelineSteps<Last>;
  #fitting = false;

  /** @param steps pairs of a name and a transformer, the last one any estimator */
  constructor(steps: PipelineSteps<Last>) {
    this.#steps = steps;
  }

  /** Names and steps in order. */
  get steps(): PipelineSteps<Last> {
    return this.#steps;
  }

  /** The steps by name. */
  get namedSteps(): Readonly<Record<string, Step>> {
    return Object.fromEntries(this.#steps);
  }

  /** The step at a position; a negative one counts from the end. @throws HebbError `INVALID_VALUE` */
  at(position: number): Step {
    const found = this.#steps.at(position);
    if (found === undefined) {
      throw new HebbError(
        'INVALID_VALUE',
        `Pipeline has ${this.#steps.length} steps; there is none at ${position}.`,
      );
    }
    return found[1];
  }

  /**
   * Fit every transformer on what the ones before it give, and the last step on the result.
   *
   * @param X rows × features
   * @param y targets, one a row
   * @param options handed to the last step's `fit` (`sampleWeight`, `signal`, …); the X of a
   * `validationData: [X, y]` goes through the transformers first
   * @throws HebbError `INVALID_OPTION` for steps that do not form a pipeline; `INVALID_VALUE` while another fit
   * runs; whatever the steps throw
   */
  async fit(X: TableLike, y?: unknown, options?: object): Promise<this> {
    return this.#alone(async () => {
      checkSteps(this.#steps);
      const features = await this.#fitTransformers(X, y);
      const last = this.#last();
      if (options === undefined) await last.fit(features, y);
      else await (last as Predictor).fit(features, y, await this.#transformValidation(options));
      return this;
    });
  }

  /** Predictions of the last step. @throws HebbError `UNSUPPORTED` when it does not predict */
  async predict(X: TableLike): Promise<ResultOf<Last, 'predict'>> {
    const last = this.#lastWith('predict');
    return (await last.predict(await this.#throughTransformers(X))) as ResultOf<Last, 'predict'>;
  }

  /** Class probabilities of the last step. @throws HebbError `UNSUPPORTED` when it does not give any */
  async predictProba(X: TableLike): Promise<ResultOf<Last, 'predictProba'>> {
    const last = this.#lastWith('predictProba');
    return (await last.predictProba(await this.#throughTransformers(X))) as ResultOf<Last, 'predictProba'>;
  }

  /** The last step's score on X and y. @throws HebbError `UNSUPPORTED` when it has none */
  async score(X: TableLike, y: unknown, options?: object): Promise<number> {
    const last = this.#lastWith('score');
    return last.score(await this.#throughTransformers(X), y, options);
  }

  /** X changed by every step. @throws HebbError `UNSUPPORTED` when the last step does not transform */
  async transform(X: TableLike): Promise<ResultOf<Last, 'transform'>> {
    const last = this.#lastWith('transform');
    return (await last.transform(await this.#throughTransformers(X))) as ResultOf<Last, 'transform'>;
  }

  /** `fit`, then `transform` of the same X. Errors as of both. */
  async fitTransform(X: TableLike, y?: unknown): Promise<ResultOf<Last, 'transform'>> {
    return this.#alone(async () => {
      checkSteps(this.#steps);
      const last = this.#lastWith('fitTransform');
      return (await last.fitTransform(await this.#fitTransformers(X, y), y)) as ResultOf<Last, 'transform'>;
    });
  }

  /** The names of the columns that the last transformer gives. */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    let names = inputFeatures;
    for (const [, step] of this.#steps) if (isTransformer(step)) names = step.getFeatureNamesOut(names);
    return [...(names ?? [])];
  }

  /** What the steps have to say of what `fit` found, in their order. */
  get warnings(): readonly HebbWarning[] {
    return this.#steps.flatMap(
      ([, step]) => (step as { readonly warnings?: readonly HebbWarning[] }).warnings ?? [],
    );
  }

  /** The steps by name, and all their options as `step__option`. */
  getParams(): Record<string, unknown> {
    const params: Record<string, unknown> = { ...this.namedSteps };
    for (const [name, step] of this.#steps) {
      for (const [key, value] of Object.entries(paramsOf(step))) params[`${name}__${key}`] = value;
    }
    return params;
  }

  /**
   * Replace steps by name (`{ scale: new MinMaxScaler() }`) or options of steps (`{ net__alpha: 0.1 }`). A
   * step whose options change is replaced by a new, unfitted one.
   *
   * @throws HebbError `UNKNOWN_OPTION` for a step there is not
   */
  setParams(params: Readonly<Record<string, unknown>>): this {
    this.#steps = changeSteps(this.#steps, params);
    return this;
  }

  /** A new pipeline of new, unfitted steps with these options changed. Errors as of `setParams`. */
  withParams(params: Readonly<Record<string, unknown>>): Pipeline<Last> {
    const fresh = this.#steps.map(([name, step]) => [name, cloneWith(step)] as const);
    return new Pipeline(changeSteps(fresh as unknown as PipelineSteps<Last>, params));
  }

  toState(): ModelState {
    const children = this.#steps.map(([name, step]) => ({ name, state: step.toState() }));
    return { kind: 'Pipeline', options: {}, children };
  }

  /** @param revive makes a step of its state */
  static fromState(state: ModelState, revive: (state: ModelState) => Savable): Pipeline {
    const steps = (state.children ?? []).map(({ name, state }) => [name, revive(state) as Step] as const);
    checkSteps(steps);
    return new Pipeline(steps as unknown as PipelineSteps<Step>);
  }

  #last(): Step {
    return this.#steps[this.#steps.length - 1][1];
  }

  #lastWith<Method extends string>(
    method: Method,
  ): { [K in Method]: (...args: unknown[]) => Promise<never> } {
    const [name, step] = this.#steps[this.#steps.length - 1];
    if (!(method in step)) {
      throw new HebbError(
        'UNSUPPORTED',
        `Pipeline cannot ${method}: its last step '${name}' (${show(step)}) has no ${method}.`,
      );
    }
    return step as never;
  }

  /** One fit at a time: another one would get between the steps. */
  async #alone<T>(fit: () => Promise<T>): Promise<T> {
    if (this.#fitting) {
      throw new HebbError('INVALID_VALUE', 'Pipeline is being fitted already; wait for that fit to end.');
    }
    this.#fitting = true;
    try {
      return await fit();
    } finally {
      this.#fitting = false;
    }
  }

  #transformers(): Transformer[] {
    return this.#steps.slice(0, -1).map(([, step]) => step as Transformer);
  }

  async #fitTransformers(X: TableLike, y: unknown): Promise<TableLike> {
    let features = X;
    for (const step of this.#transformers()) features = await step.fitTransform(features, y);
    return features;
  }

  async #throughTransformers(X: TableLike): Promise<TableLike> {
    let features = X;
    for (const step of this.#transformers()) features = await step.transform(features);
    return features;
  }

  async #transformValidation(options: object): Promise<object> {
    if (!('validationData' in options) || !Array.isArray(options.validationData)) return options;
    const [X, ...rest] = options.validationData as [TableLike, ...unknown[]];
    return { ...options, validationData: [await this.#throughTransformers(X), ...rest] };
  }
}

/**
 * A pipeline whose steps are called by their class names in lower case (`standardscaler`); a class that comes
 * more than once is numbered (`standardscaler-1`, `standardscaler-2`).
 *
 * @example
 * const model = makePipeline(new StandardScaler(), new MLPClassifier());
 * Object.keys(model.namedSteps); // ['standardscaler', 'mlpclassifier']
 */
export function makePipeline<Last extends Step>(...steps: [...Transformer[], Last]): Pipeline<Last> {
  const names = defaultNames(steps.map((step) => kindOf(step, 'makePipeline')));
  const named = steps.map((step, i): NamedStep => [names[i], step]);
  return new Pipeline(named as unknown as PipelineSteps<Last>);
}

function checkSteps(steps: readonly NamedStep[]): void {
  if (!Array.isArray(steps) || !steps.every((step) => Array.isArray(step) && typeof step[0] === 'string')) {
    throw new HebbError(
      'INVALID_OPTION',
      `Pipeline: steps must be a list of [name, step], got ${show(steps)}.`,
    );
  }
  if (steps.length === 0) throw new HebbError('INVALID_OPTION', 'Pipeline needs at least one step.');
  const names = new Set<string>();
  steps.forEach(([name, step], i) => {
    if (name === '' || name.includes('__') || names.has(name)) {
      throw new HebbError(
        'INVALID_OPTION',
        `Pipeline: step ${i} is called ${show(name)}; names must differ, not be empty and not contain '__'.`,
      );
    }
    names.add(name);
    const last = i === steps.length - 1;
    if (last ? !('fit' in Object(step)) : !isTransformer(Object(step))) {
      throw new HebbError(
        'INVALID_OPTION',
        `Pipeline: step '${name}' must be ${last ? 'an estimator' : 'a transformer, as it is not the last'}, got ${show(step)}.`,
      );
    }
  });
}

/** The same steps with some replaced, or their options changed. */
function changeSteps<Last extends Step>(
  steps: PipelineSteps<Last>,
  params: Readonly<Record<string, unknown>>,
): PipelineSteps<Last> {
  const { whole, nested } = splitParams(params);
  const names = steps.map(([name]) => name);
  for (const name of [...whole.keys(), ...nested.keys()]) {
    if (!names.includes(name)) {
      throw new HebbError('UNKNOWN_OPTION', `Pipeline has no step '${name}'.${didYouMean(name, names)}`);
    }
  }
  const changed = steps.map(([name, step]): NamedStep => {
    const base = (whole.get(name) ?? step) as Step;
    const options = nested.get(name);
    return [name, options === undefined ? base : cloneWith(base, options)];
  });
  return changed as unknown as PipelineSteps<Last>;
}
