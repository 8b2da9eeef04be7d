/**
 * Features of several transformers put side by side. It knows nothing of where they come from.
 */
import { allocate, type FloatDType } from '../core/dtype.ts';
import { type Column, NumberColumn } from '../data/column.ts';
import { Table } from '../data/table.ts';
import { fromTyped } from '../tensor/tensor.ts';
import type { Features } from './transformer.ts';

/**
 * One `Tensor` of `dtype` when all pieces are numbers (truth values count), otherwise one `Table`.
 *
 * @param rows how many rows each piece has
 * @param names of all columns
 */
export function sideBySide(
  pieces: readonly Features[],
  rows: number,
  dtype: FloatDType,
  names: readonly string[],
): Features {
  const numeric = pieces.every(
    (piece) =>
      !(piece instanceof Table) || piece.columns.every(({ type }) => type === 'number' || type === 'boolean'),
  );
  if (!numeric) {
    const columns = pieces.flatMap((piece) => (piece instanceof Table ? piece.columns : columnsOf(piece)));
    return new Table(columns.map((column, j) => column.rename(names[j])));
  }
  const out = allocate(dtype, rows * names.length);
  let start = 0;
  for (const piece of pieces) {
    const { data, columns } = piece.toMatrix();
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = i * names.length + start, end = j + columns; j < end; j++, k++) out[j] = data[k];
    }
    start += columns;
  }
  return fromTyped(out, [rows, names.length]);
}

function columnsOf(piece: Features): Column[] {
  const { data, rows, columns } = piece.toMatrix();
  return Array.from({ length: columns }, (_, j) => {
    const values = Float64Array.from({ length: rows }, (_, i) => data[i * columns + j]);
    return new NumberColumn(`${j}`, values);
  });
}
