/**
 * Set up before each file of the fast tests. They share a thread and its modules with the files before and after them, so
 * none may leave a trace there: spies and stubs are taken back here, and anything else that is left fails the file.
 */
import { afterAll, vi } from 'vitest';
import { surroundings, traces } from './traces.ts';

const before = surroundings();
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  const left = traces(before, surroundings());
  if (left.length > 0) throw new Error(`This file leaves changed for those after it: ${left.join(', ')}`);
});
