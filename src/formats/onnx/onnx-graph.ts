/**
 * An ONNX graph while it is written: nodes, constants, inputs and outputs under names that are never given twice.
 * Opset 17 and IR version 8, which programs since 2022 read. It knows nothing of models.
 * Operators: https://onnx.ai/onnx/operators/
 */
import type { DType, FloatDType, TypedArray } from '../../core/dtype.ts';
import type { Shape } from '../../core/shape.ts';
import { version } from '../../core/version.ts';
import { encodeMessage } from '../protobuf.ts';
import {
  type AttributeProto,
  attributeTypes,
  type ElementType,
  elementTypes,
  modelSchema,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './onnx-schema.ts';

const IR_VERSION = 8;
const OPSET = 17;
const ML_OPSET = 3;

/** Attributes by name: a whole number, numbers, texts; fractions as `{ f }`. */
type Attributes = Readonly<
  Record<string, number | readonly number[] | string | readonly string[] | { f: number }>
>;

/** What a node may be told besides operator and inputs. */
interface NodeOptions {
  readonly attributes?: Attributes;
  /** Whose operator it is; default ONNX's own. */
  readonly domain?: 'ai.onnx.ml';
}

/** What is said of the model as a whole. */
export interface Description {
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export class OnnxGraph {
  /** The type that numbers are computed in. */
  readonly float: FloatDType;
  readonly #names = new Set<string>();
  readonly #nodes: NodeProto[] = [];
  readonly #constants = new Map<string, TensorProto>();
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  /** Names that values get in the file, where an output asked for another one. */
  readonly #renamed = new Map<string, string>();
  #scope = '';
  #usesMl = false;

  constructor(float: FloatDType) {
    this.float = float;
  }

  /** What `write` gives, while new names begin with that of a layer or step. */
  within<T>(name: string, write: () => T): T {
    const before = this.#scope;
    this.#scope = `${before}${name}/`;
    try {
      return write();
    } finally {
      this.#scope = before;
    }
  }

  /** Something that is given; the name it got. */
  input(name: string, type: ElementType, shape: readonly (number | string)[]): string {
    const own = this.#unique(name);
    this.#inputs.push(valueInfo(own, type, shape));
    return own;
  }

  /** Something that comes out, under this name where nothing else has it. */
  output(name: string, value: string, type: ElementType, shape: readonly (number | string)[]): void {
    const made = this.#nodes.some((node) => node.output?.includes(value));
    const own = this.#unique(name);
    if (made && !this.#renamed.has(value)) this.#renamed.set(value, own);
    else this.#nodes.push({ input: [value], output: [own], name: own, opType: 'Identity' });
    this.#outputs.push(valueInfo(own, type, shape));
  }

  /** A node with one output; the output's name. */
  node(opType: string, inputs: readonly string[], { attributes = {}, domain }: NodeOptions = {}): string {
    const name = this.#unique(this.#scope + opType);
    const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
    this.#nodes.push({ input: inputs, output: [name], name, opType, domain, attribute });
    if (domain !== undefined) this.#usesMl = true;
    return name;
  }

  /** Numbers in the graph's float type; names of equal ones are the same. */
  floats(values: ArrayLike<number>, shape: Shape = [values.length], name = 'constant'): string {
    const data = this.float === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
    return this.constant(data, this.float, shape, name);
  }

  /** A number in the graph's float type. */
  number(value: number): string {
    return this.floats([value], []);
  }

  /** Whole numbers as int64, as shapes, axes and labels need them. */
  integers(values: readonly number[], shape: Shape = [values.length]): string {
    const data = BigInt64Array.from(values, BigInt);
    return this.#constant('constant', { dims: shape, dataType: elementTypes.int64, rawData: bytesOf(data) });
  }

  texts(values: readonly string[]): string {
    const stringData = values.map((text) => new TextEncoder().encode(text));
    return this.#constant('constant', {
      dims: [values.length],
      dataType: elementTypes.string,
      stringData,
    });
  }

  /** Numbers of a tensor's type. */
  constant(data: TypedArray, type: DType, shape: Shape, name = 'constant'): string {
    const rawData = type === 'bool' ? Uint8Array.from(data) : bytesOf(data);
    return this.#constant(name, { dims: shape, dataType: elementTypes[type], rawData });
  }

  #constant(hint: string, tensor: TensorProto): string {
    const key = keyOf(tensor);
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known?.name !== undefined) return known.name;
    const name = this.#unique(this.#scope + hint);
    this.#constants.set(key ?? name, { ...tensor, name });
    return name;
  }

  #unique(name: string): string {
    let unique = name;
    for (let i = 1; this.#names.has(unique); i++) unique = `${name}_${i}`;
    this.#names.add(unique);
    return unique;
  }

  /** The file. */
  toBytes({ name, metadata }: Description): Uint8Array<ArrayBuffer> {
    const called = (value: string): string => this.#renamed.get(value) ?? value;
    const nodes = this.#nodes.map((node) => ({
      ...node,
      input: node.input?.map(called),
      output: node.output?.map(called),
    }));
    return encodeMessage(modelSchema, {
      irVersion: IR_VERSION,
      producerName: 'hebb',
      producerVersion: version,
      modelVersion: 1,
      graph: {
        node: nodes,
        name,
        initializer: [...this.#constants.values()],
        input: this.#inputs,
        output: this.#outputs,
      },
      opsetImport: [
        { domain: '', version: OPSET },
        ...(this.#usesMl ? [{ domain: 'ai.onnx.ml', version: ML_OPSET }] : []),
      ],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    });
  }
}

/** Small constants come often (axes, 0, 1) and are kept once. */
function keyOf({ dims = [], dataType, rawData }: TensorProto): string | undefined {
  if (rawData === undefined || rawData.length > 32) return undefined;
  return `${dataType}[${dims}] ${rawData}`;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function attributeOf(name: string, value: Attributes[string]): AttributeProto {
  const text = (one: string): Uint8Array => new TextEncoder().encode(one);
  if (typeof value === 'number') return { name, i: value, type: attributeTypes.i };
  if (typeof value === 'string') return { name, s: text(value), type: attributeTypes.s };
  if ('f' in value) return { name, f: value.f, type: attributeTypes.f };
  if (typeof value[0] === 'string') {
    return { name, strings: (value as readonly string[]).map(text), type: attributeTypes.strings };
  }
  return { name, ints: value as readonly number[], type: attributeTypes.ints };
}

function valueInfo(name: string, type: ElementType, shape: readonly (number | string)[]): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}
