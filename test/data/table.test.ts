/** Tables: building, choosing rows and columns, describing, and turning into a matrix. */
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';

const birds = Table.fromRows([
  { species: 'Adelie', mass: 3750, tagged: true },
  { species: 'Gentoo', mass: null, tagged: false },
  { species: 'Adelie', mass: 3250, tagged: null },
  { species: null, mass: 5000, tagged: true, note: 'new' },
]);

describe('Table', () => {
  test('from rows: all keys, absent ones missing', () => {
    expect(birds.rowCount).toBe(4);
    expect(birds.columnNames).toEqual(['species', 'mass', 'tagged', 'note']);
    expect(birds.columns.map((column) => column.type)).toEqual(['category', 'number', 'boolean', 'category']);
    expect(birds.columns.map((column) => column.missing)).toEqual([1, 1, 1, 3]);
    expect([...birds.rows()][1]).toEqual({ species: 'Gentoo', mass: Number.NaN, tagged: false, note: null });
  });

  test('rows make the same table again', () => {
    expect([...Table.fromRows([...birds.rows()]).rows()]).toEqual([...birds.rows()]);
  });

  test('a key that objects inherit is not a value', () => {
    const table = Table.fromRows([{ toString: 'a' }, {}]);
    expect(table.column('toString').toArray()).toEqual(['a', null]);
  });

  test('a column called __proto__ is a column like any other', () => {
    const table = Table.fromColumns(Object.fromEntries([['__proto__', [1, 2]]]));
    expect(Object.entries([...table.rows()][1])).toEqual([['__proto__', 2]]);
  });

  test('from columns', () => {
    const table = Table.fromColumns({ x: Float64Array.of(1, 2), from: birds.column('species').take([0, 1]) });
    expect(table.columnNames).toEqual(['x', 'from']);
    expect([...table.rows()]).toEqual([
      { x: 1, from: 'Adelie' },
      { x: 2, from: 'Gentoo' },
    ]);
  });

  test('select, drop, take, head, filter', () => {
    expect(birds.select('mass', 'species').columnNames).toEqual(['mass', 'species']);
    expect(birds.drop('note', 'mass').columnNames).toEqual(['species', 'tagged']);
    expect(
      birds
        .take(Int32Array.of(3, 0, 0))
        .column('mass')
        .toArray(),
    ).toEqual([5000, 3750, 3750]);
    expect(birds.head(2).rowCount).toBe(2);
    expect(birds.head(99).rowCount).toBe(4);
    expect(
      birds
        .filter((row) => row.species === 'Adelie')
        .column('mass')
        .toArray(),
    ).toEqual([3750, 3250]);
    expect(
      birds
        .filter((_, index) => index === 3)
        .column('note')
        .toArray(),
    ).toEqual(['new']);
  });

  test('splitTarget', () => {
    const { X, y } = birds.splitTarget('species');
    expect(X.columnNames).toEqual(['mass', 'tagged', 'note']);
    expect([...y]).toEqual(['Adelie', 'Gentoo', 'Adelie', null]);
  });

  test('an unknown column names the nearest', () => {
    for (const attempt of [
      () => birds.column('Species'),
      () => birds.select('specie'),
      () => birds.drop('spcies'),
      () => birds.splitTarget('speciess'),
    ]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'UNKNOWN_COLUMN' }));
      expect(attempt).toThrow("Did you mean 'species'? The columns are: species, mass, tagged, note.");
    }
  });

  test('columns of one name or of unequal lengths are refused', () => {
    const column = birds.column('mass');
    expect(() => new Table([column, column])).toThrow("two columns are called 'mass'");
    expect(() => Table.fromColumns({ a: [1, 2], b: [1] })).toThrow(
      expect.objectContaining({ code: 'LENGTH_MISMATCH', message: "column 'b' has 1 rows, but 'a' has 2." }),
    );
  });
});

describe('toMatrix', () => {
  test('numbers and truth values, row by row, missing as NaN', () => {
    const matrix = birds.select('mass', 'tagged').toMatrix();
    expect(matrix).toEqual({
      data: Float64Array.of(3750, 1, Number.NaN, 0, 3250, Number.NaN, 5000, 1),
      rows: 4,
      columns: 2,
      columnNames: ['mass', 'tagged'],
    });
  });

  test('−1 in a number column is a number', () => {
    expect(Table.fromColumns({ x: [-1, 0] }).toMatrix().data).toEqual(Float64Array.of(-1, 0));
  });

  test('a text or date column is refused by name, with what to do', () => {
    expect(() => birds.toMatrix()).toThrow(
      expect.objectContaining({
        code: 'INVALID_VALUE',
        message: expect.stringMatching(/^column 'species' holds text, not numbers; encode it first/),
      }),
    );
    expect(() => Table.fromColumns({ day: [new Date(0)] }).toMatrix()).toThrow("column 'day' holds dates");
  });
});

describe('describe', () => {
  test('numbers: the spread, worked by hand', () => {
    const [summary] = Table.fromColumns({ x: [1, 4, null, 2, 5, 4] }).describe();
    expect(summary).toEqual({
      name: 'x',
      type: 'number',
      missing: 1,
      distinct: 4,
      min: 1,
      median: 4,
      mean: 3.2,
      max: 5,
      // deviations −2.2, 0.8, −1.2, 1.8, 0.8: squares sum to 10.8; 10.8 / 4 = 2.7
      std: expect.closeTo(Math.sqrt(2.7), 14),
    });
  });

  test('labels: the commonest', () => {
    const [, , tagged] = birds.describe();
    expect(birds.describe()[0]).toEqual({
      name: 'species',
      type: 'category',
      missing: 1,
      distinct: 2,
      top: 'Adelie',
      topCount: 2,
    });
    expect(tagged).toMatchObject({ type: 'boolean', distinct: 2, top: true, topCount: 2 });
  });

  test('only labels that are there count', () => {
    expect(birds.take([0, 2]).describe()[0]).toMatchObject({ distinct: 1 });
  });

  test('dates: first and last', () => {
    const days = [new Date('2024-03-01'), null, new Date('2023-01-01')];
    expect(Table.fromColumns({ days }).describe()[0]).toEqual({
      name: 'days',
      type: 'date',
      missing: 1,
      distinct: 2,
      min: days[2],
      max: days[0],
    });
  });

  test('nothing present', () => {
    expect(Table.fromColumns({ x: [null] }).describe()[0]).toMatchObject({ distinct: 0, mean: Number.NaN });
  });
});
