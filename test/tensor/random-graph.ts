/**
 * Random graphs for the laws: a recipe is a list of small numbers, so that failures shrink, and `build` turns it
 * into tensors over given leaves. Values stay tame, and what jumps (comparisons, positions) looks at leaves
 * only, so that two engines cannot fall on different sides of a jump.
 */
import fc from 'fast-check';
import type { DType } from '../../src/core/dtype.ts';
import { sameShape, sizeOf } from '../../src/core/shape.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { tensor } from '../../src/tensor/creation.ts';
import { Tensor } from '../../src/tensor/tensor.ts';

/** One step: which operation, on which tensors, with which freely used number. */
export interface Step {
  readonly operation: number;
  readonly x: number;
  readonly y: number;
  readonly n: number;
}

const leafShapes: readonly (readonly number[])[] = [
  [],
  [4],
  [3, 4],
  [3, 4],
  [4, 3],
  [1, 4],
  [3, 1],
  [12],
  [1, 3, 4],
  [2, 3, 4],
];

const natural = fc.nat({ max: 999 });
export const recipes: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ operation: natural, x: natural, y: natural, n: natural }),
  { minLength: 1, maxLength: 40 },
);

/** Numbers for the leaves, the same for the same seed; all distinct, none at a jump of an operation. */
export function leafNumbers(seed: number): Float64Array[] {
  const random = new RandomState(seed);
  return leafShapes.map((shape) => random.uniform(-2, 2, sizeOf(shape)));
}

export function constantLeaves(numbers: readonly ArrayLike<number>[], dtype: DType): Tensor[] {
  return leafShapes.map((shape, i) => tensor(Array.from(numbers[i]), { shape, dtype }));
}

type Builder = (x: Tensor, y: Tensor, n: number, leaf: Tensor) => Tensor | undefined;

/** An axis of x, or undefined for a scalar. */
const axisOf = (x: Tensor, n: number): number | undefined => (x.rank === 0 ? undefined : n % x.rank);

function broadcasts(x: Tensor, y: Tensor): boolean {
  const rank = Math.min(x.rank, y.rank);
  for (let k = 1; k <= rank; k++) {
    const [a, b] = [x.shape[x.rank - k], y.shape[y.rank - k]];
    if (a !== b && a !== 1 && b !== 1) return false;
  }
  return Math.max(sizeOf(x.shape), sizeOf(y.shape)) <= 24;
}

const binary =
  (apply: (x: Tensor, y: Tensor) => Tensor): Builder =>
  (x, y) =>
    broadcasts(x, y) ? apply(x, y) : undefined;

const indicesInto = (rows: number, n: number): Tensor =>
  tensor(
    Array.from({ length: 3 }, (_, i) => (n + 2 * i) % rows),
    { dtype: 'int32' },
  );

/** x (1 × m × n) and one of its rows, which is the whole of it to a map that is not cut. */
const withARow = (x: Tensor, n: number): Tensor =>
  x
    .reshape(x.shape.slice(1))
    .slice([n % x.shape[1]], [1])
    .add(x)
    .mul(0.5);

