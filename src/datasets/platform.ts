/**
 * What the data sets need from the place they run in: a store for files, a mirror's address, and the files
 * of the npm packages that carry data. `#platform` is the implementation for Node (src/node/platform.ts) or
 * for browsers (platform-browser.ts), chosen by the package's import conditions.
 */

/** A file of a package that comes with this one. */
export type PackagedFile = 'diamonds.csv' | 'penguins.csv';

/** Files by relative path, such as `mnist/train-labels-idx1-ubyte.gz`. */
export interface FileStore {
  /** Where the file is, or would be, in words for messages. */
  locate(path: string): string;
  /** The file's bytes; undefined if it isn't there. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Written whole or not at all. */
  write(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Put more bytes at a file's end; one that isn't there is begun. */
  append(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  delete(path: string): Promise<void>;
  /** The names in a folder; none if it isn't there, or where folders can't be listed. */
  list(path: string): Promise<string[]>;
}

export interface Platform {
  /** The mirror that the environment names (`HEBB_DATA_MIRROR`): a base address or, in Node, a folder. */
  mirror(): string | undefined;
  /** Whether a mirror that is no http address is a folder. */
  readonly hasFolders: boolean;
  /** The store in a folder; without one, the user's cache. */
  store(folder?: string): FileStore;
  readPackaged(file: PackagedFile): Promise<Uint8Array>;
}
