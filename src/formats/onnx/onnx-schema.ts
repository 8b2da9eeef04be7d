/**
 * The messages of ONNX files, as far as Hebb writes and reads them: field names and numbers of `onnx.proto`, and
 * the numbers of element types. Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, IR version 8.
 * It knows nothing of what a graph computes.
 */
import type { Schema } from '../protobuf.ts';

/** Numbers of element types (`TensorProto.DataType`). */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;

/** The name of an element type; numpy's, but for `string`. */
export type ElementType = keyof typeof elementTypes;

/** Which member of an attribute holds its value (`AttributeProto.AttributeType`). */
export const attributeTypes = {
  f: 1,
  i: 2,
  s: 3,
  t: 4,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;

/** Numbers, texts or truth values by name and shape; `rawData` is little-endian. */
export interface TensorProto {
  readonly dims?: readonly number[];
  readonly dataType?: number;
  readonly floatData?: readonly number[];
  readonly int32Data?: readonly number[];
  readonly stringData?: readonly Uint8Array[];
  readonly int64Data?: readonly number[];
  readonly name?: string;
  readonly rawData?: Uint8Array;
  readonly doubleData?: readonly number[];
  readonly uint64Data?: readonly number[];
  /** 1: the numbers are in another file. */
  readonly dataLocation?: number;
}

export interface AttributeProto {
  readonly name?: string;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly t?: TensorProto;
  readonly floats?: readonly number[];
  readonly ints?: readonly number[];
  readonly strings?: readonly Uint8Array[];
  readonly type?: number;
}

/** One operation: names of what goes in and comes out. */
export interface NodeProto {
  readonly input?: readonly string[];
  readonly output?: readonly string[];
  readonly name?: string;
  readonly opType?: string;
  readonly domain?: string;
  readonly attribute?: readonly AttributeProto[];
}

/** A size: known, or the name of one that is not. */
export interface Dimension {
  readonly dimValue?: number;
  readonly dimParam?: string;
}

export interface ValueInfoProto {
  readonly name?: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType?: number;
      readonly shape?: { readonly dim?: readonly Dimension[] };
    };
  };
}

export interface GraphProto {
  readonly node?: readonly NodeProto[];
  readonly name?: string;
  readonly initializer?: readonly TensorProto[];
  readonly docString?: string;
  readonly input?: readonly ValueInfoProto[];
  readonly output?: readonly ValueInfoProto[];
}

interface Entry {
  readonly key?: string;
  readonly value?: string;
}

interface OperatorSet {
  readonly domain?: string;
  readonly version?: number;
}

export interface ModelProto {
  readonly irVersion?: number;
  readonly producerName?: string;
  readonly producerVersion?: string;
  readonly domain?: string;
  readonly modelVersion?: number;
  readonly docString?: string;
  readonly graph?: GraphProto;
  readonly opsetImport?: readonly OperatorSet[];
  readonly metadataProps?: readonly Entry[];
}

const tensorSchema: Schema<TensorProto> = {
  dims: [1, 'int64', 'repeated'],
  dataType: [2, 'int32'],
  floatData: [4, 'float', 'repeated'],
  int32Data: [5, 'int32', 'repeated'],
  stringData: [6, 'bytes', 'repeated'],
  int64Data: [7, 'int64', 'repeated'],
  name: [8, 'string'],
  rawData: [9, 'bytes'],
  doubleData: [10, 'double', 'repeated'],
  uint64Data: [11, 'uint64', 'repeated'],
  dataLocation: [14, 'int32'],
};

const attributeSchema: Schema<AttributeProto> = {
  name: [1, 'string'],
  f: [2, 'float'],
  i: [3, 'int64'],
  s: [4, 'bytes'],
  t: [5, tensorSchema],
  floats: [7, 'float', 'repeated'],
  ints: [8, 'int64', 'repeated'],
  strings: [9, 'bytes', 'repeated'],
  type: [20, 'int32'],
};

const nodeSchema: Schema<NodeProto> = {
  input: [1, 'string', 'repeated'],
  output: [2, 'string', 'repeated'],
  name: [3, 'string'],
  opType: [4, 'string'],
  domain: [7, 'string'],
  attribute: [5, attributeSchema, 'repeated'],
};

const dimensionSchema: Schema<Dimension> = { dimValue: [1, 'int64'], dimParam: [2, 'string'] };

const valueSchema: Schema<ValueInfoProto> = {
  name: [1, 'string'],
  type: [
    2,
    { tensorType: [1, { elemType: [1, 'int32'], shape: [2, { dim: [1, dimensionSchema, 'repeated'] }] }] },
  ],
};

const graphSchema: Schema<GraphProto> = {
  node: [1, nodeSchema, 'repeated'],
  name: [2, 'string'],
  initializer: [5, tensorSchema, 'repeated'],
  docString: [10, 'string'],
  input: [11, valueSchema, 'repeated'],
  output: [12, valueSchema, 'repeated'],
};

/** A whole file. */
export const modelSchema: Schema<ModelProto> = {
  irVersion: [1, 'int64'],
  producerName: [2, 'string'],
  producerVersion: [3, 'string'],
  domain: [4, 'string'],
  modelVersion: [5, 'int64'],
  docString: [6, 'string'],
  graph: [7, graphSchema],
  opsetImport: [8, { domain: [1, 'string'], version: [2, 'int64'] }, 'repeated'],
  metadataProps: [14, { key: [1, 'string'], value: [2, 'string'] }, 'repeated'],
};
