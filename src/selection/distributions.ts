/**
 * Distributions that searches draw parameters from, with SciPy's arguments. A distribution gives one value at a
 * time and takes the same numbers from the generator as SciPy's does. It knows nothing of what it is drawn for.
 */
import { HebbError, show } from '../core/errors.ts';
import { preciseExp } from '../estimators/linear/precise-exp.ts';
import { preciseLog } from '../random/precise-log.ts';
import type { RandomState } from '../random/random-state.ts';

/** Something values are drawn from. Any object with such a method will do. */
export interface Distribution<T = number> {
  /** One value. */
  sample(random: RandomState): T;
}

export function isDistribution(value: unknown): value is Distribution<unknown> {
  return (
    typeof value === 'object' && value !== null && 'sample' in value && typeof value.sample === 'function'
  );
}

/**
 * Numbers spread evenly over [loc, loc + scale). SciPy's `uniform(loc, scale)`: the second argument is the width.
 *
 * @throws HebbError `INVALID_VALUE` unless both are finite and scale > 0
 * @example
 * new ParameterSampler({ momentum: uniform(0.5, 0.4) }, 3, { randomState: 42 }); // from 0.5 to 0.9
 */
export function uniform(loc = 0, scale = 1): Distribution {
  if (!Number.isFinite(loc) || !(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    throw new HebbError(
      'INVALID_VALUE',
      `uniform(loc, scale) needs a finite loc and a width scale > 0, got ${show(loc)} and ${show(scale)}; it covers loc to loc + scale.`,
    );
  }
  return { sample: (random) => random.uniform() * scale + loc };
}

/**
 * Numbers from low to high whose logarithms are spread evenly: as many between 0.001 and 0.01 as between 0.01
 * and 0.1. For learning rates, penalties and whatever else matters by its order of magnitude.
 *
 * @throws HebbError `INVALID_VALUE` unless 0 < low < high, both finite
 * @example
 * new RandomizedSearchCV(model, { learningRateInit: loguniform(1e-4, 1e-1) });
 */
export function loguniform(low: number, high: number): Distribution {
  if (!(low > 0 && low < high && high < Number.POSITIVE_INFINITY)) {
    throw new HebbError(
      'INVALID_VALUE',
      `loguniform(low, high) needs 0 < low < high, got ${show(low)} and ${show(high)}.`,
    );
  }
  const logLow = preciseLog(low);
  const width = preciseLog(high) - logLow;
  return { sample: (random) => preciseExp(logLow + random.uniform() * width) };
}

/**
 * Integers from low up to, but not including, high, all equally likely.
 *
 * @throws HebbError `INVALID_VALUE` unless both are integers and low < high
 * @example
 * new RandomizedSearchCV(model, { batchSize: randint(16, 257) }); // 16 … 256
 */
export function randint(low: number, high: number): Distribution {
  if (!(Number.isSafeInteger(low) && Number.isSafeInteger(high) && low < high)) {
    throw new HebbError(
      'INVALID_VALUE',
      `randint(low, high) needs integers low < high, got ${show(low)} and ${show(high)}.`,
    );
  }
  return { sample: (random) => random.randint(low, high) };
}
