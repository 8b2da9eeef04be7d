/**
 * Class targets as yes-or-no questions, one linear model each: with two classes whether a row is of the second,
 * with several one question a class, with several labels a row one a label. It knows no training.
 */
import { HebbError, show } from '../../core/errors.ts';
import type { ClassTargets } from '../class-targets.ts';
import { type ClassWeight, classWeights } from '../row-weights.ts';

/** A yes-or-no question. */
export interface Question {
  /** 1 for the rows where the answer is yes, else 0. */
  readonly answers: Uint8Array;
  /** What rows count whose answer is yes, or no. */
  readonly positiveWeight: number;
  readonly negativeWeight: number;
}

/** Refuse (`INVALID_VALUE`) targets that leave nothing to ask: one class, or a label that all rows have or none. */
export function checkAnswerable(targets: ClassTargets, owner: string): void {
  if (!targets.multilabel && targets.classes.length < 2) {
    throw new HebbError(
      'INVALID_VALUE',
      `${owner}: the number of classes has to be greater than one; y has only ${show(targets.classes[0])}.`,
    );
  }
  const columns = targets.classes.length;
  for (let j = 0; targets.multilabel && j < columns; j++) {
    const first = targets.codes[j];
    if (targets.codes.every((flag, i) => i % columns !== j || flag === first)) {
      throw new HebbError(
        'INVALID_VALUE',
        `${owner}: column ${j} of y has only ${first}; every label needs rows with 0 and rows with 1.`,
      );
    }
  }
}

/** One question a class, but only one for two classes; one a label for several labels a row. */
export function questionsOf(targets: ClassTargets, classWeight: ClassWeight | null): Question[] {
  const { classes, multilabel, codes, rows } = targets;
  if (multilabel) {
    return classes.map((_, j) => {
      const answers = Uint8Array.from({ length: rows }, (_, i) => codes[i * classes.length + j]);
      const [negativeWeight, positiveWeight] = classWeights(classWeight, [0, 1], answers);
      return { answers, positiveWeight, negativeWeight };
    });
  }
  const weights = classWeights(classWeight, classes, codes);
  const about = (code: number, negativeWeight: number): Question => ({
    answers: Uint8Array.from(codes, (own) => Number(own === code)),
    positiveWeight: weights[code],
    negativeWeight,
  });
  return classes.length === 2 ? [about(1, weights[0])] : classes.map((_, code) => about(code, 1));
}
