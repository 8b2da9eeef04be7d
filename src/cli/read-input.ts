/**
 * The table a command works on: the name of an embedded data set, or a file. It knows nothing of what is done
 * with it.
 */
import { basename } from 'node:path';
import { didYouMean, HebbError } from '../core/errors.ts';
import type { ReadCsvOptions } from '../data/read-csv.ts';
import { readTable } from '../data/read-table.ts';
import type { Table } from '../data/table.ts';
import { formatOf, type TableFormat } from '../data/table-format.ts';
import { loadDigits } from '../datasets/load-digits.ts';
import { loadIris } from '../datasets/load-iris.ts';
import { loadDiamonds, loadPenguins } from '../datasets/load-tables.ts';
import { openFile } from '../node/read-table.ts';
import { type TextOptions, textOptions } from './text-options.ts';
import { UsageError } from './usage-error.ts';

type EmbeddedName = 'diamonds' | 'penguins' | 'iris' | 'digits';

/** The embedded data sets and the functions that load them. */
const embedded: Readonly<Record<EmbeddedName, () => Promise<{ readonly table: Table }>>> = {
  diamonds: loadDiamonds,
  penguins: loadPenguins,
  iris: loadIris,
  digits: loadDigits,
};

export interface Input {
  readonly table: Table;
  /** What messages call it: the path, or the data set's name. */
  readonly name: string;
  /** A name for what is made of it: `diamonds` of `data/diamonds.csv.gz`. */
  readonly stem: string;
  /** The public function that loads it, where it is an embedded data set. */
  readonly loader?: string;
  /** How its text was read. */
  readonly options: TextOptions;
}

/** The names of the embedded data sets. */
const embeddedNames: readonly string[] = Object.keys(embedded);

/**
 * The table in a file, or an embedded one.
 *
 * @throws HebbError what `readTable` throws; UsageError for options that say nothing of the file's format
 */
export async function readInput(source: string, options: ReadCsvOptions = {}): Promise<Input> {
  if (isEmbedded(source)) {
    const { table } = await embedded[source]();
    return { table, name: source, stem: source, loader: embedded[source].name, options: {} };
  }
  const file = await openFile(source).catch((error) => {
    throw withSuggestion(error, source);
  });
  const format = await formatOf(file);
  const table = await readTable(file, { ...fitting(source, format, options), format });
  return { table, name: source, stem: stemOf(source), options: textOptions(options) };
}

/** What is said of a text and its columns, and the formats whose readers want to know. */
const wanted: Readonly<Record<'encoding' | 'decimal' | 'types', readonly TableFormat[]>> = {
  encoding: ['csv', 'jsonl', 'arff'],
  decimal: ['csv'],
  types: ['csv', 'jsonl'],
};
const kinds: Readonly<Record<TableFormat, string>> = {
  csv: 'CSV',
  jsonl: 'JSON lines',
  arff: 'ARFF',
  parquet: 'Parquet',
  arrow: 'Arrow',
  idx: 'idx',
};

/** The options without those that mean nothing to a format. @throws UsageError for one that a person gave */
function fitting(source: string, format: TableFormat, options: ReadCsvOptions): ReadCsvOptions {
  for (const name of ['encoding', 'decimal'] as const) {
    if (options[name] === undefined || wanted[name].includes(format)) continue;
    const formats = wanted[name].map((each) => kinds[each]).join(', ');
    throw new UsageError(`--${name} is for ${formats}, but ${source} is ${kinds[format]}.`);
  }
  const { types, ...others } = options;
  return types === undefined || !wanted.types.includes(format) ? others : { ...others, types };
}

/** `diamonds` of `data/diamonds.csv.gz` */
function stemOf(path: string): string {
  return basename(path).replace(/(\.[a-z]{2,5})?(\.gz)?$/i, '') || 'model';
}

/** An error about the table of an input, with the input named. */
export function aboutInput(error: unknown, { name }: Pick<Input, 'name'>): unknown {
  if (!(error instanceof HebbError)) return error;
  return new HebbError(error.code, `${name}: ${error.message}`, { cause: error });
}

/** Whether a word names an embedded data set. */
export function isEmbedded(source: string): source is EmbeddedName {
  return Object.hasOwn(embedded, source);
}

/** The error for a word that is no file, which may be a slip in a data set's name. */
export function withSuggestion(error: unknown, source: string): unknown {
  if (!(error instanceof HebbError) || error.code !== 'FILE_NOT_FOUND') return error;
  const slip = /^[a-z]+$/i.test(source) ? didYouMean(source, embeddedNames) : '';
  return slip === '' ? error : new HebbError(error.code, `${error.message}${slip}`);
}
