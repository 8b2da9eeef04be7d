import { expect, test } from 'vitest';
import { type ColumnInput, columnOf } from '../../src/data/column-of.ts';
import { Table } from '../../src/data/table.ts';
import { planColumn } from '../../src/planning/plan-column.ts';
import { type PlanOptions, planTraining } from '../../src/planning/plan-training.ts';
import { plannedModel } from '../../src/planning/planned-model.ts';
import { splitRows } from '../../src/planning/split-rows.ts';
import { errorOfSync } from '../error-of.ts';

const repeat = <T>(count: number, of: (row: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => of(i));
/** Numbers that follow no line: fractions of multiples of the golden ratio. */
const scattered = (count: number): number[] => repeat(count, (i) => (i * 0.6180339887) % 1);
const options: PlanOptions = { target: 'y' };

test.each<[string, string, ColumnInput, string, string]>([
  ['numbers', 'x', scattered(40), 'number', ''],
  ['numbers with gaps', 'x', [1, null, 3, null], 'number', '2 missing, marked'],
  ['numbers with few gaps', 'x', [...scattered(40), null], 'number', '1 missing'],
  ['categories with gaps', 'x', ['a', 'b', null], 'category', '2 categories, 1 missing, marked'],
  ['truth values', 'x', [true, false, null], 'flag', '1 missing, marked'],
  ['categories', 'x', repeat(40, (i) => 'abc'[i % 3]), 'category', '3 categories'],
  [
    'many categories',
    'x',
    repeat(400, (i) => `c${i % 60}`),
    'category',
    '60 categories, the rarer ones as one',
  ],
  ['names', 'x', repeat(40, (i) => `n${i}`), 'dropped', '40 different texts in 40 rows'],
  ['the rows’ numbers', 'PassengerId', repeat(40, (i) => i + 1), 'dropped', 'numbers its rows'],
  ['numbers that are no identifier', 'x', repeat(40, (i) => i + 1), 'number', ''],
  ['an identifier that repeats', 'shop_id', repeat(40, (i) => i % 5), 'number', ''],
  ['nothing', 'x', [null, null], 'dropped', 'no value at all'],
  ['one value', 'x', ['a', 'a', 'a'], 'dropped', 'the same value throughout'],
  ['one value, or none', 'x', ['a', null, 'a'], 'category', '1 category, 1 missing, marked'],
  [
    'one value, hardly ever none',
    'x',
    [...repeat(40, () => 1), null],
    'dropped',
    'the same value throughout',
  ],
  ['dates', 'x', [new Date(0), new Date(1)], 'date', ''],
  ['dates with gaps', 'x', [new Date(0), new Date(1), null], 'date', '1 missing, marked'],
  ['one date', 'x', [new Date(0), new Date(0)], 'dropped', 'the same value throughout'],
])('%s', (_, name, values, use, note) => {
  expect(planColumn(columnOf(name, values))).toMatchObject({ name, use, note });
});

test('the plan of a table with gaps', () => {
  const table = Table.fromColumns({
    x: scattered(50),
    colour: repeat(50, (i) => ['red', 'green', null][i % 3]),
    unused: scattered(50),
    y: repeat(50, (i) => (i < 10 ? null : i * 1.5)),
  });
  const plan = planTraining(table, { ...options, drop: ['unused'] });
  expect(plan.task).toBe('regression');
  expect(plan.columns.map(({ name, use }) => [name, use])).toEqual([
    ['x', 'number'],
    ['colour', 'category'],
  ]);
  expect([plan.rows, plan.testRows, plan.droppedRows]).toEqual([40, 8, 10]);
  const { train, test: own } = splitRows(table, plan);
  expect([train.y.length, own.y.length]).toEqual([32, 8]);
  expect(train.X.columnNames).toEqual(['x', 'colour']);
  expect([...train.y, ...own.y].sort()).toEqual(repeat(40, (i) => (i + 10) * 1.5).sort());
});

test('both parts keep the shares of the classes', () => {
  const table = Table.fromColumns({
    x: scattered(100),
    y: repeat(100, (i) => (i % 4 === 0 ? 'rare' : 'usual')),
  });
  const plan = planTraining(table, options);
  const { train, test: own } = splitRows(table, plan);
  expect(plan.classes).toEqual(['rare', 'usual']);
  expect(train.y.filter((label) => label === 'rare')).toHaveLength(20);
  expect(own.y.filter((label) => label === 'rare')).toHaveLength(5);
  expect(plan.warnings).toEqual([]);
});

test('a class of one row cannot be kept in shares', () => {
  const table = Table.fromColumns({
    x: scattered(40),
    y: repeat(40, (i) => (i === 0 ? 'once' : 'ab'[i % 2])),
  });
  expect(planTraining(table, options).warnings).toEqual([
    "The class 'once' has one row only, so the test rows are drawn without regard to classes.",
  ]);
});

test('columns that give the target away', () => {
  const y = repeat(60, (i) => 'ab'[i % 2]);
  const days = repeat(60, (i) => new Date(86_400_000 * (i % 2)));
  const classes = Table.fromColumns({
    x: scattered(60),
    copy: y.map((label) => label.toUpperCase()),
    days,
    y,
  });
  expect(planTraining(classes, options).leaks).toEqual(['copy', 'days']);
  const x = scattered(60);
  const numbers = Table.fromColumns({
    cents: x.map((price) => -100 * price),
    other: repeat(60, (i) => i % 7),
    y: x,
  });
  expect(planTraining(numbers, options).leaks).toEqual(['cents']);
});

test('the plan is plain data, and its model learns', async () => {
  const table = Table.fromColumns({ x: scattered(60), y: scattered(60).map((x) => 3 * x) });
  const plan = planTraining(table, { ...options, network: { maxIter: 300, learningRateInit: 0.01 } });
  expect(structuredClone(plan)).toEqual(plan);
  const { train, test: own } = splitRows(table, structuredClone(plan));
  const model = await plannedModel(plan, { onWarning() {} }).fit(train.X, train.y);
  expect(await model.score(own.X, own.y)).toBeGreaterThan(0.95);
});

test.each<[string, Record<string, ColumnInput>, string]>([
  [
    'a target that is not there',
    { x: [1, 2], z: [1, 2] },
    "UNKNOWN_COLUMN: there is no column 'y'. Did you mean 'x'? The columns are: x, z.",
  ],
  [
    'a target without values',
    { x: [1, 2], y: [null, null] },
    "EMPTY_DATA: the target 'y' is missing in every row.",
  ],
  [
    'one row',
    { x: [1], y: [1] },
    'EMPTY_DATA: there is only 1 row with a target; training and testing need at least 5.',
  ],
  ['no feature', { y: scattered(40) }, "EMPTY_DATA: no column is left to learn 'y' from."],
  [
    'constants alone',
    { x: repeat(40, () => 1), y: scattered(40) },
    "EMPTY_DATA: no column is left to learn 'y' from.",
  ],
  [
    'an infinite number',
    { x: [1, 2, -Infinity], y: [null, 1, 2] },
    "NON_FINITE: column 'x' holds -Infinity in row 3; only finite numbers and missing values can be used.",
  ],
  [
    'an infinite target',
    { x: [1, 2], y: [1, Infinity] },
    "NON_FINITE: column 'y' holds Infinity in row 2; only finite numbers and missing values can be used.",
  ],
  [
    'a text among numbers',
    { x: repeat(100, (i) => (i === 90 ? 'oops' : `${i}`)), y: scattered(100) },
    "INVALID_VALUE: column 'x' holds numbers, but 'oops' in row 91; mend the value, or leave the column out.",
  ],
])('%s', (_, columns, sentence) => {
  expect(errorOfSync(() => planTraining(Table.fromColumns(columns), options))).toBe(sentence);
});

test('a class that the training rows lack', () => {
  const table = Table.fromColumns({ x: scattered(5), y: ['a', 'a', 'a', 'a', 'b'] });
  const sentences = repeat(20, (randomState) =>
    errorOfSync(() => splitRows(table, planTraining(table, { ...options, randomState }))),
  );
  expect(new Set(sentences)).toEqual(
    new Set([
      'nothing thrown',
      "INVALID_VALUE: the target 'y' has one value only in the 4 rows to train on; each class needs more rows.",
    ]),
  );
});

test('large tables are watched by validation rows, small ones are not', () => {
  const network = (rows: number, asked: PlanOptions['network'] = {}) =>
    planTraining(Table.fromColumns({ x: scattered(rows), y: repeat(rows, (i) => (i * 0.7) % 1) }), {
      ...options,
      network: asked,
    }).network;
  expect(network(4000)).toMatchObject({ earlyStopping: true, batchSize: 200, alpha: 0.01 });
  expect(network(4000, { earlyStopping: false, alpha: undefined })).toMatchObject({
    earlyStopping: false,
    alpha: 0.01,
  });
  expect(network(400)).toMatchObject({ earlyStopping: false, batchSize: 32, alpha: 0.38, randomState: 42 });
  expect(network(10, { batchSize: 500 }).batchSize).toBe(8);
});

test('of two classes each needs rows for early stopping', () => {
  const earlyStopping = (rare: number) =>
    planTraining(
      Table.fromColumns({ x: scattered(3000), y: repeat(3000, (i) => (i < rare ? 'rare' : 'usual')) }),
      options,
    ).network.earlyStopping;
  expect([earlyStopping(24), earlyStopping(25)]).toEqual([false, true]);
});

test.each<[string, object, string]>([
  ['a slip', { taget: 'y' }, "UNKNOWN_OPTION: planTraining has no option 'taget'. Did you mean 'target'?"],
  [
    'all rows to test on',
    { testSize: 1 },
    "INVALID_OPTION: planTraining: option 'testSize' must be a number > 0 and < 1, got 1.",
  ],
  ['the target dropped', { drop: ['y'] }, "INVALID_OPTION: planTraining: drop names the target, 'y'."],
])('a wrong option: %s', (_, wrong, sentence) => {
  const table = Table.fromColumns({ x: scattered(40), y: scattered(40) });
  expect(errorOfSync(() => planTraining(table, { ...options, ...wrong }))).toBe(sentence);
});
