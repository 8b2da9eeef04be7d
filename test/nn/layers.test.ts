/**
 * Layers against Keras's numbers (test/fixtures/keras-layers.json, whose `generatedBy` names the versions), to 1e-9:
 * outputs, gradients, what layers add to the loss, and what training leaves behind.
 */
import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/nn/configured.ts';
import { CallContext, inContext } from '../../src/nn/layers/call-context.ts';
import { Discretization } from '../../src/nn/layers/categories.ts';
import { Dropout } from '../../src/nn/layers/dropout.ts';
import { Masking } from '../../src/nn/layers/embedding.ts';
import type { Layer } from '../../src/nn/layers/layer.ts';
import { layerOf } from '../../src/nn/layers/layer-named.ts';
import { Normalization } from '../../src/nn/layers/normalization.ts';
import { leavesOf, type Structure } from '../../src/nn/layers/symbolic.ts';
import { ones, tensor } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import { Tensor } from '../../src/tensor/tensor.ts';
import { expectNear, flat, type Numbers, numeric, readFixture } from './reference.ts';

interface LayerCase {
  readonly class_name: string;
  readonly kwargs: Config;
  readonly kind?: string;
  readonly label?: string;
  readonly dtype: string;
  readonly inputs: Numbers;
  readonly input_dtype: readonly string[];
  readonly weights: readonly { name: string; value: Numbers; trainable: boolean }[];
  readonly mask?: Numbers;
  readonly compute_mask?: Numbers;
  readonly r: Numbers;
  readonly output_shape: readonly number[];
  readonly results: readonly {
    readonly training: boolean;
    readonly output: Numbers;
    readonly grad_inputs?: Numbers;
    readonly grad_weights?: Numbers;
    readonly losses?: Numbers;
    readonly grad_weights_of_losses?: Numbers;
    readonly non_trainable_after?: Numbers;
  }[];
  readonly data: Numbers;
  readonly batches: readonly Numbers[];
  readonly mean: Numbers;
  readonly variance: Numbers;
  readonly bin_boundaries: Numbers;
  readonly output: Numbers;
}

const cases = readFixture<LayerCase>('keras-layers.json');
const named = (one: LayerCase): [string, LayerCase] => [
  `${one.class_name} ${JSON.stringify(one.kwargs)} ${one.label ?? ''}`,
  one,
];

function layerFor({ class_name, kwargs }: LayerCase): Layer {
  return layerOf({ class_name, config: { ...kwargs, dtype: 'float64' } });
}

function inputsOf({ inputs, input_dtype: types }: LayerCase): Structure<Tensor> {
  const one = (values: Numbers, dtype: string): Tensor =>
    tensor(numeric(values) as number[], { dtype: dtype.startsWith('int') ? 'int32' : 'float64' });
  if (types.length === 1) return one(inputs, types[0]);
  return (inputs as readonly Numbers[]).map((values, i) => one(values, types[i]));
}

const outputs = cases.filter(({ results }) => results !== undefined).map(named);

