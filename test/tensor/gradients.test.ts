/**
 * The gradient of every exported operation, and of the formulas composed of them, by central differences in
 * float64 on both engines; then the gradient of that gradient. An operation that is missing from the table
 * fails the first test, so that a new one cannot escape.
 */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { createEngine } from '../../src/engine/select.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { tensor, variable } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import type { Attributes, CompositeOperation, Operation } from '../../src/tensor/operation.ts';
import { Program } from '../../src/tensor/program.ts';
import { Tensor } from '../../src/tensor/tensor.ts';

const folder = new URL('../../src/tensor/operations/', import.meta.url);
const modules = await Promise.all(
  readdirSync(folder).map((file): Promise<Record<string, unknown>> => import(new URL(file, folder).href)),
);
const operations = new Map<string, Operation>();
for (const [name, value] of modules.flatMap((module) => Object.entries(module))) {
  if (typeof value === 'object' && value !== null && 'kind' in value && 'result' in value) {
    operations.set(name, value as Operation);
  }
}

/** Numbers that lie at least 0.05 apart and from 0, so that no kink or tie is within a step of them. */
const random = new RandomState(7);
function spread(shape: readonly number[], low: number, high: number): Tensor {
  const n = sizeOf(shape);
  const order = random.permutation(n);
  const numbers = Float64Array.from(order, (k) => low + ((high - low) * (k + 0.5)) / n);
  return variable(numbers, { shape });
}
const any = (...shape: number[]): Tensor => spread(shape, -2.03, 1.99);
/** As `any`, but never equal to one of its numbers. */
const between = (...shape: number[]): Tensor => spread(shape, -1.87, 2.11);
const positive = (...shape: number[]): Tensor => spread(shape, 0.3, 2.1);
const indices = (...rows: number[]): Tensor => tensor(rows, { dtype: 'int32' });
const truths = (n: number): Tensor => tensor(Array.from({ length: n }, (_, i) => i % 3 === 0));

interface Application {
  readonly inputs: readonly Tensor[];
  readonly attributes?: Attributes;
}
type Row = (() => readonly Application[]) | { readonly notDifferentiable: string };

const unary =
  (make = any): Row =>
  () => [{ inputs: [make(3, 4)] }, { inputs: [make()] }];
/** Same shapes, then every way to broadcast, then one tensor in both places. */
const binary =
  (make = any, second = make): Row =>
  () => {
    const twice = make(5);
    return [
      { inputs: [make(3, 4), second(3, 4)] },
      { inputs: [make(3, 4), second(4)] },
      { inputs: [make(3, 1), second(1, 4)] },
      { inputs: [make(), second(2, 3)] },
      { inputs: [twice, twice] },
    ];
  };
const notANumber: Row = { notDifferentiable: 'its result is true or false' };
const aPosition: Row = { notDifferentiable: 'its result is a position' };
const reduction: Row = () =>
  [
    [0, 0],
    [1, 1],
    [2, 2],
    [0, 1],
    [1, 2],
    [0, 2],
  ].map(([first, last]) => ({ inputs: [any(3, 2, 4)], attributes: { first, last } }));

