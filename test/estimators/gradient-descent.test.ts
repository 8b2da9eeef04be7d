/** Gradient descent with its path: the textbook's pictures as numbers. */
import { describe, expect, test } from 'vitest';
import { type GradientDescentOptions, gradientDescent } from '../../src/estimators/gradient-descent.ts';
import { RandomState } from '../../src/random/random-state.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOfSync } from '../error-of.ts';

/** (θ − 3)², whose gradient is 2(θ − 3): each step multiplies the distance by 1 − 2·rate. */
const parabola = (theta: Tensor): Tensor => theta.sub(3).square().sum();

describe('learning rates on a parabola', () => {
  test.each([
    ['too small', 0.01, 0.98],
    ['right', 0.4, 0.2],
    ['large', 0.9, -0.8],
  ])('%s: each step leaves a known share of the distance', (_, learningRate, factor) => {
    const { path } = gradientDescent(parabola, [0], { learningRate, steps: 20 });
    expect(path).toHaveLength(21);
    for (const [k, { theta, cost, gradient }] of path.entries()) {
      const distance = -3 * factor ** k;
      expect(theta[0]).toBeCloseTo(3 + distance, 12);
      expect(cost).toBeCloseTo(distance ** 2, 10);
      expect(gradient[0]).toBeCloseTo(2 * distance, 12);
    }
  });

  test('too large: it says that it diverged', () => {
    const { reason, path } = gradientDescent(parabola, [0], { learningRate: 10, steps: 1000 });
    expect(reason).toBe('diverged');
    expect(path.length).toBeLessThan(1000);
  });

  test('a tolerance ends it', () => {
    const { reason, theta } = gradientDescent(parabola, [0], { learningRate: 0.4, tolerance: 1e-6 });
    expect(reason).toBe('tolerance');
    expect(Math.abs(theta[0] - 3)).toBeLessThan(1e-6);
  });

  test('momentum adds the last step', () => {
    const { path } = gradientDescent(parabola, [0], { learningRate: 0.1, momentum: 0.5, steps: 2 });
    // θ₁ = 0.6; velocity 0.5·0.6 + 0.1·4.8 = 0.78
    expect(path.map(({ theta }) => theta[0])).toEqual([0, expect.closeTo(0.6, 12), expect.closeTo(1.38, 12)]);
  });
});

describe('linear regression on y = 4 + 3x + noise', () => {
  // Drawn as the slides draw it: seed 42, 100 rows, x = 2·rand, noise standard normal.
  const random = new RandomState(42);
  const x = random.randomSample(100).map((u) => 2 * u);
  const noise = random.standardNormal(100);
  const X = Array.from(x, (value) => [1, value]);
  const y = Array.from(x, (value, i) => 4 + 3 * value + noise[i]);
  const mse = (theta: Tensor, rows: Tensor, targets: Tensor): Tensor =>
    rows
      .matmul(theta.reshape([2, 1]))
      .sub(targets)
      .square()
      .mean();

  test('batch descent finds the least-squares line, near [4.2, 2.8]', () => {
    const { theta } = gradientDescent(mse, [0, 0], { data: [X, y], learningRate: 0.1, steps: 1000 });
    // The normal equation for these rows.
    const n = 100;
    const [sx, sy] = [x, y].map((values) => Array.from(values).reduce((a, b) => a + b, 0));
    const sxx = x.reduce((a, b) => a + b * b, 0);
    const sxy = x.reduce((a, b, i) => a + b * y[i], 0);
    const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    expect(theta[1]).toBeCloseTo(slope, 8);
    expect(theta[0]).toBeCloseTo((sy - slope * sx) / n, 8);
    expect(theta[0]).toBeCloseTo(4.2, 1);
    expect(theta[1]).toBeCloseTo(2.8, 1);
  });

  test.each([
    ['stochastic', 1],
    ['mini-batch', 20],
  ])('%s descent wanders near it, the same way for the same seed', (_, batchSize) => {
    const options: GradientDescentOptions = {
      data: [X, y],
      batchSize,
      learningRate: 0.02,
      steps: 2000,
      randomState: 0,
    };
    const first = gradientDescent(mse, [0, 0], options);
    expect(first.theta[0]).toBeGreaterThan(3.5);
    expect(first.theta[0]).toBeLessThan(4.9);
    expect(gradientDescent(mse, [0, 0], options).path).toEqual(first.path);
    expect(gradientDescent(mse, [0, 0], { ...options, randomState: 1 }).theta).not.toEqual(first.theta);
  });

  test('X and y of different lengths', () => {
    expect(errorOfSync(() => gradientDescent(mse, [0, 0], { data: [X, [1]] }))).toContain('LENGTH_MISMATCH');
  });
});

test('what cannot be', () => {
  expect(errorOfSync(() => gradientDescent(parabola, [0], { learningRate: 0 }))).toContain('INVALID_OPTION');
  expect(errorOfSync(() => gradientDescent((theta) => theta, [0, 0]))).toContain('SHAPE_MISMATCH');
  expect(errorOfSync(() => gradientDescent(parabola, []))).toContain('EMPTY_DATA');
  const notTensors = [(): unknown => 3, (): undefined => undefined, 3] as unknown as (typeof parabola)[];
  for (const cost of notTensors) {
    expect(errorOfSync(() => gradientDescent(cost, [0]))).toMatch(
      /^INVALID_VALUE: the cost must be a function/,
    );
  }
});
