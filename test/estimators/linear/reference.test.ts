/**
 * The linear models against scikit-learn's own numbers: weights, epochs, decisions, probabilities, predictions
 * and scores, from the same seed. Tolerance 1e-9 (absolute below 1, else relative).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { StandardScaler } from '../../../src/preprocessing/standard-scaler.ts';
import { testWithSharedData } from '../../shared-data.ts';
import { referenceData } from '../reference-data.ts';
import { estimatorOf, type LinearEstimatorName } from './estimators.ts';
import { expectClose, flat } from './numbers.ts';

interface Case {
  estimator: LinearEstimatorName;
  data: string;
  columns?: number[];
  y?: string;
  standardized?: boolean;
  params: Record<string, unknown>;
  coef_: number[] | number[][];
  intercept_: number | number[];
  n_iter_?: number | number[] | null;
  query?: number[][];
  predict?: boolean[];
  score?: number;
  predict_head?: number[];
  decision_head?: number[] | number[][];
  proba_head?: number[][];
}

const fixture = JSON.parse(readFileSync(new URL('../../fixtures/linear.json', import.meta.url), 'utf8'));
const cases: Case[] = fixture.cases;

async function check(reference: Case): Promise<void> {
  const { X: rows, y: numbers } = await referenceData[reference.data]();
  const { columns } = reference;
  const X = columns === undefined ? rows : rows.map((row) => columns.map((column) => row[column]));
  const scaled = reference.standardized ? await new StandardScaler().fitTransform(X) : X;
  const y = (reference.y === 'target == 0' ? numbers.map((target) => target === 0) : numbers) as number[];
  const model = estimatorOf(reference.estimator, reference.params);
  await model.fit(scaled, y);
  expectClose(model.coef, reference.coef_);
  expectClose(model.intercept, reference.intercept_);
  if (reference.n_iter_ != null && 'nIter' in model) expectClose(model.nIter as number, reference.n_iter_);
  if (reference.score !== undefined) expect(await model.score(scaled, y)).toBeCloseTo(reference.score, 9);
  if (reference.query !== undefined) expect(await model.predict(reference.query)).toEqual(reference.predict);
  if (reference.predict_head !== undefined) {
    const predictions = flat(await model.predict(scaled)).slice(0, reference.predict_head.length);
    expectClose(predictions, reference.predict_head);
  }
  if (reference.decision_head !== undefined && 'decisionFunction' in model) {
    const head = [reference.decision_head].flat(2);
    expectClose(flat(await model.decisionFunction(scaled)).slice(0, head.length), head);
  }
  if (reference.proba_head !== undefined && 'predictProba' in model) {
    const head = reference.proba_head.flat();
    expectClose(flat(await model.predictProba(scaled)).slice(0, head.length), head);
  }
}

describe(`linear models give the numbers of ${fixture.generatedBy}`, () => {
  for (const reference of cases) {
    const { estimator, data, params } = reference;
    const run = data === 'iris' ? test : testWithSharedData;
    run(`${estimator} on ${data} ${JSON.stringify(params)}`, () => check(reference));
  }
});
