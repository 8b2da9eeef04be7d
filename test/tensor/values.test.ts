/**
 * The values of every operation function against plain formulas, with NumPy's rules for broadcasting, axes and
 * types; and what is refused, with its code. A function that is missing from the table fails the first test.
 */
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/select.ts';
import * as f from '../../src/tensor/functions.ts';
import { full, type Nested, Program, type Tensor, tensor, zeros } from '../../src/tensor/index.ts';

const X = [
  [-1.5, 0.25, 2],
  [3, -0.75, 0],
];
const Y = [
  [2, -0.5, 4],
  [1, 3, -2],
];
const P = [
  [0.5, 1.25, 2],
  [3, 0.75, 1],
];
const ROW = [10, 20, 30];

const one = (fn: (x: number) => number, of = X): number[][] => of.map((row) => row.map(fn));
const two = (fn: (x: number, y: number) => number, a = X, b = Y): number[][] =>
  a.map((row, i) => row.map((x, j) => fn(x, b[i][j])));
const truth = (fn: (x: number, y: number) => boolean): boolean[][] =>
  X.map((row, i) => row.map((x, j) => fn(x, Y[i][j])));
const column = (j: number): number[] => X.map((row) => row[j]);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const average = (values: readonly number[]): number => total(values) / values.length;
const spread = (values: readonly number[]): number => average(values.map((v) => (v - average(values)) ** 2));
const exps = (row: readonly number[]): number[] => row.map((x) => Math.exp(x) / total(row.map(Math.exp)));
/** Halves to the even neighbour. */
const toEven = (x: number): number => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
const indices = tensor([2, 0, 2], { dtype: 'int32' });

