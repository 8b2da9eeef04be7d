/**
 * The platform in browsers: files are kept by the Cache API, packaged files are fetched from wherever the
 * bundler put them. Where a page has no Cache API (plain http), nothing is kept.
 */
import { HebbError } from '../core/errors.ts';
import { concat } from '../data/bytes.ts';
import type { FileStore, PackagedFile, Platform } from './platform.ts';

export const platform: Platform = {
  mirror: () => undefined,
  hasFolders: false,
  store: cacheStore,
  readPackaged,
};

function cacheStore(folder = 'hebb'): FileStore {
  const open = async (): Promise<Cache | undefined> =>
    globalThis.caches === undefined ? undefined : await caches.open(folder);
  const key = (path: string): string => `/${folder}/${path}`;
  const read = async (path: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    const response = await (await open())?.match(key(path));
    return response === undefined ? undefined : new Uint8Array(await response.arrayBuffer());
  };
  const write = async (path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    await (await open())?.put(key(path), new Response(bytes));
  };
  return {
    locate: (path) => `${path} in the browser's cache '${folder}'`,
    read,
    write,
    append: async (path, bytes) => {
      const before = await read(path);
      await write(path, before === undefined ? bytes : concat([before, bytes]));
    },
    delete: async (path) => {
      await (await open())?.delete(key(path));
    },
    list: async () => [],
  };
}

async function readPackaged(file: PackagedFile): Promise<Uint8Array> {
  const address = packagedAddress(file);
  const response = await fetch(address).catch(() => undefined);
  const isPage = response?.headers.get('content-type')?.includes('text/html');
  if (!response?.ok || isPage) {
    throw new HebbError(
      'FILE_NOT_FOUND',
      `${file} is not at ${address}; let the bundler copy files that are named by new URL(…, import.meta.url).`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** Each address is spelled out: bundlers look for this very form. */
function packagedAddress(file: PackagedFile): URL {
  switch (file) {
    case 'diamonds.csv':
      return new URL('@observablehq/sample-datasets/diamonds.csv', import.meta.url);
    case 'penguins.csv':
      return new URL('@observablehq/sample-datasets/penguins.csv', import.meta.url);
  }
}
