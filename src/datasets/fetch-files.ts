/**
 * Files of the public data sets: out of the cache, else from a mirror, else from their public address, and
 * only ever with the right SHA-256. It knows nothing of what is in them.
 */
import { platform } from '#platform';
import { HebbError } from '../core/errors.ts';
import { callback, checkOptions, matching, type Rule } from '../core/options.ts';
import { chunksOf, concat } from '../data/bytes.ts';
import type { FileStore } from './platform.ts';

/** How a data set is fetched. Every option may be left out. */
export interface FetchOptions {
  /** Told again and again how far the download is, over all files of the data set; NaN for an unknown total. */
  readonly onProgress?: (loadedBytes: number, totalBytes: number) => void;
  /** Ends the download; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Where files are kept. Default in Node: `$XDG_CACHE_HOME/hebb`, `%LOCALAPPDATA%\hebb` or `~/.cache/hebb`; in
   * browsers: the Cache API's cache 'hebb'.
   */
  readonly cacheFolder?: string;
  /** A base address, or in Node a folder, that has the files. Default in Node: the variable HEBB_DATA_MIRROR. */
  readonly mirror?: string;
}

/** One file, by its name in the cache and on mirrors. */
export interface RemoteFile {
  readonly path: string;
  /** In hexadecimal. */
  readonly sha256: string;
  /** Size, where known. */
  readonly bytes?: number;
  /** Public addresses, tried in order; none for a file that only mirrors have. */
  readonly urls: readonly string[];
}

/** A fetched file. */
export interface FetchedFile {
  readonly file: RemoteFile;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const text = matching('text', (value) => typeof value === 'string' && value !== '');
const rules: Readonly<Record<string, Rule>> = {
  onProgress: callback,
  signal: matching('an AbortSignal', (value) => value instanceof AbortSignal),
  cacheFolder: text,
  mirror: text,
};

/**
 * Get one file of each group; a group lists the forms in which the same content is to be had.
 *
 * @param owner the calling function's name, for messages
 * @throws HebbError `CHECKSUM_MISMATCH`, `NETWORK_ERROR`, `UNKNOWN_OPTION`, `INVALID_OPTION`
 */
export async function fetchFiles(
  owner: string,
  groups: readonly (readonly RemoteFile[])[],
  options: FetchOptions,
): Promise<FetchedFile[]> {
  checkOptions(owner, options, rules);
  const fetched: FetchedFile[] = [];
  let done = 0;
  for (const [i, group] of groups.entries()) {
    const ahead = groups.slice(i + 1).reduce((sum, [file]) => sum + (file.bytes ?? Number.NaN), 0);
    const report = (loaded: number, total: number): void =>
      options.onProgress?.(done + loaded, done + total + ahead);
    const result = await fetchOne(group, options, report);
    report(result.bytes.length, result.bytes.length);
    done += result.bytes.length;
    fetched.push(result);
  }
  return fetched;
}

type Report = (loaded: number, total: number) => void;

async function fetchOne(
  group: readonly RemoteFile[],
  options: FetchOptions,
  report: Report,
): Promise<FetchedFile> {
  options.signal?.throwIfAborted();
  const cache = platform.store(options.cacheFolder);
  const failures: string[] = [];
  const found =
    (await fromCache(group, cache)) ??
    (await fromMirror(group, cache, options, report, failures)) ??
    (await download(group, cache, options, report, failures));
  if (found === undefined) throw unreachable(group, cache, failures);
  return found;
}

async function fromCache(group: readonly RemoteFile[], cache: FileStore): Promise<FetchedFile | undefined> {
  for (const file of group) {
    const bytes = await cache.read(file.path);
    if (bytes === undefined) continue;
    const actual = await sha256(bytes);
    if (actual === file.sha256) return { file, bytes };
    await cache.delete(file.path);
    throw mismatch(cache.locate(file.path), file, actual, 'It was deleted; run again to fetch it anew.');
  }
  return undefined;
}

/** A folder's files are used where they are; what comes from an address is kept in the cache. */
async function fromMirror(
  group: readonly RemoteFile[],
  cache: FileStore,
  options: FetchOptions,
  report: Report,
  failures: string[],
): Promise<FetchedFile | undefined> {
  const mirror = options.mirror ?? platform.mirror();
  if (mirror === undefined) return undefined;
  if (!platform.hasFolders || /^https?:/i.test(mirror)) {
    const base = mirror.replace(/\/$/, '');
    const files = group.map((file) => ({ ...file, urls: [`${base}/${file.path}`] }));
    return download(files, cache, options, report, failures);
  }
  const folder = platform.store(mirror);
  for (const file of group) {
    const bytes = await folder.read(file.path);
    if (bytes !== undefined) return { file, bytes: await checked(bytes, folder.locate(file.path), file) };
  }
  failures.push(`${mirror} does not have it`);
  return undefined;
}

/** The first of the files that one of its addresses has; undefined, with the reasons, if none does. */
async function download(
  files: readonly RemoteFile[],
  cache: FileStore,
  options: FetchOptions,
  report: Report,
  failures: string[],
): Promise<FetchedFile | undefined> {
  for (const file of files) {
    for (const url of file.urls) {
      const bytes = await get(url, file, options.signal, report).catch((cause) => {
        options.signal?.throwIfAborted();
        failures.push(`${url}: ${reasonOf(cause)}`);
      });
      if (bytes === undefined) continue;
      await checked(bytes, url, file);
      await keep(cache, file.path, bytes);
      return { file, bytes };
    }
  }
  return undefined;
}

async function get(
  url: string,
  file: RemoteFile,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { signal });
  if (!response.ok || response.body === null)
    throw new Error(`answer ${response.status} ${response.statusText}`.trim());
  const total = file.bytes ?? Number(response.headers.get('content-length') ?? Number.NaN);
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  for await (const chunk of chunksOf(response.body)) {
    chunks.push(chunk);
    loaded += chunk.length;
    report(loaded, total);
  }
  return concat(chunks);
}

/** A cache that can't be written costs another download next time, but not the data now. */
async function keep(cache: FileStore, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await cache.write(path, bytes).catch(() => undefined);
}

async function checked(
  bytes: Uint8Array<ArrayBuffer>,
  where: string,
  file: RemoteFile,
): Promise<Uint8Array<ArrayBuffer>> {
  const actual = await sha256(bytes);
  if (actual !== file.sha256) throw mismatch(where, file, actual, 'It was not used and not kept.');
  return bytes;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new HebbError(
      'UNSUPPORTED',
      'checking a download needs WebCrypto, which pages have only over https.',
    );
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function mismatch(where: string, file: RemoteFile, actual: string, outcome: string): HebbError {
  return new HebbError(
    'CHECKSUM_MISMATCH',
    `${where} is damaged or another file: its SHA-256 is ${actual}, expected ${file.sha256}. ${outcome}`,
  );
}

function unreachable(group: readonly RemoteFile[], cache: FileStore, failures: readonly string[]): HebbError {
  const places = group.map((file) => cache.locate(file.path)).join(' or ');
  const paths = group.map((file) => file.path).join(' or ');
  return new HebbError(
    'NETWORK_ERROR',
    `cannot get ${group[0].path} (${failures.join('; ')}). Without a network, put the file at ${places}, or set HEBB_DATA_MIRROR (or the option mirror) to a folder or base address that has ${paths}.`,
  );
}

/** What lies beneath "fetch failed". */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message;
}
