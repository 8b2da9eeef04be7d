/**
 * Columns of text that a person would read as numbers, with decimal commas, grouped digits, signs of currency or
 * percent, or as dates. It tells them apart and changes nothing.
 */
import { show } from '../core/errors.ts';
import type { Column } from '../data/column.ts';

/** So many values are looked at. */
const mostValues = 1000;
/** This share of them must look alike. */
const enough = 0.9;

const decimalComma = /^[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+$/;
const grouped = /^[+-]?\d{1,3}(,\d{3})+$/;
const written = /^\p{Sc}?\s?[+-]?(\d{1,3}([, .'’]\d{3})+|\d+)([.,]\d+)?\s?(\p{Sc}|%)?$/u;

const dates = /^\d{1,2}([./-])\d{1,2}\1(\d{4}|\d{2})\b/;

/** What is to be said of a column, going on from its name; nothing of most columns. */
export function textHint(column: Column): string | undefined {
  if (column.type !== 'text' && column.type !== 'category') return undefined;
  const values: string[] = [];
  for (let row = 0; row < column.length && values.length < mostValues; row++) {
    const value = column.at(row);
    if (value !== null) values.push(value);
  }
  const most = (pattern: RegExp): boolean =>
    values.length > 0 && values.filter((value) => pattern.test(value)).length >= enough * values.length;
  const sample = show(values.find((value) => /\D/.test(value)));
  // digits alone are categories that begin with zeros, such as postcodes
  if (values.every((value) => /^\d+$/.test(value))) return undefined;
  if (most(decimalComma) && !most(grouped)) {
    return `looks like numbers with decimal commas, such as ${sample}: read the file with decimal ','`;
  }
  if (most(written)) return `looks like numbers, but is text, such as ${sample}; write plain numbers there`;
  if (most(dates)) {
    return `looks like dates, such as ${sample}, but only dates such as '2024-02-29' are read as such`;
  }
  return undefined;
}
