/** Threshold networks: the chapter's multilayer perceptron for exclusive or, and what does not fit together. */
import { expect, test } from 'vitest';
import { ThresholdNetwork } from '../../../src/estimators/logic/threshold-network.ts';
import { Tensor } from '../../../src/tensor/tensor.ts';
import { errorOfSync } from '../../error-of.ts';

const hidden = {
  weights: [
    [1, 1],
    [1, 1],
  ],
  biases: [-1.5, -0.5],
};
const output = { weights: [[-1], [1]], biases: [-0.5] };
const rows = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

test('the hand-weighted network computes exclusive or', () => {
  const xor = new ThresholdNetwork([hidden, output]);
  expect(xor.predict(rows)).toEqual(Int32Array.of(0, 1, 1, 0));
  expect(xor.signals([1, 1])).toEqual([
    { sums: [0.5, 1.5], outputs: [1, 1] },
    { sums: [-0.5], outputs: [0] },
  ]);
  expect(xor.inputs).toBe(2);
});

test('several outputs come as rows', () => {
  const both = new ThresholdNetwork([hidden]).predict(rows);
  expect(both).toBeInstanceOf(Tensor);
  expect((both as Tensor).toArray()).toEqual([
    [0, 0],
    [0, 1],
    [0, 1],
    [1, 1],
  ]);
});

test('heaviside is 1 at 0, sign is 0 there', () => {
  const layer = { weights: [[1]], biases: [0] };
  const at = [[-2], [0], [0.5]];
  expect(new ThresholdNetwork([layer]).predict(at)).toEqual(Int32Array.of(0, 1, 1));
  expect(new ThresholdNetwork([layer], { activation: 'sign' }).predict(at)).toEqual(Int32Array.of(-1, 0, 1));
});

test.each<[string, () => unknown, RegExp]>([
  ['no layer', () => new ThresholdNetwork([]), /^EMPTY_DATA: .*at least one layer/],
  [
    'ragged weights',
    () => new ThresholdNetwork([{ weights: [[1, 2], [3]], biases: [0, 0] }]),
    /^SHAPE_MISMATCH: layer 0: .* 2 biases, row 1 has 1/,
  ],
  [
    'layers that do not meet',
    () => new ThresholdNetwork([hidden, { weights: [[1]], biases: [0] }]),
    /^SHAPE_MISMATCH: layer 1 has weights for 1 inputs, but layer 0 has 2 units/,
  ],
  [
    'no number',
    () => new ThresholdNetwork([{ weights: [[Number.NaN]], biases: [0] }]),
    /^INVALID_VALUE: layer 0/,
  ],
  [
    'another step',
    () => new ThresholdNetwork([hidden], { activation: 'relu' as 'sign' }),
    /^INVALID_OPTION: .*'activation' must be one of 'heaviside', 'sign'/,
  ],
  [
    'rows too wide',
    () => new ThresholdNetwork([hidden]).predict([[1, 2, 3]]),
    /^SHAPE_MISMATCH: X has 3 columns, but the network has 2 inputs/,
  ],
  [
    'a row too short',
    () => new ThresholdNetwork([hidden]).signals([1]),
    /^SHAPE_MISMATCH: the row has 1 numbers/,
  ],
  ['a missing value', () => new ThresholdNetwork([hidden]).predict([[1, Number.NaN]]), /^NON_FINITE: X/],
])('%s', (_, work, message) => {
  expect(errorOfSync(work)).toMatch(message);
});
