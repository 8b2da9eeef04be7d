/** ColumnTransformer: selecting columns, putting results side by side, names, parameters, saving, refusals. */
import { describe, expect, test } from 'vitest';
import { cloneWith } from '../../src/core/params.ts';
import { Table } from '../../src/data/table.ts';
import { makePipeline, Pipeline } from '../../src/estimators/pipeline.ts';
import { load, save } from '../../src/formats/model-file.ts';
import type { ColumnSelector } from '../../src/preprocessing/column-selector.ts';
import {
  ColumnTransformer,
  type ColumnTransformerEntry,
} from '../../src/preprocessing/column-transformer.ts';
import { makeColumnTransformer } from '../../src/preprocessing/make-column-transformer.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { OneHotEncoder } from '../../src/preprocessing/one-hot-encoder.ts';
import { SimpleImputer } from '../../src/preprocessing/simple-imputer.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { fromTyped, type Tensor } from '../../src/tensor/tensor.ts';
import { errorOf } from '../error-of.ts';

const table = Table.fromColumns({
  id: ['p1', 'p2', 'p3'],
  age: [10, 20, 30],
  sex: ['m', 'f', 'm'],
  fare: [0, 5, 10],
  alone: [true, false, true],
});
const entries: ColumnTransformerEntry[] = [
  ['cat', new OneHotEncoder(), ['sex']],
  ['num', new MinMaxScaler(), ['fare', 'age']],
];
const numbers = async (transformer: ColumnTransformer, X: Table | number[][] = table): Promise<unknown> =>
  ((await transformer.transform(X)) as Tensor).toArray();

test('results stand side by side in the order of the entries', async () => {
  const columns = new ColumnTransformer(entries);
  const Z = (await columns.fitTransform(table)) as Tensor;
  expect(Z.toArray()).toEqual([
    [0, 1, 0, 0],
    [1, 0, 0.5, 0.5],
    [0, 1, 1, 1],
  ]);
  expect(columns.getFeatureNamesOut()).toEqual(['cat__sex_f', 'cat__sex_m', 'num__fare', 'num__age']);
  expect((columns.namedTransformers.num as MinMaxScaler).dataMax).toEqual(Float64Array.of(10, 30));
  expect(await errorOf(() => (entries[1][1] as MinMaxScaler).dataMax)).toMatch('NOT_FITTED');
});

describe('columns', () => {
  const selected = async (selector: ColumnSelector): Promise<string[]> => {
    const columns = await new ColumnTransformer([['a', 'passthrough', selector]], {
      verboseFeatureNamesOut: false,
    }).fit(table);
    return columns.getFeatureNamesOut();
  };

  test.each<[ColumnSelector, string[]]>([
    ['fare', ['fare']],
    [
      ['fare', 'age'],
      ['fare', 'age'],
    ],
    [1, ['age']],
    [
      [-1, 0],
      ['alone', 'id'],
    ],
    [
      ['sex', 3],
      ['sex', 'fare'],
    ],
    [{ type: 'number' }, ['age', 'fare']],
    [{ type: ['category', 'boolean'] }, ['id', 'sex', 'alone']],
    [(column) => column.name.includes('a'), ['age', 'fare', 'alone']],
    [[], []],
  ])('%o', async (selector, names) => {
    expect(await selected(selector)).toEqual(names);
  });

  test('that do not exist', async () => {
    expect(await errorOf(() => selected(['fares']))).toBe(
      "UNKNOWN_COLUMN: ColumnTransformer, 'a': there is no column 'fares'. Did you mean 'fare'?",
    );
    expect(await errorOf(() => selected(5))).toMatch(
      "UNKNOWN_COLUMN: ColumnTransformer, 'a': there is no column 5; X has 5",
    );
    expect(await errorOf(() => selected({ type: 'numeric' as 'number' }))).toMatch('INVALID_OPTION');
  });
});

