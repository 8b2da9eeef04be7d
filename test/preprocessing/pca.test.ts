/**
 * PCA: scikit-learn's numbers on public data (tolerance 1e-12; reference-more.test.ts has more), the geometry
 * by hand, laws, and every refusal.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { load, save } from '../../src/formats/model-file.ts';
import { PCA } from '../../src/preprocessing/pca.ts';
import { fromTyped } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';
import { describeWithSharedData } from '../shared-data.ts';
import { casesOf, expectClose, readData } from './reference.ts';

describeWithSharedData('scikit-learn numbers', () => {
  test.each(casesOf('PCA'))('PCA on $data', async (reference) => {
    const X = readData(reference.data as string);
    const pca = await new PCA().fit(X);
    const known = (reference.explained_variance_ as number[]).length;
    expectClose(pca.explainedVariance.slice(0, known), reference.explained_variance_);
    expectClose(pca.explainedVarianceRatio.slice(0, known), reference.explained_variance_ratio_);
    const axes = reference.abs_components as number[][];
    const own = (pca.components.toArray() as number[][]).slice(0, axes.length);
    expectClose(
      own.map((axis) => axis.map(Math.abs)),
      axes,
    );
    expect((await new PCA({ nComponents: 0.95 }).fit(X)).nComponents).toBe(reference.n_for_95);
  });

  test('eigenvalues and singular values agree', async () => {
    const X = readData('diabetes');
    const byRows = await new PCA({ svdSolver: 'full' }).fit(X);
    const byCovariance = await new PCA({ svdSolver: 'covariance_eigh' }).fit(X);
    expectClose(byCovariance.explainedVariance, byRows.explainedVariance);
    expectClose(byCovariance.components.toArray(), byRows.components.toArray(), 1e-10);
  });
});

/** Points on the line through (1, 2) in direction (3, 4)/5, at −2, 0 and 2. */
const line = [
  [1 - 1.2, 2 - 1.6],
  [1, 2],
  [1 + 1.2, 2 + 1.6],
];

