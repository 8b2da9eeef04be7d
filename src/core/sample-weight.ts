/**
 * How much each row counts, as a person gives it. This file knows nothing of what counts it.
 */
import { HebbError } from './errors.ts';

/**
 * One weight for each of `rows` rows; undefined when none were given.
 *
 * @throws HebbError `LENGTH_MISMATCH`; `INVALID_VALUE` for what is no finite number ≥ 0, or when all are 0
 */
export function readSampleWeight(
  given: ArrayLike<number> | null | undefined,
  rows: number,
): Float64Array | undefined {
  if (given === undefined || given === null) return undefined;
  if (given.length !== rows) {
    throw new HebbError('LENGTH_MISMATCH', `X has ${rows} rows, but sampleWeight has ${given.length}.`);
  }
  const weights = Float64Array.from(given);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (wrong >= 0) {
    throw new HebbError(
      'INVALID_VALUE',
      `sampleWeight must hold numbers ≥ 0; row ${wrong} is ${given[wrong]}.`,
    );
  }
  if (!weights.some((weight) => weight > 0)) {
    throw new HebbError('INVALID_VALUE', 'sampleWeight is 0 for every row; at least one must count.');
  }
  return weights;
}
