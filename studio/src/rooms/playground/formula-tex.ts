/** The formulas of what can be set, as TeX: a unit, the loss of a point, the step, the penalty. */
import { activationTex } from '../../parts/activation-tex.ts';
import { type ActivationName, outputCount, type Settings } from './settings.ts';

/** What a unit gives: the α of leaky ReLU is 0.2 here, that of ELU 1. */
export function unitTex(name: ActivationName): string {
  return `a = ${activationTex[name].replaceAll('\\alpha', name === 'leaky_relu' ? '0.2\\,' : '')}`;
}

export const optimizerTex: Readonly<Record<Settings['optimizer'], string>> = {
  sgd: 'w \\leftarrow w - \\eta\\,g',
  momentum: 'v \\leftarrow 0.9\\,v - \\eta\\,g,\\quad w \\leftarrow w + v',
  nesterov: 'v \\leftarrow 0.9\\,v - \\eta\\,g,\\quad w \\leftarrow w + 0.9\\,v - \\eta\\,g',
  adagrad: 's \\leftarrow s + g^2,\\quad w \\leftarrow w - \\eta\\,g / \\sqrt{s}',
  rmsprop: 's \\leftarrow 0.9\\,s + 0.1\\,g^2,\\quad w \\leftarrow w - \\eta\\,g / \\sqrt{s}',
  adam: 'w \\leftarrow w - \\eta\\,\\hat m / (\\sqrt{\\hat v} + \\epsilon)',
};

export function lossTex(settings: Settings): string {
  if (settings.problem === 'classification' && outputCount(settings) > 1) return 'L = -\\log \\hat p_y';
  switch (settings.loss) {
    case 'cross_entropy':
      return settings.problem === 'classification'
        ? 'L = -y \\log \\hat p - (1 - y) \\log(1 - \\hat p)'
        : 'L = (\\hat y - y)^2';
    case 'absolute':
      return 'L = |\\hat y - y|';
    case 'huber':
      return 'L = \\tfrac12 e^2 \\text{ if } |e| \\le 1 \\text{ else } |e| - \\tfrac12';
    default:
      return 'L = (\\hat y - y)^2';
  }
}

export const penaltyTex: Readonly<Record<Exclude<Settings['penalty'], 'none'>, string>> = {
  l1: 'L + \\lambda \\sum |w|',
  l2: 'L + \\lambda \\sum w^2',
};
