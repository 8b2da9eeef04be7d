/**
 * Parquet files to `Table`, by the package hyparquet, which is loaded when the first is read. Column by column
 * and row group by row group, so that besides the table only one piece of one column is in memory.
 */
import type { AsyncBuffer, ColumnData, Compressors, FileMetaData } from 'hyparquet';
import { didYouMean, HebbError } from '../core/errors.ts';
import { checkOptions, listOf, type Rule } from '../core/options.ts';
import { type ByteSource, type BytesLike, byteSource, firstBytes, isGzip, readAll } from './bytes.ts';
import type { Column } from './column.ts';
import { type ColumnPages, checkPages } from './parquet-check.ts';
import { type ReadOptions, readRules, text } from './read-options.ts';
import { refuseHuge } from './refuse-huge.ts';
import { Table } from './table.ts';
import { ValueBuilder } from './value-builder.ts';

/** How a Parquet file is read. */
export interface ReadParquetOptions extends ReadOptions {
  /** The columns to read, in this order; the others are never loaded. Default: all. */
  readonly select?: readonly string[];
}

const rules: Readonly<Record<string, Rule>> = { ...readRules, select: listOf(text) };

type Hyparquet = Pick<
  typeof import('hyparquet'),
  'parquetMetadataAsync' | 'parquetRead' | 'parquetSchema' | 'snappyUncompress'
> &
  Pick<typeof import('hyparquet/src/column.js'), 'parquetHeader'>;

/**
 * Reads a table from a Parquet file: a `File` or `Blob`, bytes, or a source that opens a stream. Texts become
 * category or text columns, dates and timestamps date columns; integers of 64 bits become the nearest number.
 *
 * Needs the package hyparquet, and hyparquet-compressors for files that are compressed with anything but Snappy.
 *
 * @throws HebbError `MISSING_PACKAGE`; `EMPTY_DATA` for no rows; `CORRUPT_FILE` for bytes that are not Parquet's;
 *   `INVALID_VALUE` for columns of lists or structs, with the column; `UNKNOWN_COLUMN` for a name in `select`
 *   that isn't there; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const table = await readParquet(input.files[0], { select: ['age', 'fare'] });
 */
export async function readParquet(bytes: BytesLike, options: ReadParquetOptions = {}): Promise<Table> {
  checkOptions('readParquet', options, rules);
  const source = byteSource(bytes, options.name);
  const hyparquet = await loadHyparquet(source.name);
  const file = await randomAccess(source);
  const { name } = source;
  const metadata = await orDamaged(name, () => hyparquet.parquetMetadataAsync(file));
  const content = await orDamaged(name, () => contentOf(hyparquet, metadata));
  const chosen = choose(name, content, options.select);
  if (content.rowCount === 0) throw new HebbError('EMPTY_DATA', `${name} has no rows.`);
  refuseHuge(name, content.rowCount, chosen.length, file.byteLength, 'bytes');
  const compressors = await loadCompressors(name, content.codecs);
  const total = chosen.reduce((sum, { bytes }) => sum + bytes, 0);
  const columns: Column[] = [];
  let loaded = 0;
  for (const column of chosen) {
    options.signal?.throwIfAborted();
    columns.push(
      await readColumn(hyparquet, name, { file, metadata, compressors }, column, content.rowCount),
    );
    loaded += column.bytes;
    options.onProgress?.(loaded, total);
  }
  return new Table(columns);
}

/** What a file's metadata says that matters here. */
interface Content {
  readonly rowCount: number;
  readonly columns: readonly ContentColumn[];
  /** How its pieces are compressed. */
  readonly codecs: readonly string[];
}

interface ContentColumn {
  readonly name: string;
  /** Whether it holds lists or structs. */
  readonly isNested: boolean;
  /** How many bytes of the file it takes. */
  readonly bytes: number;
  /** What it has in each row group. */
  readonly groups: readonly ColumnPages[];
}

