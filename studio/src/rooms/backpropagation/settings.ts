/** What can be set in the room of backpropagation: the network's numbers and functions, the learning rate, the step. */
import { choice, custom, number } from '../../state/field.ts';
import { activationNames, type Numbers, parameterNames } from './network.ts';

/** One's own numbers stay between −most and most. */
export const most = 100;

/** `0.5,-1,1,0.3,…`: two inputs, the target, weights and biases. */
function readNumbers(text: string): Numbers | undefined {
  const parts = text.split(',');
  const numbers = parts.map(Number);
  const isSound =
    parts.length === 3 + parameterNames.length &&
    parts.every((part) => part.trim() !== '') &&
    numbers.every((value) => Math.abs(value) <= most);
  return isSound ? { x: numbers.slice(0, 2), target: numbers[2], weights: numbers.slice(3) } : undefined;
}

function writeNumbers(numbers: Numbers | undefined): string {
  return numbers === undefined ? '' : [...numbers.x, numbers.target, ...numbers.weights].join(',');
}

export const fields = {
  seed: number('s', 0, { min: 0, max: 99_999, step: 1 }),
  /** One's own numbers, or those after some updates, instead of those of the seed. */
  own: custom<Numbers | undefined>('n', undefined, readNumbers, writeNumbers),
  hidden: choice('a', activationNames, 'tanh'),
  output: choice('o', ['linear', ...activationNames], 'linear'),
  eta: number('lr', 0.1, { min: 0.01, max: 2, step: 0.01 }),
  /** The step that is shown. */
  at: number('at', 0, { min: 0, max: 99, step: 1 }),
};
