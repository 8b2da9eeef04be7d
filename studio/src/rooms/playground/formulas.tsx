/** The formulas of what is set: a unit, the loss, the step. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Formula } from '../../parts/formula.tsx';
import { type ActivationName, outputCount, type Settings } from './settings.ts';

const activations: Readonly<Record<ActivationName, string>> = {
  tanh: '\\tanh z',
  relu: '\\max(0, z)',
  sigmoid: '\\frac{1}{1 + e^{-z}}',
  linear: 'z',
  leaky_relu: '\\max(0.2\\,z, z)',
  elu: 'z \\text{ if } z > 0 \\text{ else } e^z - 1',
  selu: '1.05\\,(z \\text{ if } z > 0 \\text{ else } 1.67\\,(e^z - 1))',
  gelu: 'z\\,\\Phi(z)',
  silu: '\\frac{z}{1 + e^{-z}}',
  softplus: '\\log(1 + e^z)',
};

const optimizers: Readonly<Record<Settings['optimizer'], string>> = {
  sgd: 'w \\leftarrow w - \\eta\\,g',
  momentum: 'v \\leftarrow 0.9\\,v - \\eta\\,g,\\quad w \\leftarrow w + v',
  nesterov: 'v \\leftarrow 0.9\\,v - \\eta\\,g,\\quad w \\leftarrow w + 0.9\\,v - \\eta\\,g',
  adagrad: 's \\leftarrow s + g^2,\\quad w \\leftarrow w - \\eta\\,g / \\sqrt{s}',
  rmsprop: 's \\leftarrow 0.9\\,s + 0.1\\,g^2,\\quad w \\leftarrow w - \\eta\\,g / \\sqrt{s}',
  adam: 'w \\leftarrow w - \\eta\\,\\hat m / (\\sqrt{\\hat v} + \\epsilon)',
};

function lossOf(settings: Settings): string {
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

export function Formulas({ settings }: { readonly settings: Settings }): JSX.Element {
  const isOpen = useSignal(false);
  return (
    <details
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>Formulas</summary>
      {isOpen.value && <Typeset settings={settings} />}
    </details>
  );
}

/** The typesetter is loaded when somebody looks. */
function Typeset({ settings }: { readonly settings: Settings }): JSX.Element {
  return (
    <>
      <p>A unit adds up what comes in, and bends it:</p>
      <Formula block tex="z = b + \sum_i w_i x_i" />
      <Formula block tex={`a = ${activations[settings.activation]}`} />
      <p>The loss of a point:</p>
      <Formula block tex={lossOf(settings)} />
      <p>A step, with the gradient g of a batch:</p>
      <Formula block tex={optimizers[settings.optimizer]} />
    </>
  );
}
