/** What a page shows of a column: type, gaps, spread, a small histogram or the commonest values. Never its rows. */
import type { Column, ColumnType } from 'hebb';

export interface ColumnLook {
  readonly name: string;
  readonly type: ColumnType;
  readonly missing: number;
  readonly distinct: number;
  /** The least and the largest value, for numbers and dates. */
  readonly range?: readonly [low: number, high: number];
  /** How many values lie in each of equal steps from the least to the largest, for numbers and dates. */
  readonly bins: readonly number[];
  /** The commonest values, for everything else. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
}

/** Bars of a histogram. */
const binCount = 16;
/** Values that are named: as many as a category has columns in the network at most. */
const mostNamed = 50;
/** Longer texts are cut. */
const longest = 60;

export function lookAt(column: Column): ColumnLook {
  const { name, type } = column;
  if (column.type === 'number' || column.type === 'date') {
    const present = column.values.filter((value) => Number.isFinite(value)).sort();
    const missing = column.missing;
    if (present.length === 0) return { name, type, missing, distinct: 0, bins: [], top: [] };
    const [low, high] = [present[0], present[present.length - 1]];
    const bins = new Array<number>(low === high ? 1 : binCount).fill(0);
    let distinct = 0;
    for (const [i, value] of present.entries()) {
      if (i === 0 || value !== present[i - 1]) distinct++;
      const share = low === high ? 0 : value / (high - low) - low / (high - low);
      bins[Math.min(bins.length - 1, Math.max(0, Math.floor(share * bins.length)))]++;
    }
    return { name, type, missing, distinct, range: [low, high], bins, top: [] };
  }
  const counts = new Map<string, number>();
  let missing = 0;
  for (const value of column) {
    if (value === null) missing++;
    else counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  const top = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostNamed)
    .map(([value, count]) => ({ value, count }));
  return { name, type, missing, distinct: counts.size, bins: [], top };
}

/** A text of a person's file as far as a page shows it. */
export function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

const targetName = /^(target|label|class|outcome|y|species|price|survived|churn(ed)?|diagnosis|quality)$/i;
const rowName = /(^|[\s_.-])(id|uuid|guid)$|[a-z]I[dD]$|^(index|key|column_1)$/i;

/** The column that is most likely to be predicted: one that is called so, or the last that can be. */
export function guessTarget(looks: readonly ColumnLook[], rows: number): string {
  const able = looks.filter(
    ({ name, type, distinct }) =>
      distinct > 1 && type !== 'date' && !rowName.test(name) && (type === 'number' || distinct * 2 <= rows),
  );
  return (able.find(({ name }) => targetName.test(name)) ?? able.at(-1) ?? looks.at(-1))?.name ?? '';
}
