/** Searches in browsers: one thread, and no folders. */
import { HebbError } from '../core/errors.ts';
import type { TrialPlatform } from './trial-platform.ts';

export const trialPlatform: TrialPlatform = {
  cores: () => 1,
  threads: () => undefined,
  store: async () => {
    throw new HebbError('UNSUPPORTED', "option 'checkpoint' names a folder, which browsers do not have.");
  },
};
