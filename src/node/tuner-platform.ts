/**
 * Tuners in Node: modules by address or path, trials on worker threads, records in a folder.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { HebbError } from '../core/errors.ts';
import { openModule } from '../selection/tuners/open-module.ts';
import type { TunerPlatform, TunerStore } from '../selection/tuners/tuner-platform.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { readError, writeError } from './file-error.ts';
import { hrefOf, startTunerThreads } from './tuner-threads.ts';

export const tunerPlatform: TunerPlatform = {
  cores: availableParallelism,
  open,
  threads: startTunerThreads,
  folder: openFolder,
};

async function open(address: URL | string): Promise<unknown> {
  try {
    return await openModule(hrefOf(address));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HebbError('INVALID_VALUE', `the module '${address}' cannot be opened: ${reason}`, { cause });
  }
}

async function openFolder(folder: string): Promise<TunerStore> {
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw writeError(folder, cause);
  });
  const file = (name: string): string => join(folder, name);
  return {
    async load(name) {
      try {
        return new Uint8Array(await readFile(file(name)));
      } catch (cause) {
        const error = readError(file(name), cause);
        if (error.code === 'FILE_NOT_FOUND') return undefined;
        throw error;
      }
    },
    save: (name, bytes) => writeFileAtomic(file(name), bytes),
    remove: (name) => rm(file(name), { force: true }),
  };
}
