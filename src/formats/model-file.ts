/**
 * The `.hebb` file: a safetensors file whose metadata `hebb` describes the model as JSON, and whose tensors are
 * the model's arrays, those of a step called by their path (`steps/1/coefs/0`). Bytes in, bytes out: it knows
 * no file system, and no concrete class but through the registry.
 */
import { HebbError, show } from '../core/errors.ts';
import type { Json, ModelState, Savable, StateTensor } from '../core/model-state.ts';
import { boolean, checkOptions, matching, type Rule } from '../core/options.ts';
import { version } from '../core/version.ts';
import type { Predictor } from '../estimators/predictor.ts';
import type { LoadOptions } from '../nn/models/model-from-state.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { readJson, writeJson } from './faithful-json.ts';
import { revive } from './registry.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** Raised whenever older versions could no longer read what is written. */
const formatVersion = 1;

const loadRules: Readonly<Record<string, Rule>> = {
  customObjects: matching(
    'classes and functions by name',
    (value) => typeof value === 'object' && value !== null,
  ),
  compile: boolean,
};

/** A class whose objects can be loaded. */
export type ModelClass<M extends Savable> = abstract new (...args: never[]) => M;

/**
 * A model, a pipeline or a transformer as the bytes of a `.hebb` file.
 *
 * @throws HebbError `UNSUPPORTED` when an option cannot be written down (a function, for example)
 * @example
 * const bytes = save(pipeline);
 * const same = load(bytes);
 */
export function save(model: Savable): Uint8Array {
  const tensors: Record<string, Tensor> = {};
  if (typeof model?.toState !== 'function') {
    throw new HebbError(
      'INVALID_VALUE',
      `save takes an estimator, a transformer or a network, got ${show(model)}.`,
    );
  }
  const description = describe(model.toState(), '', tensors);
  return writeSafetensors(tensors, {
    hebb: writeJson({ format: formatVersion, version, model: description }),
  });
}

/**
 * The model in the bytes of a `.hebb` file, with the very bits it was saved with. No code is run from the file.
 *
 * @param Kind the class that is expected, `Model` for any network; without it, anything that predicts
 * @param options for networks: `customObjects`, classes and functions of one's own by name; `compile: false` leaves
 * optimizer and losses out
 * @throws HebbError `CORRUPT_FILE` for damaged, truncated and foreign files; `UNSUPPORTED` for a newer format,
 * an unknown kind of model, or another kind than the one expected; `INVALID_VALUE` for layers and losses that are
 * neither Hebb's nor in `customObjects`
 * @example
 * const model = load(bytes);
 * const predictions = await model.predict(X);
 * const scaler = load(otherBytes, StandardScaler);
 * const network = load(moreBytes, Model, { customObjects: { Scale } });
 */
export function load(bytes: Uint8Array, options?: LoadOptions): Predictor;
export function load<M extends Savable>(bytes: Uint8Array, Kind: ModelClass<M>, options?: LoadOptions): M;
export function load(
  bytes: Uint8Array,
  given?: ModelClass<Savable> | LoadOptions,
  further?: LoadOptions,
): Savable {
  const Kind = typeof given === 'function' ? given : undefined;
  const options = checkOptions('load', (Kind === undefined ? given : undefined) ?? further ?? {}, loadRules);
  const state = readModelState(bytes);
  const model = revive(state, options);
  if (Kind !== undefined && !(model instanceof Kind)) {
    throw new HebbError('UNSUPPORTED', `The file holds a ${state.kind}, not a ${Kind.name}.`);
  }
  if (Kind === undefined && !('predict' in model)) {
    throw new HebbError(
      'UNSUPPORTED',
      `The file holds a ${state.kind}, which does not predict; to load it, name the class: load(bytes, ${state.kind}).`,
    );
  }
  return model;
}

/**
 * What a `.hebb` file says about its model, without making the model.
 *
 * @throws HebbError `CORRUPT_FILE`, `UNSUPPORTED` for a newer format
 */
export function readModelState(bytes: Uint8Array): ModelState {
  return readModelFile(bytes).model;
}

/** A `.hebb` file: how it was written, and the model. */
export interface ModelFile {
  readonly format: number;
  /** The version of hebb that saved it. */
  readonly version: string;
  readonly model: ModelState;
}

