/**
 * `makeRegression`: a linear function of a few features, hidden among features that mean nothing. The numbers are
 * scikit-learn's for the same `randomState`.
 */
import { boolean, checkOptions, integer, nullable, type Rule, real } from '../core/options.ts';
import { checkRandomState } from '../random/random-state.ts';
import type { Dataset, NumberRows } from './dataset.ts';
import { lowRankMatrix } from './toy-low-rank.ts';
import { rowsOf, shuffleColumns, type ToyOptions, takeRows, toyRules } from './toy-points.ts';

export interface RegressionOptions extends ToyOptions {
  /** Default 100. */
  readonly nSamples?: number;
  /** All features, useful or not. Default 100. */
  readonly nFeatures?: number;
  /** Features that the target depends on. Default 10. */
  readonly nInformative?: number;
  /** Numbers to predict. Default 1. */
  readonly nTargets?: number;
  /** Added to the targets. Default 0. */
  readonly bias?: number;
  /** About how many directions explain most of the features; null for independent ones. Default null. */
  readonly effectiveRank?: number | null;
  /** With `effectiveRank`: how much the other directions weigh, 0 … 1. Default 0.5. */
  readonly tailStrength?: number;
  /** Standard deviation of what is added to the targets. Default 0. */
  readonly noise?: number;
}

/** A regression problem and the coefficients behind it: rows of them when there are several targets. */
export interface RegressionDataset<Y = Float64Array | NumberRows> extends Dataset<NumberRows, Y> {
  /** nFeatures numbers, or nFeatures × nTargets. */
  readonly coef: Y;
}

const rules: Readonly<Record<string, Rule>> = {
  ...toyRules,
  nSamples: integer({ min: 1 }),
  nFeatures: integer({ min: 1 }),
  nInformative: integer({ min: 0 }),
  nTargets: integer({ min: 1 }),
  bias: real(),
  effectiveRank: nullable(integer({ min: 1 })),
  tailStrength: real({ min: 0, max: 1 }),
  noise: real({ min: 0 }),
  shuffle: boolean,
};

/**
 * A made-up regression problem. `data` has shape (nSamples, nFeatures); `target` holds nSamples numbers, or, with
 * several targets, has shape (nSamples, nTargets). `coef` holds the coefficients, in [0, 100).
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const { data, target, coef } = makeRegression({ nFeatures: 5, nInformative: 2, noise: 1, randomState: 42 });
 * coef.filter((c) => c !== 0).length; // 2
 */
export function makeRegression(
  options?: RegressionOptions & { readonly nTargets?: 1 },
): RegressionDataset<Float64Array>;
export function makeRegression(options: RegressionOptions): RegressionDataset;
export function makeRegression(options: RegressionOptions = {}): RegressionDataset {
  checkOptions('makeRegression', options, rules);
  const { nSamples = 100, nFeatures = 100, nInformative = 10, nTargets = 1, bias = 0, noise = 0 } = options;
  const { effectiveRank = null, tailStrength = 0.5, shuffle = true } = options;
  const random = checkRandomState(options.randomState);
  const X =
    effectiveRank === null
      ? random.standardNormal([nSamples, nFeatures])
      : lowRankMatrix(nSamples, nFeatures, effectiveRank, tailStrength, random);
  const informative = Math.min(nFeatures, nInformative);
  const truth = new Float64Array(nFeatures * nTargets);
  truth.set(random.randomSample(informative * nTargets).map((u) => 100 * u));

  const y = new Float64Array(nSamples * nTargets).fill(bias);
  for (let i = 0; i < nSamples; i++) {
    for (let j = 0; j < informative; j++) {
      const x = X[i * nFeatures + j];
      for (let t = 0; t < nTargets; t++) y[i * nTargets + t] += x * truth[j * nTargets + t];
    }
  }
  if (noise > 0) {
    const errors = random.normal(0, noise, y.length);
    for (let i = 0; i < y.length; i++) y[i] += errors[i];
  }
  let [data, targets, coefs] = [rowsOf(X, nFeatures), rowsOf(y, nTargets), rowsOf(truth, nTargets)];
  if (shuffle) {
    const order = random.permutation(nSamples);
    data = takeRows(data, order);
    targets = takeRows(targets, order);
    coefs = takeRows(coefs, shuffleColumns(data.data, nFeatures, random));
  }
  return {
    name: 'makeRegression',
    data,
    target: nTargets === 1 ? targets.data : targets,
    targetNames: Array.from({ length: nTargets }, (_, t) => (nTargets === 1 ? 'y' : `y${t}`)),
    coef: nTargets === 1 ? coefs.data : coefs,
    description: 'A linear function of a few features, among features that mean nothing.',
    source: 'scikit-learn’s sample generators',
    licence: 'made up on the spot; free to use',
  };
}
