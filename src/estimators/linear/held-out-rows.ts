/**
 * The rows that early stopping holds out, and who scores them. It knows no model.
 */
import { HebbError } from '../../core/errors.ts';
import type { RandomSeed, RandomState } from '../../random/random-state.ts';
import { trainTestIndices } from '../../random/split-indices.ts';

/** What early stopping is told. */
export interface HoldingOut {
  readonly earlyStopping: boolean;
  /** The share of rows that is held out. */
  readonly validationFraction: number;
  readonly randomState: RandomSeed;
}

/**
 * 1 for the rows that are held out, else 0; undefined without early stopping.
 *
 * @param random draws the rows, but for a seed as `randomState`: scikit-learn splits by a new generator of it
 * @param strata a number a row, whose shares both parts are to keep
 * @throws HebbError `INVALID_VALUE`, `EMPTY_DATA` when there are too few rows
 */
export function holdOut(
  { earlyStopping, validationFraction, randomState }: HoldingOut,
  random: RandomState,
  rows: number,
  strata: ArrayLike<number> | undefined,
  rowWeights: Float64Array | undefined,
): Uint8Array | undefined {
  if (!earlyStopping) return undefined;
  const { test } = trainTestIndices({
    n: rows,
    testSize: validationFraction,
    randomState: typeof randomState === 'number' ? randomState : random,
    stratify: strata && Array.from(strata),
  });
  if (rowWeights !== undefined && test.every((row) => rowWeights[row] === 0)) {
    throw new HebbError(
      'INVALID_VALUE',
      'The sample weights for validation set are all zero, consider using a different randomState.',
    );
  }
  const heldOut = new Uint8Array(rows);
  for (const row of test) heldOut[row] = 1;
  return heldOut;
}

/** The decisions of one linear output on the rows that are held out, in ascending order of rows. */
export function heldOutDecisions(
  X: Float64Array,
  heldOut: Uint8Array,
  coef: Float64Array,
  intercept: number,
): Float64Array {
  const columns = coef.length;
  const result: number[] = [];
  for (const [row, held] of heldOut.entries()) {
    if (held === 0) continue;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += X[row * columns + j] * coef[j];
    result.push(sum + intercept);
  }
  return Float64Array.from(result);
}

/** The values of the rows that are held out. */
export function takeHeldOut(values: Float64Array, heldOut: Uint8Array): Float64Array {
  return values.filter((_, row) => heldOut[row] === 1);
}