function contentOf({ parquetSchema }: Hyparquet, metadata: FileMetaData): Content {
  const groups = metadata.row_groups.map((group) => Number(group.num_rows));
  if (groups.some((rows) => !(Number.isSafeInteger(rows) && rows >= 0))) {
    throw new Error('a row group of impossible length');
  }
  const columns = parquetSchema(metadata).children.map(({ element, children }) => {
    const chunks = metadata.row_groups.map(({ columns: parts }) => {
      const part = parts.find(({ meta_data }) => meta_data?.path_in_schema[0] === element.name);
      if (part?.meta_data === undefined) throw new Error(`a row group without column '${element.name}'`);
      return part.meta_data;
    });
    return {
      name: element.name,
      isNested: children.length > 0 || element.repetition_type === 'REPEATED',
      bytes: chunks.reduce((sum, chunk) => sum + Number(chunk.total_compressed_size), 0),
      groups: chunks.map(({ codec }, i) => ({
        codec,
        rows: groups[i],
        isOptional: element.repetition_type === 'OPTIONAL',
        isBoolean: element.type === 'BOOLEAN',
      })),
    };
  });
  if (columns.length === 0) throw new Error('there are no columns');
  if (new Set(columns.map(({ name }) => name)).size < columns.length) {
    throw new Error('two columns have one name');
  }
  return {
    rowCount: groups.reduce((sum, rows) => sum + rows, 0),
    columns,
    codecs: columns.flatMap((column) => column.groups.map(({ codec }) => codec)),
  };
}

/** The columns to read. */
function choose(file: string, { columns }: Content, wanted: readonly string[] | undefined): ContentColumn[] {
  const names = columns.map(({ name }) => name);
  const chosen = (wanted ?? names).map((name) => {
    const column = columns.find((each) => each.name === name);
    if (column !== undefined) return column;
    throw new HebbError(
      'UNKNOWN_COLUMN',
      `${file} has no column '${name}', which 'select' names.${didYouMean(name, names)}`,
    );
  });
  const nested = chosen.find(({ isNested }) => isNested);
  if (nested === undefined) return chosen;
  throw new HebbError(
    'INVALID_VALUE',
    `${file}: column '${nested.name}' holds lists or structs, which are no cells of a table; leave it out with the option 'select'.`,
  );
}

async function readColumn(
  hyparquet: Hyparquet,
  file: string,
  source: { file: AsyncBuffer; metadata: FileMetaData; compressors: Compressors | undefined },
  { name, groups }: ContentColumn,
  rowCount: number,
): Promise<Column> {
  const builder = new ValueBuilder(name, rowCount, file);
  const tools = { ...hyparquet, compressors: source.compressors };
  let row = 0;
  for (const pages of groups) {
    if (pages.rows === 0) continue;
    const end = row + pages.rows;
    const pieces: ColumnData[] = [];
    await orDamaged(`${file}, column '${name}'`, () =>
      hyparquet.parquetRead({
        ...source,
        file: {
          byteLength: source.file.byteLength,
          slice: async (from, to) => {
            const chunk = await source.file.slice(from, to);
            checkPages(new Uint8Array(chunk), pages, tools);
            return chunk;
          },
        },
        columns: [name],
        rowStart: row,
        rowEnd: end,
        onChunk: (piece) => pieces.push(piece),
      }),
    );
    for (const { columnData } of pieces) {
      for (let i = 0; i < columnData.length && row < end; i++) builder.set(row++, columnData[i]);
    }
    if (row < end) {
      throw new HebbError(
        'CORRUPT_FILE',
        `${file}, column '${name}': the values end after row ${row} of ${rowCount}.`,
      );
    }
  }
  return builder.build();
}

/** What unpacks the columns, where that is not Snappy, which hyparquet brings along. */
async function loadCompressors(file: string, codecs: readonly string[]): Promise<Compressors | undefined> {
  const codec = codecs.find((each) => each !== 'UNCOMPRESSED' && each !== 'SNAPPY');
  if (codec === undefined) return undefined;
  try {
    return (await import('hyparquet-compressors')).compressors;
  } catch (cause) {
    throw new HebbError(
      'MISSING_PACKAGE',
      `${file} is compressed with ${codec}; reading it needs one more package: npm install hyparquet-compressors`,
      { cause },
    );
  }
}

async function loadHyparquet(name: string): Promise<Hyparquet> {
  try {
    const [library, { parquetHeader }] = await Promise.all([
      import('hyparquet'),
      import('hyparquet/src/column.js'),
    ]);
    return { ...library, parquetHeader };
  } catch (cause) {
    throw new HebbError(
      'MISSING_PACKAGE',
      `${name} is a Parquet file; reading it needs a package: npm install hyparquet@1.31`,
      { cause },
    );
  }
}

/** The bytes from anywhere; all of them in memory only where the source cannot give a part. */
async function randomAccess(source: ByteSource): Promise<AsyncBuffer> {
  const { size, slice } = source;
  if (size === undefined || slice === undefined || isGzip(await firstBytes(source, 2))) {
    return (await readAll(source)).buffer;
  }
  return { byteLength: size, slice: (start, end = size) => slice(start, end) };
}

/** What hyparquet does, its errors in our words. */
async function orDamaged<T>(where: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof HebbError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HebbError('CORRUPT_FILE', `${where}: this is no whole Parquet file (${reason}).`, { cause });
  }
}
