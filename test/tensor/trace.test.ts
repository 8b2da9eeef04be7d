/** Every number of a trace against finite differences and hand-worked derivatives. */
import { expect, test } from 'vitest';
import { tensor, variable } from '../../src/tensor/creation.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { trace } from '../../src/tensor/trace.ts';

test('one neuron, worked by hand', () => {
  const [x, w, b] = [tensor(2), tensor(-3), tensor(10)];
  const { forward, backward } = trace(x.mul(w).add(b), { x, w, b });
  const told = forward.map(({ name, operation, value }) => [name ?? operation, value.item()]);
  expect(told).toEqual([
    ['x', 2],
    ['w', -3],
    ['multiply', -6],
    ['b', 10],
    ['add', 4],
  ]);
  expect(forward[2].inputs).toEqual([0, 1]);
  expect(forward[2].local.map((d) => d.item())).toEqual([-3, 2]);
  expect(backward.map(({ gradient }) => gradient.item())).toEqual([1, 1, 1, 2, -3]);
});

test('a tensor used twice gets the sum over both paths', () => {
  const x = variable([3]);
  const { forward } = trace(x.mul(x).sum(), { x });
  expect(forward.map(({ operation }) => operation)).toEqual(['variable', 'multiply', 'sum', 'reshape']);
  expect(forward[1].local.map((d) => d.item())).toEqual([3, 3]);
  expect(forward[0].gradient.toArray()).toEqual([6]);
});

test('a net of three layers: all gradients equal finite differences', () => {
  const values = {
    x: [[0.5, -0.3]],
    w1: [
      [0.1, -0.4, 0.7],
      [0.6, 0.2, -0.5],
    ],
    w2: [
      [0.3, -0.2],
      [0.8, 0.1],
      [-0.6, 0.4],
    ],
    w3: [[0.9], [-0.7]],
  };
  const loss = (numbers: typeof values): { y: Tensor; named: Record<string, Tensor> } => {
    const named = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, tensor(value)]));
    const hidden = named.x.matmul(named.w1).tanh().matmul(named.w2).sigmoid();
    return { y: hidden.matmul(named.w3).sub(1).square().sum(), named };
  };
  const { y, named } = loss(values);
  const { forward } = trace(y, named);
  const h = 1e-6;
  for (const [name, rows] of Object.entries(values)) {
    const [node] = forward.filter((candidate) => candidate.name === name);
    for (const [i, row] of rows.entries()) {
      for (const j of row.keys()) {
        const shifted = (by: number): number => {
          const copy = structuredClone(values);
          copy[name as 'x'][i][j] += by;
          return loss(copy).y.item();
        };
        const slope = (shifted(h) - shifted(-h)) / (2 * h);
        expect((node.gradient.toArray() as number[][])[i][j]).toBeCloseTo(slope, 7);
      }
    }
  }
});
