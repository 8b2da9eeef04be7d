/**
 * What holds for every layer, whatever it computes: shapes are known before numbers are, gradients are those of finite
 * differences, configs make the same layer again, samples do not meet outside of training, types are kept.
 */
import { expect } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { CallContext, inContext } from '../../src/nn/layers/call-context.ts';
import type { Layer } from '../../src/nn/layers/layer.ts';
import { layerOf } from '../../src/nn/layers/layer-named.ts';
import { setRandomSeed } from '../../src/nn/layers/seeds.ts';
import {
  isShape,
  leavesOf,
  mapStructure,
  type Structure,
  type SymbolicShape,
} from '../../src/nn/layers/symbolic.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import { fromTyped, Tensor } from '../../src/tensor/tensor.ts';

export interface LayerExample {
  /** A layer that computes in a type. */
  make(dtype: 'float32' | 'float64'): Layer;
  /** Shapes of its inputs, without the batch. */
  readonly shapes: readonly (readonly number[])[];
  /** Inputs are whole numbers below this. */
  readonly integersBelow?: number;
  /** It cannot be written down. */
  readonly noConfig?: boolean;
  /** It has no gradient. */
  readonly noGradient?: boolean;
}

const BATCH = 3;

function inputsFor(
  { shapes, integersBelow: top }: LayerExample,
  dtype: 'float32' | 'float64',
): Structure<Tensor> {
  const random = new RandomState(5);
  const list = shapes.map((shape) => {
    const size = [BATCH, ...shape];
    if (top !== undefined) return fromTyped(Int32Array.from(random.randint(0, top, sizeOf(size))), size);
    return fromTyped(random.normal(0, 1, sizeOf(size)), size).cast(dtype);
  });
  return list.length === 1 ? list[0] : list;
}

function calledIn(layer: Layer, inputs: Structure<Tensor>, training: boolean): Tensor {
  const context = new CallContext({ training, seed: 3, step: Tensor.scalar(1, 'int32') });
  return inContext(context, () => layer.apply(inputs));
}

/** Go through all of it. */
export function checkLayer(example: LayerExample): void {
  setRandomSeed(1);
  const layer = example.make('float64');
  const inputs = inputsFor(example, 'float64');
  const output = layer.apply(inputs);
  shapesAreKnown(layer, inputs, output);
  samplesDoNotMeet(layer, inputs, output);
  typesAreKept(example, layer, output);
  if (!example.noConfig) configsMakeItAgain(layer, inputs, output);
  if (!example.noGradient) for (const training of [false, true]) slopesAreRight(layer, inputs, training);
}

function shapesAreKnown(layer: Layer, inputs: Structure<Tensor>, output: Tensor): void {
  const shapes = mapStructure(inputs, ({ shape }): SymbolicShape => [null, ...shape.slice(1)]);
  const shape = layer.computeOutputShape(shapes as Structure<SymbolicShape>);
  expect(isShape(shape)).toBe(true);
  expect(shape).toEqual([null, ...output.shape.slice(1)]);
}

function samplesDoNotMeet(layer: Layer, inputs: Structure<Tensor>, output: Tensor): void {
  const width = output.size / BATCH;
  for (let row = 0; row < BATCH; row++) {
    const one = layer.apply(mapStructure(inputs, (x) => x.take([row])));
    for (let k = 0; k < width; k++) expect(one.values[k]).toBeCloseTo(output.values[row * width + k], 12);
  }
}

function typesAreKept(example: LayerExample, layer: Layer, output: Tensor): void {
  const narrow = example.make('float32');
  narrow.ensureBuilt(layer.inputShape ?? []);
  narrow.setWeights(layer.getWeights());
  const result = narrow.apply(inputsFor(example, 'float32'));
  if (output.dtype === 'float64') expect(result.dtype).toBe('float32');
  for (const [i, value] of result.values.entries()) {
    const wanted = output.values[i];
    expect(Math.abs(value - wanted)).toBeLessThan(1e-5 * Math.max(1, Math.abs(wanted)));
  }
}

function configsMakeItAgain(layer: Layer, inputs: Structure<Tensor>, output: Tensor): void {
  const config = JSON.parse(JSON.stringify(layer.getConfig()));
  const again = layerOf({ class_name: layer.className, config });
  expect(JSON.parse(JSON.stringify(again.getConfig()))).toEqual(config);
  again.ensureBuilt(layer.inputShape ?? []);
  again.setWeights(layer.getWeights());
  expect(Array.from(again.apply(inputs).values)).toEqual(Array.from(output.values));
}

function slopesAreRight(layer: Layer, inputs: Structure<Tensor>, training: boolean): void {
  const { shape } = calledIn(layer, inputs, training);
  const r = fromTyped(new RandomState(9).normal(0, 1, sizeOf(shape)), shape);
  const loss = (given: Structure<Tensor>): Tensor => calledIn(layer, given, training).mul(r).sum();
  const weights = layer.trainableWeights;
  const floats = leavesOf(inputs).filter(({ dtype }) => dtype === 'float64');
  const slopes = gradients(loss(inputs), [...floats, ...weights.map(({ value }) => value)]);
  for (const [i, x] of floats.entries()) {
    const at = (values: Float64Array): number =>
      loss(mapStructure(inputs, (leaf) => (leaf === x ? fromTyped(values, x.shape) : leaf))).item();
    expectSlopes(slopes[i], x, at);
  }
  for (const [i, weight] of weights.entries()) {
    const start = fromTyped(weight.values, weight.shape);
    const at = (values: Float64Array): number => {
      weight.assign(fromTyped(values, weight.shape));
      return loss(inputs).item();
    };
    expectSlopes(slopes[floats.length + i], start, at);
    weight.assign(start);
  }
}

/** Compares a gradient with finite differences, element by element. */
function expectSlopes(slope: Tensor, start: Tensor, lossAt: (values: Float64Array) => number): void {
  const step = 1e-6;
  // Looked at before anything is moved.
  const got = slope.values.slice();
  for (let k = 0; k < start.size; k++) {
    const [low, high] = [-step, step].map((by) => {
      const values = Float64Array.from(start.values);
      values[k] += by;
      return lossAt(values);
    });
    const wanted = (high - low) / (2 * step);
    expect(Math.abs(got[k] - wanted)).toBeLessThan(1e-5 * Math.max(1, Math.abs(wanted)));
  }
}
