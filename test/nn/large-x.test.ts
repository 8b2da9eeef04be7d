/** X that is too large to lie in the engine's memory a second time: its rows are brought some batches at a time. */
import { expect, test } from 'vitest';
import { Dense, Input, Sequential } from '../../src/nn/index.ts';
import { RandomState } from '../../src/random/random-state.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

const [rows, columns] = [4330, 4000];
const data = new Float32Array(rows * columns);
new RandomState(4).fillUniform(data, -1, 1);
const x = { data, shape: [rows, columns] };
const y = Float32Array.from({ length: rows }, (_, i) => data[i * columns]);

type Batch = [x: { data: Float32Array; shape: number[] }, y: Float32Array];

/** The same rows as batches that come one by one. */
const streamOf = (size: number) =>
  function* (): Generator<Batch> {
    for (let start = 0; start < rows; start += size) {
      const end = Math.min(start + size, rows);
      const part = { data: data.subarray(start * columns, end * columns), shape: [end - start, columns] };
      yield [part, y.subarray(start, end)];
    }
  };

/** Weights, history, scores and predictions of a model that learns from these rows. */
async function outcome(isStream: boolean): Promise<unknown[]> {
  const model = new Sequential([
    Input({ shape: [columns] }),
    new Dense(2, { activation: 'tanh', kernelInitializer: 'zeros' }),
    new Dense(1, { kernelInitializer: 'ones' }),
  ]);
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const options = { epochs: 2, verbose: 0, shuffle: false } as const;
  const { history } = isStream
    ? await model.fit(streamOf(100), null, options)
    : await model.fit(x, y, { ...options, batchSize: 100 });
  const score = isStream
    ? await model.evaluate(streamOf(300), null, { verbose: 0 })
    : await model.evaluate(x, y, { batchSize: 300, verbose: 0 });
  const predicted = isStream
    ? await model.predict(streamOf(300), { verbose: 0 })
    : await model.predict(x, { batchSize: 300, verbose: 0 });
  const weights = model.getWeights().map((weight) => weight.toArray());
  return [weights, history, score, (predicted as Tensor).toArray()];
}

test('gives what the same rows give that come one batch after the other', async () => {
  expect(await outcome(false)).toEqual(await outcome(true));
});
