/**
 * The textbook's own runs (Géron, Hands-On Machine Learning, "Introduction to Artificial Neural Networks")
 * on California housing: every line of its log, its scores, and the earlier edition's figures.
 * The numbers are scikit-learn 1.9.1's, which reproduces the printed ones.
 */
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { fetchCaliforniaHousing } from '../../src/datasets/index.ts';
import {
  MLPRegressor,
  makePipeline,
  type Pipeline,
  rootMeanSquaredError,
  StandardScaler,
  trainTestSplit,
} from '../../src/index.ts';
import { sharedData, testWithSharedData } from '../shared-data.ts';

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/mlp.json', import.meta.url), 'utf8'));
const book = JSON.parse(readFileSync(new URL('../fixtures/book.json', import.meta.url), 'utf8'));

function network(options: object): { model: Pipeline<MLPRegressor>; mlp: MLPRegressor } {
  const mlp = new MLPRegressor({ hiddenLayerSizes: [50, 50, 50], randomState: 42, ...options });
  return { model: makePipeline(new StandardScaler(), mlp), mlp };
}

testWithSharedData("housing with early stopping: the book's 45 iterations, line by line", async () => {
  const { data, target } = await fetchCaliforniaHousing({ mirror: sharedData() });
  const [XTrain, XTest, yTrain, yTest] = trainTestSplit(data, target, { randomState: 42 });
  const { model, mlp } = network({ earlyStopping: true, verbose: true });
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await model.fit(XTrain, yTrain);
  const lines = log.mock.calls.map(([line]) => line);
  log.mockRestore();
  const { loss_curve_: losses, validation_scores_: scores } = cases[0];
  const expected = losses.flatMap((loss: number, i: number) => [
    `Iteration ${i + 1}, loss = ${loss.toFixed(8)}`,
    `Validation score: ${scores[i].toFixed(6)}`,
  ]);
  expect(lines).toEqual([
    ...expected,
    'Validation score did not improve more than tol=0.000100 for 10 consecutive epochs. Stopping.',
  ]);
  expect(lines.slice(0, 2)).toEqual(['Iteration 1, loss = 0.85190332', 'Validation score: 0.534299']);
  expect(mlp.nIter).toBe(45);
  expect(mlp.bestValidationScore).toBeCloseTo(0.791536125425778, 9);
  const rmse = rootMeanSquaredError(yTest, (await model.predict(XTest)) as Float64Array);
  expect(rmse).toBeCloseTo(0.5327699946812925, 9);
});

testWithSharedData("housing without early stopping: the earlier edition's 169 iterations", async () => {
  const { data, target } = await fetchCaliforniaHousing({ mirror: sharedData() });
  const [XFull, , yFull] = trainTestSplit(data, target, { randomState: 42 });
  const [XTrain, XValid, yTrain, yValid] = trainTestSplit(XFull, yFull, { randomState: 42 });
  const { model, mlp } = network({});
  await model.fit(XTrain, yTrain);
  expect(mlp.nIter).toBe(book.housing.n_iter_);
  for (const [i, loss] of book.housing.loss_curve_.entries())
    expect(Math.abs(mlp.lossCurve[i] / loss - 1)).toBeLessThan(1e-9);
  const rmse = rootMeanSquaredError(yValid, (await model.predict(XValid)) as Float64Array);
  expect(rmse).toBeCloseTo(0.5053326657968, 9);
});

test('the fixture says where its numbers are from', () => {
  expect(book.generatedBy).toContain('scikit-learn 1.9.1');
});
