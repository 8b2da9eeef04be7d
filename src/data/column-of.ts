/**
 * From plain JavaScript values to a column: the type is that of the first value that is not missing, and
 * every other value must agree. Texts stay texts here; reading numbers out of texts is the CSV reader's job.
 */
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
import { LabelBuilder } from './labels.ts';

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
  if (ArrayBuffer.isView(values)) return new NumberColumn(name, Float64Array.from(values));
  if (!Array.isArray(values)) {
    throw new HebbError('INVALID_VALUE', `column '${name}' must be an array of values, got ${show(values)}.`);
  }
  return fromArray(name, values);
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

function fromArray(name: string, values: readonly (ColumnValue | undefined)[]): Column {
  const { length } = values;
  const present = values.find((value) => !isMissing(value));
  if (present === undefined || typeof present === 'number') {
    const numbers = new Float64Array(length).fill(Number.NaN);
    each(name, values, 'a number', (row, value) => {
      if (typeof value !== 'number') return false;
      numbers[row] = value;
      return true;
    });
    return new NumberColumn(name, numbers);
  }
  if (typeof present === 'string') {
    const labels = new LabelBuilder(length);
    each(name, values, 'text', (row, value) => {
      if (typeof value !== 'string') return false;
      labels.set(row, value);
      return true;
    });
    return labels.build(name);
  }
  if (typeof present === 'boolean') {
    const flags = new Int8Array(length).fill(-1);
    each(name, values, 'true or false', (row, value) => {
      if (typeof value !== 'boolean') return false;
      flags[row] = value ? 1 : 0;
      return true;
    });
    return new BooleanColumn(name, flags);
  }
  const times = new Float64Array(length).fill(Number.NaN);
  each(name, values, 'a Date', (row, value) => {
    if (!(value instanceof Date)) return false;
    times[row] = value.getTime();
    return true;
  });
  return new DateColumn(name, times);
}

function isMissing(value: ColumnValue | undefined): boolean {
  return value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));
}

/** Hand every present value to `accept`, which says whether it fits. */
function each(
  name: string,
  values: readonly (ColumnValue | undefined)[],
  expected: string,
  accept: (row: number, value: ColumnValue) => boolean,
): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === undefined || isMissing(value)) continue;
    if (!accept(row, value)) {
      throw new HebbError(
        'INVALID_VALUE',
        `column '${name}', row ${row}: expected ${expected} like the values before, got ${show(value)}.`,
      );
    }
  }
}
