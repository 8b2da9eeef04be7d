/**
 * From tensors to a list of nodes in computing order: compositions are expanded, equal sub-expressions become
 * one node, scalar constants are folded.
 */
import { allocate, type TypedArray } from '../core/dtype.ts';
import { scalarFunction } from '../engine/scalar.ts';
import { Node, type Origin } from './node.ts';
import type { Attributes, Spec } from './operation.ts';
import { broadcastTo } from './operations/elementwise.ts';
import type { Tensor } from './tensor.ts';

/** The numbers of a tensor, where they need no computing any more. */
export type Known = (tensor: Tensor) => TypedArray | undefined;

export class Graph {
  /** Every node, inputs before users. */
  readonly nodes: Node[] = [];
  readonly #normal = new Map<Tensor, Node>();
  readonly #expansions = new Map<Tensor, Tensor>();
  readonly #byKey = new Map<string, Node>();
  readonly #ids = new Map<unknown, number>();
  readonly #known: Known;

  constructor(known: Known) {
    this.#known = known;
  }

  /** The normal form of a tensor; added with all it needs on first sight. */
  node(tensor: Tensor): Node {
    const stack = [tensor];
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const needs = this.#normal.has(top) ? [] : this.#needs(top).filter((input) => !this.#normal.has(input));
      if (needs.length === 0) {
        stack.pop();
        if (!this.#normal.has(top)) this.#normal.set(top, this.#normalize(top));
      }
      for (const input of needs) stack.push(input);
    }
    return this.#normal.get(tensor) as Node;
  }

  /** A node with the same numbers in memory of its own. */
  copyOf(node: Node): Node {
    const attributes = { shape: node.shape };
    return this.#add(node, { kind: 'operation', operation: broadcastTo, inputs: [node], attributes });
  }

  /** What must be normalised before this tensor can be. */
  #needs(tensor: Tensor): readonly Tensor[] {
    const { source } = tensor;
    if (source.kind !== 'operation' || this.#known(tensor) !== undefined) return [];
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
    const values = source.kind === 'values' ? source.values : this.#known(tensor);
    if (values !== undefined) return this.#add(tensor, { kind: 'values', values });
    if (source.kind !== 'operation') return this.#add(tensor, { kind: 'resident', tensor });
    const inputs = this.#needs(tensor).map((input) => this.#normal.get(input) as Node);
    const { operation, attributes } = source;
    if (operation.kind === 'composite') return inputs[0];
    return this.#add(tensor, { kind: 'operation', operation, inputs, attributes });
  }

  /** The node of this origin: one that is there already, or a new one. */
  #add(spec: Spec, origin: Origin): Node {
    const folded = fold(spec, origin);
    if (folded !== undefined) return this.#add(spec, { kind: 'values', values: folded });
    const key = this.#key(spec, origin);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const node = new Node(this.nodes.length, spec, origin);
    this.#byKey.set(key, node);
    this.nodes.push(node);
    return node;
  }

  #key({ shape, dtype }: Spec, origin: Origin): string {
    switch (origin.kind) {
      case 'resident':
        return `resident ${this.#id(origin.tensor)}`;
      case 'values': {
        const [value] = origin.values;
        const same = shape.length === 0 ? showNumber(value) : `at ${this.#id(origin.values)}`;
        return `${dtype}[${shape}] ${same}`;
      }
      case 'operation': {
        const ids = origin.inputs.map((input) => input.id);
        return `${this.#id(origin.operation)}(${ids})${keyOf(origin.attributes)}`;
      }
    }
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

/** JSON, but for numbers that JSON does not know. */
function keyOf(attributes: Attributes): string {
  return JSON.stringify(attributes, (_, value) => (typeof value === 'number' ? showNumber(value) : value));
}

function showNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : `${value}`;
}

/** A map of scalar constants is a scalar constant. */
function fold({ shape, dtype }: Spec, origin: Origin): TypedArray | undefined {
  if (origin.kind !== 'operation' || origin.operation.kind !== 'map' || shape.length > 0) return undefined;
  const values = origin.inputs.map((input) => input.literal);
  if (!values.every((value) => value !== undefined)) return undefined;
  return allocate(dtype, 1).fill(scalarFunction(origin.operation.fn)(...values));
}
