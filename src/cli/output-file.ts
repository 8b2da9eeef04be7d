/**
 * Whether a file can be written, asked before hours of work and not after. It writes nothing.
 */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HebbError } from '../core/errors.ts';
import { writeError } from '../node/file-error.ts';

/**
 * Refuse a path that cannot be written to.
 *
 * @throws HebbError `FILE_ERROR`: its folder does not exist or is not writable, or it is a folder itself
 */
export async function checkWritable(path: string): Promise<void> {
  const own = await stat(path).catch(() => undefined);
  if (own?.isDirectory()) throw new HebbError('FILE_ERROR', `cannot write ${path}: it is a folder.`);
  try {
    await access(`${dirname(path)}/.`, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw writeError(path, cause);
  }
}
