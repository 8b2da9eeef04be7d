/**
 * `KFold`, `StratifiedKFold`, `ShuffleSplit`, `StratifiedShuffleSplit` against scikit-learn:
 * fixtures/splits.json (its `generatedBy` names the versions), compared exactly. Then laws and errors.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { KFold, StratifiedKFold } from '../../src/selection/k-fold.ts';
import { ShuffleSplit, StratifiedShuffleSplit } from '../../src/selection/shuffle-split.ts';
import type { Splitter } from '../../src/selection/splitter.ts';

interface Case {
  kind: string;
  n: number;
  random_state?: number;
  n_splits?: number;
  y?: string[] | null;
  test: number[][];
}

const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../fixtures/splits.json', import.meta.url), 'utf8'),
);

function splitterOf({ kind, random_state: randomState, n_splits: nSplits }: Case): Splitter {
  const shuffle = randomState !== undefined;
  switch (kind) {
    case 'KFold':
      return new KFold({ nSplits: nSplits ?? 4, shuffle, randomState });
    case 'StratifiedKFold':
      return new StratifiedKFold({ nSplits: nSplits ?? 3, shuffle, randomState });
    case 'ShuffleSplit':
      return new ShuffleSplit({ nSplits: 3, testSize: 0.3, randomState });
    default:
      return new StratifiedShuffleSplit({ nSplits: 3, testSize: 0.3, randomState });
  }
}

const rowsOf = (n: number): number[][] => Array.from({ length: n }, (_, i) => [i]);

describe('the rows of scikit-learn', () => {
  const cases = fixture.cases.filter(({ kind }) => kind !== 'train_test_split');
  test.each(cases.map((one) => [`${one.kind} of ${one.n} rows, seed ${one.random_state}`, one] as const))(
    '%s',
    (_, one) => {
      const splitter = splitterOf(one);
      const splits = [...splitter.split(rowsOf(one.n), one.y ?? undefined)];
      expect(splits.map(([, tested]) => [...tested])).toEqual(one.test);
      expect(splits.length).toBe(splitter.getNSplits());
    },
  );

  test('a stratified split of rows of labels', () => {
    const y = Array.from({ length: 12 }, (_, i) => [i % 2, i % 3 === 0 ? 1 : 0]);
    const splitter = new StratifiedShuffleSplit({ nSplits: 2, testSize: 4, randomState: 5 });
    const splits = [...splitter.split(y, y)];
    expect(splits.map(([train, tested]) => [[...train], [...tested]])).toEqual(multilabelSplits);
  });
});

/** Printed by scikit-learn 1.2.1 for the labels above. */
const multilabelSplits = [
  [
    [11, 2, 7, 4, 10, 6, 5, 9],
    [3, 1, 0, 8],
  ],
  [
    [8, 0, 11, 7, 9, 4, 10, 1],
    [3, 2, 6, 5],
  ],
];

describe('laws', () => {
  test('every row is tested once, and never trained on at the same time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 7, max: 40 }), fc.nat(), (k, n, seed) => {
        const y = rowsOf(n).map(([i]) => (i * seed) % 3 === 0);
        const folds = [new KFold({ nSplits: k, shuffle: true, randomState: seed })];
        for (const splitter of [...folds, new KFold({ nSplits: k })]) {
          const tested: number[] = [];
          for (const [train, test] of splitter.split(rowsOf(n), y)) {
            expect([...train, ...test].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
            expect(Math.abs(test.length - n / k)).toBeLessThan(1);
            tested.push(...test);
          }
          expect(tested.sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
        }
      }),
    );
  });

  test('stratified folds differ by at most one row of any class', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(labels, fc.nat(), (y, randomState) => {
        const splits = [...new StratifiedKFold({ nSplits: 4, shuffle: true, randomState }).split(y, y)];
        for (const label of new Set(y)) {
          const counts = splits.map(([, test]) => test.filter((row) => y[row] === label).length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('a seed gives the same splits every time; a column of a table will do for y', () => {
    const table = Table.fromColumns({ x: [1, 2, 3, 4, 5, 6], label: ['a', 'b', 'a', 'b', 'a', 'b'] });
    const splitter = new StratifiedKFold({ nSplits: 3, shuffle: true, randomState: 7 });
    const splits = [...splitter.split(table, table.column('label'))];
    expect([...splitter.split(table, table.column('label'))]).toEqual(splits);
    expect([...splitter.split([1, 2, 3, 4, 5, 6], [...'ababab'])]).toEqual(splits);
  });
});

describe('errors come with the call of split, not with the first split', () => {
  const X = rowsOf(4);
  test.each<[string, () => unknown, string]>([
    ['more folds than rows', () => new KFold().split(X), 'KFold cannot cut 4 rows into 5 folds'],
    ['one fold', () => new KFold({ nSplits: 1 }).split(X), "option 'nSplits' must be an integer ≥ 2"],
    ['a misspelt option', () => new KFold({ nSplit: 2 } as object).split(X), "Did you mean 'nSplits'?"],
    ['a seed without shuffling', () => new KFold({ randomState: 1 }).split(X), 'no effect without shuffle'],
    ['unequal lengths', () => new KFold().split(X, [1]), 'X has 4 rows, but y has 1'],
    ['no rows', () => new KFold().split([]), 'X has no rows'],
    ['no data', () => new KFold().split(3 as never), 'X must be rows of data'],
    ['no labels', () => new StratifiedKFold().split(X), 'needs y'],
    ['small classes', () => new StratifiedKFold().split(X, [0, 0, 1, 1]), 'the largest class has 2 rows'],
    ['targets', () => new StratifiedKFold({ nSplits: 2 }).split(X, [0.5, 1, 2, 3]), 'y contains 0.5'],
    ['no splits', () => new ShuffleSplit({ nSplits: 0 }).getNSplits(), 'an integer ≥ 1'],
    ['a large part', () => new ShuffleSplit({ testSize: 4 }).split(X), 'a count from 1 to 3'],
    [
      'one row of a class',
      () => new StratifiedShuffleSplit().split(X, [0, 0, 0, 1]),
      'class 1 has 1 (row 3)',
    ],
    ['no labels to draw by', () => new StratifiedShuffleSplit().split(X), 'needs y'],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});
