/** One number a row may come as a flat array: a last batch of a single row is no exception. */
import { expect, test } from 'vitest';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';

const x = Array.from({ length: 9 }, (_, i) => [Math.sin(i), Math.cos(i)]);
const y = x.map(([a]) => (a > 0 ? 1 : 0));

test.each(['binary_crossentropy', 'mse', 'hinge'] as const)('%s', async (loss) => {
  const histories = await Promise.all(
    [y, y.map((one) => [one])].map(async (targets) => {
      const model = new Sequential([new Dense(1, { activation: 'sigmoid', kernelInitializer: 'ones' })]);
      model.compile({ optimizer: 'sgd', loss, metrics: ['accuracy', 'mae'] });
      const { history } = await model.fit(x, targets, { epochs: 2, batchSize: 4, seed: 1, verbose: 0 });
      return history;
    }),
  );
  expect(histories[0]).toEqual(histories[1]);
  expect(histories[0].loss.every(Number.isFinite)).toBe(true);
});
