/**
 * Tables from files by path. What the files mean is the readers' part in src/data; here they get their bytes, as
 * a stream or piece by piece. Whatever goes wrong names the file.
 */
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HebbError } from '../core/errors.ts';
import { type ByteSource, byteSource } from '../data/bytes.ts';
import { type ReadTableOptions, readTable as readTableBytes } from '../data/read-table.ts';
import type { Table } from '../data/table.ts';
import { readError } from './file-error.ts';

/** Bytes read at a time. */
const pieceLength = 1 << 18;

/**
 * Reads a table from a file: CSV and its kin, JSON lines, ARFF, Parquet, Arrow or idx, all of them also gzipped.
 * Text is read piece by piece and never in memory as a whole.
 *
 * @param path a path, or a `file:` address
 * @throws HebbError `FILE_NOT_FOUND`, `FILE_ERROR`, and what `readTable` of `hebb` throws
 * @example
 * const table = await readTable('penguins.csv');
 * const { X, y } = table.splitTarget('species');
 */
export async function readTable(path: string | URL, options: ReadTableOptions = {}): Promise<Table> {
  return readTableBytes(await openFile(path), options);
}

/**
 * A file's bytes, for the readers that take a source: `readIdx(await openFile('labels.gz'))`.
 *
 * @param path a path, or a `file:` address
 * @throws HebbError `FILE_NOT_FOUND`, `FILE_ERROR`
 */
export async function openFile(path: string | URL): Promise<ByteSource> {
  const file = path instanceof URL ? fileURLToPath(path) : path;
  const failed = (cause: unknown): never => {
    throw readError(file, cause);
  };
  const info = await stat(file).catch(failed);
  if (info.isDirectory()) throw new HebbError('FILE_ERROR', `cannot read ${file}: it is a folder.`);
  // A pipe or terminal can be read only once, so its bytes are kept.
  if (!info.isFile()) return byteSource(await readFile(file).catch(failed), file);
  return fileSource(file, info.size);
}

/** The file can be opened any number of times; each stream reads it from the beginning. */
function fileSource(path: string, size: number): ByteSource {
  return {
    name: path,
    size,
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
    slice: async (start, end) => {
      try {
        const file = await open(path);
        try {
          const { bytesRead, buffer } = await file.read(new Uint8Array(end - start), 0, end - start, start);
          return buffer.buffer.slice(0, bytesRead);
        } finally {
          await file.close();
        }
      } catch (cause) {
        throw readError(path, cause);
      }
    },
  };
}
