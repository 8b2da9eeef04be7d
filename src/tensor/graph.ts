/**
 * From tensors to a list of nodes in computing order: compositions are expanded, equal sub-expressions become
 * one node, scalar constants are folded, and views are resolved to the memory they look at.
 */
import { type DType, isFloat } from '../core/dtype.ts';
import { sizeOf } from '../core/shape.ts';
import { scalarFunction } from '../engine/scalar.ts';
import type { Attributes, KernelOperation, MapOperation, ViewOperation } from './operation.ts';
import { Tensor } from './tensor.ts';

/** A node of the normal form. `inputs` are nodes of the normal form too. */
export interface Node {
  readonly tensor: Tensor;
  readonly inputs: readonly Node[];
  readonly operation?: MapOperation | ViewOperation | KernelOperation;
  readonly attributes: Attributes;
}

/** The memory a node's numbers lie in: a node that is no view, and where in it they start (elements). */
export interface Location {
  readonly base: Node;
  readonly start: number;
}

/** The value of a scalar constant, or undefined. */
export function literalOf({ tensor: { shape, source } }: Node): number | undefined {
  return shape.length === 0 && source.kind === 'values' ? source.values[0] : undefined;
}

export class Graph {
  /** Every node, inputs before users. */
  readonly nodes: Node[] = [];
  readonly #normal = new Map<Tensor, Node>();
  readonly #byKey = new Map<string, Node>();
  readonly #ids = new Map<unknown, number>();

  /** The normal form of a tensor; added with all it needs on first sight. */
  node(tensor: Tensor): Node {
    const stack = [tensor];
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const needs = this.#normal.has(top) ? [] : this.#needs(top).filter((input) => !this.#normal.has(input));
      if (needs.length > 0) stack.push(...needs);
      else {
        stack.pop();
        if (!this.#normal.has(top)) this.#normal.set(top, this.#normalize(top));
      }
    }
    return this.#normal.get(tensor) as Node;
  }

  locate(node: Node): Location {
    let start = 0;
    let base = node;
    while (base.operation?.kind === 'view') {
      start += base.operation.start(
        base.inputs.map((input) => input.tensor),
        base.attributes,
      );
      base = base.inputs[0];
    }
    return { base, start };
  }

  readonly #expansions = new Map<Tensor, Tensor>();

  /** What must be normalised before this tensor can be. */
  #needs(tensor: Tensor): readonly Tensor[] {
    const { source } = tensor;
    if (source.kind !== 'operation') return [];
    if (source.operation.kind !== 'composite') return source.inputs;
    let expansion = this.#expansions.get(tensor);
    if (expansion === undefined) {
      expansion = source.operation.forward(source.inputs, source.attributes);
      this.#expansions.set(tensor, expansion);
    }
    return [expansion];
  }

  #normalize(tensor: Tensor): Node {
    const { source } = tensor;
    const inputs = this.#needs(tensor).map((input) => this.#normal.get(input) as Node);
    if (source.kind !== 'operation')
      return this.#unique(this.#leafKey(tensor), { tensor, inputs, attributes: {} });
    const { operation, attributes } = source;
    if (operation.kind === 'composite') return inputs[0];
    const folded = operation.kind === 'map' ? fold(tensor, operation, inputs) : undefined;
    if (folded !== undefined) return this.node(folded);
    const type = `${tensor.dtype}[${tensor.shape}]`;
    const ids = inputs.map((input) => this.#id(input)).join();
    const key = `${this.#id(operation)}(${ids})${JSON.stringify(attributes)}${type}`;
    return this.#unique(key, { tensor, inputs, operation, attributes });
  }

  #leafKey({ shape, dtype, source }: Tensor): string {
    if (source.kind === 'values') {
      const scalar = shape.length === 0;
      return scalar
        ? `${dtype}:${Object.is(source.values[0], -0) ? '-0' : source.values[0]}`
        : `values ${this.#id(source.values)}[${shape}]`;
    }
    return `leaf ${this.#id(source)}`;
  }

  #unique(key: string, node: Node): Node {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, node);
    this.nodes.push(node);
    return node;
  }

  #id(thing: unknown): number {
    let id = this.#ids.get(thing);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(thing, id);
    }
    return id;
  }
}

/** A map of scalar constants is a scalar constant. */
function fold(tensor: Tensor, { fn }: MapOperation, inputs: readonly Node[]): Tensor | undefined {
  const values = inputs.map(literalOf);
  if (tensor.shape.length > 0 || !values.every((value) => value !== undefined)) return undefined;
  return Tensor.scalar(scalarFunction(fn)(...values), tensor.dtype);
}

/** The type a map computes in: float64 as soon as one side is, else float32; integers alone in float64. */
export function computeType({ tensor, inputs }: Node): 'float32' | 'float64' {
  const types: DType[] = [
    tensor.dtype,
    ...inputs.filter((input) => literalOf(input) === undefined).map((input) => input.tensor.dtype),
  ];
  return types.includes('float64') || !types.some(isFloat) ? 'float64' : 'float32';
}

/** Do these two nodes hold equally many elements? */
export function sameSize(a: Node, b: Node): boolean {
  return sizeOf(a.tensor.shape) === sizeOf(b.tensor.shape);
}
