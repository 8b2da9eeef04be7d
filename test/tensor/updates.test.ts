/**
 * What a planner can get wrong about variables that change while they are read, case by case. Every case runs
 * three times on each engine and is compared with the same formulas on constants, one operation at a time.
 */
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/select.ts';
import { placeholder, tensor, variable, zeros } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import { Program } from '../../src/tensor/program.ts';
import { Tensor } from '../../src/tensor/tensor.ts';
import { rowEngine } from './row-engine.ts';

interface Step {
  readonly outputs?: readonly Tensor[];
  /** The next value of each state, in order. */
  readonly nexts: readonly Tensor[];
}
interface Case {
  readonly start: readonly Tensor[];
  readonly step: (...state: Tensor[]) => Step;
}

const grid = tensor([
  [1, 2, 3, 4],
  [5, 6, 7, 8],
  [9, 10, 11, 12],
]);
const row = tensor([1, -2, 3, -4]);

const cases: Record<string, Case> = {
  'two variables swap': { start: [row, row.mul(3)], step: (a, b) => ({ nexts: [b, a] }) },
  'two variables swap by maps': {
    start: [row, row.mul(3)],
    step: (a, b) => ({ nexts: [b.add(1), a.sub(1)] }),
  },
  'three variables in a ring': {
    start: [row, row.mul(3), row.exp()],
    step: (a, b, c) => ({ nexts: [b.mul(2), c.add(a), a] }),
  },
  'a chain: each next value is computed from the next value before it': {
    start: [row, row.mul(3), row.neg()],
    step: (a, b, c) => {
      const first = a.add(1);
      const second = b.add(first);
      return { nexts: [first, second, c.add(second)] };
    },
  },
  'an output that is the old value': {
    start: [row],
    step: (a) => ({ outputs: [a, a.reshape([2, 2]), a.slice([1], [2])], nexts: [a.mul(2)] }),
  },
  'an output that is the next value': {
    start: [row],
    step: (a) => {
      const next = a.mul(2).add(1);
      return { outputs: [next, next.sub(a)], nexts: [next] };
    },
  },
  'two variables become the same': {
    start: [row, zeros([4])],
    step: (a, b) => {
      const next = a.add(b).mul(0.5);
      return { nexts: [next, next] };
    },
  },
  'one becomes another one': { start: [row, row.add(1)], step: (_, b) => ({ nexts: [b, b.mul(2)] }) },
  'a constant, which is never written': {
    start: [row, row],
    step: (a, b) => ({ nexts: [row.mul(1), a.add(b)] }),
  },
  'the next value reads a row of the old one': {
    start: [grid],
    step: (a) => ({ nexts: [a.sub(a.slice([1], [1]))] }),
  },
  'the next value reads the old one transposed': {
    start: [grid.slice([0], [3]).slice([0, 0], [3, 3])],
    step: (a) => ({ nexts: [a.add(a.transpose())] }),
  },
  'the next value reads another view of the whole': {
    start: [grid],
    step: (a) => ({ nexts: [a.add(a.reshape([12]).slice([4], [4]))] }),
  },
  'another map reads a row of what is overwritten, in a phase that is not cut': {
    start: [grid.reshape([1, 3, 4])],
    step: (a) => ({ outputs: [a.mul(0).add(a.reshape([3, 4]).slice([0], [1]))], nexts: [a.add(100)] }),
  },
  'a sum over what is overwritten': {
    start: [grid],
    step: (a) => ({ outputs: [a.sum(), a.sum(0), a.sum(1)], nexts: [a.div(a.sum(1, { keepDims: true }))] }),
  },
  'a view of a next value': {
    start: [grid, row],
    step: (a, b) => {
      const next = a.mul(2);
      return { outputs: [next.slice([1], [1])], nexts: [next, next.slice([2], [1]).reshape([4]).add(b)] };
    },
  },
  'a next value that is a view': {
    start: [grid],
    step: (a) => ({ nexts: [a.flatten().mul(2).reshape([3, 4])] }),
  },
  'a next value that is a matrix product': {
    start: [
      tensor([
        [0, 1],
        [1, 1],
      ]),
    ],
    step: (a) => ({ outputs: [a.matmul(a)], nexts: [a.matmul(a)] }),
  },
  'pieces of a concatenation that others read': {
    start: [grid],
    step: (a) => {
      const [x, y] = [a.tanh(), a.mul(0.5)];
      const both = Tensor.concat([x, y, x]);
      return { outputs: [both, x.add(1), y.slice([1])], nexts: [both.slice([2], [3])] };
    },
  },
  'a concatenation of parts of what is computed': {
    start: [grid],
    step: (a) => {
      const [x, y] = [a.mul(0.5), a.neg()];
      const parts = Tensor.concat([x.slice([1]), y, x.slice([0], [1])]);
      return { outputs: [parts], nexts: [parts.slice([1], [3])] };
    },
  },
  'concatenations of concatenations, and one that is kept': {
    start: [row],
    step: (a) => {
      const inner = Tensor.concat([a.mul(2), a.add(1)]);
      const outer = Tensor.concat([inner, inner.mul(0.1), a]);
      return { outputs: [outer, inner], nexts: [outer.slice([3], [4]).tanh()] };
    },
  },
  'rows that mean another thing after a reshape': {
    start: [tensor([1, 2, 3, 4, 5, 6, 7, 8], { shape: [4, 2] })],
    step: (a) => {
      const x = a.mul(0.5);
      const half = x.reshape([8, 1]).slice([3], [4]);
      return { outputs: [half.add(x)], nexts: [a.sub(half)] };
    },
  },
  'one flat vector of parameters, updated through its parts': {
    start: [tensor([1, 2, 3, 4, 5, 6, 7, 8]), zeros([8])],
    step: (p, m) => {
      const [w, b] = [p.slice([0], [6]).reshape([2, 3]), p.slice([6])];
      const loss = w
        .matmul(grid.slice([0, 0], [3, 3]), { transposeB: true })
        .add(b.reshape([2, 1]))
        .tanh();
      const [d] = gradients(loss.square().sum(), [p]);
      const momentum = m.mul(0.9).sub(d.mul(0.01));
      return { outputs: [loss.sum()], nexts: [p.add(momentum), momentum] };
    },
  },
  'a counter': { start: [tensor(0, { dtype: 'int32' })], step: (t) => ({ outputs: [t], nexts: [t.add(1)] }) },
  'truth values': {
    start: [tensor([true, false, true])],
    step: (a) => ({ outputs: [a.cast('float64').mul(3)], nexts: [a.not()] }),
  },
};

