/** SimpleImputer: scikit-learn's results, text columns, indicators, empty features, and every refusal. */
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { SimpleImputer } from '../../src/preprocessing/simple-imputer.ts';
import { fromTyped, type Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';
import { casesOf } from './reference.ts';

test.each(casesOf('SimpleImputer'))('scikit-learn numbers: $params', async (reference) => {
  const { strategy } = reference.params as { strategy: 'mean' };
  const X = reference.X as (number | null)[][];
  expect(((await new SimpleImputer({ strategy }).fitTransform(X)) as Tensor).toArray()).toEqual(
    reference.result,
  );
});

const { NaN: nan } = Number;
const mixed = Table.fromColumns({
  age: [20, null, 40, 20],
  town: ['A', 'B', null, 'B'],
  alone: [true, null, false, true],
});

describe('numbers', () => {
  test('the median of an even count is the middle', async () => {
    expect(
      (await new SimpleImputer({ strategy: 'median' }).fit([[4], [nan], [1], [2], [9]])).statistics,
    ).toEqual([3]);
  });

  test('of equally frequent values the smallest', async () => {
    const imputer = await new SimpleImputer({ strategy: 'most_frequent' }).fit([[5], [3], [5], [3], [1]]);
    expect(imputer.statistics).toEqual([3]);
  });

  test('a constant', async () => {
    const Z = await new SimpleImputer({ strategy: 'constant', fillValue: -1 }).fitTransform([[1], [nan]]);
    expect((Z as Tensor).toArray()).toEqual([[1], [-1]]);
    const zero = await new SimpleImputer({ strategy: 'constant' }).fitTransform([[1], [nan]]);
    expect((zero as Tensor).toArray()).toEqual([[1], [0]]);
  });

  test('truth values count as 0 and 1', async () => {
    const Z = await new SimpleImputer().fitTransform(mixed.select('age', 'alone'));
    expect((Z as Tensor).toArray()).toEqual([
      [20, 1],
      [80 / 3, 2 / 3],
      [40, 0],
      [20, 1],
    ]);
  });

  test('float32 stays float32', async () => {
    const Z = await new SimpleImputer().fitTransform(fromTyped(Float32Array.of(1, nan, 4), [3, 1]));
    expect((Z as Tensor).dtype).toBe('float32');
    expect((Z as Tensor).toArray()).toEqual([[1], [2.5], [4]]);
  });

  test('indicators for the features that had missing values', async () => {
    const imputer = new SimpleImputer({ addIndicator: true });
    const Z = await imputer.fitTransform([
      [1, 2],
      [nan, 4],
    ]);
    expect((Z as Tensor).toArray()).toEqual([
      [1, 2, 0],
      [1, 4, 1],
    ]);
    expect(imputer.getFeatureNamesOut()).toEqual(['x0', 'x1', 'missingindicator_x0']);
    expect(((await imputer.transform([[3, nan]])) as Tensor).toArray()).toEqual([[3, 3, 0]]);
  });

  test('a feature without any value is left out, with a warning, or kept', async () => {
    const X = [
      [1, nan],
      [3, nan],
    ];
    const imputer = new SimpleImputer();
    expect(((await imputer.fitTransform(X)) as Tensor).toArray()).toEqual([[1], [3]]);
    expect(imputer.getFeatureNamesOut()).toEqual(['x0']);
    expect(imputer.statistics).toEqual([2, null]);
    expect(imputer.warnings).toEqual([
      { code: 'DATA', message: 'SimpleImputer: column 1 has no value at all and is left out.' },
    ]);
    const keeper = new SimpleImputer({ keepEmptyFeatures: true });
    expect(((await keeper.fitTransform(X)) as Tensor).toArray()).toEqual([
      [1, 0],
      [3, 0],
    ]);
    const constant = new SimpleImputer({ strategy: 'constant', fillValue: 'none', keepEmptyFeatures: true });
    const Z = (await constant.fitTransform([[nan]])) as Table;
    expect(Z.column('x0').toArray()).toEqual(['none']);
  });
});

describe('text', () => {
  test('the result is a table when any column is text', async () => {
    const imputer = new SimpleImputer({ strategy: 'most_frequent' });
    const Z = (await imputer.fitTransform(mixed)) as Table;
    expect([...Z.rows()]).toEqual([
      { age: 20, town: 'A', alone: 1 },
      { age: 20, town: 'B', alone: 1 },
      { age: 40, town: 'B', alone: 0 },
      { age: 20, town: 'B', alone: 1 },
    ]);
    expect(imputer.statistics).toEqual([20, 'B', 1]);
  });

  test('a constant', async () => {
    const Z = (await new SimpleImputer({ strategy: 'constant' }).fitTransform([['a'], [null]])) as Table;
    expect(Z.column('x0').toArray()).toEqual(['a', 'missing_value']);
  });

  test('a text column that is missing throughout when transforming', async () => {
    const imputer = await new SimpleImputer({ strategy: 'most_frequent' }).fit([['a'], ['a'], ['b']]);
    expect(((await imputer.transform([[null]])) as Table).column('x0').toArray()).toEqual(['a']);
  });
});

describe('a value that says "missing"', () => {
  test('numbers and text, each where it stands', async () => {
    const table = Table.fromColumns({ size: [-1, 4, 6], town: ['?', 'A', 'A'], alone: [true, false, false] });
    const number = new SimpleImputer({ missingValues: -1 });
    expect(((await number.fitTransform(table.select('size'))) as Tensor).toArray()).toEqual([[5], [4], [6]]);
    const text = new SimpleImputer({ missingValues: '?', strategy: 'most_frequent', addIndicator: true });
    const Z = (await text.fitTransform(table)) as Table;
    expect([...Z.rows()][0]).toEqual({ size: -1, town: 'A', alone: 1, missingindicator_town: 1 });
    const back = (await text.inverseTransform(Z)) as Table;
    expect(back.column('town').toArray()).toEqual(['?', 'A', 'A']);
    expect(back.column('size').toArray()).toEqual([-1, 4, 6]);
  });

  test('mostly different texts', async () => {
    const notes = Array.from({ length: 400 }, (_, i) => (i === 3 ? 'none' : `note ${i} of many`));
    const table = Table.fromColumns({ note: notes });
    expect(table.column('note').type).toBe('text');
    const imputer = new SimpleImputer({ missingValues: 'none', strategy: 'constant', fillValue: '' });
    expect(((await imputer.fitTransform(table)) as Table).column('note').at(3)).toBe('');
  });

  test('blanks are then a mistake', async () => {
    expect(await errorOf(() => new SimpleImputer({ missingValues: -1 }).fit([[-1], [nan]]))).toBe(
      "NON_FINITE: row 1, column 0 has no value, but option 'missingValues' says that missing ones are -1.",
    );
  });

  test('NaN and null mean blanks', async () => {
    for (const missingValues of [nan, null, undefined]) {
      const imputer = new SimpleImputer({ missingValues });
      expect(((await imputer.fitTransform([[2], [nan]])) as Tensor).toArray()).toEqual([[2], [2]]);
    }
  });
});

describe('undone', () => {
  test('by the indicators, with features that were left out', async () => {
    const imputer = new SimpleImputer({ addIndicator: true });
    const X = [
      [1, nan, 3, 5],
      [nan, nan, 4, 6],
    ];
    const Z = await imputer.fitTransform(X);
    expect(((await imputer.inverseTransform(Z)) as Tensor).toArray()).toEqual(X);
    expect(await errorOf(() => imputer.inverseTransform([[1, 2]]))).toMatch(
      'SHAPE_MISMATCH: X has 2 features, but the output of SimpleImputer was fitted with 5',
    );
  });

  test('needs the indicators', async () => {
    const imputer = await new SimpleImputer().fit([[1]]);
    expect(await errorOf(() => imputer.inverseTransform([[1]]))).toBe(
      'UNSUPPORTED: SimpleImputer: only with addIndicator: true can it be undone.',
    );
  });
});

test('refusals', async () => {
  const imputer = new SimpleImputer();
  expect(await errorOf(() => imputer.transform([[1]]))).toMatch('NOT_FITTED');
  expect(await errorOf(() => imputer.fit(mixed))).toBe(
    "INVALID_VALUE: SimpleImputer: strategy 'mean' needs numbers, but column 'town' holds text; use 'most_frequent' or 'constant' for it.",
  );
  expect(await errorOf(() => imputer.fit([[1], [Infinity]]))).toMatch(
    'NON_FINITE: row 1, column 0 is Infinity',
  );
  expect(await errorOf(() => imputer.fit([]))).toMatch('EMPTY_DATA');
  expect(await errorOf(() => imputer.fit(Table.fromColumns({ d: [new Date(0), null] })))).toMatch(
    "column 'd' holds dates",
  );
  await imputer.fit(mixed.select('age'));
  expect(await errorOf(() => imputer.transform(Table.fromColumns({ age: ['x'] })))).toMatch(
    "INVALID_VALUE: row 0, column 'age' is the text 'x'",
  );
  expect(await errorOf(() => imputer.transform(mixed.select('town')))).toMatch('UNKNOWN_COLUMN');
  const text = await new SimpleImputer({ strategy: 'most_frequent' }).fit([['a']]);
  expect(await errorOf(() => text.transform([[3]]))).toMatch(
    'INVALID_VALUE: row 0, column 0 is 3, but fit saw text.',
  );
  const wrong = new SimpleImputer({ strategy: 'constant', fillValue: 0 });
  expect(await errorOf(() => wrong.fit([['a'], [null]]))).toMatch(
    "INVALID_OPTION: SimpleImputer: option 'fillValue' is 0, but column 0 holds text.",
  );
  expect(await errorOf(() => new SimpleImputer({ strategy: 'mode' as 'mean' }).fit([[1]]))).toMatch(
    "INVALID_OPTION: SimpleImputer: option 'strategy'",
  );
});
