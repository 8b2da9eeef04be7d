/**
 * What an operation is: one record with its shape rule, its forward and its gradient side by side.
 * An operation is computed in one of four ways: as a scalar function mapped over the elements, as a view of
 * its input's memory, by one kernel of the engine, or as a composition of other operations.
 * Operations call methods of the tensors they get, so this folder's arrows all point away from `tensor.ts`.
 */
import type { DType, TypedArray } from '../core/dtype.ts';
import type { Shape } from '../core/shape.ts';
import type { Kernel } from '../engine/contract.ts';
import type { ScalarFunction } from '../engine/scalar.ts';
import type { Tensor } from './tensor.ts';

/** Shape and element type: all that is known of a tensor before anybody looks at its numbers. */
export interface Spec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** What an application of an operation knows besides its inputs: axes, sizes, flags. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Where a tensor's numbers come from. */
export type Source =
  | { readonly kind: 'values'; readonly values: TypedArray }
  | { readonly kind: 'placeholder' }
  | { readonly kind: 'variable'; readonly initial: TypedArray }
  | {
      readonly kind: 'operation';
      readonly operation: Operation;
      readonly inputs: readonly Tensor[];
      readonly attributes: Attributes;
    };

/** One application of an operation, as its gradient sees it. */
export interface Application<A extends Attributes = Attributes> {
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly attributes: A;
}

/** A buffer in the arena, as a kernel maker sees it. */
export interface Place extends Spec {
  readonly offset: number;
}

/** How a kernel reads one input: only the rows it computes, or all of it. */
export type Reach = 'rows' | 'all';

interface OperationBase<A extends Attributes> {
  readonly name: string;
  /** Shape and type of the result; refuses inputs that do not fit (`SHAPE_MISMATCH`). */
  result(inputs: readonly Tensor[], attributes: A): Spec;
  /**
   * ∂L/∂input for each input, given `upstream` = ∂L/∂output, as more graph; null where there is none.
   * Absent where no input has a gradient, or (compositions) where the composition's own serves.
   */
  gradient?(application: Application<A>, upstream: Tensor): readonly (Tensor | null)[];
}

/** A scalar function, mapped over broadcast inputs. */
export interface MapOperation extends OperationBase<Attributes> {
  readonly kind: 'map';
  readonly fn: ScalarFunction;
}

/** The same memory seen with another shape, from `start` elements on. */
export interface ViewOperation<A extends Attributes = Attributes> extends OperationBase<A> {
  readonly kind: 'view';
  start(inputs: readonly Spec[], attributes: A): number;
}

/** One kernel of the engine. */
export interface KernelOperation<A extends Attributes = Attributes> extends OperationBase<A> {
  readonly kind: 'kernel';
  /** Along how many rows the kernel can be cut (1: not at all), and what each input is read for. */
  cut(inputs: readonly Spec[], output: Spec, attributes: A): { rows: number; reach: readonly Reach[] };
  /** Elements from the start of the output to where each input could be computed in place, saving its copy. */
  homes?(inputs: readonly Spec[], attributes: A): readonly number[];
  /** The kernels, given where everything lies: in order, together cut along the same rows. */
  kernels(inputs: readonly Place[], output: Place, attributes: A): readonly Kernel[];
}

/** A formula in other operations. */
export interface CompositeOperation<A extends Attributes = Attributes> extends OperationBase<A> {
  readonly kind: 'composite';
  forward(inputs: readonly Tensor[], attributes: A): Tensor;
}

export type Operation<A extends Attributes = Attributes> =
  | MapOperation
  | ViewOperation<A>
  | KernelOperation<A>
  | CompositeOperation<A>;
