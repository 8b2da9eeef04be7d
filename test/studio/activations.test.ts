/** The numbers of the room of activations. */
import { expect, test } from 'vitest';
import * as nn from '../../src/nn/index.ts';
import { activationTex } from '../../studio/src/parts/activation-tex.ts';
import { plainFormula } from '../../studio/src/parts/plain-formula.ts';
import { curveOf, flatShare, steps } from '../../studio/src/rooms/activations/curves.ts';
import { names } from '../../studio/src/rooms/activations/settings.ts';

const shape = { slope: 0.2, alpha: 1 };

/** Activations of the library that no room shows. */
const unshown = [
  ...['celu', 'glu', 'hard_shrink', 'hard_silu', 'hard_tanh', 'log_sigmoid', 'log_softmax', 'relu6', 'sign'],
  ...['soft_shrink', 'softmax', 'sparse_plus', 'sparse_sigmoid', 'sparsemax', 'squareplus', 'tanh_shrink'],
  'threshold',
];

/** What a formula says at z: its right side, read as a program. */
function valueAt(tex: string, z: number, α: number): number {
  const code = (plainFormula(tex).split(' = ').at(-1) ?? '')
    .replaceAll('−', '-')
    .replaceAll('½', '0.5')
    .replaceAll('≥', '>=')
    .replaceAll(/e\^(-?z)/g, 'exp($1)')
    .replaceAll('|z|', 'abs(z)')
    .replaceAll(/(\w) if (\w \S+ \w) else/g, '$2 ? $1 :')
    .replaceAll(/([\dα]|\bz) ?(?=[(σΦtαz])/g, '$1 * ');
  const { abs, exp, log, max, min, tanh } = Math;
  const σ = (x: number): number => 1 / (1 + exp(-x));
  const known = { abs, exp, log, max, min, tanh, σ, Φ: normalShare, z, α };
  return new Function(...Object.keys(known), `return ${code};`)(...Object.values(known));
}

/** The share of a standard normal below x, by Simpson's rule. */
function normalShare(x: number): number {
  const n = 200;
  const density = (t: number): number => Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
  const sum = Array.from({ length: n + 1 }, (_, i) => {
    const weight = i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2;
    return weight * density((i * x) / n);
  }).reduce((a, b) => a + b, 0);
  return 0.5 + (sum * x) / n / 3;
}

test('each activation of the library has a formula to typeset, but for those that are not shown', () => {
  const ofLibrary = Object.values(nn).flatMap((one) =>
    typeof one === 'object' && 'formula' in one && 'apply' in one ? [one.name] : [],
  );
  expect([...Object.keys(activationTex), ...unshown].sort()).toEqual([...ofLibrary].sort());
  expect(Object.keys(activationTex).sort()).toEqual([...names].sort());
});

test.each(names)('%s: the formula says what the library computes', (name) => {
  const xs = Float64Array.of(-7, -2.3, -0.7, 0, 0.4, 1.9, 7);
  const { values } = curveOf(name, xs, { slope: 0.3, alpha: 1.7 });
  // The two numbers of selu are written with two decimals.
  const digits = name === 'selu' ? 1 : 9;
  const α = name === 'leaky_relu' ? 0.3 : 1.7;
  for (const [i, z] of xs.entries()) {
    expect(valueAt(activationTex[name], z, α)).toBeCloseTo(values[i], digits);
  }
});

test.each(names)('%s: the derivative is the slope', (name) => {
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
