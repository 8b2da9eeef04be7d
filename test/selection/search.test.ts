/** Cross-validation and searches, against scikit-learn's. */
import { describe, expect, test } from 'vitest';
import { Ridge } from '../../src/estimators/linear/ridge.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { crossValidate, crossValScore } from '../../src/selection/cross-validate.ts';
import { loguniform } from '../../src/selection/distributions.ts';
import { GridSearchCV } from '../../src/selection/grid-search-cv.ts';
import { KFold, StratifiedKFold } from '../../src/selection/k-fold.ts';
import { RandomizedSearchCV } from '../../src/selection/randomized-search-cv.ts';
import {
  camel,
  camelKeys,
  cases,
  expectClose,
  expectResults,
  iris,
  irisPipeline,
  isClose,
  more,
  standardized,
} from './search-fixtures.ts';

const { X, y } = await iris();
const scaled = standardized(X);
const silent = { onWarning() {} };

describe('the reference runs', () => {
  test('RandomizedSearchCV', async () => {
    const [reference] = cases;
    const search = new RandomizedSearchCV(
      new MLPClassifier({ maxIter: 30, randomState: 0, ...silent }),
      {
        hiddenLayerSizes: [[5], [10], [5, 5]],
        alpha: loguniform(1e-5, 1e-1),
        learningRateInit: loguniform(1e-4, 1e-1),
      },
      { nIter: 6, cv: 3, randomState: 42 },
    );
    await search.fit(scaled, y);
    const expected = (reference.params as Record<string, unknown>[]).map(camelKeys);
    search.params.forEach((params, i) => {
      for (const [name, value] of Object.entries(params)) {
        expect(isClose(value, expected[i][name], 1e-14), name).toBe(true);
      }
    });
    expectClose(
      search.cvResults.column('meanTestScore').toArray() as number[],
      reference.mean_test_score,
      1e-12,
    );
    expectClose(
      search.cvResults.column('stdTestScore').toArray() as number[],
      reference.std_test_score,
      1e-12,
    );
    expect(search.cvResults.column('rankTestScore').toArray()).toEqual(reference.rank);
    expect(search.bestParams).toEqual(search.params[5]);
    expect(search.bestScore).toBeCloseTo(reference.best_score_, 12);
  });

  test('GridSearchCV', async () => {
    const reference = cases[1];
    const search = new GridSearchCV(
      new MLPClassifier({ maxIter: 25, randomState: 1, ...silent }),
      { alpha: [0.0001, 0.01], hiddenLayerSizes: [[4], [8]] },
      { cv: 3 },
    );
    await search.fit(scaled, y);
    expect(search.params).toEqual((reference.params as Record<string, unknown>[]).map(camelKeys));
    expectClose(
      search.cvResults.column('meanTestScore').toArray() as number[],
      reference.mean_test_score,
      1e-12,
    );
    expect(search.cvResults.column('rankTestScore').toArray()).toEqual(reference.rank);
    expect(search.bestParams).toEqual(camelKeys(reference.best_params_));
    expect(await search.score(scaled, y)).toBe(await search.bestEstimator.score(scaled, y));
  });

  test('crossValScore', async () => {
    const model = new MLPClassifier({ maxIter: 40, randomState: 0, ...silent });
    expectClose(await crossValScore(model, scaled, y, { cv: 5 }), cases[4].scores, 1e-12);
    expect(() => model.nIter).toThrow('not fitted');
  });
});

describe('more reference runs', () => {
  test('several scores of several classes', async () => {
    const result = await crossValidate(irisPipeline(), X, y, {
      cv: 3,
      scoring: [
        'accuracy',
        'neg_log_loss',
        'f1Macro',
        'roc_auc_ovr',
        'precision_weighted',
        'balancedAccuracy',
      ],
      returnTrainScore: true,
    });
    for (const [name, values] of Object.entries(more.crossValidate as Record<string, number[]>)) {
      expectClose(result[camel(name) as `test${string}`], values);
    }
  });

  test('scores of numbers', async () => {
    const three = X.map((row) => row.slice(0, 3));
    const last = X.map((row) => row[3]);
    const names = Object.keys(more.crossValidateRegression).map((name) => name.replace('test_', ''));
    const result = await crossValidate(new Ridge(), three, last, { cv: 5, scoring: names as 'r2'[] });
    for (const [name, values] of Object.entries(more.crossValidateRegression as Record<string, number[]>)) {
      expectClose(result[camel(name) as `test${string}`], values);
    }
  });

  test('scores of two classes', async () => {
    const model = makePipeline(
      new StandardScaler(),
      new MLPClassifier({ hiddenLayerSizes: [3], maxIter: 5, randomState: 0, ...silent }),
    );
    const rows = X.slice(50);
    const labels = y.slice(50).map((label) => (label === 2 ? 1 : 0));
    const names = Object.keys(more.crossValidateBinary).map((name) => name.replace('test_', ''));
    const result = await crossValidate(model, rows, labels, { cv: 4, scoring: names as 'f1'[] });
    for (const [name, values] of Object.entries(more.crossValidateBinary as Record<string, number[]>)) {
      expectClose(result[camel(name) as `test${string}`], values);
    }
  });

  test('a grid through a pipeline, two scores, one of which decides', async () => {
    const reference = more.gridPipeline as {
      cvResults: Record<string, number[]>;
      params: Record<string, unknown>[];
      bestIndex: number;
      bestScore: number;
    };
    const search = new GridSearchCV(
      irisPipeline(),
      [
        { mlpclassifier: { alpha: [1e-4, 1] }, standardscaler__withMean: [true, false] },
        { mlpclassifier__activation: ['tanh', 'relu'] },
      ],
      { cv: 3, returnTrainScore: true, scoring: { acc: 'accuracy', loss: 'neg_log_loss' }, refit: 'loss' },
    );
    await search.fit(X, y);
    expect(search.params).toEqual(reference.params.map(camelKeys));
    expectResults(search.cvResults, reference.cvResults);
    expect(search.bestIndex).toBe(reference.bestIndex);
    expect(search.bestScore).toBeCloseTo(reference.bestScore, 9);
  });

  test('a grid for numbers, over shuffled folds', async () => {
    const reference = more.gridRidge as { cvResults: Record<string, number[]>; bestIndex: number };
    const search = new GridSearchCV(
      new Ridge(),
      { alpha: [0.1, 1, 10] },
      { cv: new KFold({ nSplits: 4, shuffle: true, randomState: 1 }) },
    );
    await search.fit(
      X.map((row) => row.slice(0, 3)),
      X.map((row) => row[3]),
    );
    expectResults(search.cvResults, reference.cvResults);
    expect(search.bestIndex).toBe(reference.bestIndex);
  });

  test('ranks over many folds, where scores are equal or nearly so', async () => {
    const reference = more.gridThirteen as Record<string, number[]>;
    const model = makePipeline(
      new StandardScaler(),
      new MLPClassifier({
        maxIter: 30,
        randomState: 0,
        learningRateInit: 0.02,
        ...silent,
      }),
    );
    const cv = new StratifiedKFold({ nSplits: 13, shuffle: true, randomState: 2 });
    const hiddenLayerSizes = [[2], [3], [4], [5], [8]];
    const { cvResults } = await new GridSearchCV(model, { mlpclassifier: { hiddenLayerSizes } }, { cv }).fit(
      X,
      y,
    );
    expect(cvResults.column('meanTestScore').toArray()).toEqual(reference.mean);
    expectClose(cvResults.column('stdTestScore').toArray() as number[], reference.std, 1e-12);
    expect(cvResults.column('rankTestScore').toArray()).toEqual(reference.rank);
  });
});
