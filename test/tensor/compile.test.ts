/** Compiled functions: what they take, what they give back, when they are planned anew, and what they refuse. */
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { compile, concat, gradients, type Tensor, tensor, variable } from '../../src/tensor/index.ts';
import { errorOf, errorOfSync } from '../error-of.ts';

describe.each(['js', 'wasm', undefined] as const)('engine %s', (engine) => {
  test('numbers, nested arrays, typed arrays and tensors go in; a constant tensor comes out', async () => {
    const f = compile((x: Tensor, y: Tensor) => x.mul(y).sum(), { engine });
    for (const y of [2, tensor(2), [2, 2], Float64Array.of(2, 2)]) {
      const result = await f([1, 2], y);
      expect(result.source.kind).toBe('values');
      expect(result.item()).toBe(6);
    }
  });

  test('arrays and records of tensors come out as such, each call with its own numbers', async () => {
    const both = compile((x: Tensor) => [x.add(1), x.greater(1)] as const, { engine });
    const first = await both([1, 2]);
    const second = await both([10, 20]);
    expect(first.map((part) => part.toArray())).toEqual([
      [2, 3],
      [false, true],
    ]);
    expect(second.map((part) => part.toArray())).toEqual([
      [11, 21],
      [true, true],
    ]);
    const named = compile((x: Tensor) => ({ loss: x.square().mean(), same: x }), { engine });
    const { loss, same } = await named([[3, 4]]);
    expect([loss.item(), same.toArray()]).toEqual([12.5, [[3, 4]]]);
  });

  test('gradients of gradients', async () => {
    const curvature = compile(
      (x: Tensor) => {
        const [slope] = gradients(x.pow(3), [x]);
        return { slope, curvature: gradients(slope, [x])[0] };
      },
      { engine },
    );
    const result = await curvature([1, 2]);
    expect(result.slope.toArray()).toEqual([3, 12]);
    expect(result.curvature.toArray()).toEqual([6, 12]);
  });
});

test('it is traced once for each set of shapes and types', async () => {
  const body = vi.fn((x: Tensor) => x.add(1));
  const f = compile((x: Tensor) => body(x));
  await f([1, 2]);
  await f([3, 4]);
  expect(body).toHaveBeenCalledTimes(1);
  await f([1, 2, 3]);
  await f(tensor([1, 2], { dtype: 'float32' }));
  expect(body).toHaveBeenCalledTimes(3);
  expect(body.mock.calls[0][0].source.kind).toBe('placeholder');
  expect((await f(tensor([1, 2], { dtype: 'float32' }))).dtype).toBe('float32');
  expect((await f([5, 6])).toArray()).toEqual([6, 7]);
  expect(body).toHaveBeenCalledTimes(3);
});

test('many shapes do not pile up, and an old one is traced again', async () => {
  const body = vi.fn((x: Tensor) => x.sum());
  const f = compile((x: Tensor) => body(x));
  for (let n = 1; n <= 20; n++) expect((await f(new Float64Array(n).fill(1))).item()).toBe(n);
  await f([1]);
  expect(body).toHaveBeenCalledTimes(21);
});

test('any number of tensors, optional ones, unused ones, and none', async () => {
  const joined = compile((...parts: Tensor[]) => concat(parts));
  expect((await joined([1], [2, 3], [4])).toArray()).toEqual([1, 2, 3, 4]);
  const first = compile((x: Tensor, _unused: Tensor) => x.neg());
  expect((await first([1], [[2]])).toArray()).toEqual([-1]);
  const constant = compile(() => tensor([1, 2]).mul(3));
  expect((await constant()).toArray()).toEqual([3, 6]);
});

test('a variable from outside has its initial numbers', async () => {
  const w = variable([1, 2]);
  expect((await compile((x: Tensor) => x.mul(w))([3, 4])).toArray()).toEqual([3, 8]);
});

test('the types follow the function', () => {
  const f = compile((x: Tensor, y: Tensor) => ({ sum: x.add(y) }));
  expectTypeOf(f).returns.resolves.toEqualTypeOf<{ sum: Tensor }>();
  expectTypeOf(f).parameters.toMatchTypeOf<[unknown, unknown]>();
});

test('what is refused', async () => {
  const f = compile((x: Tensor, y: Tensor) => x.add(y));
  const call = f as (...args: unknown[]) => Promise<unknown>;
  expect(await errorOf(() => call([1]))).toBe(
    'INVALID_VALUE: the compiled function takes 2 arguments, got 1.',
  );
  expect(await errorOf(() => call([1], 'two'))).toBe("INVALID_VALUE: a tensor holds numbers, got 'two'.");
  expect(await errorOf(() => call([1], [1, 'two']))).toBe(
    "INVALID_VALUE: a tensor holds numbers, got 'two' at [1].",
  );
  expect(await errorOf(() => call([1, 2], [1, 2, 3]))).toMatch(/^SHAPE_MISMATCH: shapes/);
  const returning = (value: unknown) => compile((_: Tensor) => value as Tensor)([1]);
  expect(await errorOf(() => returning(3))).toMatch(/^INVALID_VALUE: .*it is 3/);
  expect(await errorOf(() => returning({ a: tensor(1), b: 'x' }))).toMatch(/^INVALID_VALUE: .*b is 'x'/);
  expect(await errorOf(() => returning(Promise.resolve(tensor(1))))).toMatch(/^INVALID_VALUE: .*a Promise/);
  expect(await errorOf(() => returning(null))).toMatch(/^INVALID_VALUE: .*null/);
  expect(errorOfSync(() => compile(() => tensor(1), { engine: 'gpu' as 'js' }))).toMatch(/^INVALID_OPTION/);
  expect(errorOfSync(() => compile(() => tensor(1), { engin: 'js' } as object))).toMatch(
    /^UNKNOWN_OPTION: .*Did you mean 'engine'/,
  );
});
