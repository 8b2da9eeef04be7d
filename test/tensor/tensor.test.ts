/**
 * How numbers come into a tensor and out of it, how far a deep graph may go, and what is refused, with its code.
 */
import { describe, expect, test } from 'vitest';
import { gradients, ones, Tensor, tensor, variable, zeros } from '../../src/tensor/index.ts';

const indices = tensor([2, 0, 2], { dtype: 'int32' });

describe('looking at numbers', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  test('toArray, item, data, toMatrix, rows', async () => {
    expect(tensor([[true], [false]]).toArray()).toEqual([[true], [false]]);
    expect(tensor(3).toArray()).toBe(3);
    expect(tensor([[[5]]]).item()).toBe(5);
    expect(await x.add(1).data()).toEqual(Float64Array.of(2, 3, 4, 5));
    expect(x.toMatrix()).toEqual({ data: Float64Array.of(1, 2, 3, 4), rows: 2, columns: 2 });
    expect([...x]).toEqual([Float64Array.of(1, 2), Float64Array.of(3, 4)]);
    expect([...tensor([7, 8])]).toEqual([7, 8]);
    const [first] = tensor([[[1, 2]], [[3, 4]]]);
    expect((first as Tensor).toArray()).toEqual([[1, 2]]);
    expect(x.take([1, 0, 1]).toArray()).toEqual([
      [3, 4],
      [1, 2],
      [3, 4],
    ]);
  });

  test('numbers come in as nesting, typed arrays, flat lists with a shape', () => {
    expect(tensor([1, 2, 3, 4], { shape: [2, 2] }).toArray()).toEqual(x.toArray());
    expect(tensor([Float64Array.of(1, 2), Float64Array.of(3, 4)]).toArray()).toEqual(x.toArray());
    const typed = Float32Array.of(1, 2);
    expect(tensor(typed).values).toBe(typed);
    expect(tensor(typed, { dtype: 'float64' }).values).toEqual(Float64Array.of(1, 2));
    expect(tensor([]).shape).toEqual([0]);
    expect(ones([2]).toArray()).toEqual([1, 1]);
    expect(variable([1]).add(1).toArray()).toEqual([2]);
  });

  test('what was looked at is not computed again', () => {
    let looked = tensor([1, 1]);
    for (let i = 0; i < 1000; i++) looked = looked.mul(1.001).add(looked.sum().mul(0));
    expect(looked.values[0]).toBeCloseTo(1.001 ** 1000, 9);
    let often = tensor([1, 1]);
    for (let i = 0; i < 1000; i++) {
      often = often.mul(1.001).add(often.sum().mul(0));
      expect(often.values.length).toBe(2);
    }
    expect(often.values).toEqual(looked.values);
  });
});

