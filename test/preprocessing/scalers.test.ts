/**
 * StandardScaler, MinMaxScaler and RobustScaler: scikit-learn's numbers (tolerance 1e-12; the fitted attributes 1e-15),
 * hand arithmetic for the special cases, laws, and every refusal.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { normalQuantile } from '../../src/preprocessing/quantiles.ts';
import { RobustScaler } from '../../src/preprocessing/robust-scaler.ts';
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

  test.each(casesOf('RobustScaler'))('RobustScaler on $data', async (reference) => {
    const X = readData(reference.data as string);
    const scaler = await new RobustScaler().fit(X);
    const Z = (await scaler.transform(X)).toArray() as number[][];
    expectClose(Z.slice(0, 5), reference.head);
    expectClose(Z.slice(-2), reference.tail);
    const back = (await scaler.inverseTransform(Z)).toArray() as number[][];
    expectClose(back.slice(0, 5), reference.inverse_head);
    const fitted = reference.fitted as Record<string, number[]>;
    expectClose(scaler.scale, fitted.scale_, 1e-15);
    expectClose(scaler.center, fitted.center_, 1e-15);
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

  // In two passes and, for more than a million numbers, in one.
  test.each([
    [10_000, 1e-12],
    [600_000, 1e-11],
  ])('no digits of %d rows are lost far from zero or beside an outlier', async (n, tolerance) => {
    const outlier = 2 ** 40;
    const data = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) data[2 * i] = 1e9 + i;
    data[1] = outlier;
    const scaler = await new StandardScaler().fit({ data, shape: [n, 2] });
    expectClose(scaler.mean, [1e9 + (n - 1) / 2, outlier / n], 1e-15);
    expectClose(scaler.var, [(n * n - 1) / 12, (outlier * outlier * (n - 1)) / (n * n)], tolerance);
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

describe('partialFit', () => {
  const numbers = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 8);
  const rows = fc.array(fc.tuple(numbers, numbers), { minLength: 2, maxLength: 20 });

  test('parts give what all rows at once give (law)', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(), async (X, at) => {
        const cut = 1 + (at % (X.length - 1));
        const standard = await new StandardScaler().fit(X);
        const inParts = new StandardScaler();
        await inParts.partialFit(X.slice(0, cut));
        await inParts.partialFit(X.slice(cut));
        expectClose(inParts.mean, standard.mean);
        expectClose(inParts.var, standard.var, 1e-9);
        expect(inParts.nSamplesSeen).toBe(X.length);
        const range = await new MinMaxScaler().partialFit(X.slice(0, cut));
        await range.partialFit(X.slice(cut));
        expect(range.toState()).toEqual((await new MinMaxScaler().fit(X)).toState());
      }),
    );
  });

  test('a weight of n is a row n times, a weight of 0 none (law)', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.infiniteStream(fc.nat({ max: 3 })), async (X, stream) => {
        const sampleWeight = X.map((_, i) => (i === 0 ? 1 : (stream.next().value as number)));
        const weighted = await new StandardScaler().fit(X, undefined, { sampleWeight });
        const repeated = X.flatMap((row, i) => Array.from({ length: sampleWeight[i] }, () => row));
        const plain = await new StandardScaler().fit(repeated);
        expectClose(weighted.mean, plain.mean);
        expectClose(weighted.var, plain.var, 1e-9);
        expect(weighted.nSamplesSeen).toBe(repeated.length);
      }),
    );
  });

  test('a column that is missing throughout one part keeps what the other said', async () => {
    const scaler = await new StandardScaler().partialFit([
      [1, Number.NaN],
      [3, Number.NaN],
    ]);
    await scaler.partialFit([[Number.NaN, 5]]);
    expect(Array.from(scaler.mean!)).toEqual([2, 5]);
    expect(Array.from(scaler.var!)).toEqual([1, 0]);
    expect(scaler.nSamplesSeen).toEqual([2, 1]);
    const range = await new MinMaxScaler().partialFit([[Number.NaN], [Number.NaN]]);
    await range.partialFit([[4], [6]]);
    await range.partialFit([[Number.NaN]]);
    expect([range.dataMin[0], range.dataMax[0], range.nSamplesSeen]).toEqual([4, 6, 5]);
  });

  test('goes on after saving and loading; fit starts anew', async () => {
    const scaler = await new StandardScaler({ withMean: false }).fit([[1], [3]]);
    const loaded = StandardScaler.fromState(scaler.toState());
    await loaded.partialFit([[5]]);
    expect(loaded.mean).toEqual(Float64Array.of(3));
    await loaded.fit([[7]]);
    expect(loaded.nSamplesSeen).toBe(1);
    const state = scaler.toState();
    const damaged = { ...state, attributes: { ...state.attributes, nSamplesSeen: [1, 2] } };
    expect(await errorOf(() => StandardScaler.fromState(damaged))).toMatch('CORRUPT_FILE');
  });

  test('refusals', async () => {
    const scaler = await new StandardScaler().fit([[1], [3]]);
    expect(await errorOf(() => scaler.partialFit([[1, 2]]))).toMatch('SHAPE_MISMATCH: X has 2 features');
    expect(await errorOf(() => scaler.partialFit([]))).toMatch(/EMPTY_DATA|SHAPE_MISMATCH/);
    const weigh = (sampleWeight: number[]): Promise<string> =>
      errorOf(() => scaler.fit([[1], [3]], undefined, { sampleWeight }));
    expect(await weigh([1])).toBe('LENGTH_MISMATCH: X has 2 rows, but sampleWeight has 1.');
    expect(await weigh([1, -1])).toMatch('INVALID_VALUE: sampleWeight must hold numbers ≥ 0; row 1 is -1.');
    expect(await weigh([0, 0])).toMatch('INVALID_VALUE');
    const misspelt = { sampleWeights: [1, 1] } as object;
    expect(await errorOf(() => scaler.fit([[1], [3]], undefined, misspelt))).toMatch(
      "UNKNOWN_OPTION: StandardScaler.fit has no option 'sampleWeights'. Did you mean 'sampleWeight'?",
    );
    expect(scaler.mean).toEqual(Float64Array.of(2));
  });
});

describe('RobustScaler', () => {
  test('arithmetic by hand: median 3, quartiles 2 and 4; a wild value changes nothing', async () => {
    const scaler = new RobustScaler();
    const Z = await scaler.fitTransform([[1], [2], [3], [4], [1000]]);
    expect(Z.toArray()).toEqual([[-1], [-0.5], [0], [0.5], [498.5]]);
    expect([scaler.center, scaler.scale]).toEqual([Float64Array.of(3), Float64Array.of(2)]);
  });

  test('each half switched off', async () => {
    const shifted = new RobustScaler({ withScaling: false });
    expect((await shifted.fitTransform([[1], [2], [9]])).toArray()).toEqual([[-1], [0], [7]]);
    expect(shifted.scale).toBe(null);
    const divided = new RobustScaler({ withCentering: false });
    expect((await divided.fitTransform([[1], [3], [5]])).toArray()).toEqual([[0.5], [1.5], [2.5]]);
    expect(divided.center).toBe(null);
  });

  test('quantiles of the normal distribution', () => {
    // Abramowitz & Stegun, table 26.5: P(z) = 0.975 at 1.95996 39845 40054
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.25)).toBe(-normalQuantile(0.75));
    expect(Math.abs(normalQuantile(0.5))).toBe(0);
  });

  test('options that make no sense', async () => {
    const fit = (options: object): Promise<string> =>
      errorOf(() => new RobustScaler(options).fit([[1], [2]]));
    expect(await fit({ quantileRange: [75, 25] })).toMatch('INVALID_OPTION');
    expect(await fit({ quantileRange: [0, 100], unitVariance: true })).toMatch(
      'INVALID_OPTION: RobustScaler: unitVariance needs a quantileRange with 0 < low < high < 100, got [0, 100].',
    );
    expect(await fit({ quantileRange: [0, 100] })).toBe('nothing thrown');
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
  ['RobustScaler', RobustScaler],
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

  test('saved and loaded', async () => {
    const scaler = await new Scaler().fit(numeric);
    const loaded = Scaler.fromState(scaler.toState());
    expect(loaded.toState()).toEqual(scaler.toState());
    expect(await loaded.transform(numeric)).toEqual(await scaler.transform(numeric));
    expect(Scaler.fromState(new Scaler().toState()).toState()).toEqual(new Scaler().toState());
  });

  test('a row more than fits a strip, in both types, and infinities found in it', async () => {
    const rows = 2 ** 14 + 3;
    const data = Float64Array.from({ length: rows * 2 }, (_, i) => i % 7);
    const scaler = await new Scaler().fit({ data, shape: [rows, 2] });
    const Z = (await scaler.transform({ data, shape: [rows, 2] })).values;
    const single = (await scaler.transform({ data: Float32Array.from(data), shape: [rows, 2] })).values;
    expect(single).toEqual(Float32Array.from(Z));
    const [last] = (
      await scaler.transform([[data[rows * 2 - 2], data[rows * 2 - 1]]])
    ).toArray() as number[][];
    expect(Array.from(Z.slice(-2))).toEqual(last);
    data[rows * 2 - 1] = -Infinity;
    data[5] = Number.NaN;
    expect(await errorOf(() => scaler.transform({ data, shape: [rows, 2] }))).toMatch(
      `NON_FINITE: X contains -Infinity at row ${rows - 1}, column 1`,
    );
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
    const slips = { StandardScaler: 'withMeans', MinMaxScaler: 'clips', RobustScaler: 'unitVariances' };
    const misspelt = new Scaler({ [slips[name as keyof typeof slips]]: true });
    expect(await errorOf(() => misspelt.fit([[1]]))).toMatch(/UNKNOWN_OPTION.*Did you mean/);
    const wrong = new Scaler(JSON.parse('{"withMean":1,"clip":1}'));
    expect(await errorOf(() => wrong.fit([[1]]))).toMatch(/UNKNOWN_OPTION|INVALID_OPTION/);
  });
});
