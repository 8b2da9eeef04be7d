/**
 * Writes a file whole or not at all: the bytes go to a temporary file beside it, which then takes its name.
 * Whatever happens in between, the old file is still there and no half-written one is.
 */
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeError } from './file-error.ts';

/**
 * Write `bytes` to `path`, replacing a file that is there. They may come in pieces; what is thrown on the way is
 * passed on, and nothing is written.
 *
 * @throws HebbError `FILE_ERROR`: no such folder, no permission, disk full
 * @example
 * await writeFileAtomic('model.hebb', bytes);
 */
export async function writeFileAtomic(
  path: string,
  bytes: Uint8Array | string | AsyncIterable<string>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await writeFile(file, bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw isFileError(cause) ? writeError(path, cause) : cause;
  }
}

/** Whether something came from the file system, and not from whoever gives the pieces. */
function isFileError(cause: unknown): boolean {
  return cause instanceof Error && 'syscall' in cause;
}
