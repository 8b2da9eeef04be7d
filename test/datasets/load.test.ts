/** The data sets that need no network. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toMatrix } from '../../src/core/matrix.ts';
import { loadDiamonds, loadIris, loadPenguins } from '../../src/datasets/index.ts';
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
