/**
 * The option `types` that the readers of text share: the type of some columns, by name. It knows nothing of
 * how a type is inferred where none is asked for.
 */
import { didYouMean, HebbError, show } from '../core/errors.ts';
import { matching, type Rule } from '../core/options.ts';
import type { ColumnType } from './column.ts';

/** Column types by column name. */
export type AskedTypes = Readonly<Record<string, ColumnType>>;

const columnTypes: readonly ColumnType[] = ['number', 'category', 'boolean', 'text', 'date'];

/** The rule of the option `types`. */
export const typesRule: Rule = matching(
  `an object of ${columnTypes.map(show).join(', ')} by column name`,
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((type) => columnTypes.includes(type)),
);

/** The type asked for a column, or undefined. */
export function askedType(types: AskedTypes | undefined, column: string): ColumnType | undefined {
  return types !== undefined && Object.hasOwn(types, column) ? types[column] : undefined;
}

/**
 * Refuse types for columns that a file does not have.
 *
 * @throws HebbError `UNKNOWN_COLUMN`, with the nearest name there is
 */
export function checkAskedTypes(file: string, types: AskedTypes = {}, columns: readonly string[]): void {
  for (const name of Object.keys(types)) {
    if (columns.includes(name)) continue;
    throw new HebbError(
      'UNKNOWN_COLUMN',
      `${file} has no column '${name}', which 'types' names.${didYouMean(name, columns)}`,
    );
  }
}
