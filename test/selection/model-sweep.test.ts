/** `learningRateRange` over a model: the losses that plain steps give, and a model that stays as it is. */
import { expect, test } from 'vitest';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Input } from '../../src/nn/layers/input.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { SGD } from '../../src/nn/optimizers/sgd.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { learningRateRange } from '../../src/selection/learning-rate-range.ts';
import { fromTyped } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';

const random = new RandomState(3);
const rows = 40;
const x = fromTyped(
  Float64Array.from({ length: rows * 3 }, () => random.normal()),
  [rows, 3],
);
const y = fromTyped(
  Float64Array.from({ length: rows }, (_, i) => x.values[3 * i] - 2 * x.values[3 * i + 1]),
  [rows, 1],
);

function network(): Sequential {
  const model = new Sequential([
    Input([3], { dtype: 'float64' }),
    new Dense(8, { activation: 'tanh', dtype: 'float64' }),
    new Dense(1, { dtype: 'float64' }),
  ]);
  return model.compile({ optimizer: new SGD(0.5), loss: 'mse' });
}

test('a model is swept as by plain steps at these rates, and left alone', async () => {
  const model = network();
  const weights = model.getWeights();
  const { learningRates, losses, suggested } = await learningRateRange(model, x, y, {
    minLearningRate: 1e-3,
    iterations: 60,
    batchSize: rows,
  });
  for (const [i, weight] of model.getWeights().entries())
    expect(weight.toArray()).toEqual(weights[i].toArray());
  expect(model.optimizer.learningRate).toBe(0.5);

  const twin = network();
  twin.setWeights(weights);
  for (const [i, rate] of learningRates.entries()) {
    twin.optimizer.learningRate = rate;
    const loss = (await twin.trainOnBatch(x, y)) as number;
    // Beyond, the loss grows without bound, and rounding errors with it.
    if (rate > 0.1) break;
    expect(losses[i] / loss).toBeCloseTo(1, 4);
  }
  expect(suggested).toBeGreaterThan(1e-3);
  expect(suggested).toBeLessThan(1);
});

test('a model that is not compiled has no rate', async () => {
  const model = new Sequential([Input([3]), new Dense(1)]);
  expect(await errorOf(() => learningRateRange(model, x, y))).toMatch(/^NOT_FITTED: .*compile/);
});
