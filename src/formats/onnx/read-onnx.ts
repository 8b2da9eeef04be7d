/**
 * ONNX files as checked data: constants with their numbers, nodes in an order in which each comes after those that it
 * needs, inputs and outputs. Nothing in a file is believed, and no more memory is taken than the file has bytes, but
 * for small integers and halves, which become four bytes each. It knows no operator but `Constant`.
 */
import type { DType, TypedArray } from '../../core/dtype.ts';
import { HebbError, show } from '../../core/errors.ts';
import { type Shape, showShape, sizeOf } from '../../core/shape.ts';
import { elementFormats } from '../element-types.ts';
import { decodeMessage } from '../protobuf.ts';
import {
  type AttributeProto,
  type ElementType,
  elementTypes,
  type ModelProto,
  modelSchema,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './onnx-schema.ts';

/** Numbers that the file has. */
export interface Constant {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly values: TypedArray;
}

/** One operation. */
export interface OnnxNode {
  /** The operator's name, behind its domain if that is not ONNX's own: `ai.onnx.ml.Scaler`. */
  readonly operator: string;
  /** Names of values; empty for an input that was left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeProto>;
}

/** Something that goes in or comes out. */
export interface Port {
  readonly name: string;
  /** Undefined for what is no tensor. */
  readonly type: ElementType | undefined;
  /** Sizes, null where they are open; undefined where not even their number is known. */
  readonly shape: readonly (number | null)[] | undefined;
}

export interface OnnxFile {
  readonly producer: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Versions of operator sets by domain; '' is ONNX's own. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly name: string;
  /** Arrays of numbers; texts are left out. */
  readonly constants: ReadonlyMap<string, Constant>;
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

export function corrupt(what: string): HebbError {
  return new HebbError('CORRUPT_FILE', `Not a valid ONNX file: ${what}.`);
}

/**
 * What is in an ONNX file.
 *
 * @throws HebbError `CORRUPT_FILE` for anything that is no whole, valid file; `UNSUPPORTED` for numbers in other files and
 * element types that Hebb does not read
 */
export function readOnnx(bytes: Uint8Array): OnnxFile {
  const model: ModelProto = decodeMessage(modelSchema, bytes, 'The ONNX file');
  const { graph } = model;
  if (graph === undefined) throw corrupt('it has no graph');
  const constants = new Map<string, Constant>();
  const known = new Set<string>();
  const announce = (name: string, what: string): void => {
    if (known.has(name)) throw corrupt(`${what} ${show(name)} is there twice`);
    known.add(name);
  };
  const keep = (name: string, tensor: TensorProto): void => {
    if (tensor.dataType !== elementTypes.string) constants.set(name, constantOf(name, tensor));
  };
  for (const tensor of graph.initializer ?? []) {
    const { name = '' } = tensor;
    announce(name, 'the constant');
    keep(name, tensor);
  }
  const inputs = (graph.input ?? []).filter(({ name = '' }) => !known.has(name)).map(portOf);
  for (const { name } of inputs) announce(name, 'the input');
  const nodes: OnnxNode[] = [];
  for (const proto of graph.node ?? []) {
    const node = nodeOf(proto);
    for (const input of node.inputs) {
      if (input !== '' && !known.has(input)) {
        throw corrupt(
          `${node.operator} needs ${show(input)}, which nothing before it gives; has the graph a loop?`,
        );
      }
    }
    for (const output of node.outputs) if (output !== '') announce(output, 'the value');
    const value = node.operator === 'Constant' ? node.attributes.get('value')?.t : undefined;
    if (value === undefined) nodes.push(node);
    else keep(node.outputs[0] ?? '', value);
  }
  const outputs = (graph.output ?? []).map(portOf);
  const missing = outputs.find(({ name }) => !known.has(name));
  if (missing !== undefined) throw corrupt(`nothing gives the output ${show(missing.name)}`);
  return {
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    metadata: Object.fromEntries((model.metadataProps ?? []).map(({ key = '', value = '' }) => [key, value])),
    opsets: Object.fromEntries(
      (model.opsetImport ?? []).map(({ domain = '', version = 0 }) => [domain, version]),
    ),
    name: graph.name ?? '',
    constants,
    nodes,
    inputs,
    outputs,
  };
}

function nodeOf({ opType = '', domain = '', input = [], output = [], attribute = [] }: NodeProto): OnnxNode {
  if (opType === '') throw corrupt('a node has no operator');
  const isOwn = domain === '' || domain === 'ai.onnx';
  const attributes = new Map<string, AttributeProto>();
  for (const one of attribute) {
    const { name = '' } = one;
    if (attributes.has(name)) throw corrupt(`${show(opType)} has the attribute ${show(name)} twice`);
    attributes.set(name, one);
  }
  return { operator: isOwn ? opType : `${domain}.${opType}`, inputs: input, outputs: output, attributes };
}

const typeNames = new Map(
  Object.entries(elementTypes).map(([name, code]) => [code as number, name as ElementType]),
);

function portOf({ name = '', type }: ValueInfoProto): Port {
  const tensor = type?.tensorType;
  const dims = tensor?.shape?.dim;
  const shape = dims?.map(({ dimValue }) => {
    if (dimValue !== undefined && dimValue < 0) throw corrupt(`${show(name)} has a size of ${dimValue}`);
    return dimValue === undefined || dimValue === 0 ? null : dimValue;
  });
  return {
    name,
    type: tensor && typeNames.get(tensor.elemType ?? 0),
    shape: tensor?.shape ? (shape ?? []) : undefined,
  };
}

function constantOf(name: string, tensor: TensorProto): Constant {
  const { dims: shape = [], dataType = 0, rawData, dataLocation = 0 } = tensor;
  const constant = `the constant ${show(name)}`;
  if (dataLocation !== 0) {
    throw new HebbError(
      'UNSUPPORTED',
      `${constant} lies in another file; export the model in one piece (PyTorch: external_data=False).`,
    );
  }
  const type = typeNames.get(dataType);
  if (type === undefined || type === 'string') {
    throw new HebbError('UNSUPPORTED', `${constant} has element type ${dataType}, which Hebb does not read.`);
  }
  if (shape.some((size) => size < 0)) throw corrupt(`${constant} has the shape ${show(shape)}`);
  const size = sizeOf(shape);
  const format = elementFormats[type];
  const given = rawData ?? listed(type, tensor);
  const count = rawData === undefined ? given.length : given.length / format.bytes;
  if (count !== size)
    throw corrupt(`${constant} has ${count} numbers, which do not fill shape ${showShape(shape)}`);
  if (rawData !== undefined) return { shape, ...format.decode(rawData) };
  return { shape, ...decodeList(type, given as readonly number[]) };
}

/** Numbers that stand in a list of their own. */
function listed(type: ElementType, tensor: TensorProto): readonly number[] {
  switch (type) {
    case 'float32':
      return tensor.floatData ?? [];
    case 'float64':
      return tensor.doubleData ?? [];
    case 'int64':
      return tensor.int64Data ?? [];
    case 'uint32':
    case 'uint64':
      return tensor.uint64Data ?? [];
    default:
      return tensor.int32Data ?? [];
  }
}

function decodeList(
  type: Exclude<ElementType, 'string'>,
  list: readonly number[],
): { dtype: DType; values: TypedArray } {
  if (type === 'float32') return { dtype: 'float32', values: Float32Array.from(list) };
  if (type === 'float64') return { dtype: 'float64', values: Float64Array.from(list) };
  // Floats of 16 bits stand there as integers of the same bits.
  if (type === 'float16' || type === 'bfloat16') {
    return elementFormats[type].decode(new Uint8Array(Uint16Array.from(list).buffer));
  }
  const isInt32 = list.every((value) => value === (value | 0));
  if (type === 'bool')
    return { dtype: 'bool', values: Int32Array.from(list, (value) => Number(value !== 0)) };
  return isInt32
    ? { dtype: 'int32', values: Int32Array.from(list) }
    : { dtype: 'float64', values: Float64Array.from(list) };
}
