/**
 * Columns in which a value of one's own (−1, 'unknown') says that something is missing. It knows nothing of
 * what becomes of missing values.
 */
import { HebbError, show } from '../core/errors.ts';
import { CategoryColumn, type Column, NumberColumn, TextColumn } from '../data/column.ts';

/** The value that says "missing". */
export type MissingMarker = number | string;

/**
 * The column with a missing value wherever the marker stands. A marker of another type than the column's stands
 * nowhere.
 *
 * @param label what the column is called in messages
 * @throws HebbError `NON_FINITE` for values that are missing already: with a marker, a blank is a mistake
 */
export function withMarkedMissing(column: Column, marker: MissingMarker, label: string): Column {
  for (let row = 0; row < column.length; row++) {
    if (!column.isMissing(row)) continue;
    throw new HebbError(
      'NON_FINITE',
      `row ${row}, ${label} has no value, but option 'missingValues' says that missing ones are ${show(marker)}.`,
    );
  }
  const { name } = column;
  switch (column.type) {
    case 'number':
      return new NumberColumn(
        name,
        column.values.map((value) => (value === marker ? Number.NaN : value)),
      );
    case 'category': {
      const { codes, categories } = column;
      const code = typeof marker === 'string' ? categories.indexOf(marker) : -1;
      return new CategoryColumn(
        name,
        codes.map((other) => (other === code ? -1 : other)),
        categories,
      );
    }
    case 'text':
      return new TextColumn(
        name,
        column.values.map((value) => (value === marker ? null : value)),
      );
    default:
      return column;
  }
}
