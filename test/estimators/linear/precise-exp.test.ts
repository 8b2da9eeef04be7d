/** The exponential beneath the logistic loss: nearest doubles worked out to 50 digits with Python's `decimal`. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { preciseExp } from '../../../src/estimators/linear/precise-exp.ts';

test.each([
  [-1, 0.36787944117144233],
  [0.5, 1.6487212707001282],
  [0.1, 1.1051709180756477],
  [-0.3465, 0.7071588192872713],
  [10.25, 28282.541920334977],
  [-36.9, 9.430476078526808e-17],
  [-0.0001, 0.9999000049998333],
  [700.5, 1.6721859620674984e304],
  [-708.3, 2.450295530965988e-308],
  [37.77, 2.5310608220080036e16],
  [1e-10, 1.0000000001],
  [0, 1],
  [710, Number.POSITIVE_INFINITY],
  [-746, 0],
])('e to the %d is %d', (x, expected) => {
  expect(preciseExp(x)).toBe(expected);
});

test('agrees with Math.exp to its last bits', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 709, noNaN: true }), (x) => {
      expect(Math.abs(preciseExp(x) - Math.exp(x))).toBeLessThanOrEqual(2 ** -51 * Math.exp(x));
    }),
  );
});