const x23 = tensor([
  [-1.5, 0.25, 2],
  [3, -0.75, 0],
]);
test.each<[string, () => unknown, string]>([
  ['shapes that do not broadcast', () => x23.add([1, 2] as unknown as Tensor), 'INVALID_VALUE'],
  ['shapes that do not broadcast', () => x23.add(tensor([1, 2])), 'SHAPE_MISMATCH'],
  ['a string among numbers', () => tensor([1, 'a'] as unknown as number[]), 'INVALID_VALUE'],
  ['an operand that is no number', () => x23.add('1' as unknown as number), 'INVALID_VALUE'],
  ['ragged nesting', () => tensor([[1, 2], [3]]), 'SHAPE_MISMATCH'],
  ['nesting of different depth', () => tensor([[1, 2], 3]), 'SHAPE_MISMATCH'],
  ['a number where a list should be', () => tensor([[1], [[2]]] as unknown as number[][]), 'INVALID_VALUE'],
  ['values that do not fill the shape', () => tensor([1, 2, 3], { shape: [2, 2] }), 'SHAPE_MISMATCH'],
  [
    'a typed array that does not fill it',
    () => tensor(new Float64Array(3), { shape: [2] }),
    'SHAPE_MISMATCH',
  ],
  ['matmul of a vector', () => x23.matmul(tensor([1, 2, 3])), 'SHAPE_MISMATCH'],
  ['matmul with other inner sizes', () => x23.matmul(x23), 'SHAPE_MISMATCH'],
  ['an axis that is not there', () => x23.sum(2), 'INVALID_VALUE'],
  ['a negative axis that is not there', () => x23.sum(-3), 'INVALID_VALUE'],
  ['an axis that is no integer', () => x23.sum(0.5), 'INVALID_VALUE'],
  ['max of nothing', () => zeros([0, 3]).max(0), 'EMPTY_DATA'],
  ['argMin of nothing', () => zeros([3, 0]).argMin(), 'EMPTY_DATA'],
  ['reshape to another size', () => x23.reshape([4]), 'SHAPE_MISMATCH'],
  ['reshape to parts of elements', () => x23.reshape([-1, 4]), 'SHAPE_MISMATCH'],
  ['reshape with two unknown sizes', () => x23.reshape([-1, -1]), 'SHAPE_MISMATCH'],
  ['reshape to a negative size', () => x23.reshape([-2, -3]), 'SHAPE_MISMATCH'],
  ['broadcastTo a smaller shape', () => x23.broadcastTo([3]), 'SHAPE_MISMATCH'],
  ['transpose that names an axis twice', () => x23.transpose([0, 0]), 'INVALID_VALUE'],
  ['transpose that names too many axes', () => x23.transpose([0, 1, 1]), 'INVALID_VALUE'],
  ['a slice that leaves the tensor', () => x23.slice([1], [2]), 'SHAPE_MISMATCH'],
  ['a slice that begins before it', () => x23.slice([-1]), 'SHAPE_MISMATCH'],
  ['a slice of more axes than there are', () => x23.slice([0, 0, 0]), 'SHAPE_MISMATCH'],
  ['pad with too few widths', () => x23.pad([[1, 1]]), 'SHAPE_MISMATCH'],
  [
    'pad with a negative width',
    () =>
      x23.pad([
        [-1, 0],
        [0, 0],
      ]),
    'SHAPE_MISMATCH',
  ],
  ['concat of nothing', () => Tensor.concat([]), 'EMPTY_DATA'],
  ['concat of shapes that do not fit', () => Tensor.concat([x23, tensor([[1, 2]])]), 'SHAPE_MISMATCH'],
  ['gather by floats', () => x23.gather(tensor([0])), 'INVALID_VALUE'],
  ['gather of a row that is not there', () => x23.gather(indices), 'INVALID_VALUE'],
  ['gather from no rows', () => zeros([0, 2]).gather(variable(Int32Array.of(0))), 'INVALID_VALUE'],
  ['gather from a scalar', () => tensor(1).gather(indices), 'SHAPE_MISMATCH'],
  ['scatterAdd of other rows than indices', () => x23.scatterAdd(indices, 4), 'SHAPE_MISMATCH'],
  ['scatterAdd of integers', () => indices.scatterAdd(indices, 4), 'INVALID_VALUE'],
  ['softmax of a scalar', () => tensor(1).softmax(), 'SHAPE_MISMATCH'],
  ['item of many', () => x23.item(), 'SHAPE_MISMATCH'],
  ['rows of a scalar', () => [...tensor(1)], 'SHAPE_MISMATCH'],
  ['a matrix of a vector', () => tensor([1]).toMatrix(), 'SHAPE_MISMATCH'],
  ['rows that are not there', () => x23.take([2]), 'INVALID_VALUE'],
])('%s: refused', (_, attempt, code) => {
  expect(attempt).toThrow(expect.objectContaining({ name: 'HebbError', code }));
});

describe('ten thousand operations', () => {
  const many = 10_000;
  const counted = Array.from({ length: many }, (_, i) => i);

  test('in a chain, and back', () => {
    const x = variable([1, 2]);
    let y: Tensor = x;
    for (const i of counted) y = i % 2 === 0 ? y.mul(0.5) : y.mul(2);
    expect(y.toArray()).toEqual([1, 2]);
    expect(gradients(y, [x])[0].toArray()).toEqual([1, 1]);
  });

  test('in a chain of sums, which cannot be fused', () => {
    const x = variable([1, 2]);
    let y: Tensor = x;
    for (let i = 0; i < many; i += 2) y = y.sub(y.mean());
    expect(y.toArray()).toEqual([-0.5, 0.5]);
    expect(gradients(y.square(), [x])[0].toArray()).toEqual([-1, 1]);
  });

  test('side by side', () => {
    const x = variable([1, 2]);
    const y = counted.map((i) => x.mul(i)).reduce((sum, part) => sum.add(part));
    expect(y.toArray()).toEqual([(many * (many - 1)) / 2, many * (many - 1)]);
    expect(gradients(y, [x])[0].toArray()).toEqual([(many * (many - 1)) / 2, (many * (many - 1)) / 2]);
    const strung = Tensor.concat(counted.map((i) => tensor([i]).mul(2)));
    expect(strung.sum().item()).toBe(many * (many - 1));
  });
});
