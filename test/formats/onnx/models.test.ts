/**
 * Models as ONNX files: what ONNX Runtime computes is what the model predicts, for every layer and activation
 * that is exported, in both float types, for batches of any size.
 */
import { describe, expect, test } from 'vitest';
import { sizeOf } from '../../../src/core/shape.ts';
import { toOnnx } from '../../../src/formats/onnx/to-onnx.ts';
import * as classical from '../../../src/nn/activations.ts';

import * as nn from '../../../src/nn/index.ts';
import { setRandomSeed } from '../../../src/nn/layers/seeds.ts';
import * as piecewise from '../../../src/nn/piecewise-activations.ts';
import * as rectifiers from '../../../src/nn/rectifiers.ts';
import * as vectors from '../../../src/nn/vector-activations.ts';
import { RandomState } from '../../../src/random/random-state.ts';
import { fromTyped, type Tensor } from '../../../src/tensor/tensor.ts';
import { errorOfSync } from '../../error-of.ts';
import { layerExamples } from '../../nn/layer-examples.ts';
import { openOnnx, type Result } from './run-onnx.ts';

type ActivationFunction = classical.Activation;
type Float = 'float32' | 'float64';
const floats: readonly Float[] = ['float32', 'float64'];

/** Equal but for rounding, in units of the largest number there is. */
function expectClose(result: Result, wanted: Tensor, tolerance: number, name = ''): void {
  expect(result.shape).toEqual(wanted.shape);
  expect(result.type.replace('bool', 'int32')).toBe(wanted.dtype);
  const scale = Math.max(1, ...Array.from(wanted.values, Math.abs));
  for (const [i, value] of wanted.values.entries()) {
    const got = Number(result.data[i]);
    expect(
      Object.is(got, value) || Math.abs(got - value) <= tolerance * scale,
      `${name}: ${got} for ${value}`,
    ).toBe(true);
  }
}

/** Random inputs of a model; integers below a number, or normal ones. */
function randomInputs(model: nn.Model, rows: number, top?: number): Tensor[] {
  const random = new RandomState(rows);
  const inputs = Array.isArray(model.inputs)
    ? (model.inputs as readonly nn.SymbolicTensor[])
    : [model.inputs as nn.SymbolicTensor];
  return inputs.map(({ shape, dtype }) => {
    const size = [rows, ...shape.slice(1).map((length) => length ?? 4)];
    const count = sizeOf(size);
    return dtype !== 'int32' || top === undefined
      ? fromTyped(random.normal(0, 1.5, count), size).cast(dtype)
      : fromTyped(Int32Array.from(random.randint(0, top, count)), size);
  });
}

/** What ONNX Runtime makes of the file is what the model predicts. */
async function expectSame(
  model: nn.Model,
  toleranceOf: (output: string) => number,
  top?: number,
): Promise<void> {
  await using session = await openOnnx(toOnnx(model));
  for (const rows of [1, 5]) {
    const inputs = randomInputs(model, rows, top);
    const wanted = await model.predict(inputs.length === 1 ? inputs[0] : inputs);
    const results = await session.run(
      inputs.map(({ values, shape, dtype }) => ({ type: dtype as Float, data: values, shape })),
    );
    const list = Array.isArray(wanted) ? wanted : [wanted];
    for (const [i, [name, result]] of Object.entries(results).entries()) {
      expectClose(result, list[i], toleranceOf(name), name);
    }
  }
}

const tolerances = { float32: 2e-6, float64: 1e-12 } as const;

/** ONNX Runtime has the error function in float32 only. */
const single = ['gelu'];

