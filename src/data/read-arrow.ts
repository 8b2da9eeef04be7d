/**
 * Arrow files and streams (also called Feather 2) to `Table`, by the package @uwdata/flechette, which is loaded
 * when the first is read.
 */
import { HebbError } from '../core/errors.ts';
import { checkOptions } from '../core/options.ts';
import { checkArrow } from './arrow-check.ts';
import { arrowColumns } from './arrow-columns.ts';
import { type BytesLike, byteSource, readAll } from './bytes.ts';
import { type ReadOptions, readRules } from './read-options.ts';
import { Table } from './table.ts';

/**
 * Reads a table from an Arrow file or stream (also gzipped): a `File` or `Blob`, bytes, or a source that opens
 * a stream. Numbers without missing values are not copied. Texts become category or text columns, dates and
 * timestamps date columns; integers of 64 bits become the nearest number.
 *
 * Needs the package @uwdata/flechette.
 *
 * @throws HebbError `MISSING_PACKAGE`; `EMPTY_DATA` for no rows; `CORRUPT_FILE` for bytes that are not Arrow's;
 *   `UNSUPPORTED` for compressed buffers; `INVALID_VALUE` for columns of lists or structs, with the column;
 *   `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const table = await readArrow(input.files[0]);
 */
export async function readArrow(bytes: BytesLike, options: ReadOptions = {}): Promise<Table> {
  checkOptions('readArrow', options, readRules);
  const source = byteSource(bytes, options.name);
  const { name } = source;
  const { tableFromIPC } = await flechette(name);
  const data = await readAll(source, options);
  try {
    checkArrow(data);
    const arrow = tableFromIPC(data, { useBigInt: true });
    if (arrow.numCols === 0) throw new Error('there is no schema');
    const rows = Math.max(...arrow.children.map(({ length }) => length));
    if (rows === 0) throw new HebbError('EMPTY_DATA', `${name} has no rows.`);
    if (!(rows <= 8 * data.length)) throw new Error(`${rows} rows in ${data.length} bytes`);
    return new Table(arrowColumns(arrow, name));
  } catch (cause) {
    throw cause instanceof HebbError ? cause : damaged(name, cause);
  }
}

async function flechette(name: string): Promise<typeof import('@uwdata/flechette')> {
  try {
    return await import('@uwdata/flechette');
  } catch (cause) {
    throw new HebbError(
      'MISSING_PACKAGE',
      `${name} is an Arrow file; reading it needs a package: npm install @uwdata/flechette@2.6`,
      { cause },
    );
  }
}

function damaged(name: string, cause: unknown): HebbError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/compress/i.test(reason)) {
    return new HebbError(
      'UNSUPPORTED',
      `${name} is compressed within; write it without compression (in Python: compression='uncompressed'), or as Parquet.`,
      { cause },
    );
  }
  return new HebbError('CORRUPT_FILE', `${name} is no whole Arrow file or stream (${reason}).`, { cause });
}
