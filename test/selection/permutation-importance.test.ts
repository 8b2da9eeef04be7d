/** Permutation importance against scikit-learn's numbers, and what it says of people's own columns. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { columnOf } from '../../src/data/column-of.ts';
import { Table } from '../../src/data/table.ts';
import { r2Score } from '../../src/metrics/regression.ts';
import { permutationImportance } from '../../src/selection/permutation-importance.ts';
import { Tensor } from '../../src/tensor/tensor.ts';

const { permutationImportance: reference } = JSON.parse(
  readFileSync(new URL('../fixtures/inspection.json', import.meta.url), 'utf8'),
) as {
  permutationImportance: {
    X: number[][];
    y: number[];
    coef: number[];
    runs: {
      options: { randomState: number; nRepeats: number };
      importances: number[][];
      importancesMean: number[];
      importancesStd: number[];
    }[];
  };
};
const { X, y, coef, runs } = reference;

function expectClose(own: ArrayLike<number>, expected: readonly number[]): void {
  expect(own).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(own[i]).toBeCloseTo(value, 12);
}

/** Predicts Σ coef · x. */
const fixed = {
  score: async (features: Table | Tensor, targets: unknown): Promise<number> => {
    const { data, rows, columns } = features.toMatrix();
    const predicted = Array.from({ length: rows }, (_, i) =>
      coef.reduce((sum, weight, j) => sum + weight * data[i * columns + j], 0),
    );
    return r2Score(targets as number[], predicted);
  },
};

test.each(runs)(
  'scikit-learn: $options',
  async ({ options, importances, importancesMean, importancesStd }) => {
    const own = await permutationImportance(fixed, X, y, options);
    expectClose(own.importances.toMatrix().data, importances.flat());
    expectClose(own.importancesMean, importancesMean);
    expectClose(own.importancesStd, importancesStd);
  },
);

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
  ['EMPTY_DATA', [], [], {}],
])('%s', async (code, features, targets, options) => {
  await expect(permutationImportance(fixed, features, targets, options)).rejects.toMatchObject({ code });
});

test('a signal stops it', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(permutationImportance(fixed, X, y, { signal })).rejects.toThrow('enough');
});
