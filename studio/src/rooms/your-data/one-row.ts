/** One row as a form has it, a text for each column, and as a table that a model takes. It knows no model. */
import { BooleanColumn, CategoryColumn, type Column, DateColumn, NumberColumn, Table } from 'hebb';

/** Column name → what stands in its field; empty is missing. */
export type RowTexts = Readonly<Record<string, string>>;

/** @param like columns of the same names and types */
export function rowTable(texts: RowTexts, like: readonly Column[]): Table {
  return new Table(like.map((column) => oneCell(column, (texts[column.name] ?? '').trim())));
}

function oneCell({ name, type }: Column, text: string): Column {
  switch (type) {
    case 'number':
      return new NumberColumn(name, Float64Array.of(text === '' ? Number.NaN : Number(text)));
    case 'date':
      return new DateColumn(name, Float64Array.of(text === '' ? Number.NaN : Date.parse(`${text}Z`)));
    case 'boolean':
      return new BooleanColumn(name, Int8Array.of(text === '' ? -1 : text === 'true' ? 1 : 0));
    default:
      return new CategoryColumn(name, Int32Array.of(text === '' ? -1 : 0), text === '' ? [] : [text]);
  }
}

/** A row of a table as a form has it. */
export function textsOf(table: Table, row: number): RowTexts {
  return Object.fromEntries(table.columns.map((column) => [column.name, cellText(column, row)]));
}

function cellText(column: Column, row: number): string {
  const value = column.at(row);
  if (column.isMissing(row) || value === null) return '';
  // As fields of type datetime-local have it: no zone, up to minutes.
  return value instanceof Date ? value.toISOString().slice(0, 16) : String(value);
}