describe('remainder', () => {
  test('is dropped, passed on, or transformed', async () => {
    const of = (remainder?: 'passthrough' | MinMaxScaler): ColumnTransformer =>
      new ColumnTransformer(
        [
          ['drop', 'drop', ['id', 'sex']],
          ['num', new MinMaxScaler(), ['age']],
        ],
        { remainder },
      );
    expect(await numbers(await of().fit(table))).toEqual([[0], [0.5], [1]]);
    const passed = await of('passthrough').fit(table);
    expect(await numbers(passed)).toEqual([
      [0, 0, 1],
      [0.5, 5, 0],
      [1, 10, 1],
    ]);
    expect(passed.getFeatureNamesOut()).toEqual(['num__age', 'remainder__fare', 'remainder__alone']);
    const scaled = await of(new MinMaxScaler({ featureRange: [0, 2] })).fit(table);
    expect(await numbers(scaled)).toEqual([
      [0, 0, 2],
      [0.5, 1, 0],
      [1, 2, 2],
    ]);
    expect(scaled.namedTransformers.remainder).toBeInstanceOf(MinMaxScaler);
  });
});

test('text that is passed on makes the result a table', async () => {
  const columns = new ColumnTransformer([
    ['num', new MinMaxScaler(), ['age']],
    ['raw', 'passthrough', ['sex']],
  ]);
  const Z = (await columns.fitTransform(table)) as Table;
  expect([...Z.rows()][1]).toEqual({ num__age: 0.5, raw__sex: 'f' });
});

test('a table is read by name: other order, unused columns missing, more columns', async () => {
  const columns = await new ColumnTransformer(entries).fit(table);
  const expected = await numbers(columns);
  const other = new Table([
    ...table.select('age', 'sex', 'fare').columns,
    table.column('age').rename('more'),
  ]);
  expect(await numbers(columns, other)).toEqual(expected);
  expect(await errorOf(() => columns.transform(table.drop('sex')))).toMatch(/UNKNOWN_COLUMN.*'sex'/);
});

test('numbers without names', async () => {
  const columns = new ColumnTransformer([['a', new MinMaxScaler(), [1]]], { remainder: 'passthrough' });
  const Z = (await columns.fitTransform([
    [1, 2],
    [3, 4],
  ])) as Tensor;
  expect(Z.toArray()).toEqual([
    [0, 1],
    [1, 3],
  ]);
  expect(columns.getFeatureNamesOut()).toEqual(['a__x1', 'remainder__x0']);
  expect(columns.getFeatureNamesOut(['p', 'q'])).toEqual(['a__q', 'remainder__p']);
  expect(await errorOf(() => columns.transform([[1]]))).toMatch('SHAPE_MISMATCH');
  const floats = await columns.fitTransform(fromTyped(Float32Array.of(1, 2, 3, 4), [2, 2]));
  expect((floats as Tensor).dtype).toBe('float32');
});

test('pipelines inside keep the columns’ names', async () => {
  const gaps = Table.fromColumns({ sex: ['m', null, 'f', 'f'], age: [1, null, 3, 8] });
  const columns = new ColumnTransformer([
    [
      'num',
      makePipeline(new SimpleImputer({ strategy: 'median', addIndicator: true }), new StandardScaler()),
      { type: 'number' },
    ],
    [
      'cat',
      makePipeline(new SimpleImputer({ strategy: 'most_frequent' }), new OneHotEncoder()),
      { type: 'category' },
    ],
  ]);
  await columns.fit(gaps);
  expect(columns.getFeatureNamesOut()).toEqual([
    'num__age',
    'num__missingindicator_age',
    'cat__sex_f',
    'cat__sex_m',
  ]);
  const Z = (await numbers(columns, gaps)) as number[][];
  expect(Z.map((row) => row.slice(2))).toEqual([
    [0, 1],
    [1, 0],
    [1, 0],
    [1, 0],
  ]);
});

test('makeColumnTransformer names the entries', async () => {
  const columns = makeColumnTransformer(
    [new StandardScaler(), ['age']],
    [new MinMaxScaler(), ['fare']],
    [new StandardScaler(), ['alone']],
    ['passthrough', []],
    { remainder: 'drop', verboseFeatureNamesOut: true },
  );
  await columns.fit(table);
  expect(Object.keys(columns.namedTransformers)).toEqual([
    'standardscaler-1',
    'minmaxscaler',
    'standardscaler-2',
    'passthrough',
    'remainder',
  ]);
  expect(makeColumnTransformer([new MinMaxScaler(), 'age']).options).toEqual({});
});

