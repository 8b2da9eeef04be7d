/**
 * Keras's `.keras` archives: a zip of the config, the weights and a note who wrote it. Bytes in, bytes out; no code
 * comes out of one. It knows neither HDF5 nor any class of layers.
 */
import { HebbError } from '../../core/errors.ts';
import { boolean, checkOptions, matching } from '../../core/options.ts';
import type { Config } from '../../nn/configured.ts';
import { awaitingNumbers } from '../../nn/layers/first-values.ts';
import type { Structure, SymbolicShape } from '../../nn/layers/symbolic.ts';
import { compileConfig, compileFromConfig } from '../../nn/models/compile-config.ts';
import type { CustomObjects } from '../../nn/models/custom-objects.ts';
import { Model } from '../../nn/models/model.ts';
import { fromConfig } from '../../nn/models/model-config.ts';
import { readHdf5 } from '../hdf5.ts';
import { orCorrupt } from '../or-corrupt.ts';
import { parseStrictJson } from '../strict-json.ts';
import { unzip, zip } from '../zip.ts';
import { checkedConfig, type FileConfig } from './checked-config.ts';
import { fileConfig, kerasJson } from './file-config.ts';
import { type StoredArrays, setStored, toKerasWeights } from './keras-weights.ts';

/** The version of Keras whose files these are. */
const kerasVersion = '3.15.1';
const rules = {
  customObjects: matching(
    'a record of classes and functions',
    (value) => typeof value === 'object' && value !== null,
  ),
  compile: boolean,
};
const configName = 'config.json';
const weightsName = 'model.weights.h5';
const metadataName = 'metadata.json';

/** How an archive is read. */
export interface FromKerasOptions {
  /** Layers, losses, metrics and other classes and functions of one's own that the model uses, by their names. */
  readonly customObjects?: CustomObjects;
  /** Compile the model as it was, and restore its optimizer. Default true. */
  readonly compile?: boolean;
}

/**
 * A model as the bytes of a `.keras` archive, which `keras.models.load_model` opens: its config, its weights, and, if
 * it is compiled, how, and what its optimizer remembers. Needs the package h5wasm.
 *
 * @throws HebbError `MISSING_PACKAGE`; `NOT_FITTED` for a model without weights yet; `UNSUPPORTED` for functions
 * without a name
 * @example
 * const bytes = await toKeras(model);
 * const same = await fromKeras(bytes);
 */
export async function toKeras(model: Model): Promise<Uint8Array> {
  const compiled = compileConfig(model);
  const config = {
    ...fileConfig(model),
    build_config: { input_shape: model.inputShape ?? null },
    ...(compiled === null ? {} : { compile_config: compiled }),
  };
  const metadata = { keras_version: kerasVersion, date_saved: now() };
  return zip({
    [metadataName]: new TextEncoder().encode(JSON.stringify(metadata)),
    [configName]: new TextEncoder().encode(kerasJson(config)),
    [weightsName]: await toKerasWeights(model),
  });
}

/**
 * The model in the bytes of a `.keras` archive, of Keras 3 or of `toKeras`. No code is run from it: a `Lambda` layer is
 * refused, and functions and classes of one's own are taken from `customObjects`. Needs the package h5wasm.
 *
 * @throws HebbError `MISSING_PACKAGE`; `CORRUPT_FILE` for damaged, truncated and foreign files; `UNSUPPORTED` for
 * layers and options that Hebb does not have, and for code; `INVALID_VALUE` for names that nobody has; `NON_FINITE` for
 * weights that are NaN or infinite;
 * `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const model = await fromKeras(bytes, { customObjects: { Scale } });
 * const predictions = await model.predict(x);
 */
export async function fromKeras(bytes: Uint8Array, options: FromKerasOptions = {}): Promise<Model> {
  const { customObjects = {}, compile = true } = checkOptions('fromKeras', options, rules);
  const members = unzip(bytes, [configName, weightsName], 'The .keras file');
  const text = new TextDecoder().decode(memberOf(members, configName));
  const config = checkedConfig(parseStrictJson(text, `${configName} of the .keras file`), customObjects);
  const arrays = await readHdf5(memberOf(members, weightsName));
  const model = orCorrupt('The .keras file', () => emptyModel(config, numbersIn(arrays), customObjects));
  if (compile) orCorrupt('The .keras file', () => compileAs(model, config.compile_config, customObjects));
  orCorrupt('The .keras file', () => setStored(model, arrays));
  return model;
}

/** The model without its numbers. */
function emptyModel(config: FileConfig, count: number, own: CustomObjects): Model {
  const model = awaitingNumbers(count, () => {
    const made = fromConfig(config, own);
    const { input_shape: shape } = { ...(config.build_config as Config | undefined) };
    if (!made.built && shape) made.computeOutputShape(shape as Structure<SymbolicShape>);
    return made;
  });
  if (model instanceof Model) return model;
  throw new HebbError('UNSUPPORTED', `the archive holds a ${model.className}, which is no model.`);
}

function compileAs(model: Model, config: unknown, own: CustomObjects): void {
  const isCompiled = typeof config === 'object' && config !== null && 'optimizer' in config;
  if (!isCompiled) return;
  try {
    compileFromConfig(model, config as Config, own);
  } catch (cause) {
    if (!(cause instanceof HebbError)) throw cause;
    const hint = 'With compile: false the model is loaded without what it was trained by.';
    throw new HebbError(cause.code, `${cause.message} ${hint}`, { cause });
  }
}

/** How many numbers there are for weights. */
function numbersIn(arrays: StoredArrays): number {
  const sizes = [...arrays].map(([path, { values }]) => (path.startsWith('optimizer/') ? 0 : values.length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function memberOf(members: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const member = members.get(name);
  if (member !== undefined) return member;
  throw new HebbError('CORRUPT_FILE', `The .keras file has no ${name}; was it written by Keras 3?`);
}

/** `2026-11-22@05:02:26`, as Keras writes it. */
function now(): string {
  return new Date().toISOString().slice(0, 19).replace('T', '@');
}
