/** The weights of networks in files by path. Writing replaces the old file whole or not at all. */
import { readFile } from 'node:fs/promises';
import { HebbError } from '../core/errors.ts';
import { fromSafetensors, toSafetensors } from '../formats/safetensors-weights.ts';
import type { Model } from '../nn/models/model.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { readError } from './file-error.ts';

/**
 * Save the weights of a model, and nothing else, as a safetensors file.
 *
 * @param path by custom it ends in `.safetensors`
 * @throws HebbError `FILE_ERROR`: no such folder, no permission, disk full; `NOT_FITTED` for a model that has none yet
 * @example
 * await saveWeights('digits.safetensors', model);
 */
export async function saveWeights(path: string, model: Model): Promise<void> {
  await writeFileAtomic(path, toSafetensors(model));
}

/**
 * Give a model the weights that `saveWeights` saved from one of the same layers.
 *
 * @throws HebbError `FILE_NOT_FOUND`; `FILE_ERROR`; `CORRUPT_FILE` for damaged and foreign files; `INVALID_VALUE`,
 * `SHAPE_MISMATCH` for weights of another model; `NOT_FITTED` for a model that has none yet
 * @example
 * await loadWeights('digits.safetensors', model);
 */
export async function loadWeights(path: string, model: Model): Promise<void> {
  const bytes = await readFile(path).catch((cause) => {
    throw readError(path, cause);
  });
  try {
    fromSafetensors(bytes, model);
  } catch (cause) {
    if (!(cause instanceof HebbError)) throw cause;
    throw new HebbError(cause.code, `${path}: ${cause.message}`, { cause });
  }
}