const table: Record<string, () => readonly (readonly [Tensor, Nested])[]> = {
  add: () => [
    [f.add(X, Y), two((x, y) => x + y)],
    [f.add(X, ROW), X.map((row) => row.map((x, j) => x + ROW[j]))],
    [f.add(X, [[10], [20]]), X.map((row, i) => row.map((x) => x + [10, 20][i]))],
    [
      f.add([1, 2], [[10], [20]]),
      [
        [11, 12],
        [21, 22],
      ],
    ],
    [f.add(1, 2), 3],
  ],
  sub: () => [
    [f.sub(X, Y), two((x, y) => x - y)],
    [f.sub(1, X), one((x) => 1 - x)],
  ],
  mul: () => [[f.mul(X, Y), two((x, y) => x * y)]],
  div: () => [
    [f.div(X, Y), two((x, y) => x / y)],
    [f.div(tensor([7, -7], { dtype: 'int32' }), 2), [3.5, -3.5]],
  ],
  pow: () => [
    [f.pow(P, Y), two((x, y) => x ** y, P, Y)],
    [f.pow(X, 3), one((x) => x ** 3)],
    [f.pow(2, X), one((x) => 2 ** x)],
  ],
  maximum: () => [[f.maximum(X, Y), two(Math.max)]],
  minimum: () => [[f.minimum(X, Y), two(Math.min)]],
  clip: () => [
    [f.clip(X, -1, 2), one((x) => Math.min(2, Math.max(-1, x)))],
    [f.clip(X, Y, 10), two((x, y) => Math.min(10, Math.max(x, y)))],
  ],
  neg: () => [[f.neg(Y), one((y) => -y, Y)]],
  abs: () => [[f.abs(X), one(Math.abs)]],
  sign: () => [[f.sign(X), one(Math.sign)]],
  square: () => [[f.square(X), one((x) => x * x)]],
  reciprocal: () => [[f.reciprocal(Y), one((y) => 1 / y, Y)]],
  sqrt: () => [[f.sqrt(P), one(Math.sqrt, P)]],
  exp: () => [[f.exp(X), one(Math.exp)]],
  expm1: () => [[f.expm1(X), one(Math.expm1)]],
  log: () => [[f.log(P), one(Math.log, P)]],
  log1p: () => [[f.log1p(P), one(Math.log1p, P)]],
  sin: () => [[f.sin(X), one(Math.sin)]],
  cos: () => [[f.cos(X), one(Math.cos)]],
  tanh: () => [[f.tanh(X), one(Math.tanh)]],
  // erf from tables: Abramowitz & Stegun, table 7.1.
  erf: () => [[f.erf([0, 0.5, 1, -1, 2]), [0, 0.5204998778, 0.8427007929, -0.8427007929, 0.995322265]]],
  sigmoid: () => [
    [f.sigmoid(X), one((x) => 1 / (1 + Math.exp(-x)))],
    [f.sigmoid([-1000, 1000]), [0, 1]],
  ],
  softplus: () => [
    [f.softplus(X), one((x) => Math.log(1 + Math.exp(x)))],
    [f.softplus([-1000, 1000]), [0, 1000]],
  ],
  floor: () => [[f.floor(X), one(Math.floor)]],
  ceil: () => [[f.ceil(Y), one(Math.ceil, Y)]],
  round: () => [[f.round([0.5, 1.5, 2.5, -0.6, 1.49]), [0.5, 1.5, 2.5, -0.6, 1.49].map(toEven)]],
  trunc: () => [[f.trunc(X), one(Math.trunc)]],
  equal: () => [
    [f.equal(X, Y), truth((x, y) => x === y)],
    [f.equal(1, [1, 2]), [true, false]],
  ],
  notEqual: () => [[f.notEqual(X, Y), truth((x, y) => x !== y)]],
  less: () => [[f.less(X, Y), truth((x, y) => x < y)]],
  lessEqual: () => [[f.lessEqual([1, 2, 3], 2), [true, true, false]]],
  greater: () => [[f.greater(X, Y), truth((x, y) => x > y)]],
  greaterEqual: () => [[f.greaterEqual([1, 2, 3], 2), [false, true, true]]],
  and: () => [[f.and([true, true, false], [true, false, false]), [true, false, false]]],
  or: () => [[f.or([true, true, false], [true, false, false]), [true, true, false]]],
  not: () => [[f.not([true, false]), [false, true]]],
  where: () => [
    [f.where(f.greater(X, Y), X, Y), two(Math.max)],
    [f.where([true, false], 1, 0), [1, 0]],
    [
      f.where([[true], [false]], [1, 2], -1),
      [
        [1, 2],
        [-1, -1],
      ],
    ],
  ],
  cast: () => [
    [f.cast(X, 'int32'), one(Math.trunc)],
    [f.cast(X, 'bool'), X.map((row) => row.map((x) => x !== 0))],
    [f.cast([true, false], 'float32'), [1, 0]],
  ],
  matmul: () => {
    const product = X.map((row) => Y.map((other) => total(row.map((x, k) => x * other[k]))));
    const transposed = ROW.map((_, i) => ROW.map((_row, j) => total(X.map((row, k) => row[i] * Y[k][j]))));
    return [
      [f.matmul(X, Y, { transposeB: true }), product],
      [f.matmul(X, Y, { transposeA: true }), transposed],
      [f.matmul(f.transpose(X), Y), transposed],
      [f.matmul([[1, 2]], [[3], [4]]), [[11]]],
      [f.matmul(zeros([2, 0]), zeros([0, 3])), zeros([2, 3]).toArray()],
    ];
  },
  sum: () => [
    [f.sum(X), total(X.flat())],
    [f.sum(X, 0), ROW.map((_, j) => total(column(j)))],
    [f.sum(X, -1), X.map(total)],
    [f.sum(X, [0, 1]), total(X.flat())],
    [f.sum(X, [1], { keepDims: true }), X.map((row) => [total(row)])],
    [f.sum(X, undefined, { keepDims: true }), [[total(X.flat())]]],
    [f.sum(zeros([0, 3]), 0), [0, 0, 0]],
    [f.sum([true, true, false]), 2],
    [f.sum(full([2, 3, 4], 1), [0, 2]), [8, 8, 8]],
  ],
  mean: () => [
    [f.mean(X), average(X.flat())],
    [f.mean(X, 1), X.map(average)],
    [f.mean([true, false, true, true]), 0.75],
    [f.mean(full([49], 1)), 1],
  ],
  max: () => [
    [f.max(X), 3],
    [f.max(X, 0), [3, 0.25, 2]],
    [f.max(tensor([3, 9, -2], { dtype: 'int32' })), 9],
  ],
  min: () => [
    [f.min(X), -1.5],
    [f.min(X, 1, { keepDims: true }), [[-1.5], [-0.75]]],
  ],
  variance: () => [
    [f.variance(X), spread(X.flat())],
    [f.variance(X, 0), ROW.map((_, j) => spread(column(j)))],
  ],
  argMax: () => [
    [f.argMax(X), [2, 0]],
    [f.argMax(X, 0), [1, 0, 0]],
    [f.argMax([1, 5, 5]), 1],
    [f.argMax(X, 1, { keepDims: true }), [[2], [0]]],
  ],
  argMin: () => [[f.argMin(X), [0, 1]]],
  reshape: () => [
    [
      f.reshape(X, [3, 2]),
      [
        [-1.5, 0.25],
        [2, 3],
        [-0.75, 0],
      ],
    ],
    [f.reshape(X, [-1]), X.flat()],
    [f.reshape(X, [1, -1, 3]), [X]],
    [f.reshape(zeros([0, 3]), [3, 0]), [[], [], []]],
  ],
  flatten: () => [[f.flatten(X), X.flat()]],
  expandDims: () => [
    [f.expandDims([1, 2], 0), [[1, 2]]],
    [f.expandDims([1, 2], -1), [[1], [2]]],
  ],
  broadcastTo: () => [
    [
      f.broadcastTo([1, 2], [2, 2]),
      [
        [1, 2],
        [1, 2],
      ],
    ],
  ],
  transpose: () => [
    [f.transpose(X), ROW.map((_, j) => column(j))],
    [f.transpose([X, Y], [1, 0, -1]), X.map((row, i) => [row, Y[i]])],
  ],
  slice: () => [
    [f.slice(X, [1]), [X[1]]],
    [f.slice(X, [0, 1], [2, 2]), X.map((row) => row.slice(1))],
    [f.slice(X, [2]), []],
  ],
  pad: () => [
    [f.pad([1, 2], [[1, 2]]), [0, 1, 2, 0, 0]],
    [
      f.pad(
        [[1]],
        [
          [0, 1],
          [1, 0],
        ],
        7,
      ),
      [
        [7, 1],
        [7, 7],
      ],
    ],
  ],
  concat: () => [
    [f.concat([X, Y]), [...X, ...Y]],
    [f.concat([X, Y], -1), X.map((row, i) => [...row, ...Y[i]])],
    [f.concat([tensor([1], { dtype: 'int32' }), [0.5]]), [1, 0.5]],
  ],
  gather: () => [
    [
      f.gather(
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        indices,
      ),
      [
        [5, 6],
        [1, 2],
        [5, 6],
      ],
    ],
    [f.gather([7, 8, 9], tensor([[0], [2]], { dtype: 'int32' })), [[7], [9]]],
  ],
  scatterAdd: () => [
    [
      f.scatterAdd(
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
        indices,
        4,
      ),
      [
        [2, 2],
        [0, 0],
        [4, 4],
        [0, 0],
      ],
    ],
  ],
  oneHot: () => [
    [
      f.oneHot(indices, 3),
      [
        [0, 0, 1],
        [1, 0, 0],
        [0, 0, 1],
      ],
    ],
  ],
  softmax: () => [
    [f.softmax(X), X.map(exps)],
    [f.softmax([1000, 1000]), [0.5, 0.5]],
    [f.softmax(tensor([0, 0], { dtype: 'int32' })), [0.5, 0.5]],
  ],
  logSoftmax: () => [
    [f.logSoftmax(X), X.map((row) => exps(row).map(Math.log))],
    [f.logSoftmax([0, -1000]), [0, -1000]],
  ],
};

