/**
 * Recipes of tensors as ONNX nodes. A model is traced with two batch sizes at once; sizes that differ between
 * the two traces depend on the batch and are left open in the file. Numbers that depend on no input are computed
 * now and written as constants. It knows operations, and neither layers nor models.
 */
import { HebbError } from '../../core/errors.ts';
import { type Shape, sameShape, showShape, sizeOf } from '../../core/shape.ts';
import type { Attributes, KernelOperation, ViewOperation } from '../../tensor/operation.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { elementTypes } from './onnx-schema.ts';
import { cast, writeScalar } from './write-elementwise.ts';

/** The same tensor in both traces. */
export type Twin = readonly [Tensor, Tensor];

/** An end of a slice that means "all the rest". */
const REST = 2 ** 31 - 1;

/** Compositions that ONNX has an operator for; the others are written as their formulas. */
const compositions: Readonly<Record<string, readonly [string, Readonly<Record<string, number>>]>> = {
  relu: ['Relu', {}],
  softmax: ['Softmax', { axis: -1 }],
  logSoftmax: ['LogSoftmax', { axis: -1 }],
};

export class TensorWriter {
  readonly graph: OnnxGraph;
  readonly #values = new Map<Tensor, string>();
  readonly #names = new Map<Tensor, string>();
  readonly #open = new Map<Tensor, boolean>();
  /** Sizes of inputs that are open, as they are in both traces, and where to read them. */
  readonly #sizes: {
    readonly pair: readonly [number, number];
    readonly value: string;
    readonly axis: number;
  }[] = [];

  constructor(graph: OnnxGraph) {
    this.graph = graph;
  }

  /** An input of the graph. */
  given([a, b]: Twin, value: string): void {
    this.#values.set(a, value);
    this.#open.set(a, true);
    for (const [axis, size] of a.shape.entries()) {
      const pair = [size, b.shape[axis]] as const;
      if (size !== b.shape[axis] && this.#openSize(...pair) === undefined)
        this.#sizes.push({ pair, value, axis });
    }
  }

  /** What a constant shall be called. */
  call(tensor: Tensor, name: string): void {
    this.#names.set(tensor, name);
  }

  /** The value in the graph; written with all that it needs on first sight. @throws HebbError `UNSUPPORTED` */
  write(twin: Twin): string {
    const [tensor] = twin;
    const known = this.#values.get(tensor);
    if (known !== undefined) return known;
    const value = this.#write(twin);
    this.#values.set(tensor, value);
    return value;
  }

  #write(twin: Twin): string {
    const [a, b] = twin;
    const isFixed = !this.#dependsOnInput(a);
    if (isFixed && sameShape(a.shape, b.shape)) return this.#constant(twin);
    const { source } = a;
    const other = b.source;
    if (source.kind !== 'operation' || other.kind !== 'operation' || source.operation !== other.operation) {
      throw unsupported(`numbers of shape ${showShape(a.shape)} that depend on the size of the batch`);
    }
    const { operation, inputs, attributes } = source;
    const twins = inputs.map((input, i): Twin => [input, other.inputs[i]]);
    switch (operation.kind) {
      case 'composite': {
        const operator = compositions[operation.name];
        if (operator === undefined) {
          return this.write([
            operation.forward(inputs, attributes),
            operation.forward(other.inputs, other.attributes),
          ]);
        }
        const [name, own] = operator;
        return this.graph.node(name, [this.write(twins[0])], { attributes: own });
      }
      case 'map': {
        if (operation.name === 'broadcastTo') return this.#expand(twins[0], twin);
        if (operation.name.startsWith('to')) {
          return cast(this.graph, { value: this.write(twins[0]), dtype: inputs[0].dtype }, a.dtype);
        }
        const product = operation.fn === 'add' ? this.#affine(twins) : undefined;
        if (product !== undefined) return product;
        const bare = twins.map(([one, two]) => (numberOf(one) === numberOf(two) ? numberOf(one) : undefined));
        const given = twins.map((input, i) => ({
          value: bare[i] === undefined ? this.#operand(input) : '',
          dtype: input[0].dtype,
        }));
        return writeScalar(this.graph, operation.fn, given, bare, a.dtype);
      }
      default:
        return this.#move(operation, twins, twin, [attributes, other.attributes]);
    }
  }

  /** x · kernel + bias, where the bias is a vector of fixed numbers: one node. */
  #affine([product, bias]: readonly Twin[]): string | undefined {
    const { source } = product[0];
    const isProduct = source.kind === 'operation' && source.operation.name === 'matmul';
    if (!isProduct || this.#values.has(product[0])) return undefined;
    if (bias[0].rank !== 1 || this.#dependsOnInput(bias[0])) return undefined;
    return this.#gemm(product, [this.write(bias)]);
  }

  #gemm([a, b]: Twin, bias: readonly string[]): string {
    if (a.source.kind !== 'operation' || b.source.kind !== 'operation') throw unsupported('a product');
    const { transposeA, transposeB } = a.source.attributes;
    const others = b.source.inputs;
    const factors = a.source.inputs.map((factor, i) => this.write([factor, others[i]]));
    if (bias.length === 0 && !transposeA && !transposeB) return this.graph.node('MatMul', factors);
    const attributes = { ...(transposeA ? { transA: 1 } : {}), ...(transposeB ? { transB: 1 } : {}) };
    return this.graph.node('Gemm', [...factors, ...bias], { attributes });
  }

  /** Operations that move, pick and sum elements. */
  #move(
    operation: ViewOperation | KernelOperation,
    twins: readonly Twin[],
    twin: Twin,
    attributes: readonly [Attributes, Attributes],
  ): string {
    const { graph } = this;
    const [own] = attributes;
    const [x] = twins;
    const fixed = (name: string): never[] => {
      if (JSON.stringify(attributes[0][name]) === JSON.stringify(attributes[1][name])) {
        return attributes[0][name] as never[];
      }
      throw unsupported(`'${operation.name}' whose ${name} depends on the size of the batch`);
    };
    switch (operation.name) {
      case 'reshape':
        return graph.node('Reshape', [this.write(x), this.#target(x, twin)]);
      case 'rows':
      case 'slice':
        return this.#window(x, fixed('begin'), attributes);
      case 'transpose':
        return graph.node('Transpose', [this.write(x)], { attributes: { perm: fixed('axes') } });
      case 'pad': {
        const widths = graph.integers([...fixed('before'), ...fixed('after')]);
        const value = graph.constant(
          x[0].dtype === 'float64'
            ? Float64Array.of(own.value as number)
            : Float32Array.of(own.value as number),
          x[0].dtype,
          [],
        );
        return graph.node('Pad', [this.write(x), widths, value]);
      }
      case 'concat':
        return graph.node(
          'Concat',
          twins.map((part) => this.write(part)),
          {
            attributes: { axis: own.axis as number },
          },
        );
      case 'matmul':
        return this.#gemm(twin, []);
      case 'gather':
        return graph.node('Gather', [this.write(x), this.write(twins[1])], { attributes: { axis: 0 } });
      case 'sum':
        return graph.node('ReduceSum', [this.write(x), graph.integers(axesOf(own))]);
      case 'max':
      case 'min':
        return graph.node(operation.name === 'max' ? 'ReduceMax' : 'ReduceMin', [this.write(x)], {
          attributes: { axes: axesOf(own) },
        });
      case 'argMax':
      case 'argMin': {
        const [axis, ...more] = axesOf(own);
        if (more.length > 0) throw unsupported(`'${operation.name}' along several axes`);
        const operator = operation.name === 'argMax' ? 'ArgMax' : 'ArgMin';
        const place = graph.node(operator, [this.write(x)], { attributes: { axis } });
        return graph.node('Cast', [place], { attributes: { to: elementTypes.int32 } });
      }
      default:
        throw unsupported(`the operation '${operation.name}'`);
    }
  }

  /** A shape with 0 for sizes that are the input's, −1 for one that is open, and others read from the inputs. */
  #target([x, y]: Twin, [a, b]: Twin): string {
    const target = a.shape.map((size, axis) => {
      if (size === b.shape[axis]) return size;
      return x.shape[axis] === size && y.shape[axis] === b.shape[axis] ? 0 : -1;
    });
    if (target.filter((size) => size === -1).length <= 1) return this.graph.integers(target);
    return this.#sizesOf(
      target.map((size, axis) => (size === -1 ? [a.shape[axis], b.shape[axis]] : [size, size])),
    );
  }

  /** Sizes one after the other, open ones as the inputs have them. */
  #sizesOf(pairs: readonly (readonly number[])[]): string {
    const sizes = pairs.map(([a, b]) => {
      if (a === b) return this.graph.integers([a]);
      const open = this.#openSize(a, b);
      if (open === undefined) throw unsupported('a size that depends on several others');
      const whole = this.graph.node('Shape', [open.value]);
      const ends = [open.axis, open.axis + 1].map((place) => this.graph.integers([place]));
      return this.graph.node('Slice', [whole, ...ends]);
    });
    return this.graph.node('Concat', sizes, { attributes: { axis: 0 } });
  }

  /** An operand: a number that is an open size is read from the inputs. */
  #operand(twin: Twin): string {
    const [a, b] = twin.map(numberOf);
    const open = a === undefined || b === undefined || a === b ? undefined : this.#openSize(a, b);
    if (open === undefined) return this.write(twin);
    const whole = this.graph.node('Shape', [open.value]);
    const size = this.graph.node('Gather', [whole, this.graph.integers([open.axis], [])]);
    return this.graph.node('Cast', [size], { attributes: { to: elementTypes[twin[0].dtype] } });
  }

  #openSize(a: number, b: number): { readonly value: string; readonly axis: number } | undefined {
    return this.#sizes.find(({ pair }) => pair[0] === a && pair[1] === b);
  }

  #window(x: Twin, begin: readonly number[], [one, two]: readonly [Attributes, Attributes]): string {
    const [a, b] = [one.size as Shape, two.size as Shape];
    const axes = begin.flatMap((start, axis) => {
      const isWhole = start === 0 && a[axis] === x[0].shape[axis] && b[axis] === x[1].shape[axis];
      return isWhole ? [] : [axis];
    });
    if (axes.length === 0) return this.write(x);
    const ends = axes.map((axis) => {
      const end = begin[axis] + a[axis];
      if (end === x[0].shape[axis] && begin[axis] + b[axis] === x[1].shape[axis]) return REST;
      if (a[axis] === b[axis]) return end;
      throw unsupported('a slice whose size depends on the size of the batch');
    });
    const starts = axes.map((axis) => begin[axis]);
    const lists = [starts, ends, axes].map((list) => this.graph.integers(list));
    return this.graph.node('Slice', [this.write(x), ...lists]);
  }

  /** The elements stretched; a size of 1 in an ONNX shape means that of the input. */
  #expand(x: Twin, [a, b]: Twin): string {
    const offset = a.rank - x[0].rank;
    const pairs = a.shape.map((size, axis) => {
      const isOwn = axis >= offset && x[0].shape[axis - offset] === size;
      return size !== b.shape[axis] && isOwn ? [1, 1] : [size, b.shape[axis]];
    });
    const isFixed = pairs.every(([one, other]) => one === other);
    const shape = isFixed ? this.graph.integers(pairs.map(([size]) => size)) : this.#sizesOf(pairs);
    return this.graph.node('Expand', [this.write(x), shape]);
  }

  #constant([a, b]: Twin): string {
    const { values } = a;
    const others = b.values;
    if (a !== b && values.some((value: number, i: number) => !Object.is(value, others[i]))) {
      throw unsupported('a number that depends on the size of the batch');
    }
    if (sizeOf(a.shape) !== values.length) throw unsupported('a constant without numbers');
    return this.graph.constant(values, a.dtype, a.shape, this.#names.get(a));
  }

  #dependsOnInput(tensor: Tensor): boolean {
    const known = this.#open.get(tensor);
    if (known !== undefined) return known;
    const { source } = tensor;
    const open =
      source.kind === 'placeholder' ||
      (source.kind === 'operation' && source.inputs.some((input) => this.#dependsOnInput(input)));
    this.#open.set(tensor, open);
    return open;
  }
}

/** The number of a constant without axes: what is written beside others has their type. */
function numberOf({ source, shape }: Tensor): number | undefined {
  return source.kind === 'values' && shape.length === 0 ? source.values[0] : undefined;
}

/** The two sizes that the batch has in the traces. */
export const BATCHES: readonly [number, number] = [2, 3];

function axesOf({ first, last }: Attributes): number[] {
  const from = first as number;
  return Array.from({ length: (last as number) - from + 1 }, (_, i) => from + i);
}

function unsupported(what: string): HebbError {
  return new HebbError('UNSUPPORTED', `ONNX files cannot hold ${what}.`);
}
