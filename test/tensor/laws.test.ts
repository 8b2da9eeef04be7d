/** Laws of tensors that hold for every shape and every number. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { gradients, Tensor, tensor, variable } from '../../src/tensor/index.ts';
import { build, constantLeaves, leafNumbers, recipes } from './random-graph.ts';

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const seeds = fc.nat({ max: 1_000_000 });

function draw(shape: readonly number[], seed: number): Tensor {
  return tensor(new RandomState(seed).uniform(-2, 2, sizeOf(shape)), { shape: [...shape] });
}

const drawn = fc.tuple(shapes, seeds).map(([shape, seed]) => draw(shape, seed));
const same = (x: Tensor, y: Tensor): void => {
  expect(x.shape).toEqual(y.shape);
  expect(x.values).toEqual(y.values);
};
const close = (x: Tensor, y: Tensor): void => {
  expect(x.shape).toEqual(y.shape);
  for (const [i, value] of y.values.entries()) expect(x.values[i]).toBeCloseTo(value, 9);
};

describe('broadcasting', () => {
  /** Two shapes that broadcast: some sizes of one shape set to 1 in either, leading axes left out of either. */
  const pairs = fc.tuple(shapes, seeds).map(([shape, seed]) => {
    const random = new RandomState(seed);
    const thin = (): number[] => {
      const dropped = random.randint(0, shape.length + 1);
      return shape.slice(dropped).map((size) => (random.randint(0, 3) === 0 ? 1 : size));
    };
    return [draw(thin(), seed), draw(thin(), seed + 1)] as const;
  });

  test('each element meets the elements at its index', () => {
    fc.assert(
      fc.property(pairs, ([x, y]) => {
        const sum = x.add(y);
        const at = ({ shape, values }: Tensor, index: readonly number[]): number => {
          const own = index.slice(index.length - shape.length);
          return values[shape.reduce((place, size, axis) => place * size + (size === 1 ? 0 : own[axis]), 0)];
        };
        for (let i = 0; i < sum.size; i++) {
          let rest = i;
          const index = [...sum.shape].reverse().map((size) => {
            const here = rest % size;
            rest = Math.floor(rest / size);
            return here;
          });
          index.reverse();
          expect(sum.values[i]).toBe(at(x, index) + at(y, index));
        }
      }),
    );
  });

  test('it commutes, and stretching first changes nothing', () => {
    fc.assert(
      fc.property(pairs, ([x, y]) => {
        const { shape } = x.mul(y);
        same(x.mul(y), y.mul(x));
        same(x.sub(y), x.broadcastTo(shape).sub(y.broadcastTo(shape)));
      }),
    );
  });

  test('the gradient of a stretched tensor is the sum over its copies', () => {
    fc.assert(
      fc.property(pairs, seeds, ([x, y], seed) => {
        const upstream = draw(x.add(y).shape, seed);
        const [dx, dy] = gradients(x.add(y), [x, y], upstream);
        close(dx, upstream.sumTo(x.shape));
        close(dy, upstream.sumTo(y.shape));
        expect(dx.sum().item()).toBeCloseTo(upstream.sum().item(), 9);
      }),
    );
  });
});

