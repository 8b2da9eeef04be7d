/**
 * One value that stands for a whole column: mean, median, most frequent value, or a given one. Missing values
 * do not count. It knows nothing of imputers.
 */
import { HebbError, show } from '../core/errors.ts';
import type { Column } from '../data/column.ts';
import { median } from './quantiles.ts';
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
  if (strategy === 'mean') return mean(numbers);
  numbers.sort();
  return strategy === 'median' ? median(numbers) : longestRun(numbers);
}

/**
 * A column's numbers; false is 0, true is 1, missing is NaN.
 *
 * @throws HebbError `INVALID_VALUE` for text and dates, `NON_FINITE` for infinities, each with the row
 */
export function numbersOf(column: Column, label: string): Float64Array {
  if (column.type === 'number' && !column.values.some((value) => Math.abs(value) === Infinity)) {
    return column.values;
  }
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

function mean(numbers: Float64Array): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum / numbers.length;
}

/** Of sorted numbers the one that comes most often; the smallest of several. */
function longestRun(sorted: Float64Array): number {
  let [longest, best, start] = [0, 0, 0];
  for (let i = 1; i <= sorted.length; i++) {
    if (sorted[i] === sorted[start]) continue;
    if (i - start > longest) [longest, best] = [i - start, sorted[start]];
    start = i;
  }
  return best;
}

/** The text that comes most often; the smallest of several. */
function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked[0][0];
}
