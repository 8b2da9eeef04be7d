/** X that is too large to lie in the engine's memory a second time: its rows are brought some batches at a time. */
import { expect, test } from 'vitest';
import { Dense, Input, Sequential } from '../../src/nn/index.ts';
import { RandomState } from '../../src/random/random-state.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

const [rows, columns] = [4330, 4000];

/** Weights, history, scores and predictions of a model that learns from these rows. */
async function outcome(data: Float32Array | Float64Array, shuffle: boolean): Promise<unknown[]> {
  const model = new Sequential([
    Input({ shape: [columns] }),
    new Dense(2, { activation: 'tanh', kernelInitializer: 'zeros' }),
    new Dense(1, { kernelInitializer: 'ones' }),
  ]);
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const x = { data, shape: [rows, columns] };
  const y = Float32Array.from({ length: rows }, (_, i) => data[i * columns]);
  const options = { batchSize: 100, verbose: 0, seed: 3 } as const;
  const { history } = await model.fit(x, y, { ...options, epochs: 2, shuffle, validationSplit: 0.02 });
  const score = await model.evaluate(x, y, { batchSize: 300, verbose: 0 });
  const predicted = (await model.predict(x, { batchSize: 300, verbose: 0 })) as Tensor;
  return [model.getWeights().map((weight) => weight.toArray()), history, score, predicted.toArray()];
}

// Numbers of another type than the model's are changed once and lie in its memory whole.
test.each([false, true])('gives what an X gives that lies there (shuffled: %s)', async (shuffle) => {
  const large = new Float32Array(rows * columns);
  new RandomState(4).fillUniform(large, -1, 1);
  expect(await outcome(large, shuffle)).toEqual(await outcome(Float64Array.from(large), shuffle));
});
