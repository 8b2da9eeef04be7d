/**
 * CSV bytes to `Table`, piece by piece: the file is read twice (types first, values second) and is never in
 * memory as a whole. What the text means is `csv.ts`'s part.
 */
import { checkOptions, type Rule } from '../core/options.ts';
import { type BytesLike, byteSource } from './bytes.ts';
import { type CsvOptions, CsvReading, csvRules } from './csv.ts';
import { readRules } from './read-options.ts';
import type { Table } from './table.ts';
import { encodingRule, type ReadTextOptions, readTwice } from './two-passes.ts';

/** How a CSV file is read. */
export interface ReadCsvOptions extends CsvOptions, ReadTextOptions {}

/** The rules of `ReadCsvOptions`. */
export const readCsvRules: Readonly<Record<string, Rule>> = {
  ...csvRules,
  ...readRules,
  encoding: encodingRule,
};

/**
 * Reads a table from a CSV file (also gzipped): a `File` or `Blob`, bytes, or a source that opens a stream.
 *
 * @throws HebbError what `parseCsv` throws; `CORRUPT_FILE` also for damaged gzip and for bytes that are not text
 *   in the encoding, with the line
 * @example
 * const table = await readCsv(input.files[0]);
 */
export async function readCsv(bytes: BytesLike, options: ReadCsvOptions = {}): Promise<Table> {
  checkOptions('readCsv', options, readCsvRules);
  const source = byteSource(bytes, options.name);
  return readTwice(source, new CsvReading({ ...options, name: source.name }), options);
}
