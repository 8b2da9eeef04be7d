/** What can be set in the room of gradient descent. */
import { choice, custom, number, several, type Values } from '../../state/field.ts';

export const racers = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam'] as const;
export type RacerName = (typeof racers)[number];
export const batches = ['all', '16', '1'] as const;
export type BatchName = (typeof batches)[number];

/** Half the side of the landscapes and curves. */
export const reach = 4;

export const fields = {
  scene: choice('v', ['curve', 'landscape', 'fit'], 'curve'),
  curve: choice('c', ['parabola', 'valleys', 'plateau'], 'parabola'),
  landscape: choice('l', ['bowl', 'banana', 'saddle', 'valleys'], 'bowl'),
  /** The learning rate's logarithm to base 10. */
  exponent: number('lr', -1, { min: -3, max: 0.5, step: 0.05 }),
  /** Where one parameter starts. */
  start: number('x', -3, { min: -reach, max: reach, step: 0.1 }),
  /** Where two parameters start. */
  place: custom<readonly [number, number]>('p', [-3, 2.5], readPlace, (place) => place.join('_')),
  racers: several('o', racers, ['sgd', 'momentum', 'adam']),
  batches: several('b', batches, batches),
  seed: number('s', 0, { min: 0, max: 99_999, step: 1 }),
  /** How many steps were taken; where it stands while it rests. */
  shown: number('at', 1, { min: 0, max: 1000, step: 1 }),
};

function readPlace(text: string): readonly [number, number] | undefined {
  const [x, y, ...more] = text.split('_').map(Number);
  return Math.abs(x) <= reach && Math.abs(y) <= reach && more.length === 0 ? [x, y] : undefined;
}

export type Settings = Values<typeof fields>;

export function rateOf(exponent: number): number {
  return Number((10 ** exponent).toPrecision(3));
}