/** As `readModelState`, with the versions of the file. */
export function readModelFile(bytes: Uint8Array): ModelFile {
  if (!(bytes instanceof Uint8Array)) {
    throw new HebbError('INVALID_VALUE', `a model is loaded from bytes, a Uint8Array, got ${show(bytes)}.`);
  }
  const { tensors, metadata } = readSafetensors(bytes);
  if (!Object.hasOwn(metadata, 'hebb')) {
    throw corrupt('This is a safetensors file, but not a model saved by hebb');
  }
  const description = record(readJson(metadata.hebb), 'the description');
  const { format } = description;
  if (!Number.isSafeInteger(format)) throw corrupt(`The format of the model file is ${show(format)}`);
  if ((format as number) > formatVersion) {
    throw new HebbError(
      'UNSUPPORTED',
      `The model was saved by hebb ${description.version} in format ${format}; this is hebb ${version}, which reads up to format ${formatVersion}. Update hebb to load it.`,
    );
  }
  const unused = new Map(Object.entries(tensors));
  const model = stateOf(description.model, '', unused);
  for (const name of unused.keys()) throw corrupt(`The array ${show(name)} belongs to no part of the model`);
  return { format: format as number, version: String(description.version), model };
}

/** The state without its arrays, which go to `tensors` under `prefix`. */
function describe(state: ModelState, prefix: string, tensors: Record<string, Tensor>): Json {
  const { kind, options, attributes, children } = state;
  const arrays = Object.entries(state.tensors ?? {});
  for (const [name, { data, shape }] of arrays) tensors[prefix + name] = fromTyped(data, shape);
  return withoutUndefined({
    kind,
    options,
    attributes,
    tensors: state.tensors && arrays.map(([name]) => name),
    steps: children?.map(({ name, state }, i) => ({
      name,
      state: describe(state, `${prefix}steps/${i}/`, tensors),
    })),
  });
}

function withoutUndefined(members: Readonly<Record<string, Json | undefined>>): Json {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined)) as Json;
}

/** The reverse of `describe`; takes the arrays it uses out of `unused`. */
function stateOf(value: Json | undefined, prefix: string, unused: Map<string, Tensor>): ModelState {
  const description = record(value, 'a part of the model');
  const { kind, options, attributes, tensors, steps } = description;
  if (typeof kind !== 'string') throw corrupt(`The kind of a part of the model is ${show(kind)}`);
  return {
    kind,
    options: record(options, `the options of ${kind}`),
    attributes: attributes === undefined ? undefined : record(attributes, `the attributes of ${kind}`),
    tensors:
      tensors === undefined ? undefined : tensorsOf(list(tensors, `the arrays of ${kind}`), prefix, unused),
    children:
      steps === undefined
        ? undefined
        : list(steps, `the steps of ${kind}`).map((step, i) => {
            const { name, state } = record(step, `step ${i} of ${kind}`);
            if (typeof name !== 'string') throw corrupt(`Step ${i} of ${kind} is called ${show(name)}`);
            return { name, state: stateOf(state, `${prefix}steps/${i}/`, unused) };
          }),
  };
}

function tensorsOf(
  names: readonly Json[],
  prefix: string,
  unused: Map<string, Tensor>,
): Readonly<Record<string, StateTensor>> {
  const entries = names.map((name): [string, StateTensor] => {
    const tensor = unused.get(`${prefix}${name}`);
    if (typeof name !== 'string' || tensor === undefined)
      throw corrupt(`The array ${show(`${prefix}${name}`)} is missing`);
    unused.delete(`${prefix}${name}`);
    return [name, { shape: tensor.shape, data: tensor.values }];
  });
  return Object.fromEntries(entries);
}

function corrupt(what: string): HebbError {
  return new HebbError('CORRUPT_FILE', `${what}; the file is damaged or was not made by hebb.`);
}

function record(value: Json | undefined, what: string): { readonly [key: string]: Json } {
  if (typeof value === 'object' && value !== null && !isList(value)) return value;
  throw corrupt(`In the model file, ${what} is ${show(value)}, not an object`);
}

function list(value: Json, what: string): readonly Json[] {
  if (isList(value)) return value;
  throw corrupt(`In the model file, ${what} are ${show(value)}, not a list`);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
