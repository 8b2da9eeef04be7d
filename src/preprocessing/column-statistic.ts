/**
 * One value that stands for a whole column: mean, median, most frequent value, or a given one. Missing values
 * do not count. It knows nothing of imputers.
 */
import { HebbError, show } from '../core/errors.ts';
import type { Column } from '../data/column.ts';
import { cellAt } from './read-columns.ts';

export type FillValue = number | string;
export type Strategy = 'mean' | 'median' | 'most_frequent' | 'constant';

export function isTextColumn(column: Column): boolean {
  return column.type === 'category' || column.type === 'text';
}

/**
 * A column's statistic.
 *
 * @param constant the value for `'constant'`: 0 or `'missing_value'` when undefined
 * @param label what the column is called in messages
 * @throws HebbError `INVALID_VALUE` for the mean or median of text, `INVALID_OPTION` for a constant of another
 * type than the column, `NON_FINITE`
 */
export function statisticOf(
  column: Column,
  strategy: Strategy,
  constant: FillValue | undefined,
  label: string,
): FillValue {
  const text = isTextColumn(column);
  if (strategy === 'constant') {
    const value = constant ?? (text ? 'missing_value' : 0);
    const fits = text
      ? typeof value === 'string'
      : typeof value === 'number' || column.missing === column.length;
    if (fits) return value;
    throw new HebbError(
      'INVALID_OPTION',
      `SimpleImputer: option 'fillValue' is ${show(value)}, but ${label} holds ${text ? 'text' : 'numbers'}.`,
    );
  }
  if (text) {
    if (strategy === 'most_frequent') return mostFrequent(textsOf(column));
    throw new HebbError(
      'INVALID_VALUE',
      `SimpleImputer: strategy '${strategy}' needs numbers, but ${label} holds text; use 'most_frequent' or 'constant' for it.`,
    );
  }
  const numbers = numbersOf(column, label).filter((number) => !Number.isNaN(number));
  if (strategy === 'most_frequent') return mostFrequent(numbers);
  return strategy === 'median'
    ? median(numbers)
    : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/**
 * A column's numbers; false is 0, true is 1, missing is NaN.
 *
 * @throws HebbError `INVALID_VALUE` for text and dates, `NON_FINITE` for infinities, each with the row
 */
export function numbersOf(column: Column, label: string): Float64Array {
  return Float64Array.from({ length: column.length }, (_, row) => {
    const cell = cellAt(column, row);
    if (cell === null) return Number.NaN;
    if (typeof cell === 'string') {
      throw new HebbError(
        'INVALID_VALUE',
        `row ${row}, ${label} is the text ${show(cell)}, but a number is needed.`,
      );
    }
    const number = Number(cell);
    if (Number.isFinite(number)) return number;
    throw new HebbError(
      'NON_FINITE',
      `row ${row}, ${label} is ${number}; only finite numbers and missing values are allowed.`,
    );
  });
}

function textsOf(column: Column): string[] {
  return column.toArray().filter((text) => typeof text === 'string');
}

function median(numbers: Float64Array): number {
  const sorted = numbers.sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that comes most often; the smallest of several. */
function mostFrequent<T extends FillValue>(values: Iterable<T>): T {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked[0][0];
}
