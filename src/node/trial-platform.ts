/**
 * Searches in Node: trials on worker threads, outcomes in a folder.
 */
import { availableParallelism } from 'node:os';
import type { TrialPlatform } from '../selection/trial-platform.ts';
import { openTrialFolder } from './trial-folder.ts';
import { startThreads } from './trial-threads.ts';

export const trialPlatform: TrialPlatform = {
  cores: availableParallelism,
  threads: startThreads,
  store: openTrialFolder,
};
