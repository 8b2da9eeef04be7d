/** Tuners in browsers: one thread, and no folders. */
import { HebbError } from '../../core/errors.ts';
import { openModule } from './open-module.ts';
import type { TunerPlatform } from './tuner-platform.ts';

export const tunerPlatform: TunerPlatform = {
  cores: () => 1,
  open: (address) => openModule(String(address)),
  threads: () => undefined,
  folder: async () => {
    throw new HebbError(
      'UNSUPPORTED',
      "option 'directory' names a folder, which browsers do not have; give an object with load, save and remove.",
    );
  },
};
