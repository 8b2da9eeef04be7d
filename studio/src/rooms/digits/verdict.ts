/** Right or wrong, in words. Pure. */
import { inWords, percent } from './names.ts';
import type { Look } from './recogniser.ts';
import type { SetName } from './test-images.ts';

export interface Verdict {
  readonly isRight: boolean | undefined;
  readonly says: string;
  readonly outcome: string;
}

/** @param truth undefined for a drawing */
export function verdictOn(set: SetName, { says, probabilities }: Look, truth: number | undefined): Verdict {
  const sentence = `The network says: ${inWords(set, says)}, with probability ${percent(probabilities[says])}.`;
  if (truth === undefined) return { isRight: undefined, says: sentence, outcome: '' };
  const isRight = says === truth;
  const outcome = isRight
    ? 'Right.'
    : `Wrong: it is ${inWords(set, truth)}, which it gives ${percent(probabilities[truth])}.`;
  return { isRight, says: sentence, outcome };
}
