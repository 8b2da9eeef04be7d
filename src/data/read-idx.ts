/** idx files, gzipped or not: as they are, or as a table with one row for each entry of the first axis. */
import { HebbError } from '../core/errors.ts';
import { checkOptions } from '../core/options.ts';
import { type BytesLike, byteSource, readAll } from './bytes.ts';
import { NumberColumn } from './column.ts';
import { type ByteArray, parseIdx } from './idx.ts';
import { type ReadOptions, readRules } from './read-options.ts';
import { Table } from './table.ts';

/**
 * Reads an idx file (also gzipped): a `File` or `Blob`, bytes, or a source that opens a stream. What comes back
 * has `data` and `shape`; with two axes it can be given to `fit`.
 *
 * @throws HebbError what `parseIdx` throws, and `CORRUPT_FILE` for damaged gzip
 * @example
 * const { shape } = await readIdx(input.files[0]); // [60000, 28, 28]
 */
export async function readIdx(bytes: BytesLike, options: ReadOptions = {}): Promise<ByteArray> {
  checkOptions('readIdx', options, readRules);
  const source = byteSource(bytes, options.name);
  return parseIdx(await readAll(source, options), source.name);
}

/**
 * Reads an idx file as a table: the values that belong to one entry of the first axis are a row, its columns are
 * called `column_1` and so on.
 *
 * @throws HebbError what `readIdx` throws, and `EMPTY_DATA`
 */
export async function readIdxTable(bytes: BytesLike, options: ReadOptions = {}): Promise<Table> {
  const { data, shape } = await readIdx(bytes, options);
  if (data.length === 0) {
    throw new HebbError('EMPTY_DATA', `${byteSource(bytes, options.name).name} holds no values.`);
  }
  const rows = shape[0];
  const width = data.length / rows;
  const columns = Array.from({ length: width }, (_, j) => {
    const values = new Float64Array(rows);
    for (let i = 0; i < rows; i++) values[i] = data[i * width + j];
    return new NumberColumn(`column_${j + 1}`, values);
  });
  return new Table(columns);
}
