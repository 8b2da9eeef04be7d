/**
 * The files that `hebb convert` and `hebb inspect` know: how each is recognised, and how a model comes out of it and
 * goes into it. Whoever reads or writes one is loaded when it is wanted.
 */
import { readFile } from 'node:fs/promises';
import { HebbError } from '../core/errors.ts';
import type { Savable } from '../core/model-state.ts';
import type { Model } from '../nn/models/model.ts';
import { readError } from '../node/file-error.ts';
import { UsageError } from './usage-error.ts';

/** What writing may be told. */
export interface WriteOptions {
  /** Names and layout of arrays in a safetensors file. */
  readonly style?: 'keras' | 'pytorch';
  /** The type that a model computes in, in an ONNX file or a module. */
  readonly dtype?: 'float32' | 'float64';
}

export interface FileFormat {
  /** Its word on the command line. */
  readonly name: string;
  /** What such a file is, with its article. */
  readonly title: string;
  /** What names of such files end in; the first one is the usual one. */
  readonly endings: readonly string[];
  /** The model in a file, or why there is none to be had. */
  readonly read: ((bytes: Uint8Array, path: string) => Promise<Savable>) | string;
  /** A model as such a file, or why it cannot be one. */
  readonly write: ((model: Savable, options: WriteOptions) => Promise<Uint8Array | string>) | string;
  /** What of the options means something to it. */
  readonly options?: readonly (keyof WriteOptions)[];
  /** Does a file begin as such a file does? */
  readonly begins?: (bytes: Uint8Array) => boolean;
}

const onlyNumbers = 'it holds arrays, but not what they belong to';

export const formats: readonly FileFormat[] = [
  {
    name: 'hebb',
    title: 'a model file of Hebb',
    endings: ['.hebb'],
    async read(bytes) {
      const { readModelState } = await import('../formats/model-file.ts');
      const { revive } = await import('../formats/registry.ts');
      return revive(readModelState(bytes));
    },
    async write(model) {
      const { save } = await import('../formats/model-file.ts');
      return save(model);
    },
  },
  {
    name: 'keras',
    title: 'a Keras archive',
    endings: ['.keras'],
    begins: startsWith(0x50, 0x4b, 0x03, 0x04),
    async read(bytes) {
      const { fromKeras } = await import('../formats/keras/keras-file.ts');
      return fromKeras(bytes);
    },
    async write(model) {
      const { toKeras } = await import('../formats/keras/keras-file.ts');
      return toKeras(await networkOf(model));
    },
  },
  {
    name: 'weights',
    title: 'a file of Keras weights',
    endings: ['.weights.h5'],
    begins: startsWith(0x89, 0x48, 0x44, 0x46),
    read: onlyNumbers,
    async write(model) {
      const { toKerasWeights } = await import('../formats/keras/keras-weights.ts');
      return toKerasWeights(await networkOf(model));
    },
  },
  {
    name: 'onnx',
    title: 'an ONNX file',
    endings: ['.onnx'],
    options: ['dtype'],
    async read(bytes) {
      const { fromOnnx } = await import('../formats/onnx/from-onnx.ts');
      return fromOnnx(bytes);
    },
    async write(model, { dtype }) {
      const { toOnnx } = await import('../formats/onnx/to-onnx.ts');
      return toOnnx(model, dtype === undefined ? {} : { dtype });
    },
  },
  {
    name: 'safetensors',
    title: 'a safetensors file',
    endings: ['.safetensors'],
    options: ['style'],
    read: onlyNumbers,
    async write(model, { style }) {
      const { toSafetensors } = await import('../formats/safetensors-weights.ts');
      return toSafetensors(model, style === undefined ? {} : { style });
    },
  },
  {
    name: 'tfjs',
    title: 'a model of TensorFlow.js',
    endings: ['model.json', '.json'],
    async read(bytes, path) {
      const { loadTfjs } = await import('../node/load-tfjs.ts');
      return loadTfjs(path, bytes, {});
    },
    write: 'Hebb reads such models, but does not write them',
  },
  {
    name: 'module',
    title: 'a JavaScript module',
    endings: ['.mjs'],
    options: ['dtype'],
    read: 'it is a program, and hebb runs none',
    async write(model, { dtype }) {
      const { toModule } = await import('../formats/module/to-module.ts');
      return toModule(model, dtype === undefined ? {} : { dtype });
    },
  },
  {
    name: 'events',
    title: 'an event file of TensorBoard',
    endings: ['.tfevents'],
    read: 'it holds what was logged, and no model',
    write: 'it is written while a model trains, by the callback TensorBoard',
  },
];

