/**
 * The rows a command works on, a few thousand at a time: CSV is read as its rows are needed, other formats and
 * embedded data sets are in memory as a whole. It knows nothing of what is done with the rows.
 */
import type { AskedTypes } from '../data/asked-types.ts';
import { CsvBlocks } from '../data/csv-blocks.ts';
import type { GuessedType } from '../data/infer.ts';
import type { ReadCsvOptions } from '../data/read-csv.ts';
import type { Table } from '../data/table.ts';
import { formatOf } from '../data/table-format.ts';
import { openFile } from '../node/read-table.ts';
import { typesOf } from './expected-columns.ts';
import { isEmbedded, readInput, withSuggestion } from './read-input.ts';

/** The rows of an input, block by block. */
export interface InputBlocks {
  /** What messages call it: the path, or the data set's name. */
  readonly name: string;
  readonly rowCount: number;
  /** The columns' types by name. */
  readonly columnTypes: Readonly<Record<string, GuessedType>>;
  /** @param types the types of some columns, where those found should not be */
  read(rows: number, types: AskedTypes): AsyncIterable<Table>;
}

/**
 * The rows of a file, or of an embedded data set.
 *
 * @throws HebbError what `readTable` throws
 */
export async function readInputBlocks(source: string, options: ReadCsvOptions = {}): Promise<InputBlocks> {
  if (!isEmbedded(source)) {
    const file = await openFile(source).catch((error) => {
      throw withSuggestion(error, source);
    });
    if ((await formatOf(file)) === 'csv') {
      const blocks = await CsvBlocks.survey(file, options);
      const { rowCount, columnTypes } = blocks;
      return { name: source, rowCount, columnTypes, read: (rows, types) => blocks.read(rows, types) };
    }
  }
  const { table } = await readInput(source, options);
  return {
    name: source,
    rowCount: table.rowCount,
    columnTypes: typesOf(table),
    read: async function* (rows, types) {
      const asked = Object.keys(types).length > 0;
      yield* slices(asked ? (await readInput(source, { ...options, types })).table : table, rows);
    },
  };
}

function* slices(table: Table, rows: number): Generator<Table> {
  for (let start = 0; start < table.rowCount; start += rows) {
    const length = Math.min(rows, table.rowCount - start);
    yield table.take(Int32Array.from({ length }, (_, row) => start + row));
  }
}
