/**
 * The summary of one column that a person wants to see first. Flat records, so that `console.table` shows
 * them side by side. It knows nothing of tables.
 */
import type { Column, ColumnType } from './column.ts';

interface SummaryBase {
  readonly name: string;
  readonly type: ColumnType;
  /** How many values are missing. */
  readonly missing: number;
  /** How many different values there are, missing ones left out. */
  readonly distinct: number;
}

/** Numbers: NaN throughout when every value is missing. */
export interface NumberSummary extends SummaryBase {
  readonly type: 'number';
  readonly min: number;
  readonly median: number;
  readonly mean: number;
  readonly max: number;
  /** The sample's standard deviation, with n − 1 as divisor; NaN for fewer than two values. */
  readonly std: number;
}

/** Labels and truth values: the commonest one and how often it comes. */
export interface LabelSummary extends SummaryBase {
  readonly type: 'category' | 'text' | 'boolean';
  readonly top: string | boolean | null;
  readonly topCount: number;
}

/** Dates: first and last. */
export interface DateSummary extends SummaryBase {
  readonly type: 'date';
  readonly min: Date | null;
  readonly max: Date | null;
}

export type ColumnSummary = NumberSummary | LabelSummary | DateSummary;

/** Summarize one column. */
export function summarize(column: Column): ColumnSummary {
  const { name, type, missing } = column;
  if (type === 'number') {
    const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
    return { name, type, missing, distinct: countDistinct(sorted), ...spread(sorted) };
  }
  if (type === 'date') {
    const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
    const at = (index: number): Date | null => (sorted.length === 0 ? null : new Date(sorted[index]));
    return { name, type, missing, distinct: countDistinct(sorted), min: at(0), max: at(sorted.length - 1) };
  }
  const counts = new Map<string | boolean, number>();
  for (const value of column) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  let top: string | boolean | null = null;
  let topCount = 0;
  for (const [value, count] of counts) {
    if (count > topCount) [top, topCount] = [value, count];
  }
  return { name, type, missing, distinct: counts.size, top, topCount };
}

function countDistinct(sorted: Float64Array): number {
  return sorted.reduce((count, value, i) => (i > 0 && value === sorted[i - 1] ? count : count + 1), 0);
}

function spread(sorted: Float64Array): Pick<NumberSummary, 'min' | 'median' | 'mean' | 'max' | 'std'> {
  const n = sorted.length;
  if (n === 0) {
    return { min: Number.NaN, median: Number.NaN, mean: Number.NaN, max: Number.NaN, std: Number.NaN };
  }
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const middle = n >> 1;
  return {
    min: sorted[0],
    median: n % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2,
    mean,
    max: sorted[n - 1],
    std: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN,
  };
}
