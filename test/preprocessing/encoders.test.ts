/**
 * OneHotEncoder and OrdinalEncoder: scikit-learn's outputs exactly, hand-made cases for missing, rare and
 * unknown categories, laws, and every refusal.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { makeColumnTransformer } from '../../src/preprocessing/make-column-transformer.ts';
import { OneHotEncoder, type OneHotEncoderOptions } from '../../src/preprocessing/one-hot-encoder.ts';
import { OrdinalEncoder } from '../../src/preprocessing/ordinal-encoder.ts';
import { SimpleImputer } from '../../src/preprocessing/simple-imputer.ts';
import { errorOf } from '../error-of.ts';
import { casesOf } from './reference.ts';

describe('scikit-learn numbers', () => {
  test.each(casesOf('OneHotEncoder'))('OneHotEncoder $params', async (reference) => {
    const params = reference.params as { drop?: 'first'; handle_unknown?: 'ignore' };
    const encoder = new OneHotEncoder({ drop: params.drop, handleUnknown: params.handle_unknown });
    await encoder.fit(reference.X as string[][]);
    expect((await encoder.transform(reference.query as string[][])).toArray()).toEqual(reference.result);
    expect(encoder.categories).toEqual(reference.categories_);
    expect(encoder.getFeatureNamesOut()).toEqual(reference.names);
  });

  test.each(casesOf('OrdinalEncoder'))('OrdinalEncoder', async (reference) => {
    const Z = await new OrdinalEncoder().fitTransform(reference.X as string[][]);
    expect(Z.toArray()).toEqual(reference.result);
  });
});

const people = Table.fromColumns({
  sex: ['male', 'female', null, 'male'],
  class: [3, 1, 2, 3],
  alone: [true, false, true, true],
});

describe('OneHotEncoder', () => {
  const columnsOf = async (options: OneHotEncoderOptions, X: string[][]): Promise<string[]> =>
    (await new OneHotEncoder(options).fit(X)).getFeatureNamesOut();

  test('text, numbers, truth values and missing ones, with the columns’ names', async () => {
    const encoder = new OneHotEncoder();
    const Z = await encoder.fitTransform(people);
    expect(encoder.getFeatureNamesOut()).toEqual([
      'sex_female',
      'sex_male',
      'sex_nan',
      'class_1',
      'class_2',
      'class_3',
      'alone_false',
      'alone_true',
    ]);
    expect(Z.toArray()).toEqual([
      [0, 1, 0, 0, 0, 1, 0, 1],
      [1, 0, 0, 1, 0, 0, 1, 0],
      [0, 0, 1, 0, 1, 0, 0, 1],
      [0, 1, 0, 0, 0, 1, 0, 1],
    ]);
    expect(encoder.categories).toEqual([
      ['female', 'male', null],
      [1, 2, 3],
      [false, true],
    ]);
    expect(encoder.getFeatureNamesOut(['a', 'b', 'c'])[0]).toBe('a_female');
  });

  test("drop 'if_binary' leaves one column of two-valued features", async () => {
    const X = [
      ['a', 'p'],
      ['b', 'q'],
      ['a', 'r'],
    ];
    expect(await columnsOf({ drop: 'if_binary' }, X)).toEqual(['x0_b', 'x1_p', 'x1_q', 'x1_r']);
    expect(await columnsOf({ drop: 'first' }, X)).toEqual(['x0_b', 'x1_q', 'x1_r']);
    expect(await columnsOf({ drop: null }, X)).toHaveLength(5);
    expect(await columnsOf({ drop: 'first' }, [['only']])).toEqual([]);
  });

  test('rare categories share a column', async () => {
    const X = [...'aaaabbbccd'].map((letter) => [letter]);
    expect(await columnsOf({ minFrequency: 3 }, X)).toEqual(['x0_a', 'x0_b', 'x0_infrequent']);
    expect(await columnsOf({ minFrequency: 0.3 }, X)).toEqual(['x0_a', 'x0_b', 'x0_infrequent']);
    expect(await columnsOf({ maxCategories: 2 }, X)).toEqual(['x0_a', 'x0_infrequent']);
    expect(await columnsOf({ maxCategories: 5 }, X)).toEqual(['x0_a', 'x0_b', 'x0_c', 'x0_d']);
    const encoder = await new OneHotEncoder({ minFrequency: 3, handleUnknown: 'infrequent_if_exist' }).fit(X);
    expect(encoder.infrequentCategories).toEqual([['c', 'd']]);
    expect((await encoder.transform([['b'], ['d'], ['z']])).toArray()).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 1],
    ]);
    expect(
      (
        await encoder.inverseTransform([
          [0, 1, 0],
          [0, 0, 1],
        ])
      )
        .column('x0')
        .toArray(),
    ).toEqual(['b', null]);
    const none = await new OneHotEncoder({ handleUnknown: 'infrequent_if_exist' }).fit(X);
    expect(none.infrequentCategories).toEqual([null]);
    expect((await none.transform([['z']])).toArray()).toEqual([[0, 0, 0, 0]]);
  });

  test('rare categories are said aloud, through pipelines and column transformers', async () => {
    const X = Table.fromColumns({ letter: [...'aaaabbbccde'], size: [...'xxxxyyyyzzz'] });
    const encoder = new OneHotEncoder({ minFrequency: 3 });
    const columns = makeColumnTransformer([
      makePipeline(new SimpleImputer({ strategy: 'most_frequent' }), encoder),
      ['letter', 'size'],
    ]);
    await columns.fit(X);
    const message =
      "OneHotEncoder: column 'letter' has 5 categories; 3 rare ones ('c', 'd', 'e') share one column.";
    expect(columns.warnings).toEqual([{ code: 'DATA', message }]);
    expect((await new OneHotEncoder().fit(X)).warnings).toEqual([]);
    expect(
      (await new OneHotEncoder({ maxCategories: 1 }).fit(X)).warnings.map((each) => each.message),
    ).toEqual([
      "OneHotEncoder: column 'letter' has 5 categories; 5 rare ones ('a', 'b', 'c', …) share one column.",
      "OneHotEncoder: column 'size' has 3 categories; 3 rare ones ('x', 'y', 'z') share one column.",
    ]);
  });

  test('given categories keep their order and may be unseen', async () => {
    const encoder = new OneHotEncoder({ categories: [['low', 'middle', 'high']] });
    expect((await encoder.fitTransform([['high'], ['low']])).toArray()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expect(await errorOf(() => encoder.fit([['huge']]))).toMatch(/UNKNOWN_CATEGORY.*'huge'/);
    expect(await errorOf(() => encoder.fit([['low', 'low']]))).toMatch('LENGTH_MISMATCH');
  });

  test('unknown categories: error, or zeros', async () => {
    const encoder = await new OneHotEncoder().fit(people);
    const newcomer = Table.fromColumns({ sex: ['other'], class: [3], alone: [true] });
    expect(await errorOf(() => encoder.transform(newcomer))).toMatch(
      "UNKNOWN_CATEGORY: OneHotEncoder: row 0, column 'sex' is 'other', which fit did not see; its categories are 'female', 'male', missing.",
    );
    const patient = await new OneHotEncoder({ handleUnknown: 'ignore' }).fit(people);
    expect((await patient.transform(newcomer)).toArray()).toEqual([[0, 0, 0, 0, 0, 1, 0, 1]]);
    const text = Table.fromColumns({ sex: ['male'], class: ['3'], alone: [true] });
    expect(await errorOf(() => patient.transform(text))).toMatch(
      "INVALID_VALUE: OneHotEncoder: row 0, column 'class' is the string '3', but fit saw numbers such as 1.",
    );
  });

  test('a column that is missing throughout when transforming', async () => {
    const encoder = await new OneHotEncoder().fit([['a'], [null]]);
    expect((await encoder.transform([[null]])).toArray()).toEqual([[0, 1]]);
  });

  test('inverse', async () => {
    const strict = await new OneHotEncoder().fit(people);
    expect(await errorOf(() => strict.inverseTransform([[0, 0, 0, 1, 0, 0, 1, 0]]))).toMatch(
      "INVALID_VALUE: row 0 is all zeros for column 'sex'",
    );
    expect(await errorOf(() => strict.inverseTransform([[0, 0]]))).toMatch('SHAPE_MISMATCH');
    const patient = await new OneHotEncoder({ handleUnknown: 'ignore' }).fit(people);
    const [row] = [...(await patient.inverseTransform([[0, 0, 0, 0.2, 0.5, 0.3, 1, 0]])).rows()];
    expect(row).toEqual({ sex: Number.NaN, class: 2, alone: false });
  });

  test('inverse undoes transform (law)', async () => {
    const row = fc.tuple(fc.constantFrom('x', 'y', 'z', null), fc.integer({ min: 0, max: 3 }), fc.boolean());
    const drop = fc.constantFrom(null, 'first' as const, 'if_binary' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), drop, async (rows, dropped) => {
        const encoder = new OneHotEncoder({ drop: dropped });
        const back = await encoder.inverseTransform(await encoder.fitTransform(rows));
        const cells = [0, 1, 2].map((j) =>
          back.columns[j].toArray().map((v) => (v === null || Number.isNaN(v) ? null : v)),
        );
        expect(cells).toEqual([0, 1, 2].map((j) => rows.map((r) => r[j])));
      }),
    );
  });
});

describe('OneHotEncoder, a category to drop for each feature', () => {
  test('is saved with it', async () => {
    const encoder = await new OneHotEncoder({ drop: ['b'] }).fit([['a'], ['b'], ['c']]);
    const again = OneHotEncoder.fromState(encoder.toState());
    expect((await again.transform([['b'], ['c']])).toArray()).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  test.each<[OneHotEncoderOptions, string]>([
    [
      { drop: ['a', 'b'] },
      "LENGTH_MISMATCH: OneHotEncoder: option 'drop' has 2 categories, but X has 1 features.",
    ],
    [
      { drop: ['z'] },
      "UNKNOWN_CATEGORY: OneHotEncoder: option 'drop' names 'z' for column 0, which is none of",
    ],
    [
      { drop: ['b'], minFrequency: 2 },
      "names 'b' for column 0, which is infrequent and has no column of its own.",
    ],
  ])('%o is refused', async (options, message) => {
    expect(await errorOf(() => new OneHotEncoder(options).fit([['a'], ['a'], ['b']]))).toMatch(message);
  });
});

describe('OrdinalEncoder', () => {
  test('missing values are NaN, or a number', async () => {
    expect((await new OrdinalEncoder().fitTransform([['b'], [null], ['a']])).toArray()).toEqual([
      [1],
      [Number.NaN],
      [0],
    ]);
    const encoder = new OrdinalEncoder({ encodedMissingValue: -2 });
    expect((await encoder.fitTransform([['b'], [null], ['a']])).toArray()).toEqual([[1], [-2], [0]]);
    expect((await encoder.inverseTransform([[-2], [1]])).column('x0').toArray()).toEqual([null, 'b']);
  });

  test('unknown values', async () => {
    const strict = await new OrdinalEncoder().fit([['a'], ['b']]);
    expect(await errorOf(() => strict.transform([['c']]))).toMatch(
      "UNKNOWN_CATEGORY: OrdinalEncoder: row 0, column 0 is 'c'",
    );
    const patient = await new OrdinalEncoder({ handleUnknown: 'use_encoded_value', unknownValue: -1 }).fit([
      ['a'],
      ['b'],
    ]);
    expect((await patient.transform([['c'], ['b'], [null]])).toArray()).toEqual([[-1], [1], [-1]]);
    expect((await patient.inverseTransform([[-1], [0]])).column('x0').toArray()).toEqual([null, 'a']);
    expect(await errorOf(() => patient.inverseTransform([[7]]))).toMatch(
      'INVALID_VALUE: row 0, column 0 is 7',
    );
    expect(await errorOf(() => new OrdinalEncoder({ unknownValue: -1 }).fit([['a']]))).toMatch(
      'INVALID_OPTION',
    );
    expect(
      await errorOf(() => new OrdinalEncoder({ handleUnknown: 'use_encoded_value' }).fit([['a']])),
    ).toMatch('INVALID_OPTION');
  });

  test('rare categories share a number, said aloud and saved', async () => {
    const rows = [...'aaabbcd'].map((cell) => [cell]);
    const encoder = await new OrdinalEncoder({ minFrequency: 2 }).fit(rows);
    expect(encoder.warnings.map(({ message }) => message)).toEqual([
      "OrdinalEncoder: column 0 has 4 categories; 2 rare ones ('c', 'd') share one number.",
    ]);
    const again = OrdinalEncoder.fromState(encoder.toState());
    expect((await again.transform([['d'], ['b'], ['a'], ['c']])).toArray()).toEqual([[2], [1], [0], [2]]);
    expect(again.infrequentCategories).toEqual([['c', 'd']]);
  });

  test('the numbers for what is unknown and what is missing stand for nothing else', async () => {
    const rows = [['a'], ['b'], [null]];
    const unknown = { handleUnknown: 'use_encoded_value' } as const;
    const refused = (options: object): Promise<string> =>
      errorOf(() => new OrdinalEncoder({ ...unknown, unknownValue: -1, ...options }).fit(rows));
    expect(await refused({ unknownValue: 1 })).toBe(
      "INVALID_OPTION: OrdinalEncoder: option 'unknownValue' is 1, which is the number of a category of column 0; use −1, NaN or 2.",
    );
    expect(await refused({ encodedMissingValue: 0 })).toMatch("option 'encodedMissingValue' is 0, which is");
    await new OrdinalEncoder({ ...unknown, unknownValue: 2, encodedMissingValue: 3 }).fit(rows);
    await new OrdinalEncoder({ encodedMissingValue: 0 }).fit([['a']]);
    const early = new OrdinalEncoder({ categories: [[null, 'a', 'b']] });
    expect(await errorOf(() => early.fit(rows))).toMatch('null, the missing value, must come last');
  });

  test('names, and numbers as categories', async () => {
    const encoder = await new OrdinalEncoder().fit(people);
    expect(encoder.getFeatureNamesOut()).toEqual(['sex', 'class', 'alone']);
    expect((await encoder.transform(people.select('alone', 'class', 'sex'))).toArray()).toEqual([
      [1, 2, 1],
      [0, 0, 0],
      [Number.NaN, 1, 1],
      [1, 2, 1],
    ]);
  });
});

describe.each([
  ['OneHotEncoder', OneHotEncoder],
  ['OrdinalEncoder', OrdinalEncoder],
])('%s', (name, Encoder) => {
  test('refusals', async () => {
    const encoder = new Encoder();
    expect(await errorOf(() => encoder.transform(people))).toBe(
      `NOT_FITTED: ${name} is not fitted yet; call fit first.`,
    );
    expect(await errorOf(() => encoder.categories)).toMatch('NOT_FITTED');
    expect(await errorOf(() => encoder.fit([]))).toMatch('EMPTY_DATA');
    expect(await errorOf(() => encoder.fit([['a'], ['a', 'b']]))).toMatch(
      'SHAPE_MISMATCH: X: row 1 has 2 values',
    );
    expect(await errorOf(() => encoder.fit([['a'], [1]]))).toMatch(/INVALID_VALUE.*'x0', row 1/);
    const dated = Table.fromColumns({ day: [new Date(0)] });
    expect(await errorOf(() => encoder.fit(dated))).toMatch("INVALID_VALUE: column 'day' holds dates");
    await encoder.fit(people);
    expect(await errorOf(() => encoder.transform(people.drop('sex')))).toMatch(/UNKNOWN_COLUMN.*'sex'/);
    expect(await errorOf(() => encoder.transform([['male']]))).toMatch('SHAPE_MISMATCH');
    const misspelt = new Encoder({ handleUnknwon: 'ignore' } as object);
    expect(await errorOf(() => misspelt.fit(people))).toMatch("Did you mean 'handleUnknown'?");
  });
});
