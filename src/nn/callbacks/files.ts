/**
 * What callbacks ask of a file system. `#files` is node/files.ts in Node and files-browser.ts elsewhere; the package's
 * `imports` map says which. It is loaded when a callback is given a path, and never else.
 */
import type { Model } from '../models/model.ts';
import type { BackupStore } from './backup-and-restore.ts';
import type { LogDirectory } from './summary-log.ts';

export interface Files {
  /** Save a model, or its weights, in the format that the path ends in. Folders are made. */
  saveModel(path: string, model: Model): Promise<void>;
  saveWeights(path: string, model: Model): Promise<void>;
  /** A table of text, line by line. */
  table(path: string): TextFile;
  /** A folder of its own that keeps a backup. */
  backup(folder: string): BackupStore;
  /** A folder of event files. */
  logs(folder: string): LogDirectory;
}

/** A text that grows at its end. */
export interface TextFile {
  /** Bytes that are there; 0 where there is no file. */
  size(): Promise<number>;
  /** Forget all that is behind so many bytes. */
  cut(size: number): Promise<void>;
  append(text: string): Promise<void>;
}
