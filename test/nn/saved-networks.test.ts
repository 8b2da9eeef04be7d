/** Networks saved and loaded are the same, bit for bit: what they predict, how they go on learning, what they are. */
import { describe, expect, test } from 'vitest';
import { load, save } from '../../src/formats/model-file.ts';
import * as nn from '../../src/nn/index.ts';
import { errorOfSync } from '../error-of.ts';
import { checkAnyGraph, expectSame, refill, rowsFor } from './check-saved-networks.ts';
import { layerExamples } from './layer-examples.ts';

describe('a network of each layer', () => {
  const layers = Object.keys(layerExamples).filter((name) => name !== 'Lambda');
  test.each(layers)('%s', async (name) => {
    const { make, shapes, integersBelow } = layerExamples[name];
    for (const dtype of ['float32', 'float64'] as const) {
      nn.setRandomSeed(5);
      const type = integersBelow === undefined ? dtype : 'int32';
      const inputs = shapes.map((shape) => nn.Input(shape, { dtype: type }));
      const layer = make(dtype);
      const outputs = layer.apply(inputs.length === 1 ? inputs[0] : inputs);
      const model = new nn.Model({ inputs, outputs });
      refill(model);
      await expectSame(model, load(save(model), nn.Model), integersBelow);
    }
  });
});

test('a layer that several models inside have is one layer again', async () => {
  const both = new nn.Dense(3, { activation: 'relu' });
  const stack = new nn.Sequential([nn.Input([3]), both, new nn.Dense(2)]);
  const inner = nn.Input([3]);
  const graph = new nn.Model({ inputs: inner, outputs: new nn.Dense(2).apply(both.apply(inner)) });
  const x = nn.Input([3]);
  const outputs = new nn.Add().apply([stack.apply(both.apply(x)), graph.apply(x)]);
  const model = new nn.Model({ inputs: x, outputs }).compile({ optimizer: 'adam', loss: 'mse' });
  const again = load(save(model), nn.Model);
  expect(again.countParams()).toBe(12 + 8 + 8);
  const rows = rowsFor(model) as number[][];
  for (const one of [model, again])
    await one.fit(
      rows,
      rows.map(([a, b]) => [a, b]),
      { seed: 1, verbose: 0 },
    );
  await expectSame(model, again);
});

test('what layers have learned before training', async () => {
  const scaled = await new nn.Normalization().adapt([
    [1, 5],
    [3, 9],
    [4, 4],
  ]);
  const binned = await new nn.Discretization({ numBins: 3, outputMode: 'one_hot' }).adapt([1, 2, 3, 5, 8, 9]);
  const x = nn.Input([2]);
  const bins = new nn.Flatten().apply(binned.apply(x));
  const model = new nn.Model({ inputs: x, outputs: new nn.Concatenate().apply([scaled.apply(x), bins]) });
  await expectSame(model, load(save(model), nn.Model));
});

test('inputs and outputs by name', async () => {
  const inputs = { wide: nn.Input([2], { name: 'wide' }), deep: nn.Input([3], { name: 'deep' }) };
  const hidden = new nn.Dense(4).apply(inputs.deep);
  const outputs = {
    main: new nn.Dense(1, { name: 'main' }).apply(new nn.Concatenate().apply([inputs.wide, hidden])),
    aux: new nn.Dense(1, { name: 'aux' }).apply(hidden),
  };
  const model = new nn.Model({ inputs, outputs });
  const loss = { main: 'mse', aux: 'mae' } as const;
  model.compile({ optimizer: 'adam', loss, lossWeights: { main: 0.9, aux: 0.1 }, metrics: { aux: ['mse'] } });
  const again = load(save(model), nn.Model);
  const x = {
    wide: [
      [1, 2],
      [3, 4],
    ],
    deep: [
      [1, 2, 3],
      [0, 1, 0],
    ],
  };
  const y = { main: [[1], [2]], aux: [[0], [1]] };
  const histories = [];
  for (const one of [model, again])
    histories.push((await one.fit(x, y, { epochs: 2, seed: 1, verbose: 0 })).history);
  expect(histories[1]).toEqual(histories[0]);
  expect(JSON.stringify(again.toState())).toBe(JSON.stringify(model.toState()));
});

test('two layers of one name are no model', () => {
  const x = nn.Input([2]);
  const twice = ['a', 'a'].reduce((z, name) => new nn.Dense(2, { name }).apply(z), x);
  expect(errorOfSync(() => new nn.Model({ inputs: x, outputs: twice }))).toMatch(
    /^INVALID_VALUE: two layers .* 'a'/,
  );
});

test('any graph, before and after training, learns on with the same bits', async () => {
  // saved-networks.slow.test.ts draws many more.
  await checkAnyGraph(15, 11);
});
