/** What can be set in the room of the forward pass: which numbers were drawn, one's own, and the step. */
import { custom, type Field, number } from '../../state/field.ts';
import type { Example } from './example.ts';

/** One's own numbers stay between −most and most. */
export const most = 20;

/** `0.2,0.7,0.5,0.9,…`: three inputs, the target, eight weights and three biases. */
function readExample(text: string): Example | undefined {
  const numbers = text.split(',').map(Number);
  const isSound = numbers.length === 15 && text.split(',').every((part) => part.trim() !== '');
  if (!isSound || !numbers.every((value) => Math.abs(value) <= most)) return undefined;
  if (numbers[3] < 0 || numbers[3] > 1) return undefined;
  return { x: numbers.slice(0, 3), target: numbers[3], weights: numbers.slice(4) };
}

const own: Field<Example | undefined> = custom<Example | undefined>('n', undefined, readExample, (example) =>
  example === undefined ? '' : [...example.x, example.target, ...example.weights].join(','),
);

export const fields = {
  seed: number('s', 0, { min: 0, max: 99_999, step: 1 }),
  /** One's own numbers instead of those of the seed. */
  own,
  /** The step that is shown. */
  at: number('at', 0, { min: 0, max: 11, step: 1 }),
};