describe('movement', () => {
  test('reshape to and fro, and flatten', () => {
    fc.assert(fc.property(drawn, (x) => same(x.flatten().reshape(x.shape), x)));
  });

  test('transpose and its inverse', () => {
    fc.assert(
      fc.property(drawn, seeds, (x, seed) => {
        const axes = Array.from(new RandomState(seed).permutation(x.rank));
        const back = axes.map((_, axis) => axes.indexOf(axis));
        same(x.transpose(axes).transpose(back), x);
      }),
    );
  });

  test('slice undoes pad', () => {
    fc.assert(
      fc.property(drawn, seeds, (x, seed) => {
        const random = new RandomState(seed);
        const widths = x.shape.map(() => [random.randint(0, 3), random.randint(0, 3)]);
        const padded = x.pad(widths, 9);
        const before = widths.map(([width]) => width);
        same(padded.slice(before, x.shape), x);
        expect(padded.sum().item()).toBeCloseTo(x.sum().item() + 9 * (padded.size - x.size), 9);
      }),
    );
  });

  test('concat puts together what slice takes apart', () => {
    fc.assert(
      fc.property(
        drawn.filter((x) => x.rank > 0),
        seeds,
        (x, seed) => {
          const random = new RandomState(seed);
          const axis = random.randint(0, x.rank);
          const cut = random.randint(0, x.shape[axis] + 1);
          const begin = x.shape.map((_, k) => (k === axis ? cut : 0));
          const first = x.shape.map((size, k) => (k === axis ? cut : size));
          const parts = [
            x.slice(
              x.shape.map(() => 0),
              first,
            ),
            x.slice(begin),
          ];
          same(Tensor.concat(parts, axis), x);
          same(Tensor.concat(parts, axis - x.rank), x);
        },
      ),
    );
  });

  test('scatterAdd is the transpose of gather', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (seed, rows, n) => {
        const random = new RandomState(seed);
        const picks = Array.from({ length: n }, () => random.randint(0, rows));
        const indices = tensor(picks, { dtype: 'int32' });
        const [table, y] = [draw([rows, 3], seed), draw([n, 3], seed + 1)];
        const left = table.gather(indices).mul(y).sum().item();
        expect(left).toBeCloseTo(table.mul(y.scatterAdd(indices, rows)).sum().item(), 9);
        close(table.gather(indices), indices.oneHot(rows).matmul(table));
      }),
    );
  });
});

describe('linearity', () => {
  test('of sums, over any axes', () => {
    fc.assert(
      fc.property(shapes, seeds, fc.double({ min: -3, max: 3, noNaN: true }), (shape, seed, a) => {
        const [x, y] = [draw(shape, seed), draw(shape, seed + 1)];
        const axes = [...shape.keys()].filter((axis) => (seed >> axis) % 2 === 0);
        close(x.mul(a).add(y).sum(axes), x.sum(axes).mul(a).add(y.sum(axes)));
        close(x.sum(axes, { keepDims: true }).sum(), x.sum());
      }),
    );
  });

  test('of gradients, on random graphs', () => {
    fc.assert(
      fc.property(recipes, seeds, (recipe, seed) => {
        const leaves = constantLeaves(leafNumbers(seed), 'float64').map((leaf) => variable(leaf));
        const made = build(recipe, leaves).filter(({ dtype }) => dtype === 'float64');
        if (made.length === 0) return;
        const [u, v] = [made[made.length - 1], made[0]].map((x) => x.sum());
        const xs = leaves.slice(2, 5);
        const [together, du, dv] = [u.mul(2).add(v), u, v].map((y) => gradients(y, xs));
        for (const i of xs.keys()) close(together[i], du[i].mul(2).add(dv[i]));
      }),
      { numRuns: 200 },
    );
  });
});

describe('matrix products', () => {
  const sizes = fc.tuple(fc.nat(7), fc.nat(7), fc.nat(7), fc.nat(7), seeds);
  test('transposes, associativity, distribution', () => {
    fc.assert(
      fc.property(sizes, ([m, k, n, l, seed]) => {
        const [a, b, c, d] = [
          draw([m, k], seed),
          draw([k, n], seed + 1),
          draw([n, l], seed + 2),
          draw([k, n], seed + 3),
        ];
        close(a.matmul(b).transpose(), b.transpose().matmul(a.transpose()));
        close(a.matmul(b), a.transpose().matmul(b.transpose(), { transposeA: true, transposeB: true }));
        close(a.matmul(b).matmul(c), a.matmul(b.matmul(c)));
        close(a.matmul(b.add(d)), a.matmul(b).add(a.matmul(d)));
      }),
    );
  });
});

test('softmax sums to one and does not see a shift', () => {
  fc.assert(
    fc.property(
      fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), seeds),
      ([m, n, seed]) => {
        const x = draw([m, n], seed);
        close(x.softmax().sum(1), tensor(new Float64Array(m).fill(1)));
        close(x.add(300).softmax(), x.softmax());
        close(x.logSoftmax().exp(), x.softmax());
      },
    ),
  );
});
