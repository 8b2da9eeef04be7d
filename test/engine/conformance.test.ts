/**
 * Every kind of kernel on every engine, in both float types, against the readable engine `js`.
 * The cases are tensors; each is planned once and the very same plan is loaded into both engines.
 */
import { describe, expect, test } from 'vitest';
import type { DType, FloatDType, TypedArray } from '../../src/core/dtype.ts';
import { sizeOf } from '../../src/core/shape.ts';
import type { Engine } from '../../src/engine/contract.ts';
import { numberFunctions, truthFunctions } from '../../src/engine/scalar.ts';
import { createEngine } from '../../src/engine/select.ts';
import { host } from '../../src/node/host.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { tensor, variable } from '../../src/tensor/creation.ts';
import * as elementwise from '../../src/tensor/operations/elementwise.ts';
import { randomUniform } from '../../src/tensor/operations/indexing.ts';
import { makePlan } from '../../src/tensor/plan.ts';
import { Tensor } from '../../src/tensor/tensor.ts';

type Draw = (shape: readonly number[], low?: number, high?: number) => Tensor;

/** Variables rather than constants, so that nothing is folded away. */
function drawer(dtype: DType, seed: number): Draw {
  const random = new RandomState(seed);
  return (shape, low = -2, high = 2) =>
    variable(random.uniform(low, high, sizeOf(shape)), { shape: [sizeOf(shape)] })
      .cast(dtype)
      .reshape(shape);
}

const indices = (...values: number[]): Tensor => variable(Int32Array.from(values));

const structural: Record<string, (draw: Draw, dtype: FloatDType) => Tensor[]> = {
  'matmul plain': (x) => [x([7, 13]).matmul(x([13, 11]))],
  'matmul A transposed': (x) => [x([13, 7]).matmul(x([13, 11]), { transposeA: true })],
  'matmul B transposed': (x) => [x([7, 13]).matmul(x([11, 13]), { transposeB: true })],
  'matmul both transposed': (x) => [x([13, 7]).matmul(x([11, 13]), { transposeA: true, transposeB: true })],
  'matmul one column': (x) => [x([50, 30]).matmul(x([30, 1]))],
  'matmul one row': (x) => [x([1, 600]).matmul(x([600, 33]))],
  'matmul deep': (x) => [x([3, 1500]).matmul(x([1500, 9]))],
  'matmul in a long row phase': (x) => {
    const h = x([900, 40])
      .matmul(x([40, 50]))
      .add(x([50]));
    return [
      h
        .maximum(0)
        .matmul(x([50, 3]))
        .softmax(),
    ];
  },
  'broadcast row, column, scalar': (x) => [
    x([5, 7])
      .add(x([7]))
      .mul(x([5, 1]))
      .sub(x([])),
  ],
  'broadcast in three dimensions': (x) => [
    x([4, 1, 6])
      .mul(x([3, 1]))
      .add(x([4, 3, 6])),
  ],
  'sum over all': (x) => [x([33, 17]).sum()],
  'sum over axis 0': (x) => [x([333, 17]).sum(0)],
  'sum over axis 1': (x) => [x([33, 17]).sum(1)],
  'sum over the middle': (x) => [x([3, 5, 7]).sum(1)],
  'sum over outer axes': (x) => [x([3, 5, 7]).sum([0, 2])],
  'max and min': (x) => [x([9, 21]).max(1), x([9, 21]).min(0)],
  variance: (x) => [x([9, 21]).variance(1)],
  'argMax, argMin': (x) => [x([9, 21]).argMax(1), x([9, 21]).argMin(0)],
  gather: (x) => [x([9, 5]).gather(indices(8, 0, 3, 3)), x([9]).gather(indices(1, 8))],
  scatterAdd: (x) => [x([4, 5]).scatterAdd(indices(2, 0, 2, 1), 3)],
  transpose: (x) => [x([5, 8]).transpose().add(0), x([3, 4, 5]).transpose([1, 2, 0])],
  'transpose that keeps axis 0': (x) => [x([3, 4, 5]).transpose([0, 2, 1])],
  slice: (x) => [x([6, 8]).slice([1, 2], [4, 3]), x([6, 8]).slice([0, 5]), x([6, 8]).slice([2])],
  pad: (x) => [
    x([3, 4]).pad(
      [
        [1, 2],
        [0, 3],
      ],
      7,
    ),
  ],
  'concat along axis 0': (x) => [Tensor.concat([x([2, 3]).exp(), x([4, 3]), x([1, 3]).neg()])],
  'concat along axis 1': (x) => [Tensor.concat([x([6, 3]).exp(), x([6, 1])], 1)],
  'softmax, logSoftmax': (x) => [x([13, 10]).softmax(), x([13, 10]).logSoftmax()],
  'one-hot': (_, dtype) => [indices(2, 0, 1).oneHot(4, dtype)],
  'casts to and fro': (x) => [
    x([37], -9, 9).cast('int32'),
    x([37], -9, 9).cast('int32').cast('float32'),
    x([37], -9, 9).cast('float32').cast('float64').mul(3),
    x([37])
      .greater(0)
      .cast('int32')
      .add(x([37]).greater(1).cast('float64')),
    x([37])
      .greater(0)
      .or(
        x([37])
          .less(-1)
          .and(x([37]).greater(0).not()),
      ),
  ],
  'integers with integers': () => [
    indices(7, -3, 2)
      .mul(indices(2, 5, -8))
      .add(1),
    indices(7, 2).div(indices(2, 4)),
  ],
  'random uniform': (_, dtype) => [
    Tensor.apply(randomUniform, [variable(Int32Array.of(5), { shape: [1] }).reshape([])], {
      shape: [7, 9],
      dtype,
      seed: 3,
      salt: 1,
    }),
  ],
  'nothing at all': (x) => [x([0, 3]).add(1)],
};

