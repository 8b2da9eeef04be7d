/**
 * The multilayer perceptrons against scikit-learn's own numbers: losses at every epoch, validation scores,
 * weights, predictions, scores, from the same seed. Relative tolerance 1e-9; for 'lbfgs', whose line search
 * may stop elsewhere, loss and score to 1e-2. Runs on both engines for iris, on `wasm` for the others.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { trainTestSplit } from '../../src/selection/train-test-split.ts';
import { testWithSharedData } from '../shared-data.ts';
import { type ReferenceData, referenceData } from './reference-data.ts';

interface Case {
  estimator: 'MLPRegressor' | 'MLPClassifier';
  data: string;
  y: string | null;
  split_random_state: number;
  scaler: 'StandardScaler' | 'MinMaxScaler';
  params: Record<string, unknown>;
  n_iter_: number;
  loss_: number;
  best_loss_: number | null;
  t_: number;
  out_activation_: string;
  test_score: number;
  predict_head: (number | string | number[])[];
  predict_proba_head?: number[][];
  coefs_abs_sum: number[];
  intercepts_sum: number[];
  coef0_row0: number[];
  loss_curve_?: number[];
  validation_scores_?: number[];
  best_validation_score_?: number;
}

const fixture = JSON.parse(readFileSync(new URL('../fixtures/mlp.json', import.meta.url), 'utf8'));
const cases: Case[] = fixture.cases;

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function targets({ y }: ReferenceData, kind: string | null): (number | string | number[])[] {
  switch (kind) {
    case 'columns [y, y*y/100]':
      return y.map((value) => [value, (value * value) / 100]);
    case 'species names':
      return y.map((value) => ['setosa', 'versicolor', 'virginica'][value]);
    case 'multilabel columns [y>1, y%2==0, y>4]':
      return y.map((value) => [Number(value > 1), Number(value % 2 === 0), Number(value > 4)]);
    default:
      return y;
  }
}

function close(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual[i] - value), `element ${i}: ${actual[i]} against ${value}`).toBeLessThanOrEqual(
      tolerance * Math.max(Math.abs(value), 1e-4),
    );
  }
}

async function check(reference: Case, engine: 'js' | 'wasm'): Promise<void> {
  const data = await referenceData[reference.data]();
  const y = targets(data, reference.y) as number[];
  const [XTrain, XTest, yTrain, yTest] = trainTestSplit(data.X, y, {
    randomState: reference.split_random_state,
  });
  const scaler = reference.scaler === 'StandardScaler' ? new StandardScaler() : new MinMaxScaler();
  const options = Object.fromEntries(
    Object.entries(reference.params).map(([name, value]) => [camel(name), value]),
  );
  const model =
    reference.estimator === 'MLPRegressor'
      ? new MLPRegressor({ ...options, engine, onWarning() {} })
      : new MLPClassifier({ ...options, engine, onWarning() {} });
  await model.fit(await scaler.fitTransform(XTrain), yTrain);
  const scaledTest = await scaler.transform(XTest);
  const score = await model.score(scaledTest, yTest);
  expect(model.outputActivation).toBe(reference.out_activation_);
  if (reference.params.solver === 'lbfgs') {
    close([score, model.finalLoss], [reference.test_score, reference.loss_], 1e-2);
    expect(model.samplesSeen).toBe(0);
    return;
  }
  close(model.lossCurve, reference.loss_curve_ as number[], 1e-9);
  expect(model.nIter).toBe(reference.n_iter_);
  expect(model.samplesSeen).toBe(reference.t_);
  close([model.finalLoss, score], [reference.loss_, reference.test_score], 1e-9);
  if (reference.best_loss_ === null) expect(model.bestLoss).toBeNull();
  else close([model.bestLoss as number], [reference.best_loss_], 1e-9);
  if (reference.validation_scores_ !== undefined) {
    close(model.validationScores as number[], reference.validation_scores_, 1e-9);
    close([model.bestValidationScore as number], [reference.best_validation_score_ as number], 1e-9);
  }
  const sum = (values: ArrayLike<number>, f = (x: number) => x): number =>
    Array.from(values).reduce((s, x) => s + f(x), 0);
  close(
    model.coefs.map(({ values }) => sum(values, Math.abs)),
    reference.coefs_abs_sum,
    1e-9,
  );
  close(
    model.intercepts.map((values) => sum(values)),
    reference.intercepts_sum,
    1e-9,
  );
  close(model.coefs[0].values.subarray(0, reference.coef0_row0.length), reference.coef0_row0, 1e-8);
  const head = Array.from((await model.predict(scaledTest)) as Iterable<unknown>).slice(
    0,
    reference.predict_head.length,
  );
  const flat = (values: readonly unknown[]): unknown[] =>
    values.flatMap((value) => (typeof value === 'object' ? Array.from(value as number[]) : [value]));
  if (typeof reference.predict_head[0] === 'string') expect(head).toEqual(reference.predict_head);
  else close(flat(head) as number[], flat(reference.predict_head) as number[], 1e-8);
  if (reference.predict_proba_head !== undefined && model instanceof MLPClassifier) {
    const proba = await model.predictProba(scaledTest);
    close(
      proba.values.subarray(0, reference.predict_proba_head.flat().length),
      reference.predict_proba_head.flat(),
      1e-8,
    );
  }
}

const title = ({ estimator, data, params }: Case): string =>
  `${estimator} on ${data} ${JSON.stringify(params)}`;

describe(`multilayer perceptrons give the numbers of ${fixture.generatedBy}`, () => {
  for (const reference of cases) {
    if (reference.data === 'iris') {
      for (const engine of ['wasm', 'js'] as const)
        test(`${title(reference)} on ${engine}`, () => check(reference, engine));
    } else testWithSharedData(title(reference), () => check(reference, 'wasm'));
  }
});