describe('by hand', () => {
  test('a line has one direction', async () => {
    const pca = new PCA();
    const Z = await pca.fitTransform(line);
    expectClose(pca.mean, [1, 2]);
    expectClose(pca.components.values.slice(0, 2), [0.6, 0.8]);
    expectClose(pca.explainedVariance, [4, 0]);
    expectClose(pca.explainedVarianceRatio, [1, 0]);
    expectClose(pca.singularValues, [Math.sqrt(8), 0]);
    expectClose(Z.toArray(), [
      [-2, 0],
      [0, 0],
      [2, 0],
    ]);
    expect(pca.nSamples).toBe(3);
    expect(pca.getFeatureNamesOut()).toEqual(['pca0', 'pca1']);
  });

  test('whitening gives variance 1, and is undone', async () => {
    const pca = new PCA({ nComponents: 1, whiten: true });
    const Z = await pca.fitTransform(line);
    expectClose(Z.toArray(), [[-1], [0], [1]]);
    expectClose((await pca.inverseTransform(Z)).toArray(), line);
  });

  test('no variance at all: shares of 0, as there is nothing to share', async () => {
    const pca = new PCA({ nComponents: 0.5 });
    const Z = await pca.fitTransform([
      [3, 4],
      [3, 4],
    ]);
    expect(Array.from(pca.explainedVarianceRatio)).toEqual([0, 0]);
    expect(Z.toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test('a whitened component without variance stays finite', async () => {
    const Z = await new PCA({ whiten: true }).fitTransform(line);
    expect(Array.from(Z.values).every(Number.isFinite)).toBe(true);
  });
});

describe('laws', () => {
  const number = fc.integer({ min: -100, max: 100 }).map((n) => n / 4);
  const matrix = fc
    .tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 6 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(number, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
  const svdSolver = fc.constantFrom('full' as const, 'covariance_eigh' as const);

  test('all components together lose nothing', async () => {
    await fc.assert(
      fc.asyncProperty(matrix, svdSolver, async (X, solver) => {
        const pca = new PCA({ svdSolver: solver });
        expectClose((await pca.inverseTransform(await pca.fitTransform(X))).toArray(), X, 1e-9);
      }),
    );
  });

  test('components are orthogonal, of length 1, with their largest number positive; variances fall', async () => {
    await fc.assert(
      fc.asyncProperty(matrix, svdSolver, async (X, solver) => {
        const pca = await new PCA({ svdSolver: solver }).fit(X);
        const axes = pca.components.toArray() as number[][];
        const spread = pca.explainedVariance;
        for (const [a, first] of axes.entries()) {
          const size = first.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0);
          expect(size).toBeGreaterThan(0);
          if (a > 0) expect(spread[a]).toBeLessThanOrEqual(spread[a - 1]);
          for (const [b, second] of axes.entries()) {
            const product = first.reduce((sum, x, j) => sum + x * second[j], 0);
            expect(Math.abs(product - (a === b ? 1 : 0))).toBeLessThan(1e-9);
          }
        }
      }),
    );
  });
});

test('many rows go in several products', async () => {
  const columns = 2 ** 10;
  const rows = 2 ** 11 + 5;
  // One direction and a little of another: no rounding of the 1024 columns may hide it.
  const data = Float64Array.from({ length: rows * columns }, (_, k) => {
    const [i, j] = [Math.floor(k / columns), k % columns];
    return (j === 7 ? 3 : 0) * Math.sin(i) + (j === 9 ? Math.cos(i) : 0) + 5;
  });
  const X = { data, shape: [rows, columns] };
  const Z = await new PCA({ nComponents: 2, svdSolver: 'covariance_eigh' }).fit(X);
  const projected = (await Z.transform(X)).values;
  expectClose(projected.slice(-2), [3 * Math.sin(rows - 1), Math.cos(rows - 1)], 1e-2);
  expect(Z.noiseVariance).toBeLessThan(1e-12);
}, 120_000);

test('float32 in, float32 out', async () => {
  const X = fromTyped(Float32Array.from(line.flat()), [3, 2]);
  const pca = new PCA({ nComponents: 1 });
  const Z = await pca.fitTransform(X);
  expect(Z.dtype).toBe('float32');
  expect((await pca.inverseTransform(Z)).dtype).toBe('float32');
});

test('saved and loaded', async () => {
  const table = Table.fromColumns({ a: [1, 2, 4], b: [3, 1, 2] });
  const pca = await new PCA({ nComponents: 1, whiten: true }).fit(table);
  const loaded = load(save(pca), PCA);
  expect(await loaded.transform(table)).toEqual(await pca.transform(table));
  expect(loaded.toState()).toEqual(pca.toState());
  expect(loaded.featureNamesIn).toEqual(['a', 'b']);
});

test('refusals', async () => {
  const fit = (X: number[][], options: object = {}): Promise<string> =>
    errorOf(() => new PCA(options).fit(X));
  expect(await errorOf(() => new PCA().transform(line))).toBe(
    'NOT_FITTED: PCA is not fitted yet; call fit first.',
  );
  expect(await errorOf(() => new PCA().components)).toMatch('NOT_FITTED');
  expect(await fit([])).toMatch('EMPTY_DATA');
  expect(await fit([[1, 2]])).toBe('EMPTY_DATA: PCA needs at least two rows to fit, got one.');
  expect(await fit([[1], [Number.NaN]])).toMatch(/NON_FINITE: X contains NaN at row 1, column 0; impute/);
  expect(await fit(line, { nComponents: 3 })).toBe(
    'INVALID_OPTION: PCA: nComponents is 3, but 3 rows of 2 features have at most 2.',
  );
  for (const nComponents of [0, -1, 1.5, Number.NaN, 'mle']) {
    expect(await fit(line, { nComponents })).toMatch("INVALID_OPTION: PCA: option 'nComponents'");
  }
  expect(await fit(line, { svdSolver: 'arpack' })).toMatch('INVALID_OPTION');
  expect(await fit(line, { n_components: 1 })).toMatch(/UNKNOWN_OPTION.*Did you mean 'nComponents'/);
  const pca = await new PCA({ nComponents: 1 }).fit(line);
  expect(await errorOf(() => pca.transform([[1]]))).toMatch('SHAPE_MISMATCH: X has 1 features');
  expect(await errorOf(() => pca.inverseTransform(line))).toMatch('SHAPE_MISMATCH: X has 2 features');
});