/** Every way to make a tensor of others; undefined where the operands do not fit. */
const builders: readonly Builder[] = [
  (x) => x.tanh(),
  (x) => x.mul(0.5).add(0.25),
  (x) => x.square().add(1).sqrt().sub(1),
  (x) => x.neg().sigmoid(),
  (x) => x.abs(),
  binary((x, y) => x.add(y)),
  binary((x, y) => x.sub(y).mul(0.5)),
  binary((x, y) => x.tanh().mul(y)),
  binary((x, y) => x.div(y.abs().add(1))),
  binary((x, y) => x.maximum(y)),
  binary((x, y) => x.minimum(y)),
  (x, y, _, leaf) =>
    broadcasts(leaf, x) && broadcasts(leaf, y) && broadcasts(x, y) ? leaf.greater(0).where(x, y) : undefined,
  (x, _, n) => x.mean(axisOf(x, n), { keepDims: n % 2 === 0 }),
  (x) => x.mean(),
  (x, _, n) => x.max(axisOf(x, n)),
  (x, _, n) => (x.rank > 1 ? x.mean([0, x.rank - 1], { keepDims: n % 2 === 0 }) : undefined),
  (x) => (x.rank > 0 ? x.softmax() : undefined),
  (x) => (x.rank > 0 ? x.logSoftmax().mul(0.25) : undefined),
  (x) => x.transpose(),
  (x) => (x.rank === 3 ? x.transpose([0, 2, 1]) : undefined),
  (x) => x.flatten(),
  (x, _, n) =>
    x.size === 12 ? x.reshape([[3, 4], [4, 3], [12], [1, 12], [2, -1], [1, 3, 4]][n % 6]) : undefined,
  (x, _, n) => (x.rank > 0 && x.shape[0] > 1 ? x.slice([n % x.shape[0]], [1]) : undefined),
  (x) => (x.rank > 0 && x.shape[0] > 1 ? x.slice([1]) : undefined),
  (x) => (x.rank > 1 && x.shape[1] > 1 ? x.slice([0, 1]) : undefined),
  (x, _, n) =>
    x.rank > 0 && x.size < 13
      ? x.pad(x.shape.map((_size, axis) => [(n + axis) % 2, n % 3 === 0 ? 1 : 0]))
      : undefined,
  (x, y, n) => {
    const axis = axisOf(x, n);
    if (axis === undefined || x.dtype !== y.dtype || x.size + y.size > 40) return undefined;
    const fits = sameShape(
      x.shape.filter((_, k) => k !== axis),
      y.shape.filter((_, k) => k !== axis),
    );
    return fits && x.rank === y.rank ? Tensor.concat([x, y], axis) : undefined;
  },
  (x) => (x.rank > 0 && x.size < 13 ? Tensor.concat([x, x.mul(0.5), x], 0) : undefined),
  (x, _, n) => (x.rank > 0 ? x.gather(indicesInto(x.shape[0], n)) : undefined),
  (x, _, n) => (x.rank > 0 && x.shape[0] === 3 ? x.scatterAdd(indicesInto(4, n), 4).mul(0.5) : undefined),
  (x, y, n) => {
    if (x.rank !== 2 || y.rank !== 2) return undefined;
    const [transposeA, transposeB] = [n % 2 === 1, n % 4 > 1];
    const [k, l] = [x.shape[transposeA ? 0 : 1], y.shape[transposeB ? 1 : 0]];
    return k === l ? x.matmul(y, { transposeA, transposeB }).mul(0.25) : undefined;
  },
  (x, _, n) => (x.rank === 2 ? x.add(x.slice([n % x.shape[0]], [1])).mul(0.5) : undefined),
  (_x, _y, n, leaf) =>
    leaf.rank === 2 ? leaf.sub(leaf.slice([n % leaf.shape[0]], [1])).mul(0.5) : undefined,
  (x, _, n) => (x.rank === 3 && x.shape[0] === 1 ? withARow(x, n) : undefined),
  (_x, _y, n, leaf) => (leaf.rank === 3 && leaf.shape[0] === 1 ? withARow(leaf, n) : undefined),
  (x, y, n) => {
    if (x.rank !== 2 || x.shape[1] % 2 === 1) return undefined;
    const half = x.reshape([2 * x.shape[0], x.shape[1] / 2]).slice([n % x.shape[0]], [x.shape[0]]);
    return broadcasts(half, y) ? half.tanh().add(y) : undefined;
  },
  (x, y) =>
    x.rank === 2 && y.rank === 2 && x.shape[1] === y.shape[1] && x.dtype === y.dtype && x.shape[0] > 1
      ? Tensor.concat([x.slice([1]), y, x.slice([0], [1])])
      : undefined,
  (_x, _y, _n, leaf) => (leaf.rank > 0 ? leaf.argMax().cast(leaf.dtype).mul(0.1) : undefined),
  (_x, _y, _n, leaf) => leaf.cast('int32').add(2).cast(leaf.dtype),
  (x) => x.cast('float32'),
  (x) => x.cast('float64'),
];

/** Every tensor a recipe makes of its leaves, in order; `look` sees each as soon as it is there. */
export function build(
  recipe: readonly Step[],
  leaves: readonly Tensor[],
  look: (made: Tensor) => void = () => undefined,
): Tensor[] {
  const made: Tensor[] = [];
  for (const { operation, x, y, n } of recipe) {
    const known = [...leaves, ...made];
    const recent = (k: number): Tensor => known[known.length - 1 - (k % known.length)];
    const result = builders[operation % builders.length](recent(x), recent(y), n, leaves[n % leaves.length]);
    if (result === undefined || result.size > 60) continue;
    made.push(result);
    look(result);
  }
  return made;
}
