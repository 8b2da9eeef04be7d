/**
 * Entries of layers' tables for options that name something: activations, initializers, regularizers,
 * constraints. Settings hold the thing itself, whichever way it was named.
 */
import type { Rule } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Activation, identity } from '../activations.ts';
import type { Constraint } from '../constraints/constraint.ts';
import { type ConstraintOption, constraintOf } from '../constraints/constraint-named.ts';
import { activationNamed } from '../find-by-name.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { type InitializerOption, initializerOf } from '../initializers/initializer-named.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { type RegularizerOption, regularizerOf } from '../regularizers/regularizer-named.ts';

/** An activation: Keras's name of one, a record, a function of a tensor, or null for none. */
export type ActivationOption = ActivationName | Activation | ((x: Tensor) => Tensor) | null;

/** Keras's names; camelCase is understood too. */
export type ActivationName =
  | 'celu'
  | 'elu'
  | 'exponential'
  | 'gelu'
  | 'glu'
  | 'hard_shrink'
  | 'hard_sigmoid'
  | 'hard_silu'
  | 'hard_tanh'
  | 'leaky_relu'
  | 'linear'
  | 'log_sigmoid'
  | 'log_softmax'
  | 'mish'
  | 'relu'
  | 'relu6'
  | 'selu'
  | 'sigmoid'
  | 'silu'
  | 'soft_shrink'
  | 'softmax'
  | 'softplus'
  | 'softsign'
  | 'sparse_plus'
  | 'sparse_sigmoid'
  | 'sparsemax'
  | 'squareplus'
  | 'swish'
  | 'tanh'
  | 'tanh_shrink'
  | 'threshold';

type Entry<T> = readonly [byDefault: T, rule: Rule];

function entry<Given, T>(byDefault: T, expected: string, of: (given: Given) => T): Entry<T> {
  const resolve = (value: unknown): T | null =>
    value === null || value === undefined ? null : of(value as Given);
  const rule: Rule = {
    expected,
    allows: (value) =>
      typeof value !== 'number' && typeof value !== 'boolean' && resolve(value) !== undefined,
    canonical: resolve,
  };
  return [byDefault, rule];
}

function activationOf(given: Exclude<ActivationOption, null>): Activation {
  if (typeof given === 'string') return activationNamed(given);
  if (typeof given === 'object') return given;
  return { name: given.name, formula: '', source: '', apply: given };
}

export function activationEntry(byDefault: Activation | null = identity): Entry<Activation | null> {
  return entry(byDefault, 'an activation or its name', activationOf);
}

export function initializerEntry(byDefault: Initializer | null): Entry<Initializer | null> {
  return entry<InitializerOption, Initializer | null>(byDefault, 'an initializer or its name', initializerOf);
}

export const regularizerEntry: Entry<Regularizer | null> = entry<RegularizerOption, Regularizer | null>(
  null,
  'a regularizer or its name',
  regularizerOf,
);

export const constraintEntry: Entry<Constraint | null> = entry<ConstraintOption, Constraint | null>(
  null,
  'a constraint or its name',
  constraintOf,
);