function flat(values: Nested): (number | boolean)[] {
  return Array.isArray(values) ? values.flatMap(flat) : [values];
}

function shapeOf(values: Nested): number[] {
  return Array.isArray(values) ? [values.length, ...(values.length > 0 ? shapeOf(values[0]) : [])] : [];
}

test('every function is in the table, and nothing else', () => {
  expect(Object.keys(f).sort()).toEqual(Object.keys(table).sort());
});

describe.each(['js', 'wasm'] as const)('%s', (engine) => {
  test.each(Object.entries(table))('%s', (_, cases) => {
    for (const [actual, expected] of cases()) {
      const program = new Program({ f: { outputs: [actual] } }, createEngine(engine));
      program.run('f');
      expect([...actual.shape].slice(0, shapeOf(expected).length)).toEqual(shapeOf(expected));
      for (const [i, value] of flat(expected).entries()) {
        expect(program.output('f')[i]).toBeCloseTo(Number(value), 9);
        expect(typeof value === 'boolean').toBe(actual.dtype === 'bool');
      }
    }
  });
});

test('types meet as in NumPy; a number takes the type of what it meets', () => {
  const [b, i] = [tensor([true]), tensor([1], { dtype: 'int32' })];
  const [s, d] = [tensor([1], { dtype: 'float32' }), tensor([1])];
  expect([b.add(b), b.add(i), i.add(s), s.add(d), i.div(i), i.exp(), s.exp()].map((x) => x.dtype)).toEqual([
    'int32',
    'int32',
    'float32',
    'float64',
    'float64',
    'float64',
    'float32',
  ]);
  expect([i.add(1), i.add(0.5), s.mul(0.1), f.sub(1, s), f.add(0.5, i)].map((x) => x.dtype)).toEqual([
    'int32',
    'float64',
    'float32',
    'float32',
    'float64',
  ]);
  expect([i.sum(), b.sum(), i.mean(), i.max(), s.mean(), s.argMax()].map((x) => x.dtype)).toEqual([
    'int32',
    'int32',
    'float64',
    'int32',
    'float32',
    'int32',
  ]);
  const mixed = tensor([[1, 2]], { dtype: 'float32' }).matmul(tensor([[0.1], [0.2]]));
  expect(mixed.dtype).toBe('float64');
  expect(mixed.item()).toBeCloseTo(0.5, 12);
});
