/** Text and numbers as `hebb` writes them. */
import { expect, test } from 'vitest';
import { loadingLines } from '../../src/cli/loading-lines.ts';
import { clock, duration, measure, score } from '../../src/cli/number-text.ts';
import { aligned, columns, printable, wrap } from '../../src/cli/text-layout.ts';
import { count, counted } from '../../src/core/counted.ts';

test('numbers', () => {
  expect([count(53940), counted(1, 'row'), counted(2, 'row'), counted(3, 'category', 'categories')]).toEqual([
    '53,940',
    '1 row',
    '2 rows',
    '3 categories',
  ]);
  expect([49385.12, 546.234, 1, 0.0123456, 1.234e-7, 0, Number.NaN].map(measure)).toEqual([
    '49,385',
    '546.2',
    '1',
    '0.01235',
    '1.234e-7',
    '0',
    '–',
  ]);
  expect([0.98123, -0.00001, Number.NaN].map(score)).toEqual(['0.9812', '-0.0000', '–']);
});

test('times', () => {
  expect([0.04, 9.94, 9.96, 59.4, 59.6, 125].map(duration)).toEqual([
    '0.0 s',
    '9.9 s',
    '10 s',
    '59 s',
    '1 min 0 s',
    '2 min 5 s',
  ]);
  expect([0.2, 41, 725, 3723].map(clock)).toEqual(['0:01', '0:41', '12:05', '1:02:03']);
});

test('wrapping', () => {
  expect(wrap('one two three four', 9, 2)).toBe('one two\n  three\n  four');
  expect(wrap('unbreakable', 4)).toBe('unbreakable');
  expect(
    columns(
      [
        ['a', 'one two three'],
        ['long', 'four'],
      ],
      13,
    ),
  ).toBe('a     one two\n      three\nlong  four');
});

test('tables', () => {
  expect(
    aligned([
      ['', 'x'],
      ['ab', '10'],
      ['c', '1'],
    ]),
  ).toBe('      x\nab   10\nc     1');
});

test('control characters are not handed on', () => {
  expect(printable('a\u001b[31mb\nc\u0000')).toBe('a·[31mb·c·');
});

test('names in the lines that load a model are quoted', () => {
  expect(loadingLines('m.hebb', { name: "it's.csv", options: {} })).toContain('readTable("it\'s.csv")');
});
