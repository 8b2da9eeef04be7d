/** The Gaussian process has scikit-learn's numbers. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  confidenceBound,
  expectedImprovement,
  gaussianProcess,
} from '../../../src/selection/tuners/gaussian-process.ts';
import { expectClose } from '../search-fixtures.ts';

interface Case {
  readonly length: number;
  readonly alpha: number;
  readonly points: number[][];
  readonly values: number[];
  readonly queries: number[][];
  readonly mean: number[];
  readonly deviation: number[];
  readonly logLikelihood: number;
  readonly expectedImprovement: number[];
}

const file = new URL('../../fixtures/gaussian-process.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

describe.each(cases)('$points.length points, length $length', (given) => {
  const { points, values, alpha, length, queries } = given;

  test('mean, deviation and likelihood', async () => {
    const process = await gaussianProcess(points, values, alpha, length);
    const guesses = queries.map(process.predict);
    expectClose(
      guesses.map(({ mean }) => mean),
      given.mean,
      1e-8,
    );
    expectClose(
      guesses.map(({ deviation }) => deviation),
      given.deviation,
      1e-8,
    );
    expectClose([process.logLikelihood], [given.logLikelihood], 1e-8);
    const least = Math.min(...values);
    for (const [i, guess] of guesses.entries()) {
      const error = Math.abs(expectedImprovement(guess, least) - given.expectedImprovement[i]);
      expect(error).toBeLessThan(1e-6 * guess.deviation);
    }
  });

  test('the length it chooses is at least as likely', async () => {
    const chosen = await gaussianProcess(points, values, alpha);
    for (const other of [0.1, 0.45, 1, 3.3]) {
      const process = await gaussianProcess(points, values, alpha, other);
      expect(chosen.logLikelihood).toBeGreaterThanOrEqual(process.logLikelihood);
    }
  });
});

test('what is known is not worth a look, what is not is', () => {
  expect(expectedImprovement({ mean: 1, deviation: 0 }, 3)).toBe(2);
  expect(expectedImprovement({ mean: 3, deviation: 0 }, 1)).toBe(0);
  expect(confidenceBound({ mean: 1, deviation: 2 }, 2.6)).toBeGreaterThan(
    confidenceBound({ mean: 1, deviation: 1 }, 2.6),
  );
});

test('numbers that are all alike, and two in one place', async () => {
  const flat = await gaussianProcess([[0], [1]], [2, 2], 1e-4);
  expect(flat.predict([0.5]).mean).toBe(2);
  const twice = await gaussianProcess([[0.5], [0.5]], [1, 3], 1e-4);
  expect(twice.predict([0.5]).mean).toBeCloseTo(2, 3);
});
