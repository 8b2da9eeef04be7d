/**
 * Models in files by path. Writing replaces the old file whole or not at all; every error names the file.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HebbError } from '../core/errors.ts';
import type { Savable } from '../core/model-state.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { load, type ModelClass, save } from '../formats/model-file.ts';
import { Model } from '../nn/models/model.ts';
import type { LoadOptions } from '../nn/models/model-from-state.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { readError } from './file-error.ts';

/**
 * Save a model, a pipeline or a transformer to a file.
 *
 * @param path a path, or a `file:` address; by custom it ends in `.hebb`. A network whose path ends in `.keras` becomes
 * an archive that Keras opens, which needs the package h5wasm
 * @throws HebbError `FILE_ERROR`: no such folder, no permission, disk full; `UNSUPPORTED` when an option cannot
 * be written down (a function, for example), and for a `.keras` path of what is no network; `MISSING_PACKAGE`
 * @example
 * await saveModel('diamonds.hebb', pipeline);
 * await saveModel('digits.keras', network);
 */
export async function saveModel(path: string | URL, model: Savable): Promise<void> {
  const file = pathOf(path);
  await writeFileAtomic(file, file.endsWith('.keras') ? await kerasBytes(file, model) : save(model));
}

async function kerasBytes(file: string, model: Savable): Promise<Uint8Array> {
  if (!(model instanceof Model)) {
    const { kind } = model.toState();
    throw new HebbError(
      'UNSUPPORTED',
      `cannot write ${file}: a ${kind} is no network; toNetwork may make one of it.`,
    );
  }
  const { toKeras } = await import('../formats/keras/keras-file.ts');
  return toKeras(model);
}

/**
 * Load what `saveModel` saved, a `.keras` archive (which needs the package h5wasm), or a model of TensorFlow.js by its
 * `model.json`, beside which its weights lie.
 *
 * @param path a path, or a `file:` address
 * @param Kind the class that is expected, `Model` for any network; without it, anything that predicts
 * @param options for networks: `customObjects`, classes and functions of one's own by name; `compile: false` leaves
 * optimizer and losses out
 * @throws HebbError `FILE_NOT_FOUND`; `FILE_ERROR` (no permission, a folder); `CORRUPT_FILE` for damaged,
 * truncated and foreign files; `UNSUPPORTED` for a newer format or another kind of model; `INVALID_VALUE` for layers
 * and losses that are neither Hebb's nor in `customObjects`; `MISSING_PACKAGE`
 * @example
 * const model = await loadModel('diamonds.hebb');
 * const predictions = await model.predict(table);
 * const network = await loadModel('digits.hebb', Model);
 */
export function loadModel(path: string | URL, options?: LoadOptions): Promise<Predictor>;
export function loadModel<M extends Savable>(
  path: string | URL,
  Kind: ModelClass<M>,
  options?: LoadOptions,
): Promise<M>;
export async function loadModel(
  path: string | URL,
  given?: ModelClass<Savable> | LoadOptions,
  further?: LoadOptions,
): Promise<Savable> {
  const file = pathOf(path);
  const bytes = await readFile(file).catch((cause) => {
    throw readError(file, cause);
  });
  try {
    if (isArchive(bytes) || file.endsWith('.json')) return await networkOf(file, bytes, given, further);
    return typeof given === 'function' ? load(bytes, given, further) : load(bytes, given);
  } catch (cause) {
    if (!(cause instanceof HebbError)) throw cause;
    throw new HebbError(cause.code, `${file}: ${cause.message}`, { cause });
  }
}

/** Does it begin as zip archives do, such as those of Keras? */
function isArchive(bytes: Uint8Array): boolean {
  return [0x50, 0x4b, 0x03, 0x04].every((byte, i) => bytes[i] === byte);
}

/** A network in a format of other programs. */
async function networkOf(
  file: string,
  bytes: Uint8Array,
  given?: ModelClass<Savable> | LoadOptions,
  further?: LoadOptions,
): Promise<Savable> {
  const options = typeof given === 'function' ? further : given;
  const model = isArchive(bytes)
    ? await (await import('../formats/keras/keras-file.ts')).fromKeras(bytes, options)
    : await (await import('./load-tfjs.ts')).loadTfjs(file, bytes, { customObjects: options?.customObjects });
  if (typeof given !== 'function' || model instanceof given) return model;
  throw new HebbError('UNSUPPORTED', `The file holds a ${model.className}, not a ${given.name}.`);
}

function pathOf(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}
