/**
 * A node of a function's normal form: like a tensor, but with compositions expanded and views resolved to the
 * memory they look at. It knows nothing of phases and addresses.
 */
import { type DType, type FloatDType, isFloat, type TypedArray } from '../core/dtype.ts';
import { type Shape, sizeOf } from '../core/shape.ts';
import type { Attributes, KernelOperation, MapOperation, Spec, ViewOperation } from './operation.ts';
import type { Tensor } from './tensor.ts';

type NodeOperation = MapOperation | ViewOperation | KernelOperation;

/** What makes a node: an operation on other nodes, numbers, or a variable or placeholder. */
export type Origin =
  | {
      readonly kind: 'operation';
      readonly operation: NodeOperation;
      readonly inputs: readonly Node[];
      readonly attributes: Attributes;
    }
  | { readonly kind: 'values'; readonly values: TypedArray }
  | { readonly kind: 'resident'; readonly tensor: Tensor };

export class Node implements Spec {
  readonly id: number;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly origin: Origin;
  /** What computes it, unless its numbers are given. */
  readonly operation?: NodeOperation;
  readonly inputs: readonly Node[] = [];
  readonly attributes: Attributes = {};
  /** The memory its numbers lie in: that of a node that is no view, … */
  readonly base: Node;
  /** … and where in it they start (elements). */
  readonly start: number;

  constructor(id: number, { shape, dtype }: Spec, origin: Origin) {
    this.id = id;
    this.shape = shape;
    this.dtype = dtype;
    this.origin = origin;
    this.base = this;
    this.start = 0;
    if (origin.kind !== 'operation') return;
    const { operation, inputs, attributes } = origin;
    this.operation = operation;
    this.inputs = inputs;
    this.attributes = attributes;
    if (operation.kind !== 'view') return;
    this.base = inputs[0].base;
    this.start = inputs[0].start + operation.start(inputs, attributes);
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  /** The value of a scalar constant, or undefined. */
  get literal(): number | undefined {
    return this.shape.length === 0 && this.origin.kind === 'values' ? this.origin.values[0] : undefined;
  }

  /** The type a map computes in: float64 as soon as one side is, else float32; integers alone in float64. */
  get computeType(): FloatDType {
    const types = [this.dtype];
    for (const input of this.inputs) if (input.literal === undefined) types.push(input.dtype);
    return types.includes('float64') || !types.some(isFloat) ? 'float64' : 'float32';
  }

  /** Does this node look at all of its base? */
  get isWhole(): boolean {
    return this.base === this || (this.start === 0 && this.size === this.base.size);
  }
}
