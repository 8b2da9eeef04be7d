/**
 * covtypeModel: its features, computed anew by hand on made-up rows, and that it learns, is saved and is loaded. How
 * good it is on real rows is for test/cli/covertype.slow.test.ts.
 */
import { describe, expect, test } from 'vitest';
import type { ShapedArray } from '../../src/core/matrix.ts';
import { Table } from '../../src/data/table.ts';
import { covtypeModel } from '../../src/estimators/covtype-model.ts';
import { load, save } from '../../src/formats/model-file.ts';
import type { ColumnTransformer } from '../../src/preprocessing/column-transformer.ts';
import { RandomState } from '../../src/random/random-state.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';

const ROWS = 60;
/** About the ranges of the real columns. */
const lowest = [1859, 0, 0, 0, -173, 0, 0, 0, 0, 0];
const highest = [3858, 360, 66, 1397, 601, 7117, 254, 254, 254, 7173];

/** Rows in the form of the data set: ten measures, one of 4 areas, one of 40 soils. */
function madeUp(): { X: ShapedArray; y: Int32Array } {
  const random = new RandomState(0);
  const data = new Float32Array(ROWS * 54);
  const y = new Int32Array(ROWS);
  for (let i = 0; i < ROWS; i++) {
    for (let j = 0; j < 10; j++) data[i * 54 + j] = Math.round(random.uniform(lowest[j], highest[j]));
    data[i * 54 + 10 + random.randint(4)] = 1;
    data[i * 54 + 14 + random.randint(40)] = 1;
    y[i] = data[i * 54] > 2800 ? 7 : 3;
  }
  return { X: { data, shape: [ROWS, 54] }, y };
}

const { X, y } = madeUp();
const column = (j: number): number[] => Array.from({ length: ROWS }, (_, i) => X.data[i * 54 + j]);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function standardized(values: readonly number[]): number[] {
  const center = mean(values);
  const spread = Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
  return values.map((value) => (value - center) / spread);
}

/** Column j from 0 to `periods` times 2π. */
function stretched(j: number, periods: number): number[] {
  const values = column(j);
  const low = Math.min(...values);
  const high = Math.max(...values);
  return values.map((value) => ((value - low) / (high - low)) * 2 * Math.PI * periods);
}

async function features(): Promise<number[][]> {
  const [, transformer] = covtypeModel().steps[0];
  return ((await (transformer as ColumnTransformer).fitTransform(X)) as Tensor).toArray() as number[][];
}

function expectColumn(rows: readonly number[][], j: number, expected: readonly number[]): void {
  for (const [i, row] of rows.entries()) expect(row[j]).toBeCloseTo(expected[i], 4);
}

describe('features', () => {
  test('ten measures, 44 flags, 384 waves', async () => {
    const rows = await features();
    expect([rows.length, rows[0].length]).toEqual([ROWS, 10 + 44 + 384]);
  });

  test('measures are standardized', async () => {
    const rows = await features();
    for (let j = 0; j < 10; j++) expectColumn(rows, j, standardized(column(j)));
  });

  test('flags are 0 and 6', async () => {
    const rows = await features();
    for (const [i, row] of rows.entries()) {
      for (let j = 10; j < 54; j++) expect(row[j]).toBe(6 * X.data[i * 54 + j]);
    }
  });

  test('waves run over elevation and the four distances', async () => {
    const rows = await features();
    const random = new RandomState(0);
    const weights = random.normal(0, 1, [5, 384]);
    const offset = random.uniform(0, 2 * Math.PI, 384);
    const places = [stretched(0, 4), stretched(3, 0.5), stretched(4, 0.5), stretched(5, 3), stretched(9, 3)];
    for (const wave of [0, 1, 100, 383]) {
      const values = Array.from({ length: ROWS }, (_, i) => {
        const along = places.reduce((sum, place, d) => sum + place[i] * weights[d * 384 + wave], 0);
        return Math.cos(along + offset[wave]);
      });
      expectColumn(rows, 54 + wave, standardized(values));
    }
  });
});

test('it learns from arrays and tables alike, is saved and loaded, and takes options of the network', async () => {
  const options = { hiddenLayerSizes: [8], maxIter: 30, batchSize: 10, randomState: 1, onWarning() {} };
  const model = await covtypeModel(options).fit(X, y);
  expect(await model.score(X, y)).toBeGreaterThan(0.9);
  const network = model.at(-1) as { coefs?: readonly Tensor[] };
  expect(network.coefs?.map(({ shape }) => shape)).toEqual([
    [438, 8],
    [8, 1],
  ]);
  const again = await load(await save(model));
  expect(await again.predict(X)).toEqual(await model.predict(X));

  const names = Array.from({ length: 54 }, (_, j) => `c${j}`);
  const table = Table.fromColumns(Object.fromEntries(names.map((name, j) => [name, column(j)])));
  const fromTable = await covtypeModel(options).fit(table, y);
  expect(await fromTable.score(table, y)).toBeGreaterThan(0.9);
});

test('rows that lack columns are refused', async () => {
  const narrow = { data: X.data.subarray(0, 53 * 10), shape: [10, 53] };
  expect(await errorOf(() => covtypeModel().fit(narrow, y.subarray(0, 10)))).toMatch(/column/);
});
