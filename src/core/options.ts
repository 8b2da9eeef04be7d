/**
 * Options are plain objects; this file checks them. An estimator declares one table of rules, and
 * `checkOptions` refuses a name that is not in it (naming the nearest one) and a value that breaks its rule.
 * It knows nothing of what an option means.
 */
import { didYouMean, HebbError, show } from './errors.ts';

/** A rule says whether a value is allowed and, for the message, what would have been. */
export interface Rule {
  readonly expected: string;
  allows(value: unknown): boolean;
  /** The spelling that programs compare with, where there are several: `'logLoss'` is `'log_loss'`. */
  canonical?(value: unknown): unknown;
}

/** A literal as scikit-learn and Keras spell it, or in camelCase: `'log_loss'` or `'logLoss'`. */
export type Spelled<Literal> = Literal | CamelCase<Literal>;
type CamelCase<Literal> = Literal extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail> & string>}`
  : Literal;

/** Options as `checkOptions` returns them: literals in lower case, with underscores. */
export type Checked<Options> = { readonly [K in keyof Options]: Canonical<Options[K]> };
type Canonical<Value> = Value extends string
  ? string extends Value
    ? Value
    : Value extends Lowercase<Value>
      ? Value
      : never
  : Value;

function camelCase(literal: string): string {
  return literal.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

interface Range {
  /** Smallest allowed value. */
  min?: number;
  /** Largest allowed value. */
  max?: number;
  /** The value must be larger than this. */
  above?: number;
  /** The value must be smaller than this. */
  below?: number;
}

function describeRange({ min, max, above, below }: Range): string {
  const low = min !== undefined ? `≥ ${min}` : above !== undefined ? `> ${above}` : '';
  const high = max !== undefined ? `≤ ${max}` : below !== undefined ? `< ${below}` : '';
  return [low, high].filter(Boolean).join(' and ');
}

function inRange(value: number, { min, max, above, below }: Range): boolean {
  return !(
    (min !== undefined && value < min) ||
    (max !== undefined && value > max) ||
    (above !== undefined && value <= above) ||
    (below !== undefined && value >= below)
  );
}

/** A finite number within the range. */
export function real(range: Range = {}): Rule {
  return {
    expected: `a number ${describeRange(range)}`.trim(),
    allows: (value) => typeof value === 'number' && Number.isFinite(value) && inRange(value, range),
  };
}

/** A whole number within the range. */
export function integer(range: Range = {}): Rule {
  return {
    expected: `an integer ${describeRange(range)}`.trim(),
    allows: (value) => Number.isSafeInteger(value) && inRange(value as number, range),
  };
}

/** One of the literals; those with an underscore may be spelled in camelCase too. */
export function oneOf(...literals: readonly (string | number | boolean)[]): Rule {
  const spellings = new Map<unknown, unknown>();
  for (const literal of literals) {
    if (typeof literal === 'string') spellings.set(camelCase(literal), literal);
    spellings.set(literal, literal);
  }
  return {
    expected: `one of ${literals.map(show).join(', ')}`,
    allows: (value) => spellings.has(value),
    canonical: (value) => spellings.get(value),
  };
}

/** `true` or `false`. */
export const boolean: Rule = {
  expected: 'true or false',
  allows: (value) => typeof value === 'boolean',
};

/** Any function. */
export const callback: Rule = {
  expected: 'a function',
  allows: (value) => typeof value === 'function',
};

/** An array whose every element keeps `rule`. */
export function listOf(rule: Rule): Rule {
  return {
    expected: `an array with each element ${rule.expected}`,
    allows: (value) => Array.isArray(value) && value.every((element) => rule.allows(element)),
  };
}

/** Any value for which `test` holds. */
export function matching(expected: string, test: (value: unknown) => boolean): Rule {
  return { expected, allows: test };
}

/** `null`, `undefined`, or what any of the rules allows. */
export function nullable(...rules: readonly Rule[]): Rule {
  const rule = anyOf(...rules);
  return {
    expected: `null or ${rule.expected}`,
    allows: (value) => value === null || value === undefined || rule.allows(value),
    canonical: (value) => (value === null || value === undefined ? value : canonical(rule, value)),
  };
}

/** What any of the rules allows. */
export function anyOf(...rules: readonly Rule[]): Rule {
  return {
    expected: rules.map((rule) => rule.expected).join(' or '),
    allows: (value) => rules.some((rule) => rule.allows(value)),
    canonical(value) {
      const [rule] = rules.filter((candidate) => candidate.allows(value));
      return rule === undefined ? value : canonical(rule, value);
    },
  };
}

function canonical(rule: Rule, value: unknown): unknown {
  return rule.canonical === undefined ? value : rule.canonical(value);
}

/**
 * Refuse option names that `owner` does not have: `UNKNOWN_OPTION`, with the nearest known name; and what is no
 * object of options: `INVALID_OPTION`.
 */
export function checkOptionNames(owner: string, options: object, known: Iterable<string>): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new HebbError('INVALID_OPTION', `${owner}: options must be an object, got ${show(options)}.`);
  }
  const names = new Set(known);
  for (const name of Object.keys(options)) {
    if (!names.has(name)) {
      throw new HebbError('UNKNOWN_OPTION', `${owner} has no option '${name}'.${didYouMean(name, names)}`);
    }
  }
}

/**
 * Refuse unknown names (`UNKNOWN_OPTION`) and values that break their rule (`INVALID_OPTION`). Undefined means
 * "not given".
 *
 * @returns the options that were given, literals in the spelling that programs compare with
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  rules: Readonly<Record<string, Rule>>,
): Checked<Options> {
  checkOptionNames(owner, options, Object.keys(rules));
  const checked = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const rule = rules[name];
    if (rule.allows(value)) return [[name, canonical(rule, value)]];
    throw new HebbError(
      'INVALID_OPTION',
      `${owner}: option '${name}' must be ${rule.expected}, got ${show(value)}.`,
    );
  });
  return Object.fromEntries(checked) as Checked<Options>;
}
