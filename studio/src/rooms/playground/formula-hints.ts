/** Formulas in one line of text, for the pointer that rests on a control. `formulas.tsx` has them typeset. */
import type { ActivationName, Settings } from './settings.ts';

export const activationHints: Readonly<Record<ActivationName, string>> = {
  tanh: 'a = tanh z',
  relu: 'a = max(0, z)',
  sigmoid: 'a = 1 / (1 + e^−z)',
  linear: 'a = z',
  leaky_relu: 'a = max(0.2 z, z)',
  elu: 'a = z above 0, e^z − 1 below',
  selu: 'a = 1.05 z above 0, 1.76 (e^z − 1) below',
  gelu: 'a = z Φ(z)',
  silu: 'a = z / (1 + e^−z)',
  softplus: 'a = log(1 + e^z)',
};

export const optimizerHints: Readonly<Record<Settings['optimizer'], string>> = {
  sgd: 'w ← w − η g',
  momentum: 'v ← 0.9 v − η g, w ← w + v',
  nesterov: 'v ← 0.9 v − η g, w ← w + 0.9 v − η g',
  adagrad: 's ← s + g², w ← w − η g / √s',
  rmsprop: 's ← 0.9 s + 0.1 g², w ← w − η g / √s',
  adam: 'w ← w − η m̂ / (√v̂ + ε), m̂ and v̂ the running means of g and g²',
};

export const lossHints: Readonly<Record<Settings['loss'], string>> = {
  squared: 'L = (ŷ − y)²',
  cross_entropy: 'L = −y log p − (1 − y) log(1 − p); of several classes −log p of the right one',
  absolute: 'L = |ŷ − y|',
  huber: 'L = ½ e² up to |e| = 1, then |e| − ½',
};

export const penaltyHints: Readonly<Record<Settings['penalty'], string>> = {
  none: 'Nothing is added to the loss.',
  l1: 'L + λ Σ |w|',
  l2: 'L + λ Σ w²',
};