const table: Record<string, Row> = {
  add: binary(),
  sub: binary(),
  mul: binary(),
  div: binary(any, positive),
  pow: binary(positive, any),
  maximum: binary(any, between),
  minimum: binary(any, between),
  neg: unary(),
  abs: unary(),
  sqrt: unary(positive),
  exp: unary(),
  expm1: unary(),
  log: unary(positive),
  log1p: unary(positive),
  sin: unary(),
  cos: unary(),
  tanh: unary(),
  erf: unary(),
  sigmoid: unary(),
  softplus: unary(),
  floor: unary(),
  ceil: unary(),
  round: unary(),
  trunc: unary(),
  equal: notANumber,
  notEqual: notANumber,
  less: notANumber,
  lessEqual: notANumber,
  greater: notANumber,
  greaterEqual: notANumber,
  and: notANumber,
  or: notANumber,
  not: notANumber,
  where: () => [
    { inputs: [truths(4), any(4), any(4)] },
    { inputs: [truths(4), any(3, 1), any()] },
    { inputs: [truths(1), any(2, 4), any(4)] },
  ],
  broadcastTo: () => [
    { inputs: [any()], attributes: { shape: [2, 3] } },
    { inputs: [any(3, 1)], attributes: { shape: [2, 3, 4] } },
  ],
  toFloat32: { notDifferentiable: 'differences drown in its rounding; its gradient is tested below' },
  toFloat64: unary(),
  toInt32: { notDifferentiable: 'its result is an integer' },
  matmul: () =>
    [0, 1, 2, 3].map((flags) => {
      const [transposeA, transposeB] = [flags % 2 === 1, flags > 1];
      return {
        inputs: [transposeA ? any(4, 3) : any(3, 4), transposeB ? any(2, 4) : any(4, 2)],
        attributes: { transposeA, transposeB },
      };
    }),
  sum: reduction,
  max: reduction,
  min: reduction,
  argMax: aPosition,
  argMin: aPosition,
  reshape: () => [{ inputs: [any(3, 4)], attributes: { shape: [2, 6] } }],
  rows: () => [{ inputs: [any(5, 2)], attributes: { begin: [1, 0], size: [3, 2] } }],
  slice: () => [{ inputs: [any(5, 4)], attributes: { begin: [1, 2], size: [3, 2] } }],
  transpose: () => [
    { inputs: [any(3, 4)], attributes: { axes: [1, 0] } },
    { inputs: [any(2, 3, 4)], attributes: { axes: [1, 2, 0] } },
    { inputs: [any(2, 3, 4)], attributes: { axes: [0, 2, 1] } },
  ],
  pad: () => [{ inputs: [any(2, 3)], attributes: { before: [1, 0], after: [0, 2], value: 3 } }],
  concat: () => {
    const twice = any(2, 3);
    return [
      { inputs: [any(2, 3), any(1, 3), any(3, 3)], attributes: { axis: 0 } },
      { inputs: [any(2, 3), any(2, 1)], attributes: { axis: 1 } },
      { inputs: [twice, twice], attributes: { axis: 0 } },
    ];
  },
  gather: () => [
    { inputs: [any(4, 3), indices(2, 0, 2)] },
    { inputs: [any(4), indices(3, 3)] },
    {
      inputs: [
        any(4, 2),
        tensor(
          [
            [0, 1],
            [3, 0],
          ],
          { dtype: 'int32' },
        ),
      ],
    },
  ],
  scatterAdd: () => [{ inputs: [any(3, 2), indices(2, 0, 2)], attributes: { rows: 4 } }],
  randomUniform: { notDifferentiable: 'its input is a counter' },
  softmax: unary((...shape) => (shape.length === 0 ? any(5) : any(...shape))),
  logSoftmax: unary((...shape) => (shape.length === 0 ? any(5) : any(...shape))),
};

/** What methods compose of operations. */
const formulas: Record<string, (x: Tensor, y: Tensor) => Tensor> = {
  square: (x) => x.square(),
  reciprocal: (_, y) => y.reciprocal(),
  sign: (x) => x.sign(),
  clip: (x) => x.clip(-1, 1.2),
  'clip to tensors': (x, y) => x.clip(y.mul(-0.7), y),
  'pow of a negative number': (x) => x.pow(3),
  'pow 2': (x) => x.pow(2),
  'pow 0': (x) => x.pow(0),
  'a number to a power': (x) => tensor(1.7).pow(x),
  mean: (x) => x.mean(),
  'mean over an axis': (x) => x.mean(0),
  'sum over outer axes': (x, y) => x.expandDims(1).mul(y.expandDims(0)).sum([0, 2]),
  variance: (x) => x.variance(1),
  'variance over all': (x) => x.variance(),
  'where on itself': (x) => x.greater(0.3).where(x.square(), x.mul(3)),
  'where with numbers': (x) => x.greater(0.3).where(x, 0.25),
  'maximum with itself': (x) => x.maximum(x),
  'a tie of maxima': (x) => Tensor.concat([x, x], 1).max(1),
  'slices that tile, joined again': (x) => Tensor.concat([x.slice([1]).tanh(), x.slice([0], [1]).exp()]),
  'slices that overlap': (x) => x.slice([0], [2]).mul(x.slice([1], [2])),
  'one row used often': (x) =>
    x
      .slice([1], [1])
      .mul(x)
      .add(x.slice([1], [1])),
  transposed: (x) => x.transpose().matmul(x),
  'matmul with itself transposed': (x) => x.matmul(x, { transposeB: true }),
  'cross-entropy': (x, y) => x.logSoftmax().mul(y).sum().neg(),
  'one-hot and gather': (x) =>
    indices(1, 0, 2)
      .oneHot(3)
      .matmul(x.gather(indices(2, 1, 0))),
  'a diamond': (x) => x.tanh().mul(x.exp()).add(x.tanh()),
  'layer normalization': (x) =>
    x.sub(x.mean(1, { keepDims: true })).div(x.variance(1, { keepDims: true }).add(0.1).sqrt()),
};

const engines = ['js', 'wasm'] as const;

/** Σ r·y for fixed random r: one number that no part of y can hide in. */
function projection(y: Tensor): Tensor {
  return y.mul(tensor(random.uniform(0.5, 1.5, y.size)).reshape(y.shape)).sum();
}

