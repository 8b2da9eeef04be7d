/**
 * One file from one address. What arrives is kept beside the file's place in the cache as it comes, so that a
 * download that broke off goes on from there the next time. It knows nothing of checksums.
 */
import { chunksOf, concat } from '../data/bytes.ts';
import type { FileStore } from './platform.ts';

/** Hears how much of the file there is, of how much; NaN for an unknown total. */
export type Report = (loaded: number, total: number) => void;

/** So many bytes are kept at a time. */
const keptLength = 1 << 20;

/** An address that answered with something else than the file. */
export class AnswerError extends Error {
  readonly status: number;

  constructor(response: Response) {
    super(`answer ${response.status} ${response.statusText}`.trim());
    this.name = 'AnswerError';
    this.status = response.status;
  }
}

/** Where the beginning of a file is kept until the whole is there. */
export function partOf(path: string): string {
  return `${path}.part`;
}

/** What was fetched, and whether its beginning was kept from an earlier time. */
export interface Download {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isResumed: boolean;
}

/**
 * Fetch a file, from the part of it on that is in the cache.
 *
 * @param size how many bytes the file has, where that is known
 * @throws AnswerError, the errors of `fetch`, the signal's reason
 */
export async function download(
  url: string,
  path: string,
  size: number | undefined,
  cache: FileStore,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<Download> {
  const part = partOf(path);
  const kept = (await cache.read(part).catch(() => undefined)) ?? new Uint8Array(0);
  const response = await fetch(url, { signal, headers: kept.length > 0 ? restOf(kept.length) : {} });
  const { status } = response;
  const isResumed = kept.length > 0 && status === 206 && startOf(response) === kept.length;
  if (kept.length > 0 && (status === 416 || (status === 206 && !isResumed))) {
    await forget(cache, part);
    await response.body?.cancel();
    return download(url, path, size, cache, signal, report);
  }
  if (!response.ok || response.body === null) throw new AnswerError(response);
  if (kept.length > 0 && !isResumed) await forget(cache, part);
  const start = isResumed ? kept : new Uint8Array(0);
  const total = size ?? start.length + lengthOf(response);
  const chunks: Uint8Array[] = [start];
  let loaded = start.length;
  const keeper = new Keeper(cache, part);
  try {
    for await (const chunk of chunksOf(response.body)) {
      chunks.push(chunk);
      loaded += chunk.length;
      await keeper.add(chunk);
      report(loaded, total);
    }
  } catch (cause) {
    await keeper.flush();
    throw cause;
  }
  return { bytes: concat(chunks), isResumed };
}

/** Remove a file; one that can't be removed stays. */
export async function forget(cache: FileStore, path: string): Promise<void> {
  await cache.delete(path).catch(() => undefined);
}

/** Asks for what is missing, without packing, so that places in it are places in the file. */
function restOf(kept: number): Record<string, string> {
  return { range: `bytes=${kept}-`, 'accept-encoding': 'identity' };
}

/** How long the answer's content is; NaN if that is not told, or only of its packed form. */
function lengthOf({ headers }: Response): number {
  const length = headers.get('content-encoding') === null ? headers.get('content-length') : null;
  return Number(length ?? Number.NaN);
}

/** Where the range begins that the answer holds. */
function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN);
}

/** Appends what arrives to the kept part, a megabyte at a time. A cache that can't be written keeps nothing. */
class Keeper {
  readonly #cache: FileStore;
  readonly #part: string;
  #waiting: Uint8Array[] = [];
  #length = 0;

  constructor(cache: FileStore, part: string) {
    this.#cache = cache;
    this.#part = part;
  }

  async add(chunk: Uint8Array): Promise<void> {
    this.#waiting.push(chunk);
    this.#length += chunk.length;
    if (this.#length >= keptLength) await this.flush();
  }

  async flush(): Promise<void> {
    const bytes = concat(this.#waiting);
    this.#waiting = [];
    this.#length = 0;
    if (bytes.length > 0) await this.#cache.append(this.#part, bytes).catch(() => undefined);
  }
}
