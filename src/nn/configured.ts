/**
 * What optimizers, schedules, initializers, regularizers, constraints and metrics have in common: options that
 * are declared in one table, with default and rule, and a config of plain data with Keras's names. It knows
 * nothing of what any option means.
 */
import { HebbError } from '../core/errors.ts';
import { checkOptions, type Rule } from '../core/options.ts';

/** Plain data under Keras's names, as in a .keras file. */
export type Config = Readonly<Record<string, unknown>>;

/** For each option its default and its rule; an option without default must be given. */
export type OptionTable<Options extends object> = {
  readonly [K in keyof Required<Options>]: readonly [byDefault: Required<Options>[K] | undefined, rule: Rule];
};

/** Something with options and a config. The constructor stores the options; they are checked when first used. */
export abstract class Configured<Options extends object = object> {
  /** Keras's name of the class, which minifiers leave alone. */
  abstract readonly className: string;
  /** Keras's module, such as `'keras.optimizers'`. */
  abstract readonly module: string;
  /** The options as they were given. */
  readonly options: Readonly<Options>;
  protected abstract readonly table: OptionTable<Options>;
  #settings: Required<Options> | undefined;

  constructor(options: Options) {
    this.options = options;
  }

  /**
   * All options, those not given at their defaults.
   * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
   */
  get settings(): Required<Options> {
    this.#settings ??= this.#check();
    return this.#settings;
  }

  /** What a config says otherwise than the options that were given, as things have changed since. */
  protected changed?(): Readonly<Record<string, unknown>>;

  /** All options under Keras's names; what has a config of its own is nested. */
  getConfig(): Config {
    const entries = Object.entries({ ...this.settings, ...this.changed?.() }).map(([name, value]) => [
      snakeCase(name),
      plainData(value),
    ]);
    return Object.fromEntries(entries);
  }

  /** Gives an option another value than it was made with. */
  protected change<K extends keyof Options>(name: K, value: Required<Options>[K]): void {
    this.#settings = { ...this.settings, [name]: value };
  }

  #check(): Required<Options> {
    const table = Object.entries(this.table) as [string, readonly [unknown, Rule]][];
    const rules = Object.fromEntries(table.map(([name, [, rule]]) => [name, rule]));
    const given = checkOptions<object>(this.className, this.options, rules);
    const defaults = Object.fromEntries(table.map(([name, [byDefault]]) => [name, byDefault]));
    const settings: Record<string, unknown> = { ...defaults, ...given };
    for (const [name, [, rule]] of table) {
      if (settings[name] === undefined) {
        throw new HebbError('INVALID_OPTION', `${this.className} needs option '${name}': ${rule.expected}.`);
      }
    }
    return settings as Required<Options>;
  }
}

/** How Keras writes an object down: module, class name and config. */
export function serialize(object: Configured): Config {
  const { module, className } = object;
  return { module, class_name: className, config: object.getConfig(), registered_name: null };
}

/** `beta1` → `beta_1`, `l1RegularizationStrength` → `l1_regularization_strength`. */
function snakeCase(name: string): string {
  return name.replace(/([a-z]{2,})(\d)/g, '$1_$2').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `beta_1` → `beta1`: the way back. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}

/** A config's entries as options. */
export function optionsOf(config: Config): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [camelCase(name), value]));
}

function plainData(value: unknown): unknown {
  if (value instanceof Configured) return serialize(value);
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}