/** All of them side by side in one model: as many outputs. */
describe.each(floats)('%s', (dtype) => {
  test('every layer', async () => {
    setRandomSeed(1);
    const random = new RandomState(3);
    const inputs: nn.SymbolicTensor[] = [];
    const outputs = Object.values(layerExamples).map(({ make, shapes, integersBelow }) => {
      const type = integersBelow === undefined ? dtype : 'int32';
      const own = shapes.map((shape) => nn.Input(shape, { dtype: type }));
      const layer = make(dtype);
      const output = layer.apply(own.length === 1 ? own[0] : own);
      layer.setWeights(
        layer.weights.map(({ shape }) => fromTyped(random.uniform(0.5, 1.5, sizeOf(shape)), shape)),
      );
      inputs.push(...own);
      return output;
    });
    await expectSame(new nn.Model({ inputs, outputs, dtype }), () => tolerances[dtype], 5);
  });

  test('every activation', async () => {
    const records: readonly unknown[] = Object.values({
      ...classical,
      ...piecewise,
      ...rectifiers,
      ...vectors,
    });
    const activations = records.filter((one): one is ActivationFunction => typeof one === 'object');
    const x = nn.Input([6], { dtype });
    const outputs = activations.map((one) => new nn.Activation(one, { dtype, name: one.name }).apply(x));
    const model = new nn.Model({ inputs: x, outputs, dtype });
    await expectSame(model, (name) => tolerances[single.includes(name) ? 'float32' : dtype]);
  });
});

test('branches, models inside models, several inputs and outputs', async () => {
  const left = nn.Input([3], { name: 'left' });
  const right = nn.Input([2], { name: 'right' });
  const inner = new nn.Sequential([new nn.Dense(4, { activation: 'elu' }), new nn.BatchNormalization()]);
  const shared = new nn.Dense(4, { activation: 'tanh' });
  const both = new nn.Concatenate().apply([inner.apply(left), shared.apply(left)]);
  const sum = new nn.Add().apply([both, new nn.Dense(8).apply(right)]);
  const first = new nn.Dense(1, { name: 'price' }).apply(sum);
  const second = new nn.Dense(3, { name: 'kind', activation: 'softmax' }).apply(shared.apply(left));
  const model = new nn.Model({ inputs: [left, right], outputs: [first, second] });
  await expectSame(model, () => tolerances.float32);
  const given = (width: number) => ({
    type: 'float32' as const,
    data: new Float32Array(2 * width),
    shape: [2, width],
  });
  await using session = await openOnnx(toOnnx(model));
  const results = await session.run({ left: given(3), right: given(2) });
  expect(Object.keys(results)).toEqual(['price', 'kind']);
});

test('a model of one’s own, and one whose input was never announced', async () => {
  class Twice extends nn.Model {
    readonly dense = new nn.Dense(3, { activation: 'relu' });
    override call(x: Tensor): Tensor {
      return this.dense.apply(x).mul(2);
    }
  }
  for (const model of [new Twice(), new nn.Sequential([new nn.Dense(3), new nn.Softmax()])]) {
    expect(errorOfSync(() => toOnnx(model))).toContain('NOT_FITTED');
    const x = fromTyped(Float32Array.of(1, 2, -3, 4), [2, 2]);
    const wanted = (await model.predict(x)) as Tensor;
    await using session = await openOnnx(toOnnx(model));
    const [result] = Object.values(await session.run([{ type: 'float32', data: x.values, shape: [2, 2] }]));
    expectClose(result, wanted, tolerances.float32);
  }
});

test('sequences of any length', async () => {
  const x = nn.Input([null, 2]);
  const flat = new nn.GlobalAveragePooling1D().apply(new nn.Dense(3, { activation: 'relu' }).apply(x));
  const model = new nn.Model({ inputs: x, outputs: new nn.Dense(1).apply(flat) });
  await expectSame(model, () => tolerances.float32);
});

test('a masked embedding', async () => {
  const x = nn.Input([5], { dtype: 'int32' });
  const pooled = new nn.GlobalAveragePooling1D().apply(new nn.Embedding(7, 4, { maskZero: true }).apply(x));
  await expectSame(new nn.Model({ inputs: x, outputs: pooled }), () => tolerances.float32, 7);
});

test('what ONNX has no operators for is refused with the layer’s name', () => {
  const x = nn.Input([2]);
  const odd = new nn.Lambda((rows: Tensor) => rows.mul(rows.shape[0] ** 2), { name: 'odd' });
  const model = new nn.Model({ inputs: x, outputs: odd.apply(x) });
  expect(errorOfSync(() => toOnnx(model))).toBe(
    "UNSUPPORTED: Lambda 'odd' cannot be exported: ONNX files cannot hold a number that depends on the size of the batch.",
  );
});
