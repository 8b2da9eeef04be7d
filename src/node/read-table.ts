/**
 * Tables from files by path. Which reader a file needs is told by its content and name; today every table is
 * CSV. Whatever goes wrong names the file.
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HebbError } from '../core/errors.ts';
import type { ByteSource } from '../data/bytes.ts';
import { type ReadCsvOptions, readCsv } from '../data/read-csv.ts';
import type { Table } from '../data/table.ts';
import { readError } from './file-error.ts';

/** Bytes read at a time. */
const pieceLength = 1 << 18;

/**
 * Reads a table from a CSV file, gzipped or not, without ever having the file in memory as a whole.
 *
 * @param path a path, or a `file:` address
 * @throws HebbError `FILE_NOT_FOUND`, `FILE_ERROR`, and what `readCsv` throws
 * @example
 * const table = await readTable('penguins.csv');
 * const { X, y } = table.splitTarget('species');
 */
export async function readTable(path: string | URL, options: ReadCsvOptions = {}): Promise<Table> {
  const file = path instanceof URL ? fileURLToPath(path) : path;
  const info = await stat(file).catch((cause) => {
    throw readError(file, cause);
  });
  if (info.isDirectory()) throw new HebbError('FILE_ERROR', `cannot read ${file}: it is a folder.`);
  return readCsv(fileSource(file), options);
}

/** The file can be opened any number of times; each stream reads it from the beginning. */
function fileSource(path: string): ByteSource {
  return {
    name: path,
    open: () => {
      let file: FileHandle | undefined;
      return new ReadableStream({
        async pull(controller) {
          try {
            file ??= await open(path);
            const { bytesRead, buffer } = await file.read(new Uint8Array(pieceLength));
            if (bytesRead > 0) {
              controller.enqueue(buffer.subarray(0, bytesRead));
              return;
            }
            await file.close();
            controller.close();
          } catch (cause) {
            await file?.close();
            controller.error(readError(path, cause));
          }
        },
        async cancel() {
          await file?.close();
        },
      });
    },
  };
}
