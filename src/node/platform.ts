/**
 * The platform in Node: files are kept in the user's cache folder, packaged files are read from
 * node_modules, the mirror is named by the environment variable HEBB_DATA_MIRROR.
 */
import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { HebbError } from '../core/errors.ts';
import type { FileStore, PackagedFile, Platform } from '../datasets/platform.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { readError } from './file-error.ts';

export const platform: Platform = {
  mirror: () => process.env.HEBB_DATA_MIRROR || undefined,
  hasFolders: true,
  store: folderStore,
  readPackaged,
};

/** `$XDG_CACHE_HOME/hebb`, `%LOCALAPPDATA%\hebb` on Windows, or else `~/.cache/hebb`. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  return join(XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), '.cache'), 'hebb');
}

function folderStore(folder = cacheFolder()): FileStore {
  const locate = (path: string): string => join(folder, ...path.split('/'));
  return {
    locate,
    read: async (path) => {
      try {
        return new Uint8Array(await readFile(locate(path)));
      } catch (cause) {
        const error = readError(locate(path), cause);
        if (error.code === 'FILE_NOT_FOUND') return undefined;
        throw error;
      }
    },
    write: async (path, bytes) => {
      await mkdir(dirname(locate(path)), { recursive: true });
      await writeFileAtomic(locate(path), bytes);
    },
    append: async (path, bytes) => {
      await mkdir(dirname(locate(path)), { recursive: true });
      await appendFile(locate(path), bytes);
    },
    list: async (path) => readdir(locate(path)).catch(() => []),
    delete: async (path) => rm(locate(path), { force: true }),
  };
}

async function readPackaged(file: PackagedFile): Promise<Uint8Array> {
  const name = `@observablehq/sample-datasets/${file}`;
  try {
    return await readFile(createRequire(import.meta.url).resolve(name));
  } catch (cause) {
    throw new HebbError(
      'MISSING_PACKAGE',
      `${file} comes with the package @observablehq/sample-datasets, which is not installed; run npm install.`,
      { cause },
    );
  }
}
