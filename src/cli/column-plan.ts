/**
 * What happens to each column of features, and why: told from the columns alone. It knows nothing of networks
 * or terminals.
 */
import type { CategoryColumn, Column, ColumnType, NumberColumn, TextColumn } from '../data/column.ts';
import { count, counted } from './number-text.ts';

/** How a column goes into the network, or that it does not. */
export type ColumnUse = 'number' | 'flag' | 'category' | 'dropped';

export interface PlannedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly use: ColumnUse;
  /** Why it is dropped, or what else is worth knowing; without a full stop, maybe empty. */
  readonly note: string;
}

/** A category becomes at most so many columns; the rarer values share the last of them. */
export const mostCategories = 50;
/** From so many different texts on, a column in which most rows differ is a name, not a category. */
const fewestNames = 10;
/** Names of columns that number or name rows. */
const identifierName = /(^|[\s_.-])(id|uuid|guid)$|[a-z]I[dD]$|^(index|key|column_1)$/i;

/** The plan for one column. */
export function planColumn(column: Column): PlannedColumn {
  const { name, type } = column;
  const planned = (use: ColumnUse, note: string): PlannedColumn => ({ name, type, use, note });
  const present = column.length - column.missing;
  if (present === 0) return planned('dropped', 'no value at all');
  if (isConstant(column)) return planned('dropped', 'the same value throughout');
  if (type === 'date') return planned('dropped', 'dates are not used');
  const missing = present < column.length ? `${count(column.length - present)} missing` : '';
  if (type === 'boolean') return planned('flag', missing);
  if (type === 'number')
    return isIdentifier(column) ? planned('dropped', 'numbers its rows') : planned('number', missing);
  const distinct = distinctTexts(column);
  if (distinct > fewestNames && distinct * 2 > present) {
    return planned('dropped', `${count(distinct)} different texts in ${counted(present, 'row')}`);
  }
  const rare = distinct > mostCategories ? ', the rarer ones as one' : '';
  return planned('category', `${counted(distinct, 'category', 'categories')}${rare}`);
}

/** Whether all values that are there are the same. */
function isConstant(column: Column): boolean {
  let first: unknown;
  for (let row = 0; row < column.length; row++) {
    if (column.isMissing(row)) continue;
    const value = column.type === 'date' ? column.values[row] : column.at(row);
    first ??= value;
    if (value !== first) return false;
  }
  return true;
}

function isIdentifier({ name, values }: NumberColumn): boolean {
  return (
    identifierName.test(name) && values.every(Number.isInteger) && new Set(values).size === values.length
  );
}

function distinctTexts(column: CategoryColumn | TextColumn): number {
  const present =
    column.type === 'category'
      ? column.codes.filter((code) => code !== -1)
      : column.values.filter((value) => value !== null);
  return new Set<unknown>(present).size;
}
