/**
 * Taking rows out of data in whatever form a person has it, and keeping the form: arrays stay arrays, typed
 * arrays their class, tables tables. It knows tables and tensors only as things that can `take` rows.
 */
import { HebbError, show } from '../core/errors.ts';
import type { ShapedArray } from '../core/matrix.ts';
import type { Shape } from '../core/shape.ts';

/** Something that takes rows out of itself: a `Table`, a column of one, a `Tensor`. */
export interface TakesRows {
  take(rows: Int32Array): unknown;
}

type NumericArray = ShapedArray['data'];

/** Every form rows may have: an array of anything, a typed array, one with a shape, a `Table`, a `Tensor`. */
export type RowData = readonly unknown[] | NumericArray | ShapedArray | TakesRows;

/** What taking rows out of `D` gives: the same form, and an array of any length for an array. */
export type Taken<D> = D extends readonly (infer E)[] ? E[] : D;

/** How many rows data has. @throws HebbError `INVALID_VALUE` for what has no rows */
export function rowCountOf(data: RowData, name: string): number {
  const sized: { rowCount?: unknown; shape?: Shape; length?: unknown } = Object(data);
  const count = sized.rowCount ?? sized.shape?.[0] ?? sized.length;
  if (typeof data !== 'object' || typeof count !== 'number') {
    throw new HebbError(
      'INVALID_VALUE',
      `${name} must be rows of data (an array, a Table, a Tensor), got ${show(data)}.`,
    );
  }
  return count;
}

/** The given rows, in that order. */
export function takeRows<D extends RowData>(data: D, rows: Int32Array): Taken<D>;
export function takeRows(data: RowData, rows: Int32Array): unknown {
  if ('take' in data) return data.take(rows);
  if (Array.isArray(data)) return Array.from(rows, (row) => data[row]);
  const shape = 'shape' in data ? (data.shape as Shape) : undefined;
  const rowShape = shape?.slice(1) ?? [];
  const values = ArrayBuffer.isView(data) ? data : (data as ShapedArray).data;
  const taken = gather(
    values,
    rows,
    rowShape.reduce((width, size) => width * size, 1),
  );
  if (shape === undefined) return taken;
  const takenShape = { shape: [rows.length, ...rowShape] };
  return ArrayBuffer.isView(data) ? Object.assign(taken, takenShape) : { data: taken, ...takenShape };
}

/** Rows of `width` neighbouring numbers. */
function gather(values: NumericArray, rows: Int32Array, width: number): NumericArray {
  const empty = values.constructor as new (length: number) => NumericArray;
  const out = new empty(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < width; j++) out[i * width + j] = values[rows[i] * width + j];
  }
  return out;
}
