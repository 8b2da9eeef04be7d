/** The weights of networks in files by path. Writing replaces the old file whole or not at all. */
import { readFile } from 'node:fs/promises';
import { HebbError } from '../core/errors.ts';
import { readModelState } from '../formats/model-file.ts';
import { fromSafetensors, toSafetensors } from '../formats/safetensors-weights.ts';
import type { Model } from '../nn/models/model.ts';
import { assignWeights } from '../nn/models/model-from-state.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { readError } from './file-error.ts';

/**
 * Save the weights of a model as a safetensors file, or, where the path ends in `.weights.h5`, as one that Keras's
 * `load_weights` opens; that one has what the optimizer remembers too, and needs the package h5wasm.
 *
 * @param path by custom it ends in `.safetensors` or `.weights.h5`
 * @throws HebbError `FILE_ERROR`: no such folder, no permission, disk full; `NOT_FITTED` for a model that has none yet;
 * `MISSING_PACKAGE`
 * @example
 * await saveWeights('digits.safetensors', model);
 */
export async function saveWeights(path: string, model: Model): Promise<void> {
  const bytes = isHdf5(path) ? (await kerasWeights()).toKerasWeights(model) : toSafetensors(model);
  await writeFileAtomic(path, await bytes);
}

function isHdf5(path: string): boolean {
  return path.endsWith('.h5');
}

async function kerasWeights(): Promise<typeof import('../formats/keras/keras-weights.ts')> {
  return import('../formats/keras/keras-weights.ts');
}

/**
 * Give a model the weights that `saveWeights` saved from one of the same layers, or those of a model that `saveModel`
 * saved as `.hebb`. Nothing is changed unless all of them fit.
 *
 * @throws HebbError `FILE_NOT_FOUND`; `FILE_ERROR`; `CORRUPT_FILE` for damaged and foreign files; `INVALID_VALUE`,
 * `SHAPE_MISMATCH` for weights of another model; `NOT_FITTED` for a model that has none yet
 * @example
 * await loadWeights('digits.safetensors', model);
 * await loadWeights('runs/best.hebb', model);
 */
export async function loadWeights(path: string, model: Model): Promise<void> {
  const bytes = await readFile(path).catch((cause) => {
    throw readError(path, cause);
  });
  try {
    await setWeights(model, bytes, path);
  } catch (cause) {
    if (!(cause instanceof HebbError)) throw cause;
    throw new HebbError(cause.code, `${path}: ${cause.message}`, { cause });
  }
}

async function setWeights(model: Model, bytes: Uint8Array, path: string): Promise<void> {
  if (isHdf5(path)) {
    const { loadKerasWeights } = await kerasWeights();
    await loadKerasWeights(model, bytes);
  } else if (path.endsWith('.hebb')) assignWeights(model, readModelState(bytes));
  else fromSafetensors(bytes, model);
}
