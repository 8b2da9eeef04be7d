/** Files of tests that share a thread: whatever one leaves changed is seen. */
import { afterEach, expect, test, vi } from 'vitest';
import { surroundings, traces } from './traces.ts';

const before = surroundings();
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  expect(traces(before, surroundings())).toEqual([]);
});

test.each<[string, () => void]>([
  ['process.env.HEBB_TRACE', () => vi.stubEnv('HEBB_TRACE', 'set')],
  ['globalThis.left', () => vi.stubGlobal('left', 1)],
  ['globalThis.fetch', () => vi.stubGlobal('fetch', () => {})],
  ['console.log', () => vi.spyOn(console, 'log')],
  ['Math.random', () => vi.spyOn(Math, 'random')],
  ['globalThis.setTimeout', () => vi.useFakeTimers()],
  ['Date.now', () => vi.spyOn(Date, 'now')],
])('%s', (name, change) => {
  change();
  expect(traces(before, surroundings())).toContain(name);
});

test('a name that Node loads at its first use is no trace', () => {
  const define = (descriptor: PropertyDescriptor): unknown =>
    Object.defineProperty(globalThis, 'lazy', { ...descriptor, configurable: true });
  define({ get: () => define({ value: 1 }) });
  const first = surroundings();
  expect(Reflect.get(globalThis, 'lazy')).toBe(globalThis);
  expect(first).not.toEqual(surroundings());
  expect(traces(first, surroundings())).toEqual([]);
  Reflect.deleteProperty(globalThis, 'lazy');
});
