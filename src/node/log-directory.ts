/** A folder of event files, a folder for each run, as TensorBoard looks for them. */
import { appendFile, mkdir, open } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AppendBytes, SummaryWriter } from '../formats/tensorboard/summary-writer.ts';
import { writeError } from './file-error.ts';

/** Opens runs in a folder. */
export interface LogFolder {
  /** Begin an event file in the folder of a run, or in the folder itself. */
  open(run?: string): SummaryWriter;
}

/**
 * A folder for TensorBoard: `tensorboard --logdir logs` shows what was written to its runs. Folders and files are made
 * when there is something to write; each writer has a file of its own, so that nothing that was there is touched.
 *
 * @param path a path, or a `file:` address
 * @example
 * const writer = logDirectory('logs').open('my run');
 * writer.scalar('loss', 0.5, 1);
 * await writer.close(); // FILE_ERROR where the file cannot be written
 */
export function logDirectory(path: string | URL): LogFolder {
  const root = path instanceof URL ? fileURLToPath(path) : path;
  return { open: (run = '') => new SummaryWriter(eventFileIn(join(root, run))) };
}

/** Appends to a new event file, which is made with the first bytes. */
function eventFileIn(folder: string): AppendBytes {
  let path: string | undefined;
  return async (bytes) => {
    try {
      path ??= await newEventFile(folder);
      await appendFile(path, bytes);
    } catch (cause) {
      throw writeError(path ?? folder, cause);
    }
  };
}

/** TensorBoard reads the files of a run in the order of their names: when they were made, by whom, which one. */
async function newEventFile(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, '0');
  for (let n = 0; ; n++) {
    const path = join(folder, `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${n}`);
    try {
      await (await open(path, 'wx')).close();
      return path;
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    }
  }
}
