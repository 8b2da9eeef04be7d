/** A folder served to this machine alone: its files and nothing else, under this machine's names only. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StaticSite, serveFolder } from '../../src/node/static-site.ts';
import { errorOf } from '../error-of.ts';

let folder: string;
let site: StaticSite;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hebb-site-'));
  await mkdir(join(folder, 'site', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'site', 'index.html'), '<p>here</p>');
  await writeFile(join(folder, 'site', 'assets', 'a.js'), 'export {};');
  await writeFile(join(folder, 'site', 'gone.js'), 'export {};');
  site = await serveFolder(join(folder, 'site'));
  await rm(join(folder, 'site', 'gone.js'));
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Ask as any program might, not only as browsers do. */
function ask(
  path: string,
  { method = 'GET', host }: { method?: string; host?: string } = {},
): Promise<Answer> {
  const { port } = new URL(site.url);
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { host };
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('files of the folder are there, with their types', async () => {
  expect(await ask('/')).toMatchObject({ status: 200, body: '<p>here</p>' });
  const script = await ask('/assets/a.js');
  expect(script).toMatchObject({ status: 200, body: 'export {};' });
  expect(script.headers['content-type']).toMatch('text/javascript');
});

test('pages may use threads, and talk to nobody', async () => {
  const { headers } = await ask('/');
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
  expect(headers['content-security-policy']).toMatch("default-src 'none'");
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/assets',
  '//etc/passwd',
  '/x',
])('nothing else: %s', async (path) => {
  expect(await ask(path)).toMatchObject({ status: 404, body: '' });
});

test('only reading, and only by names of this machine', async () => {
  const { port } = new URL(site.url);
  expect((await ask('/', { method: 'POST' })).status).toBe(405);
  expect((await ask('/', { host: 'example.com' })).status).toBe(403);
  expect((await ask('/', { host: `localhost:${port}` })).status).toBe(200);
  expect((await ask('/', { method: 'HEAD' })).body).toBe('');
});

test('a folder that is not there and a port that is taken are told', async () => {
  expect(await errorOf(() => serveFolder(join(folder, 'nowhere')))).toMatch(/^FILE_NOT_FOUND: .*nowhere/);
  const port = Number(new URL(site.url).port);
  const taken = await errorOf(() => serveFolder(join(folder, 'site'), { port }));
  expect(taken).toBe(`INVALID_OPTION: The page can't be served: port ${port} is taken.`);
});
