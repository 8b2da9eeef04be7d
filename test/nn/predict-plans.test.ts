/** Predictions come of plans that are kept from call to call: they must notice whatever changes in between. */
import { expect, test, vi } from 'vitest';
import { Activation, Dense, Input, Model, Sequential } from '../../src/nn/index.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

const x = Array.from({ length: 70 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i / 70]);
const y = x.map(([a, b, c]) => [a * b - c]);

function network(): Sequential {
  return new Sequential([Input([3]), new Dense(8, { activation: 'tanh' }), new Dense(1)]);
}

const valuesOf = async (model: Model, rows: number[][] = x): Promise<number[]> =>
  Array.from(((await model.predict(rows)) as Tensor).values);

test('a model is planned once for each shape of batches', async () => {
  const made = vi.spyOn(WebAssembly, 'Module');
  const model = network();
  const first = await valuesOf(model);
  const plans = made.mock.calls.length;
  expect(plans).toBeGreaterThan(0);
  expect(await valuesOf(model)).toEqual(first);
  expect(await valuesOf(model, x.slice(0, 32))).toEqual(first.slice(0, 32));
  const six = (await model.predictOnBatch(x.slice(0, 6))) as Tensor;
  expect(Array.from(six.values)).toEqual(first.slice(0, 6));
  expect(made).toHaveBeenCalledTimes(plans);
  made.mockRestore();
});

test('weights that are set or trained are seen', async () => {
  const model = network();
  model.compile({ optimizer: 'adam', loss: 'mse' });
  const before = await valuesOf(model);
  await model.fit(x, y, { epochs: 2, verbose: 0 });
  const after = await valuesOf(model);
  expect(after).not.toEqual(before);
  const twin = network();
  twin.setWeights(model.getWeights());
  expect(await valuesOf(twin)).toEqual(after);
  await model.trainOnBatch(x, y);
  expect(await valuesOf(model)).not.toEqual(after);
  model.setWeights(twin.getWeights());
  expect(await valuesOf(model)).toEqual(after);
});

test('a layer without weights that comes later is seen', async () => {
  const model = network();
  const before = await valuesOf(model);
  await model.predictOnBatch(x);
  model.add(new Activation('relu'));
  const rectified = before.map((value) => Math.max(0, value));
  expect(await valuesOf(model)).toEqual(rectified);
  expect(Array.from(((await model.predictOnBatch(x)) as Tensor).values)).toEqual(rectified);
});

test('a compiled model keeps to its engine and to its being eager', async () => {
  const model = network();
  const before = await valuesOf(model);
  model.compile({ loss: 'mse', engine: 'js' });
  for (const [i, value] of (await valuesOf(model)).entries()) expect(value).toBeCloseTo(before[i], 6);
  model.compile({ loss: 'mse', runEagerly: true });
  for (const [i, value] of (await valuesOf(model)).entries()) expect(value).toBeCloseTo(before[i], 6);
});

test('calls at the same time do not mix', async () => {
  const model = network();
  const [alone, other] = [await valuesOf(model, x.slice(0, 40)), await valuesOf(model, x.slice(30))];
  const together = await Promise.all([valuesOf(model, x.slice(0, 40)), valuesOf(model, x.slice(30))]);
  expect(together).toEqual([alone, other]);
});

test('more shapes than plans are kept for, and large batches', async () => {
  const model = network();
  const whole = await valuesOf(model);
  for (let rows = 1; rows <= x.length; rows++) {
    const predicted = (await model.predict(x.slice(0, rows), { batchSize: 100 })) as Tensor;
    for (const [i, value] of predicted.values.entries()) expect(value).toBeCloseTo(whole[i], 6);
  }
  const many = Array.from({ length: 600 }, (_, i) => x[i % 70]);
  const large = (await model.predict(many, { batchSize: 500 })) as Tensor;
  for (const [i, value] of large.values.entries()) expect(value).toBeCloseTo(whole[i % 70], 6);
});

test('several outputs, by name of the input', async () => {
  const input = Input([3], { name: 'cells' });
  const hidden = new Dense(4).apply(input);
  const model = new Model({
    inputs: input,
    outputs: [new Dense(2).apply(hidden), new Dense(1).apply(hidden)],
  });
  for (const rows of [70, 5, 70]) {
    const [two, one] = (await model.predict({ cells: x.slice(0, rows) })) as Tensor[];
    expect([two.shape, one.shape]).toEqual([
      [rows, 2],
      [rows, 1],
    ]);
  }
});
