/**
 * Refuses cells that no column should have: infinite numbers, and a few texts in a column of numbers, which
 * would turn all of it into text. It knows nothing of what columns are for.
 */
import { count } from '../core/counted.ts';
import { HebbError, show } from '../core/errors.ts';
import { parseNumber } from '../data/cell.ts';
import type { Column } from '../data/column.ts';

/** Fewer different texts than this are categories, though most of them be digits. */
const fewestTexts = 50;
/** When this share of many different texts are numbers, the others are mistakes. */
const mostlyNumbers = 0.95;

/** @throws HebbError `NON_FINITE`, `INVALID_VALUE`, naming column and row (counted from 1, without the header) */
export function checkCells(column: Column): void {
  const { name, type } = column;
  refuseInfinite(column);
  if (type !== 'category' && type !== 'text') return;
  const row = firstStrayText(column);
  if (row === undefined) return;
  throw new HebbError(
    'INVALID_VALUE',
    `column '${name}' holds numbers, but ${show(column.at(row))} in row ${count(row + 1)}; mend the value, or leave the column out.`,
  );
}

/**
 * @param before how many rows there are before the column's first
 * @throws HebbError `NON_FINITE`, naming column and row
 */
export function refuseInfinite(column: Column, before = 0): void {
  if (column.type !== 'number') return;
  const row = column.values.findIndex((value) => value === Infinity || value === -Infinity);
  if (row === -1) return;
  throw new HebbError(
    'NON_FINITE',
    `column '${column.name}' holds ${column.at(row)} in row ${count(before + row + 1)}; only finite numbers and missing values can be used.`,
  );
}

/** The first row whose text is no number, in a column where nearly all are. */
function firstStrayText(column: Column): number | undefined {
  const different = new Set<string>();
  let numbers = 0;
  let texts = 0;
  let first: number | undefined;
  for (let row = 0; row < column.length; row++) {
    const value = column.at(row);
    if (typeof value !== 'string') continue;
    different.add(value);
    if (parseNumber(value) !== undefined) numbers++;
    else {
      texts++;
      first ??= row;
    }
  }
  return different.size > fewestTexts && numbers >= mostlyNumbers * (numbers + texts) ? first : undefined;
}