test.each(outputs)('%s', (_, one) => {
  const inputs = inputsOf(one);
  const layer = layerFor(one);
  layer.apply(inputs);
  expect(layer.weights.map((weight) => weight.name)).toEqual(one.weights.map((weight) => weight.name));
  expect(layer.weights.map((weight) => weight.trainable)).toEqual(
    one.weights.map((weight) => weight.trainable),
  );
  const mask = one.mask === undefined ? undefined : tensor(one.mask as never).cast('bool');
  const start = one.weights.map(({ value }) => tensor(numeric(value) as number[]));
  for (const [i, result] of one.results.entries()) {
    // Results in training after the first go on from what the one before left behind.
    if (i < 2) layer.setWeights(start);
    const context = new CallContext({ training: result.training, seed: 0, step: Tensor.scalar(0, 'int32') });
    const output = inContext(context, () => layer.apply(inputs, { mask }));
    expectNear(output.values, result.output, 1e-9);
    expect(output.shape).toEqual(one.output_shape);
    const loss = output.mul(tensor(numeric(one.r) as number[])).sum();
    const trainable = layer.trainableWeights.map(({ value }) => value);
    const slopes = gradients(loss, [...leavesOf(inputs), ...trainable]);
    const [ofInputs, ofWeights] = [
      slopes.slice(0, leavesOf(inputs).length),
      slopes.slice(leavesOf(inputs).length),
    ];
    const numbers = (list: readonly Tensor[]): number[] => list.flatMap(({ values }) => Array.from(values));
    if (result.grad_inputs) expectNear(numbers(ofInputs), result.grad_inputs, 1e-9);
    if (result.grad_weights) expectNear(numbers(ofWeights), result.grad_weights, 1e-9);
    const penalties = layer.trainableWeights.flatMap(
      ({ regularizer, value }) => regularizer?.penalty(value) ?? [],
    );
    if (result.losses) expectNear(numbers(penalties), result.losses, 1e-9);
    if (result.grad_weights_of_losses) {
      const total = penalties.reduce((sum, penalty) => sum.add(penalty));
      expectNear(numbers(gradients(total, trainable)), result.grad_weights_of_losses, 1e-9);
    }
    for (const [weight, next] of context.updates) weight.assign(next);
    if (result.non_trainable_after) {
      const after = layer.nonTrainableWeights.flatMap(({ values }) => Array.from(values));
      expectNear(after, result.non_trainable_after, 1e-9);
    }
    if (one.compute_mask) {
      const [kept] = context.masks.values();
      expect(Array.from(kept.values, Boolean)).toEqual((one.compute_mask as never[]).flat());
    }
  }
});

const adapted = cases.filter(({ kind }) => kind?.startsWith('adapt')).map(named);

test.each(adapted)('%s, adapted', async (_, one) => {
  const layer = layerFor(one);
  const data = one.batches ? () => one.batches.map((batch) => numeric(batch)) : numeric(one.data);
  if (layer instanceof Normalization) {
    await layer.adapt(data as number[]);
    const [mean, variance] = layer.getWeights();
    expectNear(mean.values, one.mean, 1e-9);
    expectNear(variance.values, one.variance, 1e-9);
  }
  if (layer instanceof Discretization) {
    await layer.adapt(data as number[]);
    expectNear(layer.binBoundaries, one.bin_boundaries, 1e-7);
  }
  if (one.inputs === undefined) return;
  const output = layer.apply(tensor(numeric(one.inputs) as number[]));
  expectNear(output.values, one.output, 1e-9);
});

describe('dropout', () => {
  test.each([0.25, 0.5])('drops a share of %s and scales the rest', (rate) => {
    const dropped = new Dropout(rate, { seed: 1 }).apply(ones([100, 100]), { training: true });
    const kept = Array.from(dropped.values).filter((value) => value !== 0);
    expect(new Set(kept)).toEqual(new Set([Math.fround(1 / (1 - rate))]));
    expect(kept.length / 10_000).toBeCloseTo(1 - rate, 1);
  });

  test('with a noise shape drops whole rows', () => {
    const dropped = new Dropout(0.5, { noiseShape: [null, 1], seed: 1 }).apply(ones([50, 4]), {
      training: true,
    });
    for (const row of dropped.toArray() as number[][]) expect(new Set(row).size).toBe(1);
    expect(new Set(flat(dropped.toArray() as never))).toEqual(new Set([0, 2]));
  });
});

test('any number may stand for what is masked', () => {
  const masked = new Masking({ maskValue: 0.5 }).apply(
    tensor([
      [
        [0.5, 0.5],
        [0.5, 1],
        [0, 0],
      ],
    ]),
  );
  expect(masked.toArray()).toEqual([
    [
      [0, 0],
      [0.5, 1],
      [0, 0],
    ],
  ]);
});