const engines = { js: createEngine('js'), 'row by row': rowEngine, wasm: createEngine('wasm') };

describe.each(Object.entries(engines))('%s', (_, engine) => {
  test.each(Object.entries(cases))('%s', (_name, { start, step }) => {
    const state = start.map((x) => variable(x));
    const { outputs = [], nexts } = step(...state);
    const updates = state.map((x, i) => [x, nexts[i]] as const);
    const program = new Program({ f: { outputs, updates } }, engine);
    let now = start.map((x) => new Tensor(x.shape, x.dtype, { kind: 'values', values: x.values }));
    for (let run = 0; run < 3; run++) {
      const expected = step(...now);
      program.run('f');
      for (const [i, output] of (expected.outputs ?? []).entries()) {
        for (const [k, value] of output.values.entries())
          expect(program.output('f', i)[k]).toBeCloseTo(value, 9);
      }
      now = expected.nexts.map((x) => new Tensor(x.shape, x.dtype, { kind: 'values', values: x.values }));
      for (const [i, x] of state.entries()) {
        for (const [k, value] of now[i].values.entries()) expect(program.read(x)[k]).toBeCloseTo(value, 9);
      }
    }
  });

  test('run times = n is n runs', () => {
    const make = () => {
      const [w, x] = [variable(grid), placeholder([4])];
      const next = w.mul(0.5).add(x).tanh();
      return { w, x, program: new Program({ f: { updates: [[w, next]] } }, engine) };
    };
    const [one, many] = [make(), make()];
    one.program.write(one.x, [1, 2, 3, 4]);
    many.program.write(many.x, [1, 2, 3, 4]);
    for (let i = 0; i < 7; i++) one.program.run('f');
    many.program.run('f', 7);
    many.program.run('f', 0);
    expect(many.program.read(many.w)).toEqual(one.program.read(one.w));
  });

  test('several functions share variables and placeholders', () => {
    const [w, x] = [variable([1, 2]), placeholder([2])];
    const functions = {
      predict: { outputs: [w.mul(x).sum()] },
      step: { outputs: [w], updates: [[w, w.add(x)] as const] },
      reset: { updates: [[w, zeros([2])] as const] },
    };
    const program = new Program(functions, engine);
    program.write(x, [10, 20]);
    program.run('predict');
    expect(program.output('predict')[0]).toBe(50);
    program.run('step', 2);
    expect(program.output('step')).toEqual(Float64Array.of(11, 22));
    program.run('predict');
    expect(program.output('predict')[0]).toBe(21 * 10 + 42 * 20);
    program.run('reset');
    program.run('predict');
    expect(program.output('predict')[0]).toBe(0);
    program.write(w, [5], 1);
    expect(program.read(w)).toEqual(Float64Array.of(0, 5));
  });
});

const v = variable([1, 2]);
test.each([
  [
    'an update of what is no variable',
    () => ({ updates: [[tensor([1]), tensor([2])]] as const }),
    'INVALID_VALUE',
  ],
  [
    'two updates of one variable',
    () => ({
      updates: [
        [v, v.add(1)],
        [v, v.sub(1)],
      ] as const,
    }),
    'INVALID_VALUE',
  ],
  ['a next value of another shape', () => ({ updates: [[v, v.sum()]] as const }), 'SHAPE_MISMATCH'],
  ['a next value of another type', () => ({ updates: [[v, v.cast('float32')]] as const }), 'SHAPE_MISMATCH'],
])('%s is refused', (_, spec, code) => {
  expect(() => new Program({ f: spec() }, createEngine('js'))).toThrow(expect.objectContaining({ code }));
});

test('a program says what it does not have', () => {
  const program = new Program({ f: { outputs: [v.mul(2)] } }, createEngine('js'));
  const refused = (code: string) => expect.objectContaining({ code });
  expect(() => program.run('toString')).toThrow(refused('INVALID_VALUE'));
  expect(() => program.output('g')).toThrow("no function 'g'; it has f");
  expect(() => program.output('f', 1)).toThrow(refused('INVALID_VALUE'));
  expect(() => program.read(variable([1]))).toThrow(refused('INVALID_VALUE'));
  expect(() => program.write(v, [1, 2, 3])).toThrow(refused('SHAPE_MISMATCH'));
  expect(() => program.write(v, [1], 2)).toThrow(refused('SHAPE_MISMATCH'));
});
