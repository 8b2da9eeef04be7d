/**
 * How much the rows of each class count. It knows classes and rows, no model.
 */
import { HebbError, show } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import { matching, nullable, oneOf, type Rule } from '../core/options.ts';

/** Weights of classes: by label, or 'balanced' for rows / (classes · rows of the class). */
export type ClassWeight = 'balanced' | Readonly<Record<string, number>> | ReadonlyMap<Label, number>;

/** The rule of options called `classWeight`; labels and numbers are checked by `classWeights`. */
export const classWeightRule: Rule = nullable(
  oneOf('balanced'),
  matching('an object or Map from label to weight', (value) => typeof value === 'object' && value !== null),
);

/**
 * One weight for each class; 1 for those that are not named.
 *
 * @param classes all classes
 * @param codes the class of each row, as its place in `classes`
 * @param rowWeights what each row counts for 'balanced'; all 1 when left out
 * @throws HebbError `UNKNOWN_LABEL` for a label that is no class, `INVALID_VALUE` for what is no number ≥ 0
 */
export function classWeights(
  classWeight: ClassWeight | null | undefined,
  classes: readonly Label[],
  codes: ArrayLike<number>,
  rowWeights?: ArrayLike<number>,
): Float64Array {
  if (classWeight === undefined || classWeight === null) return new Float64Array(classes.length).fill(1);
  if (classWeight === 'balanced') return balancedWeights(classes.length, codes, rowWeights);
  const given: ReadonlyMap<Label, number> =
    classWeight instanceof Map ? classWeight : new Map(Object.entries(classWeight));
  const stranger = [...given.keys()].find((name) => !classes.some((label) => `${label}` === `${name}`));
  if (stranger !== undefined) {
    throw new HebbError(
      'UNKNOWN_LABEL',
      `classWeight names ${show(stranger)}, which is not among the classes ${show(classes)}.`,
    );
  }
  return Float64Array.from(classes, (label) => {
    const weight = given.get(label) ?? given.get(`${label}`) ?? 1;
    if (weight >= 0 && Number.isFinite(weight)) return weight;
    throw new HebbError(
      'INVALID_VALUE',
      `classWeight of ${show(label)} must be a number ≥ 0, got ${show(weight)}.`,
    );
  });
}

function balancedWeights(
  classes: number,
  codes: ArrayLike<number>,
  rowWeights: ArrayLike<number> | undefined,
): Float64Array {
  const counts = new Float64Array(classes);
  let total = 0;
  for (let row = 0; row < codes.length; row++) {
    const weight = rowWeights?.[row] ?? 1;
    counts[codes[row]] += weight;
    total += weight;
  }
  return counts.map((count) => total / (classes * count));
}