/** Each scalar function, over lengths that leave part of a vector. */
const mapOperations = Object.values(elementwise).filter((operation) => operation.kind === 'map');
const positive = new Set(['log', 'log1p', 'sqrt', 'power']);

function scalarCases(draw: Draw, fn: string): Tensor[] {
  const operation = mapOperations.find(
    (candidate) => candidate.fn === fn && candidate.name !== 'broadcastTo',
  );
  if (operation === undefined) return [];
  const low = positive.has(fn) ? 0.01 : -3;
  return [1, 3, 8, 21].map((n) => {
    const [x, y] = [draw([n], low, 3), draw([n], low, 3)];
    if (fn === 'select') return Tensor.apply(operation, [x.greater(0), x, y]);
    const arity = { ...numberFunctions, ...truthFunctions }[fn as 'add'].length;
    return Tensor.apply(operation, arity === 1 ? [x] : [x, y]);
  });
}

function run(engine: Engine, plan: ReturnType<typeof makePlan>): TypedArray[] {
  const machine = engine.load(plan.plan);
  machine.run('f');
  return plan.outputs.f.map(({ dtype, offset, shape }) =>
    machine.window(dtype, offset, sizeOf(shape)).slice(),
  );
}

function expectClose(actual: TypedArray, expected: TypedArray, scale: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    if (Number.isNaN(value)) expect(actual[i]).toBeNaN();
    else expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(scale * Math.max(1, Math.abs(value)));
  }
}

for (const dtype of ['float64', 'float32'] as const) {
  // A few units in the last place per term of a sum; the longest sums here have 1500 terms.
  const tolerance = dtype === 'float64' ? 2e-13 : 1e-4;
  for (const name of ['wasm', 'blas'] as const) {
    const reason = name === 'blas' ? host.blas() : undefined;
    describe.skipIf(typeof reason === 'string')(
      `${name} agrees with js in ${dtype}${typeof reason === 'string' ? ` (${reason})` : ''}`,
      () => {
        test.each(Object.entries(structural))('%s', (_, make) => {
          const plan = makePlan({ f: { outputs: make(drawer(dtype, 1), dtype) } });
          const [expected, actual] = [run(createEngine('js'), plan), run(createEngine(name), plan)];
          for (const [i, values] of expected.entries()) expectClose(actual[i], values, tolerance);
        });
      },
    );
  }

  describe(`functions of wasm agree with js in ${dtype}`, () => {
    test.each([...Object.keys(numberFunctions), ...Object.keys(truthFunctions)])(
      'scalar function %s',
      (fn) => {
        const outputs = scalarCases(drawer(dtype, 2), fn);
        expect(outputs.length).toBeGreaterThan(0);
        const plan = makePlan({ f: { outputs } });
        const [expected, actual] = [run(createEngine('js'), plan), run(createEngine('wasm'), plan)];
        for (const [i, values] of expected.entries())
          expectClose(actual[i], values, dtype === 'float64' ? 1e-15 : 3e-7);
      },
    );

    test('special values', () => {
      const specials = [
        Number.NaN,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        0,
        -0,
        1e30,
        -1e30,
        800,
        -800,
      ];
      const x = variable(tensor(specials).cast(dtype));
      const outputs = [
        x.add(1),
        x.abs(),
        x.neg(),
        x.exp(),
        x.tanh(),
        x.sigmoid(),
        x.softplus(),
        x.maximum(0),
        Tensor.operand(0, x).maximum(x),
        x.minimum(0),
        x.less(1).where(0, x),
        x.less(1).where(x, 0),
        x.less(0),
        x.equal(x),
        x.sign(),
        x.floor(),
      ];
      const plan = makePlan({ f: { outputs } });
      const [expected, actual] = [run(createEngine('js'), plan), run(createEngine('wasm'), plan)];
      for (const [i, values] of expected.entries()) {
        for (const [j, value] of values.entries()) {
          if (Number.isFinite(value) && value !== 0)
            expect(Math.abs(actual[i][j] - value)).toBeLessThanOrEqual(1e-6 * Math.abs(value));
          else expect(actual[i][j]).toBe(value);
        }
      }
    });
  });
}
