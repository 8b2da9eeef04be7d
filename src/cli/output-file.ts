/**
 * Whether a file can be written, asked before hours of work and not after. It writes nothing.
 */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { HebbError } from '../core/errors.ts';
import { writeError } from '../node/file-error.ts';

/**
 * Refuse a path that cannot or should not be written to.
 *
 * @param sources files that are read; none of them may be replaced
 * @throws HebbError `FILE_ERROR`: its folder does not exist or is not writable, it is a folder itself, or it is a source
 */
export async function checkWritable(path: string, sources: readonly string[]): Promise<void> {
  if (sources.some((source) => resolve(source) === resolve(path))) {
    throw new HebbError('FILE_ERROR', `cannot write ${path}: it would replace what is read from it.`);
  }
  const own = await stat(path).catch(() => undefined);
  if (own?.isDirectory()) throw new HebbError('FILE_ERROR', `cannot write ${path}: it is a folder.`);
  try {
    await access(`${dirname(path)}/.`, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw writeError(path, cause);
  }
}
