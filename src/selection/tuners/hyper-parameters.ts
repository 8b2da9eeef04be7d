/**
 * What a build function is given: it asks for hyperparameters by name and gets the values of one trial. What it
 * asks for is the search space; nobody has to declare it elsewhere. Where values come from is a policy's business.
 */
import { didYouMean, HebbError, show } from '../../core/errors.ts';
import { boolean, checkOptions, listOf, matching, nullable, oneOf, type Rule } from '../../core/options.ts';
import {
  type ChoiceParameter,
  type Condition,
  checkParameter,
  type HyperParameter,
  type HyperValue,
  type NumberParameter,
  type Sampling,
} from './hyper-parameter.ts';

/** Values by name. */
export type HyperValues = Readonly<Record<string, HyperValue>>;

interface ScopeOptions {
  /** It counts only where the hyperparameter of this name … */
  readonly parentName?: string;
  /** … has one of these values. */
  readonly parentValues?: HyperValue | readonly HyperValue[];
}

export interface NumberOptions extends ScopeOptions {
  /** The distance of two values; with the other samplings their ratio. Default: 1 for `int`, none for `float`. */
  readonly step?: number | null;
  /** How values are spread. Default 'linear'. */
  readonly sampling?: Sampling | 'reverseLog';
  /** Default: `min`. */
  readonly default?: number;
}

export interface ChoiceHyperOptions<V extends HyperValue = HyperValue> extends ScopeOptions {
  /** Is a value more like its neighbours in the list? Default: numbers are, texts and truth values are not. */
  readonly ordered?: boolean;
  /** Default: the first value. */
  readonly default?: V;
}

export interface BooleanHyperOptions extends ScopeOptions {
  /** Default false. */
  readonly default?: boolean;
}

/** How a tuner answers what a build function asks for. */
export interface Policy {
  /** What a hyperparameter is taken for. @throws HebbError where it may not be */
  define(parameter: HyperParameter): HyperParameter;
  /** A value for one that has none yet. */
  draw(parameter: HyperParameter): HyperValue;
  /** Told of a question that makes no sense, before it is thrown. */
  refuse?(error: HebbError): void;
}

const defaults: Policy = {
  define: (parameter) => parameter,
  draw: (parameter) => parameter.default,
};

const value: Rule = matching('a number, text or truth value', isValue);
const scopeRules = {
  parentName: matching('a name', (name) => typeof name === 'string'),
  parentValues: matching('values', (given) => isValue(given) || listOf(value).allows(given)),
};
const numberRules = {
  ...scopeRules,
  step: nullable(matching('a number', (step) => typeof step === 'number')),
  sampling: oneOf('linear', 'log', 'reverse_log'),
  default: matching('a number', (given) => typeof given === 'number'),
};
const choiceRules = { ...scopeRules, ordered: boolean, default: value };

function isValue(given: unknown): given is HyperValue {
  return typeof given === 'number' || typeof given === 'string' || typeof given === 'boolean';
}

/**
 * The hyperparameters of one trial. Made by itself it gives every default, which is how a build function is tried
 * out: `build(new HyperParameters())`.
 *
 * @example
 * const hp = new HyperParameters({ units: 64 });
 * hp.int('units', 32, 512, { step: 32 }); // 64
 * hp.float('rate', 1e-4, 1e-2, { sampling: 'log', default: 1e-3 }); // 0.001
 * hp.values; // { units: 64, rate: 0.001 }
 */
export class HyperParameters {
  readonly #given: HyperValues;
  readonly #policy: Policy;
  readonly #values = new Map<string, HyperValue>();
  readonly #space = new Map<string, HyperParameter>();
  readonly #untried: Condition[][] = [];
  #conditions: readonly Condition[] = [];

  /** @param values those that are known; others come from `policy`, by default their defaults */
  constructor(values: HyperValues = {}, policy: Policy = defaults) {
    this.#given = values;
    this.#policy = policy;
  }

  /** The values that count in this trial: those asked for so far, before the first question all that were given. */
  get values(): HyperValues {
    return this.#space.size === 0 ? this.#given : Object.fromEntries(this.#values);
  }

