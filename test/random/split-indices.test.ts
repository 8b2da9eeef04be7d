/**
 * Train and test rows against scikit-learn: fixtures/splits.json (its `generatedBy` names the versions),
 * compared exactly. Then the laws of stratified drawing, and what is refused.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RandomState } from '../../src/random/random-state.ts';
import { approximateMode, trainTestIndices } from '../../src/random/split-indices.ts';

interface Case {
  kind: string;
  n: number;
  random_state: number;
  params: { test_size?: number; train_size?: number };
  stratify?: string[];
  train: number[];
  test: number[];
}

const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../fixtures/splits.json', import.meta.url), 'utf8'),
);
const cases = fixture.cases.filter(({ kind }) => kind === 'train_test_split');

describe('the rows of scikit-learn', () => {
  test.each(
    cases.map((one) => [`${one.n} rows, seed ${one.random_state}, ${JSON.stringify(one.params)}`, one]),
  )('%s', (_, { n, random_state, params, stratify, train, test: testRows }) => {
    const split = trainTestIndices({
      n,
      testSize: params.test_size,
      trainSize: params.train_size,
      randomState: random_state,
      stratify,
    });
    expect([...split.train]).toEqual(train);
    expect([...split.test]).toEqual(testRows);
  });

  test('a generator is drawn from where it stands', () => {
    const random = new RandomState(42);
    const first = trainTestIndices({ n: 10, randomState: random });
    expect([...first.test]).toEqual([8, 1, 5]);
    expect(trainTestIndices({ n: 10, randomState: random })).not.toEqual(first);
  });

  test('ties between classes are broken as in scikit-learn’s documentation of _approximate_mode', () => {
    expect(approximateMode([4, 2], 3, new RandomState(0))).toEqual([2, 1]);
    expect(approximateMode([5, 2], 4, new RandomState(0))).toEqual([3, 1]);
    expect(approximateMode([2, 2, 2, 1], 2, new RandomState(0))).toEqual([0, 1, 1, 0]);
    expect(approximateMode([2, 2, 2, 1], 2, new RandomState(42))).toEqual([1, 1, 0, 0]);
  });
});

describe('laws', () => {
  test('without shuffling the last rows are for testing', () => {
    const { train, test: testRows } = trainTestIndices({ n: 5, testSize: 2, shuffle: false });
    expect([...train, ...testRows]).toEqual([0, 1, 2, 3, 4]);
    expect(testRows.length).toBe(2);
  });

  test('no row comes twice, and every class keeps its share to within one row', () => {
    const labels = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 40, maxLength: 90 });
    fc.assert(
      fc.property(fc.nat(), labels, (randomState, drawn) => {
        const stratify = [...drawn, 'a', 'a', 'b', 'b', 'c', 'c'];
        const n = stratify.length;
        const { train, test: testRows } = trainTestIndices({ n, testSize: 0.25, randomState, stratify });
        expect([...train, ...testRows].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
        for (const label of ['a', 'b', 'c']) {
          const size = stratify.filter((own) => own === label).length;
          const tested = testRows.filter((row) => stratify[row] === label).length;
          expect(Math.abs(tested - (size * testRows.length) / n)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('labels of any type split alike, and a row of labels counts as one', () => {
    const codes = Array.from({ length: 30 }, (_, i) => i % 3);
    const expected = trainTestIndices({ n: 30, randomState: 0, stratify: codes });
    const forms = [Int32Array.from(codes), codes.map((k) => 'abc'[k]), codes.map((k) => [0, k, 1])];
    for (const stratify of forms) {
      expect(trainTestIndices({ n: 30, randomState: 0, stratify })).toEqual(expected);
    }
  });
});

describe('errors', () => {
  const n = 10;
  test.each([
    ['a share of 1.5', { testSize: 1.5 }, "option 'testSize'"],
    ['as many test rows as rows', { testSize: 10 }, 'a count from 1 to 9 (of 10 rows), got 10'],
    ['a negative share', { trainSize: -0.1 }, "option 'trainSize'"],
    ['NaN', { testSize: Number.NaN }, 'got NaN'],
    ['shares above 1', { testSize: 0.6, trainSize: 0.5 }, 'sum to 1.1'],
    ['counts above the rows', { testSize: 6, trainSize: 5 }, '6 + 5 = 11 rows, but there are only 10'],
    ['a training share too small for one row', { trainSize: 0.05 }, 'no row is left to train on'],
    ['stratify without shuffle', { stratify: [0], shuffle: false }, 'shuffle: false'],
    ['labels for other rows', { stratify: [0, 1, 0] }, 'stratify has 3 labels, but there are 10 rows'],
    ['a class of one', { stratify: [...'aaaaaaaaab'] }, "class 'b' has 1 (row 9)"],
    ['more classes than test rows', { stratify: [...'aabbccddee'], testSize: 3 }, '3 rows, 5 classes'],
    ['more classes than training rows', { stratify: [...'aabbccddee'], trainSize: 3 }, '3 rows, 5 classes'],
    ['a missing label', { stratify: [null, ...'aaaaaaaaa'] }, 'row 0 is null'],
    ['mixed labels', { stratify: [1, ...'aaaaaaaaa'] }, "row 0 is 1, row 1 is 'a'"],
  ])('%s', (_, options, message) => {
    expect(() => trainTestIndices({ n, randomState: 0, ...options })).toThrow(message);
  });
});
