/**
 * Any file with a table in it: the reader that its format needs, chosen by content and name. It knows nothing of
 * what the readers do.
 */
import { checkOptions, oneOf } from '../core/options.ts';
import { readArff } from './arff.ts';
import { type BytesLike, byteSource } from './bytes.ts';
import { type ReadJsonLinesOptions, readJsonLines } from './json-lines.ts';
import { readArrow } from './read-arrow.ts';
import { type ReadCsvOptions, readCsv } from './read-csv.ts';
import { readIdxTable } from './read-idx.ts';
import { type ReadParquetOptions, readParquet } from './read-parquet.ts';
import type { Table } from './table.ts';
import { formatOf, type TableFormat, tableFormats } from './table-format.ts';

/** How a table is read: the options of the format's own reader. */
export interface ReadTableOptions extends ReadCsvOptions, ReadJsonLinesOptions, ReadParquetOptions {
  /** The file's format. Default: told by its content and name. */
  readonly format?: TableFormat;
}

const readers: Readonly<
  Record<TableFormat, (bytes: BytesLike, options: ReadTableOptions) => Promise<Table>>
> = {
  csv: readCsv,
  jsonl: readJsonLines,
  arff: readArff,
  parquet: readParquet,
  arrow: readArrow,
  idx: readIdxTable,
};

/**
 * Reads a table from a file of any format: CSV and its kin, JSON lines, ARFF, Parquet, Arrow or idx, all of them
 * also gzipped. For pages: give it the `File` of an input; in Node, `readTable` of `hebb/node` takes a path.
 *
 * @throws HebbError `UNSUPPORTED` for spreadsheets, archives, pictures and the like; what the format's reader
 *   (`readCsv`, `readJsonLines`, `readArff`, `readParquet`, `readArrow`, `readIdx`) throws
 * @example
 * const table = await readTable(input.files[0], { onProgress: (read, total) => show(read / total) });
 * console.table(table.describe());
 */
export async function readTable(bytes: BytesLike, options: ReadTableOptions = {}): Promise<Table> {
  const { format: wanted, ...others } = options;
  checkOptions('readTable', { format: wanted }, { format: oneOf(...tableFormats) });
  const source = byteSource(bytes, options.name);
  const format = wanted ?? (await formatOf(source));
  return readers[format](source, others);
}
