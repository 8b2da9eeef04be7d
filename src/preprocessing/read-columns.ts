/**
 * X column by column, for transformers that take text as well as numbers: tables as they are, rows of cells
 * and matrices turned into columns. It knows no concrete transformer.
 */
import { dtypeOf, type FloatDType } from '../core/dtype.ts';
import { HebbError, show } from '../core/errors.ts';
import { type Matrix, toMatrix } from '../core/matrix.ts';
import { type Column, NumberColumn } from '../data/column.ts';
import { columnOf } from '../data/column-of.ts';
import { Table } from '../data/table.ts';
import { checkCount, checkNotEmpty, type SeenFeatures, selectSeen } from './seen-features.ts';
import type { Cell, TableLike } from './transformer.ts';

/** X as columns, called `x0`, `x1`, … where X had no names. */
export interface ReadColumns {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** The float type that numbers came in. */
  readonly dtype: FloatDType;
  readonly features: SeenFeatures;
}

/**
 * X as `fit` reads it: at least one row and one column.
 *
 * @throws HebbError `EMPTY_DATA`; `SHAPE_MISMATCH` for ragged rows; `INVALID_VALUE` for a column that mixes types
 */
export function readColumnsToFit(X: TableLike, owner: string): ReadColumns {
  const read = readColumns(X);
  checkNotEmpty(read.rows, read.columns.length, owner);
  return read;
}

/**
 * X as `transform` reads it: the columns that `fit` saw, in that order.
 *
 * @throws HebbError `UNKNOWN_COLUMN` when a table lacks one, `SHAPE_MISMATCH` for another number of them
 */
export function readColumnsAgain(X: TableLike, seen: SeenFeatures, owner: string): ReadColumns {
  const read = readColumns(selectSeen(X, seen));
  checkCount(read.columns.length, seen.count, owner);
  return read;
}

function readColumns(X: TableLike): ReadColumns {
  if (X instanceof Table) {
    const features = { count: X.columns.length, names: X.columnNames };
    return { columns: X.columns, rows: X.rowCount, dtype: 'float64', features };
  }
  return isCells(X) ? fromCells(X) : fromMatrix(toMatrix(X));
}

function isCells(X: TableLike): X is readonly (readonly Cell[])[] {
  return Array.isArray(X) && X.every(Array.isArray);
}

function fromCells(X: readonly (readonly Cell[])[]): ReadColumns {
  const count = X[0]?.length ?? 0;
  X.forEach((row, i) => {
    if (row.length !== count) {
      throw new HebbError('SHAPE_MISMATCH', `X: row ${i} has ${row.length} values, but row 0 has ${count}.`);
    }
  });
  const columns = Array.from({ length: count }, (_, j) =>
    columnOf(
      `x${j}`,
      X.map((row) => row[j]),
    ),
  );
  return { columns, rows: X.length, dtype: 'float64', features: { count, names: null } };
}

function fromMatrix({ data, rows, columns: count, columnNames }: Matrix): ReadColumns {
  const columns = Array.from({ length: count }, (_, j) => {
    const values = new Float64Array(rows);
    for (let i = 0; i < rows; i++) values[i] = data[i * count + j];
    return new NumberColumn(columnNames?.[j] ?? `x${j}`, values);
  });
  return { columns, rows, dtype: dtypeOf(data), features: { count, names: columnNames ?? null } };
}

/** A column's value in a row as a cell: null for any missing value. @throws HebbError `INVALID_VALUE` for dates */
export function cellAt(column: Column, row: number): Cell {
  if (column.isMissing(row)) return null;
  const value = column.at(row);
  if (value instanceof Date) {
    throw new HebbError(
      'INVALID_VALUE',
      `column '${column.name}' holds dates (row ${row}: ${value.toISOString()}); turn them into numbers or text first.`,
    );
  }
  return value;
}

/** What a cell is called in messages. */
export function showCell(cell: Cell): string {
  return cell === null ? 'missing' : show(cell);
}
