/** What training does with float32 numbers near the smallest there are. */
import { expect, test } from 'vitest';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { Adam, Dense, Input, L2, Sequential, SGD } from '../../src/nn/index.ts';
import { flushTiny } from '../../src/tensor/flush-tiny.ts';
import { tensor } from '../../src/tensor/index.ts';
import { quiet } from '../estimators/mlp-data.ts';

const TINY = 2 ** -100;

test('is 0 below 2⁻¹⁰⁰ in float32, and nothing changes elsewhere', () => {
  const values = [1, -1, TINY, -TINY, TINY / 2, -TINY / 2, 2 ** -149, 0, Infinity, -Infinity, NaN];
  const single = flushTiny(tensor(values, { dtype: 'float32' })).toArray();
  expect(single).toEqual([1, -1, TINY, -TINY, 0, 0, 0, 0, Infinity, -Infinity, NaN]);
  expect(flushTiny(tensor(values)).toArray()).toEqual(values);
});

/** Nothing is to be learned, and the penalty takes half of every weight at each step. */
const X = Array.from({ length: 4 }, () => [0, 0]);
const y = [0, 0, 0, 0];

test('weights that only decay end at 0 in float32, and go on in float64', async () => {
  const options = {
    ...quiet,
    solver: 'sgd',
    hiddenLayerSizes: [3],
    alpha: 2,
    learningRateInit: 0.9,
  } as const;
  const patient = { maxIter: 400, tol: 0, nIterNoChange: 400, randomState: 1 };
  const weightsIn = async (dtype: 'float32' | 'float64') => {
    const { coefs } = await new MLPRegressor({ ...options, ...patient, dtype }).fit(X, y);
    return coefs.flatMap(({ values }) => Array.from(values));
  };
  expect(await weightsIn('float32')).toEqual(Array(9).fill(0));
  const double = await weightsIn('float64');
  expect(double).not.toContain(0);
  expect(double.every((w) => Math.abs(w) < TINY)).toBe(true);
});

test('models and their optimizers keep no such number either', async () => {
  for (const optimizer of [new Adam(0.1), new SGD(0.25, { momentum: 0.5 })]) {
    const model = new Sequential([Input([2]), new Dense(3, { kernelRegularizer: new L2(1) })]);
    model.compile({ optimizer, loss: 'mse' });
    await model.fit(X, tensor(Array.from({ length: 4 }, () => [0, 0, 0])), { epochs: 500, verbose: 0 });
    const kept = [...model.weights, ...model.optimizerWeights].flatMap(({ values }) => Array.from(values));
    expect(kept.filter((value) => value !== 0 && Math.abs(value) < TINY)).toEqual([]);
    if (optimizer instanceof SGD) expect(kept.slice(0, 9)).toEqual(Array(9).fill(0));
  }
});