  /** What has been asked for, in that order. */
  get space(): readonly HyperParameter[] {
    return [...this.#space.values()];
  }

  /** Conditions that did not hold, so that what depends on them was not asked for. */
  get untried(): readonly (readonly Condition[])[] {
    return this.#untried;
  }

  /**
   * An integer from `min` to `max`, both included.
   *
   * @throws HebbError `INVALID_OPTION` for a space without values; `INVALID_VALUE` for a name that has been asked for
   * with other settings
   */
  int(name: string, min: number, max: number, options: NumberOptions = {}): number {
    return this.#number('int', name, min, max, options);
  }

  /** A number from `min` to `max`, both included. Throws as `int` does. */
  float(name: string, min: number, max: number, options: NumberOptions = {}): number {
    return this.#number('float', name, min, max, options);
  }

  /** One of the values. Throws as `int` does. */
  choice<const V extends HyperValue>(
    name: string,
    values: readonly V[],
    options: ChoiceHyperOptions<NoInfer<V>> = {},
  ): V {
    checkOptions('hp.choice', options, choiceRules);
    const isOrdered = options.ordered ?? typeof values[0] === 'number';
    const parameter = {
      kind: 'choice',
      name,
      values,
      ordered: isOrdered,
      default: options.default ?? values[0],
    } as const;
    return this.#ask(parameter, options) as V;
  }

  /** `true` or `false`. Throws as `int` does. */
  boolean(name: string, options: BooleanHyperOptions = {}): boolean {
    const { default: byDefault = false } = options;
    return this.choice<boolean>(name, [false, true], { ...options, default: byDefault });
  }

  /** A value that is the same in every trial. Throws as `int` does. */
  fixed<const V extends HyperValue>(name: string, fixed: V): V {
    return this.choice(name, [fixed]);
  }

  /**
   * What is asked for in `ask` counts only where `parent` has one of these values; only there it is called.
   *
   * @returns what `ask` returns, undefined where it is not called
   * @throws HebbError `INVALID_VALUE` for a parent that has not been asked for
   */
  conditionalScope<T>(
    parent: string,
    values: HyperValue | readonly HyperValue[],
    ask: () => T,
  ): T | undefined {
    const [outer, condition] = [this.#conditions, this.#condition(parent, values)];
    const conditions = [...outer, condition];
    if (!condition.values.includes(this.get(parent))) {
      this.#untried.push(conditions);
      return undefined;
    }
    this.#conditions = conditions;
    try {
      return ask();
    } finally {
      this.#conditions = outer;
    }
  }

  /** The value of a name. @throws HebbError `INVALID_VALUE` for one that there is not, with the nearest one */
  get(name: string): HyperValue {
    const { values } = this;
    if (Object.hasOwn(values, name)) return values[name];
    throw new HebbError(
      'INVALID_VALUE',
      `there is no hyperparameter ${show(name)}.${didYouMean(String(name), Object.keys(values))}`,
    );
  }

  #number(
    kind: NumberParameter['kind'],
    name: string,
    min: number,
    max: number,
    options: NumberOptions,
  ): number {
    const checked = checkOptions(`hp.${kind}`, options as object, numberRules) as NumberOptions;
    const { sampling = 'linear', default: byDefault = min } = checked;
    const isCounting = kind === 'int' && sampling === 'linear';
    const step = checked.step ?? (isCounting ? 1 : null);
    const parameter = { kind, name, min, max, step, sampling: sampling as Sampling, default: byDefault };
    return this.#ask(parameter, options) as number;
  }

  #ask(declared: Declaration, scope: ScopeOptions): HyperValue {
    try {
      return this.#answer(declared, scope);
    } catch (error) {
      if (error instanceof HebbError) this.#policy.refuse?.(error);
      throw error;
    }
  }

  #answer(declared: Declaration, { parentName, parentValues = [] }: ScopeOptions): HyperValue {
    const own = parentName === undefined ? [] : [this.#condition(parentName, parentValues)];
    const conditions = [...this.#conditions, ...own];
    const parameter = checkParameter({ ...declared, conditions });
    const { name } = parameter;
    const known = this.#space.get(name);
    const asked = this.#policy.define(parameter);
    if (own.some((condition) => !condition.values.includes(this.get(condition.name)))) {
      this.#untried.push(conditions);
      return parameter.default;
    }
    if (known !== undefined) {
      if (JSON.stringify(known) === JSON.stringify(asked)) return this.#values.get(name) as HyperValue;
      throw new HebbError(
        'INVALID_VALUE',
        `hyperparameter '${name}' has been asked for with other settings: ${describe(known)}, now ${describe(asked)}.`,
      );
    }
    const found = Object.hasOwn(this.#given, name) ? this.#given[name] : this.#policy.draw(asked);
    this.#space.set(name, asked);
    this.#values.set(name, found);
    return found;
  }

  #condition(name: string, values: HyperValue | readonly HyperValue[]): Condition {
    this.get(name);
    return { name, values: (Array.isArray(values) ? values : [values]) as HyperValue[] };
  }
}

type Declaration = Omit<NumberParameter, 'conditions'> | Omit<ChoiceParameter, 'conditions'>;

/** A hyperparameter in a few words: `int from 32 to 512, step 32`. */
export function describe(parameter: HyperParameter): string {
  const where = parameter.conditions.map(
    ({ name, values }) => ` if ${name} is ${values.map(show).join(' or ')}`,
  );
  return `${settingsOf(parameter)}${where.join('')}`;
}

function settingsOf(parameter: HyperParameter): string {
  if (parameter.kind === 'choice') {
    const { values, ordered } = parameter;
    return values.length === 1
      ? `fixed at ${show(values[0])}`
      : `one of ${values.map(show).join(', ')}${ordered ? '' : ' in no order'}`;
  }
  const { kind, min, max, step, sampling } = parameter;
  const pace = step === null || (step === 1 && kind === 'int') ? '' : `, step ${step}`;
  return `${kind} from ${min} to ${max}${pace}${sampling === 'linear' ? '' : `, sampling '${sampling}'`}, default ${parameter.default}`;
}
