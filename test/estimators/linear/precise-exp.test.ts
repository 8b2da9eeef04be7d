/** The exponential and powers beneath stochastic gradient descent: nearest doubles worked out to 50 digits with Python's `decimal`. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { preciseExp, precisePower } from '../../../src/estimators/linear/precise-exp.ts';

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

test.each([
  [2, 0.25, 1.189207115002721],
  [3, 0.25, 1.3160740129524924],
  [7, 0.3, 1.792789962520997],
  [150, 0.25, 3.4996355115805833],
  [12345, 0.5, 111.1080555135405],
  [999999937, 0.25, 177.82793820310215],
  [1797, 0.7, 189.75081677546254],
  [5, 2.5, 55.90169943749474],
  [1, 0.25, 1],
  [9, 0, 1],
  [10, 309, Number.POSITIVE_INFINITY],
])('%d to the %d is %d', (base, exponent, expected) => {
  expect(precisePower(base, exponent)).toBe(expected);
});
