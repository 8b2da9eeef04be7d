/**
 * The columns of an Arrow table, as apache-arrow and flechette give it, as columns of ours: numbers without a
 * copy where they lie as float64 in one piece and none is missing. It knows nothing of Arrow's bytes.
 * Source: Arrow's Schema.fbs, the union Type, for the meaning of `typeId`.
 */
import { HebbError } from '../core/errors.ts';
import { type Column, DateColumn, NumberColumn } from './column.ts';
import { ValueBuilder } from './value-builder.ts';

/** A column of an Arrow table. */
export interface ArrowColumn extends Iterable<unknown> {
  readonly length: number;
  readonly nullCount: number;
  toArray(): ArrayLike<unknown>;
}

interface ArrowType {
  readonly typeId: number;
  readonly dictionary?: unknown;
}

/** A table of the packages apache-arrow and @uwdata/flechette. */
export interface ArrowTable {
  readonly schema: {
    readonly fields: readonly { readonly name: string; readonly type: ArrowType }[];
  };
  getChildAt(index: number): ArrowColumn | null | undefined;
}

/** Numbers, texts, truth values, dates and times, and Null. */
const cellIds: readonly number[] = [1, 2, 3, 5, 6, 7, 8, 9, 10, 18, 20, 24];
/** Values that are numbered; `dictionary` is the type of those that the numbers stand for. */
const dictionaryId = -1;
/** Dates and timestamps, which both packages give as milliseconds since 1970-01-01 UTC. */
const momentIds: readonly number[] = [8, 10];

/**
 * The table's columns, in order.
 *
 * @param source the file it came from, for messages
 * @throws HebbError `INVALID_VALUE` for columns of lists, structs and other values that no table holds, with the
 *   column
 */
export function arrowColumns(table: ArrowTable, source?: string): Column[] {
  return table.schema.fields.map(({ name, type }, index) => {
    const column = table.getChildAt(index);
    if (column === null || column === undefined) {
      throw new HebbError('CORRUPT_FILE', `${source ?? 'the Arrow table'} has no data for column '${name}'.`);
    }
    if (!isCell(type)) {
      throw new HebbError(
        'INVALID_VALUE',
        `${source === undefined ? '' : `${source}: `}column '${name}' holds lists, structs or other values that are no cells of a table.`,
      );
    }
    if (momentIds.includes(type.typeId)) return new DateColumn(name, moments(column));
    const values = column.nullCount === 0 ? column.toArray() : undefined;
    if (values instanceof Float64Array) return new NumberColumn(name, values);
    const builder = new ValueBuilder(name, column.length, source);
    let row = 0;
    for (const value of column) builder.set(row++, value);
    return builder.build();
  });
}

function isCell({ typeId, dictionary }: ArrowType): boolean {
  if (typeId !== dictionaryId) return cellIds.includes(typeId);
  return typeof dictionary === 'object' && dictionary !== null && isCell(dictionary as ArrowType);
}

function moments(column: ArrowColumn): Float64Array {
  const times = new Float64Array(column.length);
  let row = 0;
  for (const value of column) times[row++] = value === null ? Number.NaN : Number(value);
  return times;
}