/** Compare `gradients` of a scalar with central differences, for each element of each input. */
function expectGradient(y: Tensor, xs: readonly Tensor[], engine: (typeof engines)[number]): void {
  const exact = gradients(y, xs);
  for (const [i, gradient] of exact.entries()) {
    expect(gradient.shape).toEqual(xs[i].shape);
    expect(gradient.dtype).toBe(xs[i].dtype);
  }
  const program = new Program(
    { gradient: { outputs: exact }, value: { outputs: [y, ...xs] } },
    createEngine(engine),
  );
  program.run('gradient');
  const found = exact.map((_, i) => program.output('gradient', i).slice());
  const valueAt = (x: Tensor, element: number, value: number): number => {
    program.write(x, [value], element);
    program.run('value');
    return program.output('value')[0];
  };
  for (const [i, x] of xs.entries()) {
    for (const [element, start] of x.values.entries()) {
      const step = 2e-5 * Math.max(1, Math.abs(start));
      const difference = valueAt(x, element, start + step) - valueAt(x, element, start - step);
      valueAt(x, element, start);
      const expected = difference / (2 * step);
      expect(Math.abs(found[i][element] - expected)).toBeLessThan(2e-7 * Math.max(1, Math.abs(expected)));
    }
  }
}

function expectBothOrders(y: Tensor, xs: readonly Tensor[], engine: (typeof engines)[number]): void {
  const value = projection(y);
  expectGradient(value, xs, engine);
  const first = gradients(value, xs).map(projection);
  expectGradient(
    first.reduce((total, part) => total.add(part)),
    xs,
    engine,
  );
}

test('every exported operation is in the table, and nothing else', () => {
  expect([...operations.keys()].sort()).toEqual(Object.keys(table).sort());
});

describe.each(engines)('%s', (engine) => {
  test.each(Object.keys(table))('operation %s', (name) => {
    const row = table[name];
    const operation = operations.get(name) as Operation;
    if ('notDifferentiable' in row) {
      expect(row.notDifferentiable).not.toBe('');
      return;
    }
    for (const { inputs, attributes } of row()) {
      const xs = [...new Set(inputs)].filter(({ source }) => source.kind === 'variable');
      expectBothOrders(Tensor.apply(operation, inputs, attributes), xs, engine);
    }
  });

  test.each(Object.entries(formulas))('formula: %s', (_, formula) => {
    const [x, y] = [any(3, 4), positive(3, 4)];
    expectBothOrders(formula(x, y), [x, y], engine);
  });
});

test('what has no gradient passes none on', () => {
  const [x, y] = [any(3, 4), any(3, 4)];
  const steps = [x.greater(y), x.equal(y).not(), x.argMax(), x.cast('int32'), x.less(y).and(x.greater(0))];
  for (const step of steps) {
    const [dx, dy] = gradients(step.cast('float64').mul(3), [x, y]);
    expect(dx.values.every((value) => value === 0)).toBe(true);
    expect(dy.shape).toEqual([3, 4]);
  }
});

test('a gradient has the type of its tensor, whatever it met on the way', () => {
  const x = variable([1, 2], { dtype: 'float32' });
  const y = variable([3, 4]);
  const [dx, dy] = gradients(x.mul(y).add(x.cast('float64').exp().cast('float32')), [x, y]);
  expect([dx.dtype, dy.dtype]).toEqual(['float32', 'float64']);
  for (const [i, value] of [3 + Math.E, 4 + Math.E ** 2].entries())
    expect(dx.values[i]).toBeCloseTo(value, 6);
});

test('an upstream gradient, tensors that y does not need, y itself, and tensors on the way', () => {
  const [x, other] = [variable([1, 2, 3]), variable([[1, 2]])];
  const square = x.square();
  const y = square.mul(2);
  const [dx, dother, dsquare, dy] = gradients(y, [x, other, square, y], tensor([1, 10, 100]));
  expect(dx.toArray()).toEqual([4, 80, 1200]);
  expect(dother.toArray()).toEqual([[0, 0]]);
  expect(dsquare.toArray()).toEqual([2, 20, 200]);
  expect(dy.toArray()).toEqual([1, 10, 100]);
  expect(() => gradients(y, [x], tensor([1]))).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
});

test('a composition without a gradient of its own is differentiated through its formula', () => {
  const product: CompositeOperation = {
    kind: 'composite',
    name: 'product',
    result: ([x]) => x,
    forward: ([x, y]) => x.mul(y).add(x.softmax()),
  };
  const [x, y] = [any(4), any(4)];
  for (const inputs of [
    [x, y],
    [x, x],
    [x, x.exp()],
  ]) {
    const applied = Tensor.apply(product, inputs);
    for (const engine of engines) expectBothOrders(applied, [x, y], engine);
  }
});

test('ties share, and kinks take the middle', () => {
  const x = variable([1, 3, 3]);
  expect(gradients(x.max(), [x])[0].toArray()).toEqual([0, 0.5, 0.5]);
  expect(gradients(x.maximum(3), [x])[0].toArray()).toEqual([0, 0.5, 0.5]);
  const zero = variable([0, 0]);
  expect(gradients(zero.abs(), [zero])[0].toArray()).toEqual([0, 0]);
  expect(gradients(zero.pow(0), [zero])[0].toArray()).toEqual([0, 0]);
  expect(gradients(zero.pow(2), [zero])[0].toArray()).toEqual([0, 0]);
});
