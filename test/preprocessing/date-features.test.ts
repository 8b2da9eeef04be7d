/** DateFeatures: the calendar by hand, laws, missing dates, and every refusal. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { load, save } from '../../src/formats/model-file.ts';
import { ColumnTransformer } from '../../src/preprocessing/column-transformer.ts';
import { DateFeatures, type DatePart } from '../../src/preprocessing/date-features.ts';
import { makeColumnTransformer } from '../../src/preprocessing/make-column-transformer.ts';
import { SimpleImputer } from '../../src/preprocessing/simple-imputer.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { errorOf } from '../error-of.ts';

const all: DatePart[] = ['year', 'month', 'day', 'weekday', 'dayOfYear', 'hour', 'minute', 'second', 'days'];
const sales = (...dates: (Date | null)[]): Table => Table.fromColumns({ sold: dates });
const moment = (text: string): Date => new Date(text);

test('parts of the calendar', async () => {
  const dates = new DateFeatures({ parts: all });
  const Z = await dates.fitTransform(
    sales(
      moment('2024-02-29T12:30:15.250Z'),
      moment('1970-01-01T00:00:00Z'),
      moment('1969-12-31T18:00:00Z'),
      moment('2023-12-31T00:00:00Z'),
    ),
  );
  expect(Z.toArray()).toEqual([
    [2024, 2, 29, 3, 60, 12, 30, 15.25, 19782 + (12.5 * 3600 + 15.25) / 86400],
    [1970, 1, 1, 3, 1, 0, 0, 0, 0],
    [1969, 12, 31, 2, 365, 18, 0, 0, -0.25],
    [2023, 12, 31, 6, 365, 0, 0, 0, 19722],
  ]);
  expect(dates.getFeatureNamesOut().slice(0, 2)).toEqual(['sold_year', 'sold_month']);
});

test('by default year, month, day and weekday; missing dates are missing numbers', async () => {
  const dates = new DateFeatures();
  const table = Table.fromColumns({ a: [moment('2024-01-01'), null], b: [null, moment('2025-08-16')] });
  const { NaN: nan } = Number;
  expect((await dates.fitTransform(table)).toArray()).toEqual([
    [2024, 1, 1, 0, nan, nan, nan, nan],
    [nan, nan, nan, nan, 2025, 8, 16, 5],
  ]);
  expect(dates.getFeatureNamesOut()).toEqual([
    'a_year',
    'a_month',
    'a_day',
    'a_weekday',
    'b_year',
    'b_month',
    'b_day',
    'b_weekday',
  ]);
  const back = await dates.inverseTransform(await dates.transform(table));
  expect(back.column('a').toArray()).toEqual([moment('2024-01-01'), null]);
});

test('inverse undoes transform (law)', async () => {
  const date = fc.option(
    fc.date({ min: moment('0001-01-01'), max: moment('9999-01-01'), noInvalidDate: true }),
  );
  const parts = fc.constantFrom<DatePart[]>(
    ['days'],
    ['year', 'month', 'day', 'hour', 'minute', 'second'],
    ['weekday', 'days', 'year'],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(date, { minLength: 1 }), parts, async (list, chosen) => {
      const dates = new DateFeatures({ parts: chosen });
      const table = Table.fromColumns({ seen: [...list, moment('2000-01-01')] });
      const back = await dates.inverseTransform(await dates.fitTransform(table));
      expect(back.column('seen').toArray()).toEqual(table.column('seen').toArray());
    }),
  );
});

test('on the way to a model, saved and loaded', async () => {
  const table = Table.fromColumns({
    when: [moment('2024-01-01'), null, moment('2024-01-03')],
    size: [1, 2, 3],
  });
  const columns = makeColumnTransformer(
    [
      makePipeline(new DateFeatures({ parts: ['days'] }), new SimpleImputer(), new StandardScaler()),
      { type: 'date' },
    ],
    [new StandardScaler(), { type: 'number' }],
  );
  const Z = await columns.fitTransform(table);
  expect(columns.getFeatureNamesOut()).toEqual(['pipeline__when_days', 'standardscaler__size']);
  expect(Z.toMatrix().data[2]).toBe(0);
  expect(await load(save(columns), ColumnTransformer).transform(table)).toEqual(Z);
});

test('a column without any date is one of missing dates', async () => {
  const dates = await new DateFeatures({ parts: ['year'] }).fit(sales(moment('2024-01-01')));
  expect((await dates.transform(Table.fromColumns({ sold: [null] }))).toArray()).toEqual([[Number.NaN]]);
});

test('refusals', async () => {
  const fit = (options: object, X: Table = sales(moment('2024-01-01'))): Promise<string> =>
    errorOf(() => new DateFeatures(options).fit(X));
  expect(await errorOf(() => new DateFeatures().transform(sales(null)))).toMatch('NOT_FITTED');
  expect(await fit({}, Table.fromColumns({ price: [3] }))).toBe(
    "INVALID_VALUE: DateFeatures needs dates, but column 'price' is a column of type 'number'.",
  );
  for (const parts of [[], ['week'], ['day', 'day'], 'day']) {
    expect(await fit({ parts })).toMatch(
      "INVALID_OPTION: DateFeatures: option 'parts' must be different ones",
    );
  }
  expect(await fit({ part: ['day'] })).toMatch(/UNKNOWN_OPTION.*'parts'/);
  expect(await fit({}, new Table([]))).toMatch('EMPTY_DATA');
  const dates = await new DateFeatures({ parts: ['month', 'weekday'] }).fit(sales(moment('2024-01-01')));
  expect(await errorOf(() => dates.inverseTransform([[1, 0]]))).toBe(
    'UNSUPPORTED: DateFeatures: month, weekday do not tell a date; that takes days, or year, month and day.',
  );
  expect(await errorOf(() => dates.transform(Table.fromColumns({ other: [null] })))).toMatch(
    'UNKNOWN_COLUMN',
  );
});
