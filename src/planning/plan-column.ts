/**
 * What happens to each column of features, and why: told from the columns alone. It knows nothing of networks.
 */
import { count, counted } from '../core/counted.ts';
import type { CategoryColumn, Column, ColumnType, NumberColumn, TextColumn } from '../data/column.ts';

/** How a column goes into the network, or that it does not. */
export type ColumnUse = 'number' | 'flag' | 'date' | 'category' | 'dropped';

/** What happens to a column of features. */
export interface PlannedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly use: ColumnUse;
  /** How many values are missing. */
  readonly missing: number;
  /** Whether the network is told where the value is missing, besides what stands in for it. */
  readonly marksMissing: boolean;
  /** Why it is dropped, or what else is worth knowing; without a full stop, maybe empty. */
  readonly note: string;
}

/** A category becomes at most so many columns; the rarer values share the last of them. */
export const mostCategories = 50;
/** From so many different texts on, a column in which most rows differ is a name, not a category. */
const fewestNames = 10;
/** From this share of missing values on, that a value is missing may say something. */
const manyMissing = 0.05;
/** Names of columns that number or name rows. */
const identifierName = /(^|[\s_.-])(id|uuid|guid)$|[a-z]I[dD]$|^(index|key|column_1)$/i;

/** The plan for one column. */
export function planColumn(column: Column): PlannedColumn {
  const { name, type, missing } = column;
  const present = column.length - missing;
  const marksMissing = missing >= manyMissing * column.length;
  const planned = (use: ColumnUse, note: string): PlannedColumn => ({
    name,
    type,
    use,
    missing,
    marksMissing,
    note,
  });
  const dropped = (why: string): PlannedColumn => ({
    name,
    type,
    use: 'dropped',
    missing,
    marksMissing: false,
    note: why,
  });
  if (present === 0) return dropped('no value at all');
  if (!marksMissing && isConstant(column)) return dropped('the same value throughout');
  const gaps = missing === 0 ? '' : `${count(missing)} missing${marksMissing ? ', marked' : ''}`;
  if (type === 'date') return planned('date', gaps);
  if (type === 'boolean') return planned('flag', gaps);
  if (type === 'number') return isIdentifier(column) ? dropped('numbers its rows') : planned('number', gaps);
  const distinct = distinctTexts(column);
  if (distinct > fewestNames && distinct * 2 > present) {
    return dropped(`${count(distinct)} different texts in ${counted(present, 'row')}`);
  }
  const rare = distinct > mostCategories ? 'the rarer ones as one' : '';
  const notes = [counted(distinct, 'category', 'categories'), rare, gaps];
  return planned('category', notes.filter(Boolean).join(', '));
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
