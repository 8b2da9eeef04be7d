/**
 * A column's distribution, small enough for a line of a table: a histogram of numbers and dates, the commonest
 * values of anything else. It knows columns only.
 */

import { count } from '../../core/counted.ts';
import type { Column } from '../../data/column.ts';
import { extent } from '../../plot/axes.ts';
import { element, tooltip } from '../../plot/svg.ts';
import { measure } from '../number-text.ts';

const width = 96;
const height = 24;
const bins = 24;
/** So many values of a category are shown. */
const mostBars = 12;

/** The drawing; empty where there is nothing to draw. */
export function sparkline(column: Column): string {
  if (column.type === 'text') return '';
  const isNumeric = column.type === 'number' || column.type === 'date';
  const bars = isNumeric ? histogram(column.values) : commonest(column);
  const highest = Math.max(0, ...bars.map(({ size }) => size));
  if (highest === 0) return '';
  const step = width / (isNumeric ? bins : Math.max(4, bars.length));
  const drawn = bars.map(({ size, name }, k) => {
    const tall = size === 0 ? 0 : Math.max(1, (size / highest) * height);
    const place = { x: k * step, y: height - tall, width: step - (isNumeric ? 0.5 : 2), height: tall };
    return element('rect', { class: 'bar', ...place }, tooltip(`${name}: ${count(size)}`));
  });
  const label = isNumeric ? 'histogram' : 'the commonest values';
  return element(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label },
    ...drawn,
  );
}

interface Bar {
  readonly name: string;
  readonly size: number;
}

function histogram(values: Float64Array): Bar[] {
  const [low, high] = extent(values);
  const step = (high - low) / bins || 1;
  const sizes = new Array<number>(bins).fill(0);
  for (const value of values) {
    if (Number.isFinite(value)) sizes[Math.min(bins - 1, Math.floor((value - low) / step))]++;
  }
  return sizes.map((size, k) => ({
    name: `${measure(low + k * step)} to ${measure(low + (k + 1) * step)}`,
    size,
  }));
}

function commonest(column: Column): Bar[] {
  const sizes = new Map<string, number>();
  for (const value of column)
    if (value !== null) sizes.set(String(value), (sizes.get(String(value)) ?? 0) + 1);
  return Array.from(sizes, ([name, size]) => ({ name, size }))
    .sort((a, b) => b.size - a.size)
    .slice(0, mostBars);
}
