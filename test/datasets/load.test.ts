/** The data sets that need no network. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { toMatrix } from '../../src/core/matrix.ts';
import { loadDiamonds, loadDigits, loadIris, loadPenguins } from '../../src/datasets/index.ts';
import { sharedData, testWithSharedData } from '../shared-data.ts';

describe('loadIris', () => {
  test('150 rows of four numbers, 50 of each species', async () => {
    const iris = await loadIris();
    expect(iris.data.shape).toEqual([150, 4]);
    expect([0, 1, 2].map((k) => iris.target.filter((label) => label === k).length)).toEqual([50, 50, 50]);
    expect(iris.targetNames).toEqual(['setosa', 'versicolor', 'virginica']);
    expect(iris.table.columnNames).toEqual([...iris.featureNames, 'species']);
    expect(iris.table.column('species').at(149)).toBe('virginica');
    expect(toMatrix(iris.data).rows).toBe(150);
  });

  test('rows 34 and 37 are those of Fisher, which many copies have wrong', async () => {
    const { data } = (await loadIris()).data;
    expect([...data.slice(34 * 4, 35 * 4)]).toEqual([4.9, 3.1, 1.5, 0.2]);
    expect([...data.slice(37 * 4, 38 * 4)]).toEqual([4.9, 3.6, 1.4, 0.1]);
  });

  testWithSharedData("equals scikit-learn's, cell by cell", async () => {
    const rows = readFileSync(sharedData('sklearn/iris.csv'), 'utf8').trim().split('\n').slice(1);
    const cells = rows.map((row) => row.split(',').map(Number));
    const { data, target } = await loadIris();
    expect([...data.data]).toEqual(cells.flatMap((row) => row.slice(0, 4)));
    expect([...target]).toEqual(cells.map((row) => row[4]));
  });
});

describe('loadDigits', () => {
  test('1,797 images of ten digits', async () => {
    const { data, target, imageShape, featureNames, table } = await loadDigits();
    expect(data.shape).toEqual([1797, 64]);
    expect(imageShape).toEqual([8, 8]);
    expect([featureNames[0], featureNames[63]]).toEqual(['pixel_0_0', 'pixel_7_7']);
    expect(table.columnNames).toEqual([...featureNames, 'target']);
    // counted by scikit-learn 1.2.1's load_digits
    const values = Array.from(data.data);
    expect(values.slice(0, 8)).toEqual([0, 0, 5, 13, 9, 1, 0, 0]);
    expect(values.reduce((sum, value, k) => sum + value * (k % 64), 0)).toBe(17_660_653);
    expect(values.reduce((sum, value, k) => sum + value * Math.floor(k / 64), 0)).toBe(503_342_547);
    const counts = Array.from({ length: 10 }, (_, digit) => target.filter((each) => each === digit).length);
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    expect(table.toMatrix().data.slice(0, 64)).toEqual(data.data.slice(0, 64));
  });

  testWithSharedData("equals scikit-learn's, value by value", async () => {
    const text = gunzipSync(readFileSync(sharedData('sklearn/digits.csv.gz'))).toString();
    const rows = text
      .trim()
      .split('\n')
      .map((line) => line.split(',').map(Number));
    const { data, target } = await loadDigits();
    expect([...data.data]).toEqual(rows.flatMap((row) => row.slice(0, 64)));
    expect([...target]).toEqual(rows.map((row) => row[64]));
  });
});

describe('loadPenguins', () => {
  test('344 birds with their missing values', async () => {
    const { data, target, targetNames, table, featureNames } = await loadPenguins();
    expect(table.rowCount).toBe(344);
    expect(featureNames).toEqual([
      'island',
      'bill_length_mm',
      'bill_depth_mm',
      'flipper_length_mm',
      'body_mass_g',
      'sex',
    ]);
    expect(data.columnNames).toEqual(featureNames);
    expect(data.columns.map((column) => column.type)).toEqual([
      'category',
      'number',
      'number',
      'number',
      'number',
      'category',
    ]);
    expect(data.columns.map((column) => column.missing)).toEqual([0, 2, 2, 2, 2, 11]);
    expect([...targetNames].sort()).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    const count = (name: string): number => target.toArray().filter((label) => label === name).length;
    // the published counts
    expect([count('Adelie'), count('Chinstrap'), count('Gentoo')]).toEqual([152, 68, 124]);
  });
});

describe('loadDiamonds', () => {
  test('all 53,940 rows', async () => {
    const { data, target, table } = await loadDiamonds();
    expect(data.rowCount).toBe(53_940);
    expect(data.columnNames).toEqual(['carat', 'cut', 'color', 'clarity', 'depth', 'table', 'x', 'y', 'z']);
    expect(target.name).toBe('price');
    expect(target.length).toBe(53_940);
    // the figures of ggplot2's documentation: price $326–$18,823, carat 0.2–5.01, depth 43–79, table 43–95
    const spread = Object.fromEntries(
      table.describe().flatMap((s) => (s.type === 'number' ? [[s.name, [s.min, s.max]]] : [])),
    );
    expect(spread).toMatchObject({
      price: [326, 18_823],
      carat: [0.2, 5.01],
      depth: [43, 79],
      table: [43, 95],
    });
    expect(table.describe().map((s) => [s.type, s.missing])).toEqual(
      table.columnNames.map((name) => [
        ['cut', 'color', 'clarity'].includes(name) ? 'category' : 'number',
        0,
      ]),
    );
    expect(
      table
        .describe()
        .slice(1, 4)
        .map((s) => s.distinct),
    ).toEqual([5, 7, 8]);
  });
});
