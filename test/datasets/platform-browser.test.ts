/** The browser's side of the platform, with stand-ins for the two things a browser has and Node lacks. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { platform } from '../../src/datasets/platform-browser.ts';

afterEach(() => vi.unstubAllGlobals());

function fakeCaches(): { open: (name: string) => Promise<unknown> } {
  const caches = new Map<string, Map<string, Response>>();
  return {
    open: async (name) => {
      const entries = caches.get(name) ?? new Map<string, Response>();
      caches.set(name, entries);
      return {
        match: async (key: string) => entries.get(key)?.clone(),
        put: async (key: string, response: Response) => void entries.set(key, response),
        delete: async (key: string) => entries.delete(key),
      };
    },
  };
}

describe('the store', () => {
  test('keeps, gives back and deletes by path', async () => {
    vi.stubGlobal('caches', fakeCaches());
    const store = platform.store();
    expect(await store.read('mnist/a')).toBeUndefined();
    await store.write('mnist/a', Uint8Array.of(1, 2));
    expect(await store.read('mnist/a')).toEqual(Uint8Array.of(1, 2));
    expect(await platform.store('other').read('mnist/a')).toBeUndefined();
    await store.delete('mnist/a');
    expect(await store.read('mnist/a')).toBeUndefined();
    expect(store.locate('mnist/a')).toBe("mnist/a in the browser's cache 'hebb'");
  });

  test('without a Cache API nothing is kept and nothing fails', async () => {
    vi.stubGlobal('caches', undefined);
    const store = platform.store();
    await store.write('a', Uint8Array.of(1));
    expect(await store.read('a')).toBeUndefined();
    await store.delete('a');
  });
});

describe('packaged files', () => {
  test('come from where the bundler put them', async () => {
    vi.stubGlobal('fetch', async (address: URL) => new Response(address.pathname));
    const bytes = await platform.readPackaged('diamonds.csv');
    expect(new TextDecoder().decode(bytes)).toMatch(/@observablehq\/sample-datasets\/diamonds\.csv$/);
  });

  test.each([
    ['not found', async () => new Response('', { status: 404 })],
    ['the page instead', async () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['no network', async () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('%s: says what to do', async (_, answer) => {
    vi.stubGlobal('fetch', answer);
    await expect(platform.readPackaged('penguins.csv')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});
