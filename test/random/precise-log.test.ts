/** The logarithm beneath the normal numbers: nearest doubles worked out to 40 digits with Python's `decimal`. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { preciseLog } from '../../src/random/precise-log.ts';

test.each([
  [0.2, -1.6094379124341003],
  [0.5, -Math.LN2],
  [0.7071067811865475, -0.34657359027997275],
  [Math.SQRT1_2, -0.3465735902799726],
  [0.9999999999999999, -1.1102230246251565e-16],
  [0.3141592653589793, -1.1578552071446455],
  [1e-30, -69.07755278982137],
  [2 ** -104, -72.0873067782343],
  [1, 0],
  [2, Math.LN2],
  [10, Math.LN10],
])('log %d is %d', (x, expected) => {
  expect(preciseLog(x)).toBe(expected);
});

test('agrees with Math.log to its last bits', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-31, max: 1, noNaN: true }), (x) => {
      expect(Math.abs(preciseLog(x) - Math.log(x))).toBeLessThanOrEqual(2 ** -51 * Math.abs(Math.log(x)));
    }),
  );
});
