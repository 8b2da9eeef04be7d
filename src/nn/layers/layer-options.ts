/**
 * The options that every layer has, and how they are written down in configs. It knows no layers.
 */
import type { FloatDType } from '../../core/dtype.ts';
import { boolean, matching, nullable, type Rule } from '../../core/options.ts';
import type { Activation } from '../activations.ts';
import type { Config, OptionTable } from '../configured.ts';

/** What every layer may be told. */
export interface LayerOptions {
  /** Default: the class in snake_case, numbered. */
  readonly name?: string | null;
  /** Does training change its weights? Default true. */
  readonly trainable?: boolean;
  /** What it computes in. Default float32. */
  readonly dtype?: FloatDType;
}

/** For each option of a class of layers its default and its rule; an option without default must be given. */
export type LayerTable = Readonly<Record<string, readonly [byDefault: unknown, rule: Rule]>>;

/** A float type, by name or as Keras writes it down. */
const dtypeRule: Rule = {
  expected: "'float32' or 'float64'",
  allows: (value) => ['float32', 'float64'].includes(String(policyName(value))),
  canonical: policyName,
};

function policyName(value: unknown): unknown {
  const isPolicy = typeof value === 'object' && value !== null && 'config' in value;
  return isPolicy ? (value.config as { readonly name?: unknown }).name : value;
}

/** The entries that every layer's table has. */
export const commonTable: OptionTable<LayerOptions> = {
  name: [null, nullable(matching('a name without slashes', isName))],
  trainable: [true, boolean],
  dtype: ['float32', dtypeRule],
};

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[^/]+$/.test(value);
}

/** How Keras writes a type down. */
export function dtypePolicy(name: FloatDType): Config {
  return { module: 'keras', class_name: 'DTypePolicy', config: { name }, registered_name: null };
}

/** What configs say of some settings: activations go by their names, and no regularizer of outputs by nothing. */
export function writtenSettings(settings: object): Config {
  const functions = Object.entries(settings).filter((entry): entry is [string, Activation] =>
    isActivation(entry[1]),
  );
  const names = Object.fromEntries(functions.map(([name, { name: called }]) => [name, called]));
  const isQuiet = 'activityRegularizer' in settings && settings.activityRegularizer === null;
  return isQuiet ? { ...names, activityRegularizer: undefined } : names;
}

function isActivation(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'apply' in value && 'formula' in value;
}
