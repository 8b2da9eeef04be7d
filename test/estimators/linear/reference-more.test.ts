/**
 * The linear models against scikit-learn's numbers where the data sets of `reference.test.ts` do not lead:
 * every loss, schedule and penalty, averages, weights, early stopping, warm starts, partial fits, several
 * outputs. Tolerance 1e-9; 1e-6 for `LogisticRegression`, whose optimum is found by descent.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LinearRegression } from '../../../src/estimators/linear/linear-regression.ts';
import { SGDRegressor } from '../../../src/estimators/linear/sgd-regressor.ts';
import { load, save } from '../../../src/formats/model-file.ts';
import { type AnyLinearEstimator, estimatorOf, type LinearEstimatorName } from './estimators.ts';
import { expectClose, flat } from './numbers.ts';

interface Case {
  estimator: LinearEstimatorName;
  y: string;
  params: Record<string, unknown>;
  calls?: ('fit' | 'partial_fit')[];
  weighted?: boolean;
  init?: [number[] | number[][], number[]];
  coef_: number[] | number[][];
  intercept_: number | number[];
  n_iter_?: number | number[];
  t_?: number;
  rank_?: number;
  singular_?: number[];
  predict: number[] | number[][];
  score: number;
  decision?: number[] | number[][];
  proba?: number[][];
}

const fixture = JSON.parse(readFileSync(new URL('../../fixtures/linear-more.json', import.meta.url), 'utf8'));
const cases: Case[] = fixture.cases;
const X: number[][] = fixture.X;

async function fitted(reference: Case): Promise<AnyLinearEstimator> {
  const model = estimatorOf(reference.estimator, reference.params);
  const y = fixture.y[reference.y];
  const sampleWeight = reference.weighted ? fixture.weights : null;
  const [coefInit, interceptInit] = reference.init ?? [];
  for (const call of reference.calls ?? ['fit']) {
    if (call === 'fit') await model.fit(X, y, { sampleWeight, coefInit, interceptInit });
    else if (model instanceof SGDRegressor) await model.partialFit(X, y, { sampleWeight });
    else if ('partialFit' in model)
      await model.partialFit(X, y, { sampleWeight, classes: new Set<number>(y) });
  }
  return model;
}

async function check(reference: Case): Promise<void> {
  const model = await fitted(reference);
  const tolerance = reference.estimator === 'LogisticRegression' ? 1e-6 : 1e-9;
  const close = (actual: Parameters<typeof expectClose>[0], expected: Parameters<typeof flat>[0]): void =>
    expectClose(actual, expected as number[], tolerance);
  close(model.coef, reference.coef_);
  if (reference.intercept_ !== 0) close(model.intercept, reference.intercept_);
  close(flat(await model.predict(X.slice(0, 6))), reference.predict);
  const sampleWeight = reference.weighted ? fixture.weights : null;
  close(await model.score(X, fixture.y[reference.y], { sampleWeight }), reference.score);
  if (reference.n_iter_ !== undefined && 'nIter' in model) close(model.nIter as number, reference.n_iter_);
  if (reference.t_ !== undefined && 'samplesSeen' in model) close(model.samplesSeen, reference.t_);
  if (model instanceof LinearRegression && reference.rank_ !== undefined) {
    expect(model.rank).toBe(reference.rank_);
    close(model.singular, reference.singular_ ?? []);
  }
  if (reference.decision !== undefined && 'decisionFunction' in model) {
    close(await model.decisionFunction(X.slice(0, 3)), reference.decision);
  }
  if (reference.proba !== undefined && 'predictProba' in model) {
    close(await model.predictProba(X.slice(0, 3)), reference.proba);
  }
}

describe(`linear models give the numbers of ${fixture.generatedBy}`, () => {
  for (const reference of cases) {
    const { estimator, y, params, calls = [], weighted = false } = reference;
    const title = `${estimator} on ${y} ${JSON.stringify(params)} ${calls.join(', ')}${weighted ? ' weighted' : ''}`;
    test(title, () => check(reference));
  }
});

test('a saved model is the same model, and goes on the same way', async () => {
  for (const reference of cases) {
    const model = await fitted(reference);
    const copy = (await load(await save(model))) as typeof model;
    expect(flat(copy.coef)).toEqual(flat(model.coef));
    expect(copy.intercept).toEqual(model.intercept);
    expect(copy.toState()).toEqual(model.toState());
    if (!('partialFit' in model) || model.options.earlyStopping || !('partialFit' in copy)) continue;
    if (model instanceof SGDRegressor) await model.partialFit(X, fixture.y.numbers);
    else if (reference.params.class_weight === 'balanced') continue;
    else await model.partialFit(X, fixture.y[reference.y]);
    await copy.partialFit(X, fixture.y[reference.y]);
    expect(flat(copy.coef)).toEqual(flat(model.coef));
    expect(copy.intercept).toEqual(model.intercept);
  }
});
