/** Permutation importance against scikit-learn's numbers, and what it says of people's own columns. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { columnOf } from '../../src/data/column-of.ts';
import { Table } from '../../src/data/table.ts';
import { r2Score } from '../../src/metrics/regression.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { sampleRows } from '../../src/random/sample-rows.ts';
import { permutationImportance, type ScoringOptions } from '../../src/selection/permutation-importance.ts';
import { Tensor } from '../../src/tensor/tensor.ts';

interface Run {
  readonly options: { randomState: number; nRepeats: number; maxSamples?: number; weighted?: boolean };
  readonly importances: number[][];
  readonly importancesMean: number[];
  readonly importancesStd: number[];
}

const { permutationImportance: reference } = JSON.parse(
  readFileSync(new URL('../fixtures/inspection.json', import.meta.url), 'utf8'),
) as {
  permutationImportance: {
    X: number[][];
    y: number[];
    coef: number[];
    runs: Run[];
    weights: number[];
    sampled: Run[];
    drawn: { population: number; count: number; seed: number; rows: number[] }[];
  };
};
const { X, y, coef, runs, weights, sampled, drawn } = reference;

function expectClose(own: ArrayLike<number>, expected: readonly number[]): void {
  expect(own).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(own[i]).toBeCloseTo(value, 12);
}

/** Predicts Σ coef · x. */
const fixed = {
  score: async (features: Table | Tensor, targets: unknown, options?: ScoringOptions): Promise<number> => {
    const { data, rows, columns } = features.toMatrix();
    const predicted = Array.from({ length: rows }, (_, i) =>
      coef.reduce((sum, weight, j) => sum + weight * data[i * columns + j], 0),
    );
    return r2Score(targets as number[], predicted, options);
  },
};

test.each([...runs, ...sampled])(
  'scikit-learn: $options',
  async ({ options: { weighted, ...options }, importances, importancesMean, importancesStd }) => {
    const sampleWeight = weighted ? weights : undefined;
    const own = await permutationImportance(fixed, X, y, { ...options, sampleWeight });
    expectClose(own.importances.toMatrix().data, importances.flat());
    expectClose(own.importancesMean, importancesMean);
    expectClose(own.importancesStd, importancesStd);
  },
);

test.each(drawn)('scikit-learn draws $count of $population rows', ({ population, count, seed, rows }) => {
  expect([...sampleRows(new RandomState(seed), population, count)]).toEqual(rows);
});

test("a table's columns are shuffled as they are, and the numbers are those of the matrix", async () => {
  const table = new Table(
    ['a', 'b', 'c', 'd'].map((name, j) =>
      columnOf(
        name,
        X.map((row) => row[j]),
      ),
    ),
  );
  const own = await permutationImportance(fixed, table, y, runs[0].options);
  expect(own.columnNames).toEqual(['a', 'b', 'c', 'd']);
  expectClose(own.importancesMean, runs[0].importancesMean);
});

test('X itself is left alone, and a score of your own is asked', async () => {
  const before = structuredClone(X);
  const seen: unknown[] = [];
  const { importancesMean } = await permutationImportance(fixed, X, y, {
    nRepeats: 2,
    randomState: 1,
    scoring: (model, features) => {
      seen.push(model === fixed, features instanceof Tensor);
      return 1;
    },
  });
  expect(X).toEqual(before);
  expect(seen).toHaveLength(2 * (1 + 4 * 2));
  expect(new Set(seen)).toEqual(new Set([true]));
  expect([...importancesMean]).toEqual([0, 0, 0, 0]);
});

test.each<[string, number[][], number[], object]>([
  ['UNKNOWN_OPTION', X, y, { repeats: 2 }],
  ['INVALID_OPTION', X, y, { nRepeats: 0 }],
  ['LENGTH_MISMATCH', X, y.slice(1), {}],
  ['LENGTH_MISMATCH', X, y, { sampleWeight: [1, 2] }],
  ['INVALID_OPTION', X, y, { maxSamples: 1000 }],
  ['INVALID_OPTION', X, y, { maxSamples: 0.001 }],
  ['INVALID_OPTION', X, y, { maxSamples: 2.5 }],
  ['EMPTY_DATA', [], [], {}],
])('%s', async (code, features, targets, options) => {
  await expect(permutationImportance(fixed, features, targets, options)).rejects.toMatchObject({ code });
});

test('a signal stops it', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(permutationImportance(fixed, X, y, { signal })).rejects.toThrow('enough');
});
