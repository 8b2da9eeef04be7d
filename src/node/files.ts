/**
 * Files for callbacks in Node: models and weights, tables, event files, and a folder with a backup. Models and backups
 * are written whole or not at all.
 */
import { appendFile, mkdir, readdir, readFile, rm, rmdir, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BackupStore } from '../nn/callbacks/backup-and-restore.ts';
import type { Files, TextFile } from '../nn/callbacks/files.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { isMissing, readError, writeError } from './file-error.ts';
import { logDirectory } from './log-directory.ts';
import { saveModel } from './save-model.ts';
import { saveWeights } from './save-weights.ts';

const backupName = 'training.backup';

export const files: Files = {
  async saveModel(path, model) {
    await makeFolder(dirname(path));
    await saveModel(path, model);
  },
  async saveWeights(path, model) {
    await makeFolder(dirname(path));
    await saveWeights(path, model);
  },
  table: tableAt,
  backup: backupIn,
  logs: logDirectory,
};

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw writeError(folder, cause);
  });
}

function tableAt(path: string): TextFile {
  const failed = (cause: unknown): never => {
    throw writeError(path, cause);
  };
  return {
    size: () =>
      stat(path).then(
        ({ size }) => size,
        (cause) => (isMissing(cause) ? 0 : failed(cause)),
      ),
    cut: (size) => truncate(path, size).catch(failed),
    append: (text) => appendFile(path, text).catch(failed),
  };
}

function backupIn(folder: string): BackupStore {
  const path = join(folder, backupName);
  return {
    async load() {
      await removeLeftovers(folder);
      return readFile(path).catch((cause) => {
        if (isMissing(cause)) return undefined;
        throw readError(path, cause);
      });
    },
    async save(bytes) {
      await makeFolder(folder);
      await writeFileAtomic(path, bytes);
    },
    async remove() {
      await rm(path, { force: true });
      // What else somebody may have put there stays.
      await rmdir(folder).catch(() => {});
    },
  };
}

/** A process that was killed while it wrote has left a file without the name. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  const left = names.filter((name) => name.startsWith(`.${backupName}.`) && name.endsWith('.tmp'));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}
