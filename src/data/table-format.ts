/**
 * Which format a file has: told by its first bytes where they are telling, otherwise by the ending of its name,
 * otherwise by the look of its text. What is surely no table is refused with a word on what to do.
 */
import { HebbError } from '../core/errors.ts';
import { type ByteSource, firstBytes } from './bytes.ts';

/** The formats that tables are read from; 'jsonl' is JSON lines, 'csv' any text with separated cells. */
export type TableFormat = 'csv' | 'jsonl' | 'arff' | 'parquet' | 'arrow' | 'idx';

/** All of them. */
export const tableFormats: readonly TableFormat[] = ['csv', 'jsonl', 'arff', 'parquet', 'arrow', 'idx'];

const endings: Readonly<Record<string, TableFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
  arff: 'arff',
  parquet: 'parquet',
  arrow: 'arrow',
  feather: 'arrow',
};

/** How other files begin, what they are, and what can be done. */
const strangers: readonly (readonly [beginning: string, what: string, advice: string])[] = [
  ['PK\x03\x04', 'a zip archive or a spreadsheet', 'unpack it, or save the sheet as CSV'],
  ['\xd0\xcf\x11\xe0', 'an old spreadsheet or document', 'save the sheet as CSV'],
  ['%PDF', 'a PDF document', 'look for the same table as CSV'],
  ['BZh', 'packed with bzip2', 'unpack it first'],
  ['\xfd7zXZ', 'packed with xz', 'unpack it first'],
  ['\x28\xb5\x2f\xfd', 'packed with zstd', 'unpack it first'],
  ['SQLite format 3', 'a database of SQLite', 'export the table as CSV'],
  ['\x89HDF', 'an HDF5 file', 'save the table as CSV or Parquet'],
  ['\x93NUMPY', 'an array of NumPy', 'save it as CSV'],
  ['FEA1', 'a file of the first Feather format', 'save it as Parquet, or as Feather 2 without compression'],
  ['\x89PNG', 'a picture', 'tables hold numbers, texts and dates'],
  ['\xff\xd8\xff', 'a picture', 'tables hold numbers, texts and dates'],
];

/**
 * The format of a file.
 *
 * @throws HebbError `UNSUPPORTED` for spreadsheets, archives, pictures, web pages and the like; `CORRUPT_FILE`
 *   for damaged gzip
 */
export async function formatOf(source: ByteSource): Promise<TableFormat> {
  const head = await firstBytes(source, 1 << 12, true);
  const beginning = Array.from(head.subarray(0, 16), (byte) => String.fromCharCode(byte)).join('');
  if (beginning.startsWith('PAR1')) return 'parquet';
  if (beginning.startsWith('ARROW1') || beginning.startsWith('\xff\xff\xff\xff')) return 'arrow';
  if (head[0] === 0 && head[1] === 0 && head[2] >= 0x08 && head[2] <= 0x0e && head[3] > 0) return 'idx';
  const stranger = strangers.find(([start]) => beginning.startsWith(start));
  if (stranger !== undefined) throw refusal(source.name, stranger[1], stranger[2]);
  return textFormat(source.name, new TextDecoder().decode(head));
}

function textFormat(name: string, text: string): TableFormat {
  if (/^\s*<(!doctype html|html)\b/i.test(text)) {
    throw refusal(name, 'a web page', 'get the file itself, not the page that shows it');
  }
  if (/^(\s|%.*)*@(relation|attribute)\b/i.test(text)) return 'arff';
  const ending = /\.([a-z]+)(\.gz)?$/i.exec(name)?.[1].toLowerCase() ?? '';
  if (Object.hasOwn(endings, ending)) return endings[ending];
  return /^\s*\{\s*("|\})/.test(text) ? 'jsonl' : 'csv';
}

function refusal(name: string, what: string, advice: string): HebbError {
  return new HebbError('UNSUPPORTED', `${name} is ${what}, no table that can be read; ${advice}.`);
}
