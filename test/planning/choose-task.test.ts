import { expect, test } from 'vitest';
import { columnOf } from '../../src/data/column-of.ts';
import { chooseTask } from '../../src/planning/choose-task.ts';
import { errorOfSync } from '../error-of.ts';

const repeat = <T>(count: number, of: (row: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => of(i));

test.each<[string, (number | string | boolean)[], string, string]>([
  ['many numbers', repeat(40, (i) => i / 7), 'regression', 'y is a number with 40 different values'],
  [
    'few whole numbers that repeat',
    repeat(40, (i) => i % 4),
    'classification',
    'y is a number with only 4 different values',
  ],
  [
    'whole numbers that hardly repeat',
    repeat(12, (i) => i % 6),
    'regression',
    'y is a number with 6 different values',
  ],
  ['few fractions', repeat(40, (i) => (i % 4) / 2), 'regression', 'y is a number with 4 different values'],
  [
    'two numbers',
    repeat(8, (i) => (i % 2) - 0.5),
    'classification',
    'y is a number with only 2 different values',
  ],
  ['texts', repeat(9, (i) => 'abc'[i % 3]), 'classification', 'y is text with 3 different values'],
  ['truth values', repeat(9, (i) => i % 2 === 0), 'classification', 'y is true or false'],
])('%s', (_, values, task, reason) => {
  expect(chooseTask(columnOf('y', values))).toEqual({ task, reason, isAsked: false });
});

test('the task may be chosen', () => {
  const y = columnOf(
    'y',
    repeat(40, (i) => i % 4),
  );
  expect(chooseTask(y, 'regression')).toEqual({
    task: 'regression',
    reason: 'y is a number with only 4 different values',
    isAsked: true,
  });
});

test('a target that cannot be predicted', () => {
  const texts = columnOf('y', ['a', 'b', 'a', 'b']);
  expect(errorOfSync(() => chooseTask(texts, 'regression'))).toBe(
    "INVALID_VALUE: the target 'y' holds text, but regression needs numbers.",
  );
  const numbers = columnOf(
    'y',
    repeat(40, (i) => i),
  );
  expect(errorOfSync(() => chooseTask(numbers, 'classification'))).toBe(
    "INVALID_VALUE: the target 'y' has 40 different values in 40 rows; classification needs values that repeat.",
  );
  expect(errorOfSync(() => chooseTask(columnOf('y', [3, 3, 3])))).toBe(
    "INVALID_VALUE: the target 'y' has the same value, 3, in all 3 rows; there is nothing to learn.",
  );
  expect(errorOfSync(() => chooseTask(columnOf('y', [new Date(0), new Date(1)])))).toBe(
    "INVALID_VALUE: the target 'y' holds dates; it must be numbers, text or true and false.",
  );
});
