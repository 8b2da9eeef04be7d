/**
 * What is in a file that holds no estimator: a network's layers, an ONNX graph, arrays, what was logged. Every format
 * comes down to a few facts and a table.
 */

import { counted } from '../core/counted.ts';
import { HebbError } from '../core/errors.ts';
import type { Json } from '../core/model-state.ts';
import { showShape } from '../core/shape.ts';
import type { Dimension, ValueInfoProto } from '../formats/onnx/onnx-schema.ts';
import type { LoggedValue } from '../formats/tensorboard/read-events.ts';
import { leavesOf, showSymbolic } from '../nn/layers/symbolic.ts';
import type { Model } from '../nn/models/model.ts';
import type { OpenedFile } from './file-formats.ts';
import { measure } from './number-text.ts';
import { aligned } from './text-layout.ts';

export interface FileDescription {
  /** Title and text of each fact. */
  readonly facts: readonly (readonly [title: string, text: string])[];
  /** Lines below the facts. */
  readonly table: string;
  /** The same for programs. */
  readonly json: Readonly<Record<string, Json>>;
}

/**
 * Tell what is in a file.
 *
 * @throws HebbError `CORRUPT_FILE`, `UNSUPPORTED`, with the file's name
 */
export async function describeFile(file: OpenedFile): Promise<FileDescription> {
  const { format, path, bytes } = file;
  try {
    return await (describers[format.name] ?? describeNetworkIn)(bytes, file);
  } catch (cause) {
    if (!(cause instanceof HebbError)) throw cause;
    throw new HebbError(cause.code, `${path}: ${cause.message}`, { cause });
  }
}

type Describe = (bytes: Uint8Array, file: OpenedFile) => Promise<FileDescription>;

const describers: Readonly<Record<string, Describe>> = {
  async weights(bytes) {
    const { readHdf5 } = await import('../formats/hdf5.ts');
    const arrays = Array.from(await readHdf5(bytes), ([name, { shape, values }]) => ({
      name,
      type: values.constructor.name.replace('Array', '').toLowerCase(),
      shape,
    }));
    return describeArrays(arrays);
  },
  async safetensors(bytes) {
    const { fromSafetensors } = await import('../formats/safetensors-weights.ts');
    const { tensors, metadata } = fromSafetensors(bytes);
    const arrays = Object.entries(tensors).map(([name, { dtype, shape }]) => ({ name, type: dtype, shape }));
    return describeArrays(arrays, metadata);
  },
  onnx: describeOnnx,
  async module(bytes) {
    const text = new TextDecoder().decode(bytes);
    const [, version] = text.match(/^\/\/ A trained model, written by hebb ([\d.]+)/) ?? [];
    const exported = Array.from(text.matchAll(/^export const (\w+)/gm), ([, name]) => name);
    return {
      facts: [
        ['Written by', version === undefined ? '' : `hebb ${version}`],
        ['Exports', exported.join(', ')],
      ],
      table: '',
      json: { version: version ?? null, exports: exported },
    };
  },
  events: describeEvents,
};

/** The layers of a network, which is made for it but not run. */
async function describeNetworkIn(bytes: Uint8Array, { path, format }: OpenedFile): Promise<FileDescription> {
  const { read, title } = format;
  if (typeof read === 'string') throw new HebbError('UNSUPPORTED', `nothing can be told of ${title}.`);
  const model = await read(bytes, path);
  const { Model } = await import('../nn/models/model.ts');
  if (!(model instanceof Model)) throw new HebbError('UNSUPPORTED', 'it holds no network.');
  return describeNetwork(model);
}

function describeNetwork(model: Model): FileDescription {
  const { name, className, layers, compiled, weights, optimizerWeights } = model;
  const optimizer = compiled ? model.optimizer.className : null;
  const symbols = model.inputs === undefined ? [] : leavesOf(model.inputs);
  const inputs = symbols.map(({ layer, shape, dtype }) => ({ name: layer.name, shape, dtype }));
  const types = [...new Set(weights.map(({ dtype }) => dtype))];
  const json = {
    kind: className,
    name,
    inputs,
    layers: layers.map((layer) => ({
      name: layer.name,
      kind: layer.className,
      weights: layer.weights.map((weight) => ({
        name: weight.name,
        shape: weight.shape,
        dtype: weight.dtype,
      })),
    })),
    parameters: model.countParams(),
    optimizer,
  };
  const memory = optimizerWeights.length > 1 ? ', with what it remembers' : '';
  return {
    facts: [
      ['Kind', `network, ${className} '${name}'`],
      ['Inputs', inputs.map(({ name: input, shape }) => `${input} ${showSymbolic(shape)}`).join(', ')],
      ['Weights', `${counted(model.countParams(), 'number')}, ${types.join(' and ')}`],
      ['Training', optimizer === null ? 'not compiled' : `compiled with ${optimizer}${memory}`],
    ],
    table: model.summary().trimEnd(),
    json,
  };
}

interface ArrayFacts {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
}

function describeArrays(
  arrays: readonly ArrayFacts[],
  metadata: Readonly<Record<string, string>> = {},
): FileDescription {
  const numbers = arrays.reduce((sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1), 0);
  const texts = Object.entries(metadata).map(([name, text]) => `${name}: ${text}`);
  return {
    facts: [
      ['Arrays', `${counted(arrays.length, 'array')}, ${counted(numbers, 'number')}`],
      ['Texts', texts.join(', ')],
    ],
    table: tableOf(
      ['Array', 'Type', 'Shape'],
      arrays.map(({ name, type, shape }) => [name, type, showShape(shape)]),
    ),
    json: { arrays: arrays.map(({ name, type, shape }) => ({ name, type, shape })), metadata },
  };
}

