/** Fetching: cache, mirror folder, mirror address, public address, checksums, and being offline. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FetchOptions, fetchFiles, type RemoteFile } from '../../src/datasets/fetch-files.ts';
import { fetchMnist } from '../../src/datasets/index.ts';

const good = Buffer.alloc(300_000, 'good bytes ');
const wrong = Buffer.from('<html>please log in</html>');
const sha256 = createHash('sha256').update(good).digest('hex');

let folder: string;
let cacheFolder: string;
let mirror: string;
let server: Server;
let base: string;
let asked: string[];
const answers = new Map<string, Buffer>();

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const body = answers.get(request.url ?? '');
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': body.length }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hebb-fetch-'));
  cacheFolder = join(folder, 'cache');
  mirror = join(folder, 'mirror');
  await mkdir(join(mirror, 'set'), { recursive: true });
  asked = [];
  answers.clear();
  vi.stubEnv('HEBB_DATA_MIRROR', '');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true });
});

const file = (urls: readonly string[] = []): RemoteFile => ({
  path: 'set/part.bin',
  sha256,
  bytes: good.length,
  urls,
});

const fetchOne = async (wanted: RemoteFile, options: FetchOptions = {}): Promise<Uint8Array> =>
  (await fetchFiles('fetchTest', [[wanted]], { cacheFolder, ...options }))[0].bytes;

const cached = (): string => join(cacheFolder, 'set', 'part.bin');

describe('where a file comes from', () => {
  test('the public address, once; then the cache', async () => {
    answers.set('/part.bin', good);
    const wanted = file([`${base}/part.bin`]);
    expect(good.equals(await fetchOne(wanted))).toBe(true);
    expect(good.equals(await readFile(cached()))).toBe(true);
    expect(good.equals(await fetchOne(wanted))).toBe(true);
    expect(asked).toEqual(['/part.bin']);
    expect(await readdir(join(cacheFolder, 'set'))).toEqual(['part.bin']);
  });

  test('a mirror folder, by option or by HEBB_DATA_MIRROR', async () => {
    await writeFile(join(mirror, 'set', 'part.bin'), good);
    const wanted = file([`${base}/part.bin`]);
    expect(good.equals(await fetchOne(wanted, { mirror }))).toBe(true);
    vi.stubEnv('HEBB_DATA_MIRROR', mirror);
    expect(good.equals(await fetchOne(wanted))).toBe(true);
    expect(asked).toEqual([]);
  });

  test('a mirror address is asked before the public one, and what it has is kept', async () => {
    answers.set('/mirror/set/part.bin', good);
    await fetchOne(file([`${base}/part.bin`]), { mirror: `${base}/mirror/` });
    expect(asked).toEqual(['/mirror/set/part.bin']);
    expect(existsSync(cached())).toBe(true);
  });

  test('what the mirror lacks comes from the public address, and a dead address gives way to the next', async () => {
    answers.set('/second.bin', good);
    await fetchOne(file([`${base}/first.bin`, `${base}/second.bin`]), { mirror: `${base}/mirror` });
    expect(asked).toEqual(['/mirror/set/part.bin', '/first.bin', '/second.bin']);
  });

  test('of two forms of one content, the one that is there', async () => {
    const archive: RemoteFile = { ...file([`${base}/part.tgz`]), path: 'set/part.tgz' };
    answers.set('/part.tgz', good);
    const [fetched] = await fetchFiles('fetchTest', [[file(), archive]], { cacheFolder, mirror });
    expect(fetched.file.path).toBe('set/part.tgz');
    await writeFile(join(mirror, 'set', 'part.bin'), good);
    const other = { cacheFolder: join(folder, 'other'), mirror };
    expect((await fetchFiles('fetchTest', [[file(), archive]], other))[0].file.path).toBe('set/part.bin');
  });

  test('without a folder option the cache is under XDG_CACHE_HOME', async () => {
    vi.stubEnv('XDG_CACHE_HOME', join(folder, 'xdg'));
    answers.set('/part.bin', good);
    await fetchFiles('fetchTest', [[file([`${base}/part.bin`])]], {});
    expect(existsSync(join(folder, 'xdg', 'hebb', 'set', 'part.bin'))).toBe(true);
  });
});

describe('a wrong SHA-256', () => {
  test('in the cache: refused, deleted, and the next call fetches anew', async () => {
    await mkdir(join(cacheFolder, 'set'), { recursive: true });
    await writeFile(cached(), wrong);
    answers.set('/part.bin', good);
    const wanted = file([`${base}/part.bin`]);
    await expect(fetchOne(wanted)).rejects.toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      message: expect.stringContaining(`${cached()} is damaged or another file: its SHA-256 is `),
    });
    expect(existsSync(cached())).toBe(false);
    expect(good.equals(await fetchOne(wanted))).toBe(true);
  });

  test('from the public address or a mirror: refused and not kept', async () => {
    answers.set('/part.bin', wrong);
    answers.set('/mirror/set/part.bin', wrong);
    await writeFile(join(mirror, 'set', 'part.bin'), wrong);
    const wanted = file([`${base}/part.bin`]);
    for (const options of [{}, { mirror: `${base}/mirror` }, { mirror }]) {
      await expect(fetchOne(wanted, options)).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
      expect(existsSync(cached())).toBe(false);
    }
    expect(await readFile(join(mirror, 'set', 'part.bin'))).toEqual(wrong);
  });
});

describe('trouble', () => {
  test('offline: says where to put the file and about the mirror', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') });
    });
    const attempt = fetchMnist({ cacheFolder });
    await expect(attempt).rejects.toMatchObject({ code: 'NETWORK_ERROR' });
    await expect(attempt).rejects.toThrow('getaddrinfo ENOTFOUND');
    await expect(attempt).rejects.toThrow(
      `put the file at ${join(cacheFolder, 'mnist', 'train-images-idx3-ubyte.gz')}, or set HEBB_DATA_MIRROR`,
    );
  });

  test('a cache that cannot be written does not stop the fetch', async () => {
    await symlink(join(folder, 'nowhere'), cacheFolder, 'junction');
    answers.set('/part.bin', good);
    expect(good.equals(await fetchOne(file([`${base}/part.bin`])))).toBe(true);
  });

  test('an aborted signal ends it with its reason, and nothing is kept', async () => {
    answers.set('/part.bin', good);
    const controller = new AbortController();
    const attempt = fetchOne(file([`${base}/part.bin`]), {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(attempt).rejects.toThrow('enough');
    expect(existsSync(cached())).toBe(false);
    await expect(fetchOne(file(), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('a misspelt option names the nearest', async () => {
    await expect(fetchMnist({ cacheFoldr: 'x' } as FetchOptions)).rejects.toMatchObject({
      code: 'UNKNOWN_OPTION',
      message: "fetchMnist has no option 'cacheFoldr'. Did you mean 'cacheFolder'?",
    });
  });
});

test('progress runs over all files of a set', async () => {
  answers.set('/a', good);
  answers.set('/b', good);
  const seen: [number, number][] = [];
  const files = ['a', 'b'].map((name) => [{ ...file([`${base}/${name}`]), path: `set/${name}` }]);
  await fetchFiles('fetchTest', files, { cacheFolder, onProgress: (...step) => seen.push(step) });
  const total = 2 * good.length;
  expect(seen.every(([, of]) => of === total)).toBe(true);
  expect(seen.map(([loaded]) => loaded)).toEqual(seen.map(([loaded]) => loaded).sort((a, b) => a - b));
  expect(seen[0][0]).toBeGreaterThan(0);
  expect(seen.at(-1)).toEqual([total, total]);
});
