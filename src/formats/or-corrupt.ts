/** Descriptions of models in files that nobody vouches for: what makes no sense ends in errors of any kind. */
import { HebbError } from '../core/errors.ts';

/**
 * What `work` gives.
 *
 * @param file whose description it goes by, for the message
 * @throws HebbError `CORRUPT_FILE` in place of any error but those of Hebb that say more
 */
export function orCorrupt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const isTelling = cause instanceof HebbError && !cause.code.endsWith('_MISMATCH');
    if (isTelling) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HebbError('CORRUPT_FILE', `${file} does not describe a whole model: ${reason}`, { cause });
  }
}
