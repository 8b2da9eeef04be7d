/**
 * Tensors of which only shape and type are known, and which layer they come from: what `Input` gives and what
 * layers make of it. A model is the graph between some of them. It knows nothing of how a layer computes.
 */
import type { DType } from '../../core/dtype.ts';
import type { Shape } from '../../core/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { Layer } from './layer.ts';

/** Sizes of axes; null where it is not known before there are numbers, as for the batch. */
export type SymbolicShape = readonly (number | null)[];

/** One tensor, a list of them, or several by name. */
export type Structure<T> = T | readonly T[] | Readonly<Record<string, T>>;

/** One application of a layer. */
export interface Node {
  readonly layer: Layer;
  readonly inputs: Structure<SymbolicTensor>;
  readonly outputs: Structure<SymbolicTensor>;
}

/**
 * A tensor without numbers. Layers are applied to it; `Model` makes a model of what came out.
 *
 * @example
 * const x = Input([3]);
 * x instanceof SymbolicTensor; // true
 * new Dense(2).apply(x).shape; // [null, 2]
 */
export class SymbolicTensor {
  readonly shape: SymbolicShape;
  readonly dtype: DType;
  /** The layer that gives it, in which of its applications, and as which of its outputs. */
  readonly layer: Layer;
  readonly nodeIndex: number;
  readonly tensorIndex: number;

  constructor(shape: SymbolicShape, dtype: DType, layer: Layer, nodeIndex: number, tensorIndex: number) {
    this.shape = shape;
    this.dtype = dtype;
    this.layer = layer;
    this.nodeIndex = nodeIndex;
    this.tensorIndex = tensorIndex;
  }

  /** Number of axes, the batch included. */
  get rank(): number {
    return this.shape.length;
  }

  /** The application that it came out of. */
  get node(): Node {
    return this.layer.nodes[this.nodeIndex];
  }
}

function isLeaf<T>(structure: Structure<T>): structure is T {
  return structure instanceof Tensor || structure instanceof SymbolicTensor;
}

/** The tensors of a structure, in order. */
export function leavesOf<T extends Tensor | SymbolicTensor>(structure: Structure<T>): readonly T[] {
  if (isLeaf(structure)) return [structure];
  return Object.values(structure);
}

/** A structure of the same form. */
export function mapStructure<T extends Tensor | SymbolicTensor, U>(
  structure: Structure<T>,
  fn: (leaf: T, index: number) => U,
): Structure<U> {
  if (isLeaf(structure)) return fn(structure, 0);
  if (Array.isArray(structure)) return structure.map(fn);
  return Object.fromEntries(Object.entries(structure).map(([name, leaf], i) => [name, fn(leaf, i)]));
}

/** Is it a shape by itself, and no list of several? */
export function isShape(shape: Structure<SymbolicShape>): shape is SymbolicShape {
  return Array.isArray(shape) && shape.every((size) => size === null || typeof size === 'number');
}

/** `(None, 8)`, as Keras writes it. */
export function showSymbolic(shape: SymbolicShape): string {
  const sizes = shape.map((size) => size ?? 'None');
  return sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(', ')})`;
}

/** A shape with `size` wherever it is not known. */
export function filled(shape: SymbolicShape, size: number): Shape {
  return shape.map((known) => known ?? size);
}

/** A structure of what `fn` makes of each of several shapes. */
export function mapShapes<U>(
  shapes: readonly SymbolicShape[] | Readonly<Record<string, SymbolicShape>>,
  fn: (shape: SymbolicShape) => U,
): Structure<U> {
  if (Array.isArray(shapes)) return shapes.map(fn);
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, fn(shape)]));
}