function startsWith(...first: readonly number[]): (bytes: Uint8Array) => boolean {
  return (bytes) => first.every((byte, i) => bytes[i] === byte);
}

/** A file, read. */
export interface OpenedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly format: FileFormat;
}

/**
 * Read a file and tell its format: by how it begins, else by its name.
 *
 * @throws HebbError `FILE_NOT_FOUND`, `FILE_ERROR`; `UNSUPPORTED` for a file of no known format
 */
export async function openModelFile(path: string): Promise<OpenedFile> {
  const bytes = await readFile(path).catch((cause) => {
    throw readError(path, cause);
  });
  const format = (await formatInside(bytes)) ?? formatOfName(path);
  if (format !== undefined) return { path, bytes, format };
  const known = formats.map(({ endings }) => endings[0]).join(', ');
  throw new HebbError('UNSUPPORTED', `${path}: hebb does not know such files. It knows ${known}.`);
}

async function formatInside(bytes: Uint8Array): Promise<FileFormat | undefined> {
  const marked = formats.find(({ begins }) => begins?.(bytes));
  if (marked !== undefined) return marked;
  if (bytes[8] === 0x7b) {
    const { fromSafetensors } = await import('../formats/safetensors-weights.ts');
    const file = orUndefined(() => fromSafetensors(bytes));
    if (file !== undefined) return formatNamed(Object.hasOwn(file.metadata, 'hebb') ? 'hebb' : 'safetensors');
  }
  const { readRecords } = await import('../formats/tensorboard/records.ts');
  const isRecord = bytes.length >= 12 && orUndefined(() => readRecords(bytes.subarray(0, 12))) !== undefined;
  if (isRecord) return formatNamed('events');
  return bytes[0] === 0x7b ? formatNamed('tfjs') : undefined;
}

/** What comes of it, or undefined where it is refused. */
function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof HebbError) return undefined;
    throw error;
  }
}

function formatOfName(path: string): FileFormat | undefined {
  const name = path.toLowerCase();
  return formats.find(({ endings }) => endings.some((ending) => name.endsWith(ending)));
}

function formatNamed(name: string): FileFormat | undefined {
  return formats.find((format) => format.name === name);
}

/**
 * The format that a file is to be written in: the one that is named, else by the file's name.
 *
 * @throws UsageError where neither says it
 */
export function formatToWrite(path: string, name: string | undefined): FileFormat {
  const format = name === undefined ? formatOfName(path) : formatNamed(name);
  if (format !== undefined) return format;
  const known = formats.filter(({ write }) => typeof write !== 'string').map(({ endings }) => endings[0]);
  throw new UsageError(
    `the name ${path} does not say which format it should have: let it end in ${known.join(', ')}, or say --to.`,
  );
}

/** The model of a file. @throws HebbError `UNSUPPORTED` with the reason; whatever reading throws, with the file's name */
export async function readModelIn({ path, bytes, format }: OpenedFile): Promise<Savable> {
  const { read, title } = format;
  if (typeof read === 'string') {
    throw new HebbError('UNSUPPORTED', `${path}: there is no model in ${title}: ${read}.`);
  }
  try {
    return await read(bytes, path);
  } catch (cause) {
    if (!(cause instanceof HebbError)) throw cause;
    throw new HebbError(cause.code, `${path}: ${cause.message}`, { cause });
  }
}

/** A model as layers: itself, or what `toNetwork` makes of an estimator. */
async function networkOf(model: Savable): Promise<Model> {
  const { Model } = await import('../nn/models/model.ts');
  if (model instanceof Model) return model;
  const { toNetwork } = await import('../formats/to-network.ts');
  return toNetwork(model);
}
