/**
 * Files of the public data sets: out of the cache, else from a mirror, else from their public address, and
 * only ever with the right content. It knows nothing of what is in them.
 */
import { platform } from '#platform';
import { HebbError } from '../core/errors.ts';
import { callback, checkOptions, matching, type Rule } from '../core/options.ts';
import { type Expected, findWrong } from './checksum.ts';
import { AnswerError, download, forget, partOf, type Report } from './download.ts';
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
export interface RemoteFile extends Expected {
  readonly path: string;
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

/** The rules of `FetchOptions`. */
export const fetchRules: Readonly<Record<string, Rule>> = {
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
  checkOptions(owner, options, fetchRules);
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

async function fetchOne(
  group: readonly RemoteFile[],
  options: FetchOptions,
  report: Report,
): Promise<FetchedFile> {
  options.signal?.throwIfAborted();
  const cache = platform.store(options.cacheFolder);
  const failures: Error[] = [];
  const found =
    (await fromCache(group, cache)) ??
    (await fromMirror(group, cache, options, report, failures)) ??
    (await fromAddresses(group, cache, options, report, failures));
  if (found === undefined) throw await unreachable(group, cache, failures);
  return found;
}

/** Whether one of the addresses that did not have a file answered with this status. */
export function answered(error: unknown, status: number): boolean {
  if (!(error instanceof HebbError && error.cause instanceof AggregateError)) return false;
  return error.cause.errors.some(({ cause }) => cause instanceof AnswerError && cause.status === status);
}

/** The names of what is in a folder of the mirror, if that is a folder. */
export async function listMirror(options: FetchOptions, folder: string): Promise<string[]> {
  const mirror = mirrorOf(options);
  return mirror?.isFolder ? platform.store(mirror.place).list(folder) : [];
}

function mirrorOf(options: FetchOptions): { place: string; isFolder: boolean } | undefined {
  const place = options.mirror ?? platform.mirror();
  if (place === undefined) return undefined;
  return { place, isFolder: platform.hasFolders && !/^https?:/i.test(place) };
}

async function fromCache(group: readonly RemoteFile[], cache: FileStore): Promise<FetchedFile | undefined> {
  for (const file of group) {
    const bytes = await cache.read(file.path);
    if (bytes === undefined) continue;
    const wrong = await findWrong(bytes, file);
    if (wrong === undefined) return { file, bytes };
    await cache.delete(file.path);
    throw mismatch(cache.locate(file.path), wrong, 'It was deleted; run again to fetch it anew.');
  }
  return undefined;
}

/** A folder's files are used where they are; what comes from an address is kept in the cache. */
async function fromMirror(
  group: readonly RemoteFile[],
  cache: FileStore,
  options: FetchOptions,
  report: Report,
  failures: Error[],
): Promise<FetchedFile | undefined> {
  const mirror = mirrorOf(options);
  if (mirror === undefined) return undefined;
  if (!mirror.isFolder) {
    const base = mirror.place.replace(/\/$/, '');
    const files = group.map((file) => ({ ...file, urls: [`${base}/${file.path}`] }));
    return fromAddresses(files, cache, options, report, failures);
  }
  const folder = platform.store(mirror.place);
  for (const file of group) {
    const bytes = await folder.read(file.path);
    if (bytes === undefined) continue;
    const wrong = await findWrong(bytes, file);
    if (wrong === undefined) return { file, bytes };
    throw mismatch(folder.locate(file.path), wrong, 'It was not used.');
  }
  failures.push(new Error(`${mirror.place} does not have it`));
  return undefined;
}

/** The first of the files that one of its addresses has; undefined, with the reasons, if none does. */
async function fromAddresses(
  files: readonly RemoteFile[],
  cache: FileStore,
  options: FetchOptions,
  report: Report,
  failures: Error[],
): Promise<FetchedFile | undefined> {
  for (const file of files) {
    for (const url of file.urls) {
      const bytes = await right(url, file, cache, options.signal, report).catch((cause) => {
        options.signal?.throwIfAborted();
        if (cause instanceof HebbError) throw cause;
        failures.push(named(url, cause));
      });
      if (bytes === undefined) continue;
      await keep(cache, file.path, bytes);
      return { file, bytes };
    }
  }
  return undefined;
}

/** The file from an address; begun anew if its beginning was from another time and does not fit. */
async function right(
  url: string,
  file: RemoteFile,
  cache: FileStore,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<Uint8Array<ArrayBuffer>> {
  const { bytes, isResumed } = await download(url, file.path, file.bytes, cache, signal, report);
  const wrong = await findWrong(bytes, file);
  await forget(cache, partOf(file.path));
  if (wrong === undefined) return bytes;
  if (isResumed) return right(url, file, cache, signal, report);
  throw mismatch(url, wrong, 'It was not used and not kept.');
}

/** A cache that can't be written costs another download next time, but not the data now. */
async function keep(cache: FileStore, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await cache.write(path, bytes).catch(() => undefined);
}

function mismatch(where: string, wrong: string, outcome: string): HebbError {
  return new HebbError('CHECKSUM_MISMATCH', `${where} is damaged or another file: ${wrong}. ${outcome}`);
}

async function unreachable(
  group: readonly RemoteFile[],
  cache: FileStore,
  failures: readonly Error[],
): Promise<HebbError> {
  const kept = await Promise.all(group.map(({ path }) => cache.read(partOf(path)).catch(() => undefined)));
  const hint = kept.some((part) => part !== undefined)
    ? ' What arrived is kept; run again to go on from there.'
    : '';
  const places = group.map((file) => cache.locate(file.path)).join(' or ');
  const paths = group.map((file) => file.path).join(' or ');
  const reasons = failures.map(({ message }) => message).join('; ');
  return new HebbError(
    'NETWORK_ERROR',
    `cannot get ${group[0].path} (${reasons}).${hint} Without a network, put the file at ${places}, or set HEBB_DATA_MIRROR (or the option mirror) to a folder or base address that has ${paths}.`,
    { cause: new AggregateError(failures) },
  );
}

/** The failure with the address, and with what lies beneath "fetch failed". */
function named(url: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause : new Error(String(cause));
  const inner = reason.cause instanceof Error && reason.cause.message !== '' ? reason.cause : reason;
  return new Error(`${url}: ${inner.message}`, { cause });
}
