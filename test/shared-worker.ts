/**
 * Set up before each file of tests. The fast ones share a thread and its modules with the files before and after them, so
 * none may leave a trace there: spies and stubs are taken back here, and anything else that is left fails the file. And
 * laws are tried on the same examples in every run, so that a red run can be repeated and a green one means the same
 * everywhere; to look further, change the seed.
 */
import { configureGlobal } from 'fast-check';
import { afterAll, vi } from 'vitest';
import { surroundings, traces } from './traces.ts';

configureGlobal({ seed: 42 });

const before = surroundings();
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  const left = traces(before, surroundings());
  if (left.length > 0) throw new Error(`This file leaves changed for those after it: ${left.join(', ')}`);
});
