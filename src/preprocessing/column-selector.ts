/**
 * Which columns of X a transformer is for: by name, by position, by type, or by a test. It knows nothing of
 * what is done with them.
 */
import { didYouMean, HebbError } from '../core/errors.ts';
import { anyOf, callback, integer, listOf, matching, type Rule } from '../core/options.ts';
import type { Column, ColumnType } from '../data/column.ts';

/**
 * Columns by name or names, by position or positions (negative ones count from the end), by type, or those for
 * which a function holds.
 */
export type ColumnSelector =
  | string
  | number
  | readonly (string | number)[]
  | { readonly type: ColumnType | readonly ColumnType[] }
  | ((column: Column) => boolean);

const types: readonly unknown[] = ['number', 'category', 'boolean', 'text', 'date'] satisfies ColumnType[];
const position = anyOf(
  integer(),
  matching('a column name', (value) => typeof value === 'string'),
);

export const selectorRule: Rule = anyOf(
  position,
  listOf(position),
  matching(
    '{ type } with column types',
    (value) => typesOf(value)?.every((type) => types.includes(type)) ?? false,
  ),
  callback,
);

function typesOf(value: unknown): readonly unknown[] | undefined {
  return typeof value === 'object' && value !== null && 'type' in value ? [value.type].flat() : undefined;
}

/**
 * Positions of the selected columns, in the order they were named, or that of X.
 *
 * @param owner who asks, for messages
 * @throws HebbError `UNKNOWN_COLUMN`, with the nearest name there is
 */
export function resolveColumns(
  selector: ColumnSelector,
  columns: readonly Column[],
  owner: string,
): number[] {
  if (typeof selector === 'function') return columns.flatMap((column, j) => (selector(column) ? [j] : []));
  if (typeof selector === 'object' && 'type' in selector) {
    const wanted = typesOf(selector) ?? [];
    return columns.flatMap((column, j) => (wanted.includes(column.type) ? [j] : []));
  }
  const named = typeof selector === 'object' ? selector : [selector];
  return named.map((key) => resolveColumn(key, columns, owner));
}

function resolveColumn(key: string | number, columns: readonly Column[], owner: string): number {
  if (typeof key === 'number') {
    const found = key < 0 ? key + columns.length : key;
    if (found in columns) return found;
    throw new HebbError(
      'UNKNOWN_COLUMN',
      `${owner}: there is no column ${key}; X has ${columns.length} columns.`,
    );
  }
  const names = columns.map((column) => column.name);
  const found = names.indexOf(key);
  if (found !== -1) return found;
  throw new HebbError('UNKNOWN_COLUMN', `${owner}: there is no column '${key}'.${didYouMean(key, names)}`);
}
