/** A model of TensorFlow.js by the path of its model.json, whose files of weights lie beside it. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HebbError, show } from '../core/errors.ts';
import { type FromTfjsOptions, fromTfjs, readModelJson } from '../formats/tfjs/from-tfjs.ts';
import { tfjsPaths } from '../formats/tfjs/tfjs-weights.ts';
import type { Model } from '../nn/models/model.ts';
import { readError } from './file-error.ts';

/**
 * @param file path of model.json
 * @param bytes what is in it
 * @throws HebbError `FILE_NOT_FOUND`, `FILE_ERROR` for the files of weights; `CORRUPT_FILE` for paths that lead out of
 * the folder; and as `fromTfjs`
 */
export async function loadTfjs(file: string, bytes: Uint8Array, options: FromTfjsOptions): Promise<Model> {
  const json = new TextDecoder().decode(bytes);
  const shards: Record<string, Uint8Array> = {};
  for (const path of tfjsPaths(readModelJson(json).weightsManifest)) {
    if (/^[/\\]|^[a-z]:|\\|\0/i.test(path) || path.split('/').includes('..')) {
      throw new HebbError('CORRUPT_FILE', `the path of weights ${show(path)} leads out of the folder.`);
    }
    const shard = join(dirname(file), path);
    shards[path] = await readFile(shard).catch((cause) => {
      throw readError(shard, cause);
    });
  }
  return fromTfjs(json, shards, options);
}