test('parameters by name', async () => {
  const columns = await new ColumnTransformer(entries, { remainder: new StandardScaler() }).fit(
    table.drop('id'),
  );
  expect(columns.getParams()).toMatchObject({ num: entries[1][1], remainder: {} });
  const changed = cloneWith(columns, {
    num__featureRange: [0, 2],
    cat: 'drop',
    remainder: 'drop',
    verboseFeatureNamesOut: false,
  });
  expect(await errorOf(() => changed.transform(table))).toMatch('NOT_FITTED');
  expect(((await changed.fitTransform(table)) as Tensor).toArray()).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  expect(changed.getFeatureNamesOut()).toEqual(['fare', 'age']);
  const model = new Pipeline([
    ['columns', new ColumnTransformer(entries)],
    ['scale', new StandardScaler()],
  ]);
  model.setParams({ columns__num__clip: true });
  expect(model.getParams()).toMatchObject({ columns__num__clip: true });
  expect(await errorOf(() => cloneWith(columns, { nun__clip: true }))).toMatch(
    "UNKNOWN_OPTION: ColumnTransformer has no entry 'nun'. Did you mean 'num'?",
  );
});

describe('saving', () => {
  test('a fitted one, also with a function for a selector', async () => {
    const columns = new ColumnTransformer(
      [
        [
          'cat',
          makePipeline(
            new SimpleImputer({ strategy: 'most_frequent' }),
            new OneHotEncoder({ drop: 'first', minFrequency: 1 }),
          ),
          ['sex'],
        ],
        ['drop', 'drop', ['id']],
        ['none', new StandardScaler(), []],
        ['num', new MinMaxScaler(), (column) => column.type === 'number'],
      ],
      { remainder: new StandardScaler() },
    );
    await columns.fit(table);
    const loaded = load(save(columns), ColumnTransformer);
    expect(await loaded.transform(table)).toEqual(await columns.transform(table));
    expect(loaded.getFeatureNamesOut()).toEqual(columns.getFeatureNamesOut());
    expect(save(loaded)).toEqual(save(columns));
    await loaded.fit(table);
    expect(await loaded.transform(table)).toEqual(await columns.transform(table));
  });

  test('an unfitted one, unless a function selects its columns', async () => {
    const loaded = load(
      save(new ColumnTransformer(entries, { remainder: 'passthrough' })),
      ColumnTransformer,
    );
    expect(loaded.transformers.map(([name, , columns]) => [name, columns])).toEqual([
      ['cat', ['sex']],
      ['num', ['fare', 'age']],
    ]);
    expect(loaded.options.remainder).toBe('passthrough');
    expect(await errorOf(() => loaded.transform(table))).toMatch('NOT_FITTED');
    const byFunction = new ColumnTransformer([['a', 'passthrough', () => true]]);
    expect(await errorOf(() => save(byFunction))).toMatch(
      /UNSUPPORTED: model.options.transformers\[0\].columns cannot be saved/,
    );
  });
});

test('refusals', async () => {
  const columns = new ColumnTransformer(entries);
  expect(await errorOf(() => columns.transform(table))).toMatch('NOT_FITTED');
  expect(await errorOf(() => columns.getFeatureNamesOut())).toMatch('NOT_FITTED');
  expect(await errorOf(() => columns.fit([]))).toMatch('EMPTY_DATA');
  const refuse = (list: unknown, options: object = {}): Promise<string> =>
    errorOf(() => new ColumnTransformer(list as ColumnTransformerEntry[], options).fit(table));
  expect(
    await refuse([
      ['a', 'drop', 'id'],
      ['a', 'drop', 'id'],
    ]),
  ).toMatch("INVALID_OPTION: ColumnTransformer: an entry is called 'a'");
  expect(await refuse([['a__b', 'drop', 'id']])).toMatch('INVALID_OPTION');
  expect(await refuse([['remainder', 'drop', 'id']])).toMatch('INVALID_OPTION');
  expect(await refuse([['a', 'keep', 'id']])).toMatch(
    "INVALID_OPTION: ColumnTransformer, 'a': expected a transformer, 'drop' or 'passthrough', got 'keep'.",
  );
  expect(await refuse([['a', 'drop', true]])).toMatch('INVALID_OPTION');
  expect(await refuse([['a', new StandardScaler(), 'sex']])).toMatch(/INVALID_VALUE.*'sex'/);
  expect(await refuse([], { remainders: 'drop' })).toMatch("Did you mean 'remainder'?");
  const clash = new ColumnTransformer(
    [
      ['a', 'passthrough', 'age'],
      ['b', 'passthrough', 'age'],
    ],
    { verboseFeatureNamesOut: false },
  );
  expect(await errorOf(() => clash.fitTransform(table))).toMatch(
    "INVALID_OPTION: ColumnTransformer gives two columns called 'age'",
  );
});
