/** Grids and draws of parameters, against scikit-learn's. */
import { describe, expect, test } from 'vitest';
import { loguniform, randint, uniform } from '../../src/selection/distributions.ts';
import { ParameterGrid } from '../../src/selection/parameter-grid.ts';
import { ParameterSampler } from '../../src/selection/parameter-sampler.ts';
import type { ParameterSpaces, Params } from '../../src/selection/parameter-space.ts';
import { errorOfSync } from '../error-of.ts';
import { cases, isClose, more } from './search-fixtures.ts';

function expectSamples(actual: Iterable<Params>, expected: readonly Params[]): void {
  const drawn = [...actual];
  expect(drawn.length).toBe(expected.length);
  drawn.forEach((params, i) => {
    const names = Object.keys(expected[i]).sort();
    expect(Object.keys(params).sort()).toEqual(names);
    for (const name of names) {
      expect(isClose(params[name], expected[i][name], 1e-14), `${i}: ${name} ${params[name]}`).toBe(true);
    }
  });
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const samplers = more.samplers as Record<string, Params[]>;

describe('the samples are scikit-learn’s', () => {
  const [lists, distributions] = cases.filter(({ estimator }) => estimator === 'ParameterSampler');

  test('lists', () => {
    const sampler = new ParameterSampler({ a: [1, 2, 3], b: ['x', 'y'] }, 5, { randomState: 42 });
    expectSamples(sampler, lists.samples);
    expectSamples(sampler, lists.samples);
  });

  test('distributions', () => {
    const space = { a: uniform(1, 4), b: randint(2, 20), c: loguniform(0.001, 10), d: ['p', 'q', 'r'] };
    expectSamples(new ParameterSampler(space, 5, { randomState: 42 }), distributions.samples);
  });

  test.each([
    ['few of many', 'few', { a: range(40), b: range(30) }, 6, 1],
    ['all there are', 'all', { a: [1, 2, 3], b: ['x', 'y'] }, 6, 1],
    ['nearly all', 'nearlyAll', { a: range(20), b: range(10) }, 199, 1],
    ['several spaces', 'several', [{ a: uniform(0, 1), b: [1, 2, 3] }, { c: randint(5, 9) }], 8, 3],
    ['several grids', 'severalLists', [{ a: [1, 2], b: [1, 2, 3] }, { c: [7, 8, 9] }], 4, 3],
  ])('%s', (_, name, space, nIter, randomState) => {
    expectSamples(
      new ParameterSampler(space as ParameterSpaces<unknown>, nIter, { randomState }),
      samplers[name],
    );
  });

  test('grids come in the same order', () => {
    const grid = new ParameterGrid([{ b: [1, 2], a: ['p', 'q'] }, { c: [true] }]);
    expect([...grid]).toEqual(samplers.grid);
    expect(grid.length).toBe(5);
    expect(grid.at(4)).toEqual({ c: true });
  });
});

test('never more draws from lists than there are combinations', () => {
  expect(new ParameterSampler({ a: [1, 2] }, 5).length).toBe(2);
});

test('options of steps may stand in an object of their own', () => {
  const nested = new ParameterGrid({ net: { alpha: [1, 2] }, scale__withMean: [true] });
  expect([...nested]).toEqual([...new ParameterGrid({ net__alpha: [1, 2], scale__withMean: [true] })]);
});

describe('refused', () => {
  const refusal = (space: unknown, nIter = 1): string =>
    errorOfSync(() => new ParameterSampler(space as never, nIter));

  test.each([
    [{}, 'INVALID_OPTION: ParameterSampler: the parameter space is empty; nothing to try.'],
    [[], 'INVALID_OPTION: ParameterSampler: the list of parameter spaces is empty; nothing to try.'],
    [{ alpha: [] }, "INVALID_OPTION: ParameterSampler: the parameter 'alpha' has no values to try."],
    [
      { alpha: 0.1 },
      "INVALID_OPTION: ParameterSampler: the parameter 'alpha' must be a list of values or a distribution, got 0.1; a single value is a list of one, [0.1].",
    ],
    [
      { net: { alpha: [1] }, net__alpha: [2] },
      "INVALID_OPTION: ParameterSampler: the parameter 'net__alpha' is given twice.",
    ],
    [
      7,
      'INVALID_OPTION: ParameterSampler: parameters must be an object such as { alpha: [0.001, 0.01] }, got 7.',
    ],
  ])('%j', (space, message) => {
    expect(refusal(space)).toBe(message);
  });

  test('no draws at all', () => {
    expect(refusal({ a: [1] }, 0)).toBe(
      "INVALID_OPTION: ParameterSampler: option 'nIter' must be an integer ≥ 1, got 0.",
    );
  });

  test('distributions in a grid', () => {
    expect(errorOfSync(() => new ParameterGrid({ a: uniform() } as never))).toContain(
      "the parameter 'a' is a distribution, which has no end",
    );
    expect(errorOfSync(() => new ParameterGrid({ a: [1] }).at(1))).toContain('there is none at 1');
  });

  test.each([
    [() => loguniform(1, 0.1), 'INVALID_VALUE: loguniform(low, high) needs 0 < low < high, got 1 and 0.1.'],
    [() => loguniform(0, 1), 'INVALID_VALUE: loguniform(low, high) needs 0 < low < high, got 0 and 1.'],
    [() => randint(5, 2), 'INVALID_VALUE: randint(low, high) needs integers low < high, got 5 and 2.'],
    [
      () => uniform(0, -1),
      'INVALID_VALUE: uniform(loc, scale) needs a finite loc and a width scale > 0, got 0 and -1; it covers loc to loc + scale.',
    ],
  ])('%s', (make, message) => {
    expect(errorOfSync(make)).toBe(message);
  });
});
