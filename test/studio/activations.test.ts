/** The numbers of the room of activations. */
import { expect, test } from 'vitest';
import { activationTex } from '../../studio/src/parts/activation-tex.ts';
import { curveOf, flatShare, steps } from '../../studio/src/rooms/activations/curves.ts';
import { names } from '../../studio/src/rooms/activations/settings.ts';

const shape = { slope: 0.2, alpha: 1 };

test.each(names)('%s has a formula, and its derivative is its slope', (name) => {
  expect(activationTex[name].length).toBeGreaterThan(0);
  const h = 1e-5;
  const xs = Float64Array.of(-2.3, -0.7, 0.4, 1.9);
  const { slopes } = curveOf(name, xs, shape);
  const [up, down] = [h, -h].map(
    (shift) =>
      curveOf(
        name,
        xs.map((x) => x + shift),
        shape,
      ).values,
  );
  for (const [i, slope] of slopes.entries()) expect(slope).toBeCloseTo((up[i] - down[i]) / (2 * h), 6);
});

test('options bend them', () => {
  expect(curveOf('leaky_relu', Float64Array.of(-1), { ...shape, slope: 0.5 }).values[0]).toBe(-0.5);
  expect(curveOf('elu', Float64Array.of(-50), { ...shape, alpha: 2 }).values[0]).toBeCloseTo(-2, 9);
});

test('inputs on flat parts are counted', () => {
  expect(flatShare('linear', 0, 3, shape)).toBe(0);
  expect(flatShare('relu', 0, 1, shape)).toBeCloseTo(0.5, 2);
  // The slope of tanh is under 0.05 beyond ±atanh(√0.95) = ±2.18: 14.5 % of a normal with deviation 1.5.
  expect(flatShare('tanh', 0, 1.5, shape)).toBeCloseTo(0.146, 2);
  expect(flatShare('sigmoid', 20, 1, shape)).toBeCloseTo(1, 6);
});

test('steps reach both ends', () => {
  expect(Array.from(steps(-1, 1, 5))).toEqual([-1, -0.5, 0, 0.5, 1]);
});
