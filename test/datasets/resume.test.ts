/** Downloads that break off and go on: HTTP ranges, the kept part, and parts of another file. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FetchOptions, fetchFiles, type RemoteFile } from '../../src/datasets/fetch-files.ts';
import { errorOf } from '../error-of.ts';

/** No two pieces of it are alike, so that one put in a wrong place is noticed. */
const content = Buffer.from(Uint32Array.from({ length: 1_000_000 }, (_, i) => i).buffer);
const sha256 = createHash('sha256').update(content).digest('hex');

let server: Server;
let base: string;
let folder: string;
/** The ranges asked for, in order. */
let asked: (string | undefined)[];
/** The server hangs up after so many bytes of an answer. */
let patience = Infinity;
let hasRanges = true;
let status = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { range } = request.headers;
    asked.push(range);
    if (status !== 0) {
      response.writeHead(status).end();
      return;
    }
    const start = hasRanges ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0;
    if (start >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    const body = content.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': body.length,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
    });
    if (patience >= body.length) response.end(body);
    else response.write(body.subarray(0, patience), () => setTimeout(() => response.destroy(), 50));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hebb-resume-'));
  asked = [];
  patience = Infinity;
  hasRanges = true;
  status = 0;
  vi.stubEnv('HEBB_DATA_MIRROR', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const file = (): RemoteFile => ({ path: 'set/all.bin', sha256, urls: [`${base}/all.bin`] });
const part = (): string => join(folder, 'set', 'all.bin.part');

async function fetchAll(options: FetchOptions = {}): Promise<Uint8Array> {
  return (await fetchFiles('fetchTest', [[file()]], { cacheFolder: folder, ...options }))[0].bytes;
}

async function keepPart(bytes: Uint8Array): Promise<void> {
  await mkdir(join(folder, 'set'), { recursive: true });
  await writeFile(part(), bytes);
}

describe('a download that breaks off', () => {
  test('keeps what arrived, says so, and goes on from there', async () => {
    patience = 1_500_000;
    expect(await errorOf(() => fetchAll())).toMatch(
      /^NETWORK_ERROR: cannot get set\/all\.bin \(.*\)\. What arrived is kept; run again to go on from there\. Without a network, put the file at /,
    );
    const kept = await readFile(part());
    expect(kept.length).toBeGreaterThan(1_000_000);
    expect(kept.equals(content.subarray(0, kept.length))).toBe(true);

    patience = 1_000_000;
    await errorOf(() => fetchAll());
    const more = (await readFile(part())).length;
    expect(more).toBeGreaterThan(kept.length);

    patience = Infinity;
    const seen: [number, number][] = [];
    const bytes = await fetchAll({ onProgress: (...step) => seen.push(step) });
    expect(content.equals(bytes)).toBe(true);
    expect(asked).toEqual([undefined, `bytes=${kept.length}-`, `bytes=${more}-`]);
    expect(seen[0][0]).toBeGreaterThan(more);
    expect(seen.every(([, total]) => total === content.length)).toBe(true);
    expect(await readdir(join(folder, 'set'))).toEqual(['all.bin']);
  });

  test('by its signal, too', async () => {
    const controller = new AbortController();
    const attempt = fetchAll({
      signal: controller.signal,
      onProgress: (loaded) => loaded > 2_000_000 && controller.abort(new Error('enough')),
    });
    await expect(attempt).rejects.toThrow('enough');
    const { length } = await readFile(part());
    expect(length).toBeGreaterThan(1_000_000);
    expect(content.equals(await fetchAll())).toBe(true);
    expect(asked[1]).toBe(`bytes=${length}-`);
  });
});

describe('a part that is there', () => {
  test('is not used where the server knows no ranges', async () => {
    hasRanges = false;
    await keepPart(content.subarray(0, 1000));
    expect(content.equals(await fetchAll())).toBe(true);
    expect(asked).toEqual(['bytes=1000-']);
    expect(await readdir(join(folder, 'set'))).toEqual(['all.bin']);
  });

  test('of another file costs one more download', async () => {
    await keepPart(Buffer.alloc(1000, 7));
    expect(content.equals(await fetchAll())).toBe(true);
    expect(asked).toEqual(['bytes=1000-', undefined]);
    expect(await readdir(join(folder, 'set'))).toEqual(['all.bin']);
  });

  test('as long as the file or longer is thrown away', async () => {
    await keepPart(Buffer.concat([content, Buffer.alloc(5)]));
    expect(content.equals(await fetchAll())).toBe(true);
    expect(asked).toEqual([`bytes=${content.length + 5}-`, undefined]);
  });

  test('outlives an address that has no time', async () => {
    status = 503;
    await keepPart(content.subarray(0, 1000));
    expect(await errorOf(() => fetchAll())).toContain(
      'answer 503 Service Unavailable). What arrived is kept',
    );
    expect((await readFile(part())).length).toBe(1000);
  });

  test('goes with a file that is refused', async () => {
    await keepPart(content.subarray(0, 1000));
    const other = { ...file(), sha256: '0'.repeat(64) };
    const attempt = (): Promise<unknown> => fetchFiles('fetchTest', [[other]], { cacheFolder: folder });
    expect(await errorOf(attempt)).toMatch(
      /^CHECKSUM_MISMATCH: .*all\.bin is damaged or another file: its SHA-256 is/,
    );
    expect(await readdir(join(folder, 'set'))).toEqual([]);
  });
});
