/** Shapes, axes, types and tensors that are none, as plain JavaScript may hand them in: each is a `HebbError` in words. */
import { expect, test } from 'vitest';
import * as t from '../../src/tensor/index.ts';
import { errorOfSync } from '../error-of.ts';

/** What no type would let through. */
const odd = (value: unknown): never => value as never;
const x = t.tensor([
  [1, 2],
  [3, 4],
]);

test.each<[string, () => unknown, string]>([
  [
    'no shape',
    () => t.zeros(odd(undefined)),
    'INVALID_VALUE: a shape is a list of sizes ≥ 0, got undefined.',
  ],
  ['half a row', () => t.ones([1.5]), 'INVALID_VALUE: a shape is a list of sizes ≥ 0, got [1.5].'],
  ['fewer than none', () => t.placeholder([-1]), 'INVALID_VALUE: a shape is a list of sizes ≥ 0, got [-1].'],
  [
    'a shape in words',
    () => t.tensor([1, 2], { shape: odd('2,1') }),
    "INVALID_VALUE: a shape is a list of sizes ≥ 0, got '2,1'.",
  ],
  [
    'a shape of NaN',
    () => x.broadcastTo([Number.NaN, 2]),
    'INVALID_VALUE: a shape is a list of sizes ≥ 0, got [NaN, 2].',
  ],
  [
    'another shape of null',
    () => x.reshape(odd(null)),
    'SHAPE_MISMATCH: cannot reshape (2, 2) (4 elements) to (null,) (0).',
  ],
  [
    'nothing of a shape',
    () => t.fromTyped(odd(undefined), [2]),
    'SHAPE_MISMATCH: undefined elements do not fill shape (2,), which holds 2.',
  ],
  [
    'a type there is not',
    () => t.zeros([2], odd('float16')),
    "INVALID_VALUE: there is no type 'float16' of numbers.",
  ],
  [
    'options that are null',
    () => t.tensor(1, odd(null)),
    'INVALID_OPTION: tensor: options must be an object, got null.',
  ],
  [
    'options of a sum that are null',
    () => t.sum(x, 0, odd(null)),
    'INVALID_OPTION: a reduction: options must be an object, got null.',
  ],
  [
    'an option that is misspelt',
    () => t.argMax(x, 0, odd({ keepdims: true })),
    "UNKNOWN_OPTION: a reduction has no option 'keepdims'. Did you mean 'keepDims'?",
  ],
  [
    'a product with options of null',
    () => t.matmul(x, x, odd(null)),
    'INVALID_OPTION: matmul: options must be an object, got null.',
  ],
  [
    'an axis of null',
    () => x.sum(odd(null)),
    'INVALID_VALUE: axis null does not exist in a tensor of rank 2.',
  ],
  [
    'an axis in words',
    () => t.max(x, odd('rows')),
    'INVALID_VALUE: axis rows does not exist in a tensor of rank 2.',
  ],
  [
    'axes that are no list',
    () => t.transpose(x, odd(1)),
    'INVALID_VALUE: axes must be a list with an entry for each axis, got 1.',
  ],
  [
    'a window from nowhere',
    () => t.slice(x, odd(undefined)),
    'INVALID_VALUE: begin must be a list with an entry for each axis, got undefined.',
  ],
  [
    'a width that is a number',
    () => t.pad(x, odd([1])),
    'INVALID_VALUE: each of the widths must be a list with an entry for each axis, got 1.',
  ],
  ['indices that are a list', () => t.gather(x, odd([0])), 'INVALID_VALUE: expected a Tensor, got [0].'],
  [
    'no indices',
    () => t.scatterAdd(x, odd(undefined), 2),
    'INVALID_VALUE: expected a Tensor, got undefined.',
  ],
  ['numbers as classes', () => t.oneHot(odd([0]), 2), 'INVALID_VALUE: expected a Tensor, got [0].'],
  [
    'nothing to join',
    () => t.concat(odd(undefined)),
    'INVALID_VALUE: a tensor holds numbers, got undefined.',
  ],
  ['the gradient of a number', () => t.gradients(odd(5), [x]), 'INVALID_VALUE: expected a Tensor, got 5.'],
  ['a gradient by nothing', () => t.gradients(x, odd(null)), 'INVALID_VALUE: expected a Tensor, got null.'],
  ['the trace of a list', () => t.trace(odd([1])), 'INVALID_VALUE: expected a Tensor, got [1].'],
  ['a factor that is a list', () => x.matmul(odd([[1]])), 'INVALID_VALUE: expected a Tensor, got [[1]].'],
])('%s', (_, act, sentence) => {
  expect(errorOfSync(act)).toBe(sentence);
});