async function describeOnnx(bytes: Uint8Array): Promise<FileDescription> {
  const { decodeMessage } = await import('../formats/protobuf.ts');
  const { elementTypes, modelSchema } = await import('../formats/onnx/onnx-schema.ts');
  const model = decodeMessage(modelSchema, bytes, 'the ONNX file');
  const { graph, opsetImport = [], producerName = '', producerVersion = '', metadataProps = [] } = model;
  if (graph === undefined) throw new HebbError('CORRUPT_FILE', 'this is no ONNX file: it has no graph.');
  const typeNames = new Map<number | undefined, string>(
    Object.entries(elementTypes).map(([name, number]) => [number, name]),
  );
  const place = ({ name = '', type }: ValueInfoProto): { name: string; type: string; shape: Json[] } => ({
    name,
    type: typeNames.get(type?.tensorType?.elemType) ?? 'unknown',
    shape: (type?.tensorType?.shape?.dim ?? []).map(
      ({ dimValue, dimParam }: Dimension) => dimParam ?? dimValue ?? null,
    ),
  });
  const [inputs, outputs] = [(graph.input ?? []).map(place), (graph.output ?? []).map(place)];
  const operators = new Map<string, number>();
  for (const { opType = '' } of graph.node ?? []) operators.set(opType, (operators.get(opType) ?? 0) + 1);
  const initializers = graph.initializer ?? [];
  const numbers = initializers.reduce((sum, { dims = [] }) => sum + dims.reduce((size, n) => size * n, 1), 0);
  const opsets = opsetImport.map(({ domain, version = 0 }) => `${domain || 'ai.onnx'} ${version}`);
  const shown = (places: ReturnType<typeof place>[]): string =>
    places
      .map(({ name, type, shape }) => `${name} ${type} (${shape.map((size) => size ?? '?').join(', ')})`)
      .join(', ');
  const metadata = Object.fromEntries(metadataProps.map(({ key = '', value = '' }) => [key, value]));
  return {
    facts: [
      ['Kind', `ONNX graph '${graph.name ?? ''}'`],
      ['Written by', `${producerName} ${producerVersion}`.trim()],
      ['Operators', `${opsets.join(', ')}; IR version ${model.irVersion ?? 0}`],
      ['Inputs', shown(inputs)],
      ['Outputs', shown(outputs)],
      ['Constants', `${counted(initializers.length, 'array')}, ${counted(numbers, 'number')}`],
      [
        'Texts',
        Object.entries(metadata)
          .map(([key, value]) => `${key}: ${value}`)
          .join(', '),
      ],
    ],
    table: tableOf(
      ['Operator', 'Nodes'],
      Array.from(operators, ([operator, count]) => [operator, String(count)]),
    ),
    json: {
      name: graph.name ?? '',
      producer: producerName,
      producerVersion,
      irVersion: model.irVersion ?? 0,
      opsets: Object.fromEntries(
        opsetImport.map(({ domain, version = 0 }) => [domain || 'ai.onnx', version]),
      ),
      inputs,
      outputs,
      operators: Object.fromEntries(operators),
      constants: initializers.length,
      metadata,
    },
  };
}

async function describeEvents(bytes: Uint8Array): Promise<FileDescription> {
  const { readEvents } = await import('../formats/tensorboard/read-events.ts');
  const { values, version, isWhole } = readEvents(bytes);
  const tags = new Map<
    string,
    { plugin: string; count: number; first: number; last: number; value: number | null }
  >();
  for (const entry of values) {
    const { tag, step } = entry;
    const first = tags.get(tag)?.first ?? step;
    const count = (tags.get(tag)?.count ?? 0) + 1;
    const value = entry.plugin === 'scalars' ? entry.value : null;
    tags.set(tag, { plugin: pluginOf(entry), count, first, last: step, value });
  }
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { wallTime } of values) [from, to] = [Math.min(from, wallTime), Math.max(to, wallTime)];
  const rows = Array.from(tags, ([tag, { plugin, count, first, last, value }]) => [
    tag,
    plugin,
    String(count),
    first === last ? String(first) : `${first} to ${last}`,
    value === null ? '' : measure(value),
  ]);
  return {
    facts: [
      ['Kind', `events, ${version}`],
      ['Values', `${counted(values.length, 'value')} of ${counted(tags.size, 'tag')}`],
      ['From', timeText(from)],
      ['To', timeText(to)],
      ['End', isWhole ? '' : 'cut off within a record, or still being written'],
    ],
    table: tableOf(['Tag', 'Plugin', 'Values', 'Steps', 'Last'], rows),
    json: {
      version,
      isWhole,
      values: values.length,
      tags: Array.from(tags, ([tag, { plugin, count, first, last, value }]) => ({
        tag,
        plugin,
        values: count,
        firstStep: first,
        lastStep: last,
        lastValue: value !== null && Number.isFinite(value) ? value : null,
      })),
    },
  };
}

function pluginOf(entry: LoggedValue): string {
  return entry.plugin === 'other' ? entry.value.plugin : entry.plugin;
}

function timeText(seconds: number): string {
  return Number.isFinite(seconds) && Math.abs(seconds) < 8e12 ? new Date(seconds * 1000).toISOString() : '';
}

/** Rows below a heading; nothing without rows. */
function tableOf(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : aligned([heading, ...rows]);
}
