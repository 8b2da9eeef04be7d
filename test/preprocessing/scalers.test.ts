/**
 * StandardScaler and MinMaxScaler: scikit-learn's numbers (tolerance 1e-12; the fitted attributes 1e-15),
 * hand arithmetic for the special cases, laws, and every refusal.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { errorOf } from '../error-of.ts';
import { describeWithSharedData } from '../shared-data.ts';
import { casesOf, expectClose, readData } from './reference.ts';

describeWithSharedData('scikit-learn numbers', () => {
  test.each(casesOf('StandardScaler'))('StandardScaler on $data', async (reference) => {
    const X = readData(reference.data as string);
    const scaler = await new StandardScaler().fit(X);
    const Z = (await scaler.transform(X)).toArray() as number[][];
    expectClose(Z.slice(0, 5), reference.head);
    expectClose(Z.slice(-2), reference.tail);
    const back = (await scaler.inverseTransform(Z)).toArray() as number[][];
    expectClose(back.slice(0, 5), reference.inverse_head);
    const fitted = reference.fitted as Record<string, number[]>;
    expectClose(scaler.mean, fitted.mean_, 1e-15);
    expectClose(scaler.var, fitted.var_, 1e-15);
    expectClose(scaler.scale, fitted.scale_, 1e-15);
  });

  test.each(casesOf('MinMaxScaler'))('MinMaxScaler on $data, $params', async (reference) => {
    const X = readData(reference.data as string);
    const featureRange = reference.params?.feature_range as [number, number] | undefined;
    const scaler = await new MinMaxScaler({ featureRange }).fit(X);
    const Z = (await scaler.transform(X)).toArray() as number[][];
    expectClose(Z.slice(0, 5), reference.head);
    if (reference.fitted === undefined) return;
    expectClose(Z.slice(-2), reference.tail);
    const back = (await scaler.inverseTransform(Z)).toArray() as number[][];
    expectClose(back.slice(0, 5), reference.inverse_head);
    const fitted = reference.fitted as Record<string, number[]>;
    expectClose(scaler.scale, fitted.scale_, 1e-15);
    expectClose(scaler.min, fitted.min_, 1e-15);
    expectClose(scaler.dataMin, fitted.data_min_, 0);
    expectClose(scaler.dataMax, fitted.data_max_, 0);
  });
});

describe('StandardScaler', () => {
  test('arithmetic by hand: mean 3, variance (4 + 0 + 4) / 3', async () => {
    const scaler = new StandardScaler();
    const Z = await scaler.fitTransform([[1], [3], [5]]);
    expect(Array.from(scaler.mean!)).toEqual([3]);
    expectClose(scaler.var, [8 / 3], 1e-15);
    expectClose(Z.toArray(), [[-2 / Math.sqrt(8 / 3)], [0], [2 / Math.sqrt(8 / 3)]], 1e-15);
    expect(scaler.nSamplesSeen).toBe(3);
  });

  test('a constant column has scale 1, also where rounding leaves a little variance', async () => {
    const scaler = await new StandardScaler().fit(Array.from({ length: 1000 }, () => [0.1, 7]));
    expect(Array.from(scaler.scale!)).toEqual([1, 1]);
  });

  test('withMean and withStd switch each half off', async () => {
    const X = [
      [1, 10],
      [3, 30],
    ];
    const shifted = new StandardScaler({ withStd: false });
    expect((await shifted.fitTransform(X)).toArray()).toEqual([
      [-1, -10],
      [1, 10],
    ]);
    expect([shifted.var, shifted.scale]).toEqual([null, null]);
    const divided = new StandardScaler({ withMean: false });
    expect((await divided.fitTransform(X)).toArray()).toEqual([
      [1, 1],
      [3, 3],
    ]);
    expect(Array.from(divided.mean!)).toEqual([2, 20]);
    const neither = new StandardScaler({ withMean: false, withStd: false });
    expect((await neither.fitTransform(X)).toArray()).toEqual(X);
    expect(neither.mean).toBe(null);
  });

  test('NaN is left out when fitting and stays NaN', async () => {
    const scaler = new StandardScaler();
    const Z = await scaler.fitTransform([
      [1, 1],
      [Number.NaN, 3],
      [3, 5],
    ]);
    expect(Array.from(scaler.mean!)).toEqual([2, 3]);
    expect(scaler.nSamplesSeen).toEqual([2, 3]);
    expect((Z.toArray() as number[][]).map((row) => row[0])).toEqual([-1, Number.NaN, 1]);
  });

  test('float32 in, float32 out; int typed arrays become float64', async () => {
    const floats = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };
    expect((await new StandardScaler().fitTransform(floats)).dtype).toBe('float32');
    const bytes = { data: Uint8Array.of(1, 2, 3, 4), shape: [2, 2] };
    expect((await new StandardScaler().fitTransform(bytes)).dtype).toBe('float64');
  });

  test('the input is left alone', async () => {
    const data = Float64Array.of(1, 2, 3, 4);
    await new StandardScaler().fitTransform({ data, shape: [2, 2] });
    expect(Array.from(data)).toEqual([1, 2, 3, 4]);
  });

  test('scaled columns have mean 0 and variance 1 (law)', async () => {
    // Thousandths: squares of numbers near the smallest there are would vanish.
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((v) => Math.round(v * 1000) / 1000);
    const column = fc.array(number, { minLength: 3, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(column, async (values) => {
        const scaler = new StandardScaler();
        const Z = Array.from((await scaler.fitTransform(values.map((v) => [v]))).values);
        const mean = Z.reduce((sum, z) => sum + z, 0) / Z.length;
        expect(Math.abs(mean)).toBeLessThan(1e-6);
        if (scaler.scale![0] === 1) return;
        const variance = Z.reduce((sum, z) => sum + z * z, 0) / Z.length;
        expect(Math.abs(variance - 1)).toBeLessThan(1e-6);
      }),
    );
  });
});

describe('MinMaxScaler', () => {
  test('a constant column goes to the lower end', async () => {
    expect((await new MinMaxScaler({ featureRange: [2, 4] }).fitTransform([[5], [5]])).toArray()).toEqual([
      [2],
      [2],
    ]);
  });

  test('clip holds unseen values at the ends', async () => {
    const scaler = await new MinMaxScaler({ clip: true }).fit([[0], [10]]);
    expect((await scaler.transform([[-5], [5], [99], [Number.NaN]])).toArray()).toEqual([
      [0],
      [0.5],
      [1],
      [Number.NaN],
    ]);
    const free = await new MinMaxScaler().fit([[0], [10]]);
    expect((await free.transform([[-5], [20]])).toArray()).toEqual([[-0.5], [2]]);
  });

  test('attributes', async () => {
    const scaler = await new MinMaxScaler().fit([
      [1, Number.NaN],
      [3, 8],
      [2, 4],
    ]);
    expect(Array.from(scaler.dataMin)).toEqual([1, 4]);
    expect(Array.from(scaler.dataMax)).toEqual([3, 8]);
    expect(Array.from(scaler.dataRange)).toEqual([2, 4]);
    expect(Array.from(scaler.scale)).toEqual([0.5, 0.25]);
    expect(Array.from(scaler.min)).toEqual([-0.5, -1]);
    expect(scaler.nSamplesSeen).toBe(3);
  });
});

describe.each([
  ['StandardScaler', StandardScaler],
  ['MinMaxScaler', MinMaxScaler],
])('%s', (name, Scaler) => {
  const table = Table.fromColumns({ a: [1, 2, 4], b: [30, 10, 20], city: ['x', 'y', 'x'] });
  const numeric = table.select('a', 'b');

  test('inverse undoes transform', async () => {
    const scaler = new Scaler();
    const back = await scaler.inverseTransform(await scaler.fitTransform(numeric));
    expectClose(back.toArray(), [
      [1, 30],
      [2, 10],
      [4, 20],
    ]);
  });

  test('a table is read by column names, whatever their order', async () => {
    const scaler = await new Scaler().fit(numeric);
    expect(scaler.featureNamesIn).toEqual(['a', 'b']);
    expect(scaler.getFeatureNamesOut()).toEqual(['a', 'b']);
    const expected = (await scaler.transform(numeric)).toArray();
    expect((await scaler.transform(table.select('city', 'b', 'a'))).toArray()).toEqual(expected);
    expect(
      (
        await scaler.transform([
          [1, 30],
          [2, 10],
          [4, 20],
        ])
      ).toArray(),
    ).toEqual(expected);
  });

  test('names without a table', async () => {
    const scaler = await new Scaler().fit([
      [1, 2],
      [3, 4],
    ]);
    expect(scaler.featureNamesIn).toBe(null);
    expect(scaler.nFeaturesIn).toBe(2);
    expect(scaler.getFeatureNamesOut()).toEqual(['x0', 'x1']);
    expect(scaler.getFeatureNamesOut(['p', 'q'])).toEqual(['p', 'q']);
    expect(await errorOf(() => scaler.getFeatureNamesOut(['p']))).toMatch('LENGTH_MISMATCH');
  });

  test('refusals', async () => {
    const scaler = new Scaler();
    expect(await errorOf(() => scaler.transform([[1]]))).toBe(
      `NOT_FITTED: ${name} is not fitted yet; call fit first.`,
    );
    expect(await errorOf(() => scaler.getFeatureNamesOut())).toMatch('NOT_FITTED');
    expect(await errorOf(() => scaler.scale)).toMatch('NOT_FITTED');
    expect(await errorOf(() => scaler.fit([]))).toMatch('EMPTY_DATA');
    expect(await errorOf(() => scaler.fit([[]]))).toMatch('EMPTY_DATA');
    expect(await errorOf(() => scaler.fit(table))).toMatch(/INVALID_VALUE.*'city'/);
    expect(await errorOf(() => scaler.fit([[1], [Infinity]]))).toMatch(/NON_FINITE.*row 1, column 0/);
    await scaler.fit(numeric);
    expect(await errorOf(() => scaler.transform([[1]]))).toMatch('SHAPE_MISMATCH: X has 1 features');
    expect(await errorOf(() => scaler.transform(table.select('a')))).toMatch(/UNKNOWN_COLUMN.*'b'/);
    const misspelt = new Scaler({ [name === 'StandardScaler' ? 'withMeans' : 'clips']: true });
    expect(await errorOf(() => misspelt.fit([[1]]))).toMatch(/UNKNOWN_OPTION.*Did you mean/);
    const wrong = new Scaler(JSON.parse('{"withMean":1,"clip":1}'));
    expect(await errorOf(() => wrong.fit([[1]]))).toMatch(/UNKNOWN_OPTION|INVALID_OPTION/);
  });
});
