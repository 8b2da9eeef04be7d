/** From plain JavaScript values, typed arrays and columns of other tables to a column of a given name. */
import { HebbError, show } from '../core/errors.ts';
import {
  BooleanColumn,
  CategoryColumn,
  type Column,
  type ColumnValue,
  DateColumn,
  NumberColumn,
  TextColumn,
} from './column.ts';
import { ValueBuilder } from './value-builder.ts';

type NumericArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** What a column can be made of. In an array, null, undefined and NaN are missing values. */
export type ColumnInput = Column | NumericArray | readonly (ColumnValue | undefined)[];

/**
 * A column of `values`. A `Float64Array` is used as it is, without a copy; other typed arrays are converted.
 *
 * @throws HebbError `INVALID_VALUE` when the values are of different types, naming the column and row
 * @example
 * columnOf('age', [31, null, 45]).missing; // 1
 */
export function columnOf(name: string, values: ColumnInput): Column {
  if (isColumn(values)) return values.name === name ? values : values.rename(name);
  if (values instanceof Float64Array) return new NumberColumn(name, values);
  if (ArrayBuffer.isView(values)) return new NumberColumn(name, Float64Array.from(values, Number));
  if (!Array.isArray(values)) {
    throw new HebbError('INVALID_VALUE', `column '${name}' must be an array of values, got ${show(values)}.`);
  }
  const builder = new ValueBuilder(name, values.length);
  for (let row = 0; row < values.length; row++) builder.set(row, values[row]);
  return builder.build();
}

function isColumn(values: ColumnInput): values is Column {
  return (
    values instanceof NumberColumn ||
    values instanceof CategoryColumn ||
    values instanceof BooleanColumn ||
    values instanceof TextColumn ||
    values instanceof DateColumn
  );
}
