/** Columns: what they give back, what counts as missing, which type plain values come to. */
import { describe, expect, test } from 'vitest';
import { columnOf } from '../../src/data/column-of.ts';

describe('columnOf', () => {
  test.each([
    [
      'numbers',
      [1, null, 2.5, undefined, Number.NaN],
      'number',
      [1, Number.NaN, 2.5, Number.NaN, Number.NaN],
      3,
    ],
    ['texts', ['a', null, 'b', 'a'], 'category', ['a', null, 'b', 'a'], 1],
    ['truth values', [true, null, false], 'boolean', [true, null, false], 1],
    ['dates', [new Date(0), null], 'date', [new Date(0), null], 1],
    ['nothing present', [null, undefined], 'number', [Number.NaN, Number.NaN], 2],
    ['nothing at all', [], 'number', [], 0],
  ])('%s', (_, values, type, out, missing) => {
    const column = columnOf('c', values);
    expect(column.type).toBe(type);
    expect([...column]).toEqual(out);
    expect(column.toArray()).toEqual(out);
    expect(column.missing).toBe(missing);
    expect(column.length).toBe(values.length);
  });

  test('a Float64Array is used without a copy, other typed arrays are converted', () => {
    const values = Float64Array.of(1, 2);
    const column = columnOf('x', values);
    expect(column.type === 'number' && column.values).toBe(values);
    expect(columnOf('x', Uint8Array.of(3, 4)).toArray()).toEqual([3, 4]);
  });

  test('texts that mostly differ are text, few or repeating ones are a category', () => {
    const names = Array.from({ length: 60 }, (_, i) => `name ${i}`);
    expect(columnOf('name', names).type).toBe('text');
    expect(columnOf('name', names.slice(0, 50)).type).toBe('category');
    expect(columnOf('name', [...names, ...names]).type).toBe('category');
  });

  test('mixed values are refused with column and row', () => {
    expect(() => columnOf('age', [31, null, 'old'])).toThrow(
      expect.objectContaining({
        code: 'INVALID_VALUE',
        message: "column 'age', row 2: expected a number like the values before, got 'old'.",
      }),
    );
  });
});

describe('take and rename', () => {
  const columns = [
    columnOf('n', [1, null, 3]),
    columnOf('c', ['a', null, 'b']),
    columnOf('b', [true, null, false]),
    columnOf('d', [new Date(5), null, new Date(7)]),
    columnOf(
      't',
      Array.from({ length: 60 }, (_, i) => (i === 1 ? null : `text ${i}`)),
    ),
  ];

  test.each(columns.map((column) => [column.type, column] as const))('%s', (type, column) => {
    const taken = column.take([2, 1, 2]);
    expect(taken.type).toBe(type);
    expect(taken.name).toBe(column.name);
    expect([...taken]).toEqual([column.at(2), column.at(1), column.at(2)]);
    expect(taken.missing).toBe(1);
    expect(column.rename('other').name).toBe('other');
    expect(column.rename('other').toArray()).toEqual(column.toArray());
    expect(() => column.take([99])).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }));
    expect(() => column.take([-1])).toThrow('row -1 does not exist');
  });
});
