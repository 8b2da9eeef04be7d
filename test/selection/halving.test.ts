/** Successive halving and the two curves, against scikit-learn's. */
import { describe, expect, test } from 'vitest';
import { Ridge } from '../../src/estimators/linear/ridge.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { learningCurve, validationCurve } from '../../src/selection/curves.ts';
import { loguniform } from '../../src/selection/distributions.ts';
import {
  HalvingRandomSearchCV,
  type HalvingRandomSearchCVOptions,
} from '../../src/selection/halving-random-search-cv.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';
import {
  camelKeys,
  expectClose,
  expectResults,
  iris,
  irisPipeline,
  isClose,
  more,
} from './search-fixtures.ts';

const { X, y } = await iris();
const three = X.map((row) => row.slice(0, 3));
const last = X.map((row) => row[3]);

interface HalvingReference {
  name: string;
  cvResults: Record<string, number[]>;
  params: Record<string, unknown>[];
  [attribute: string]: unknown;
}

const small = (): MLPClassifier =>
  new MLPClassifier({ hiddenLayerSizes: [5], maxIter: 15, randomState: 0, onWarning() {} });
const network = { alpha: loguniform(1e-4, 10), learningRateInit: loguniform(1e-3, 1e-1) };
const penalty = { alpha: loguniform(1e-3, 1e3) };
const ridge = (options: HalvingRandomSearchCVOptions): Promise<HalvingRandomSearchCV<Ridge>> =>
  new HalvingRandomSearchCV(new Ridge(), penalty, options).fit(three, last);
const classify = (options: HalvingRandomSearchCVOptions): Promise<HalvingRandomSearchCV<MLPClassifier>> =>
  new HalvingRandomSearchCV(small(), network, { cv: 3, randomState: 0, ...options }).fit(X, y);

const runs: Record<
  string,
  () => Promise<HalvingRandomSearchCV<Ridge> | HalvingRandomSearchCV<MLPClassifier>>
> = {
  samples: () => classify({ factor: 2, returnTrainScore: true }),
  epochs: () =>
    classify({
      resource: 'maxIter',
      maxResources: 27,
      minResources: 2,
      nCandidates: 9,
      returnTrainScore: true,
    }),
  aggressive: () =>
    ridge({
      cv: 2,
      randomState: 5,
      nCandidates: 20,
      minResources: 40,
      aggressiveElimination: true,
      returnTrainScore: true,
    }),
  exhaust: () =>
    ridge({ cv: 3, randomState: 5, nCandidates: 8, minResources: 'exhaust', returnTrainScore: true }),
};

describe('HalvingRandomSearchCV goes scikit-learn’s way', () => {
  test.each(more.halving as HalvingReference[])('$name', async (reference) => {
    const search = await runs[reference.name]();
    const { name, cvResults, params, ...attributes } = reference;
    const expected = params.map(camelKeys);
    search.params.forEach((own, i) => {
      for (const [key, value] of Object.entries(own)) {
        expect(isClose(value, expected[i][key], 1e-14), `${i} ${key}`).toBe(true);
      }
    });
    for (const [attribute, value] of Object.entries(attributes)) {
      const own = search[attribute as 'nCandidates'];
      if (typeof value === 'number') expect(own, attribute).toBeCloseTo(value, 9);
      else expect(own, attribute).toEqual(value);
    }
    expectResults(search.cvResults, cvResults);
  });

  test('and refuses what cannot be', async () => {
    expect(await errorOf(() => classify({ resource: 'maxIter' }))).toBe(
      "INVALID_OPTION: HalvingRandomSearchCV: maxResources 'auto' counts rows; say how much 'maxIter' there is at most, such as maxResources: 200.",
    );
    expect(await errorOf(() => classify({ resource: 'alpha', maxResources: 9 }))).toContain(
      "the resource 'alpha' cannot be one of the parameters",
    );
    expect(await errorOf(() => classify({ nCandidates: 'exhaust', minResources: 'exhaust' }))).toContain(
      'cannot both',
    );
    expect(await errorOf(() => classify({ minResources: 151 }))).toContain(
      'needs 151 rows, but there are 150',
    );
    expect(await errorOf(() => classify({ scoring: ['accuracy'] as never }))).toContain(
      "option 'scoring' must be",
    );
    expect(await errorOf(() => new HalvingRandomSearchCV(small(), network).nCandidates)).toContain(
      'NOT_FITTED',
    );
  });
});

describe('curves', () => {
  const expectScores = (actual: Tensor, expected: number[][]): void => {
    expect(actual.shape).toEqual([expected.length, expected[0].length]);
    expectClose(actual.values, expected.flat());
  };

  test('learningCurve of labels, shuffled', async () => {
    const expected = more.learningCurve as Record<string, never>;
    const curve = await learningCurve(irisPipeline(), X, y, {
      cv: 3,
      shuffle: true,
      randomState: 7,
      trainSizes: [0.2, 0.5, 1],
    });
    expect([...curve.trainSizes]).toEqual(expected.trainSizes);
    expectScores(curve.trainScores, expected.trainScores);
    expectScores(curve.testScores, expected.testScores);
  });

  test('learningCurve of numbers', async () => {
    const expected = more.learningCurveRidge as Record<string, never>;
    const options = { cv: 5, trainSizes: [20, 100, 60, 60], scoring: 'neg_mean_squared_error' } as const;
    const curve = await learningCurve(new Ridge(), three, last, options);
    expect([...curve.trainSizes]).toEqual(expected.trainSizes);
    expectScores(curve.trainScores, expected.trainScores);
    expectScores(curve.testScores, expected.testScores);
    expect(
      await errorOf(() => learningCurve(new Ridge(), three, last, { cv: 5, trainSizes: [10, 121] })),
    ).toBe(
      'INVALID_OPTION: learningCurve: trainSizes must be counts from 1 to 120, the rows a split trains on, or shares up to 1, got [10, 121].',
    );
  });

  test('validationCurve through a pipeline', async () => {
    const expected = more.validationCurve as Record<string, never>;
    const options = { paramName: 'mlpclassifier__alpha', paramRange: [1e-4, 1, 30], cv: 3 };
    const curve = await validationCurve(irisPipeline(), X, y, options);
    expectScores(curve.trainScores, expected.trainScores);
    expectScores(curve.testScores, expected.testScores);
  });
});
