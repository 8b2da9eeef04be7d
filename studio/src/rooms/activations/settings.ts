/** What can be set in the room of activations. */
import { choice, flag, number, several } from '../../state/field.ts';

export const names = [
  'heaviside',
  'sigmoid',
  'tanh',
  'relu',
  'leaky_relu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'mish',
  'softplus',
  'softsign',
  'hard_sigmoid',
  'exponential',
  'linear',
] as const;

export type ActivationName = (typeof names)[number];

export const fields = {
  shown: several('a', names, ['sigmoid', 'tanh', 'relu']),
  slope: number('ns', 0.2, { min: 0, max: 1, step: 0.05 }),
  alpha: number('al', 1, { min: 0.1, max: 3, step: 0.1 }),
  a: number('la', 2, { min: -5, max: 5, step: 0.5 }),
  b: number('lb', 3, { min: -5, max: 5, step: 0.5 }),
  c: number('lc', 5, { min: -5, max: 5, step: 0.5 }),
  d: number('ld', -1, { min: -5, max: 5, step: 0.5 }),
  bend: flag('bend', false),
  saturating: choice('sf', names, 'sigmoid'),
  mean: number('m', 0, { min: -5, max: 5, step: 0.5 }),
  spread: number('sd', 3, { min: 0.5, max: 10, step: 0.5 }),
};
