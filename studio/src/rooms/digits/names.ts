/** What the data sets, their classes and the models are called. */
import classes from './models/classes.json' with { type: 'json' };
import type { SetName } from './test-images.ts';

export const setNames: Readonly<Record<SetName, string>> = {
  mnist: 'MNIST, handwritten digits',
  fashion: 'Fashion-MNIST, clothes',
};

export const classNames: Readonly<Record<SetName, readonly string[]>> = classes;

/** The class in a sentence: “a 7”, “an 8”, “Sneaker”. */
export function inWords(set: SetName, label: number): string {
  const name = classNames[set][label];
  return set === 'mnist' ? `${label === 8 ? 'an' : 'a'} ${name}` : `“${name}”`;
}

/** A share as a percentage that is never rounded to certainty. */
export function percent(share: number): string {
  const text = (100 * share).toFixed(1);
  if (text === '100.0' && share < 1) return '> 99.9 %';
  return text === '0.0' && share > 0 ? '< 0.1 %' : `${text} %`;
}
