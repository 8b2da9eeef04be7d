/**
 * Reductions over neighbouring axes. The reduced axes stay with size 1; dropping them is a view.
 * `first` … `last` are the reduced axes, so that the memory is read as outer × n × inner.
 */
import { type FloatDType, isFloat } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { resolveAxis, type Shape, showShape, sizeOf } from '../../core/shape.ts';
import type { KernelOperation, Spec } from '../operation.ts';
import type { Tensor } from '../tensor.ts';

/** Which axes to reduce: one, several, or all of them; negative ones count from the end. */
export type Axes = number | readonly number[] | undefined;

export interface ReduceOptions {
  /** Do reduced axes stay, with size 1? Default false. */
  readonly keepDims?: boolean;
}

/** The axes that are meant, each once and in order. */
export function resolveAxes(axes: Axes, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, k) => k);
  return [...new Set([axes].flat().map((axis) => resolveAxis(axis, rank)))].sort((a, b) => a - b);
}

export type ReduceAttributes = Readonly<{ first: number; last: number }>;

function reduced(name: string, { shape, dtype }: Spec, { first, last }: ReduceAttributes): Shape {
  if (!isFloat(dtype)) throw new HebbError('INVALID_VALUE', `${name} takes floats; cast ${dtype} first.`);
  if (name !== 'sum' && shape.slice(first, last + 1).includes(0)) {
    throw new HebbError('EMPTY_DATA', `${name} of no elements: shape ${showShape(shape)}.`);
  }
  return shape.map((size, axis) => (axis >= first && axis <= last ? 1 : size));
}

function extents(
  shape: Shape,
  { first, last }: ReduceAttributes,
): { outer: number; n: number; inner: number } {
  return {
    outer: sizeOf(shape.slice(0, first)),
    n: sizeOf(shape.slice(first, last + 1)),
    inner: sizeOf(shape.slice(last + 1)),
  };
}

/** Cut along axis 0 unless that axis is summed away. */
function cut([input]: readonly Spec[], { first }: ReduceAttributes): ReturnType<KernelOperation['cut']> {
  return first > 0 ? { rows: input.shape[0], reach: ['rows'] } : { rows: 1, reach: ['all'] };
}

function reduction(
  fn: 'sum' | 'max' | 'min',
  gradient: (x: Tensor, y: Tensor, g: Tensor) => Tensor,
): KernelOperation<ReduceAttributes> {
  return {
    kind: 'kernel',
    name: fn,
    result: ([x], attributes) => ({ shape: reduced(fn, x, attributes), dtype: x.dtype }),
    gradient: ({ inputs: [x], output }, g) => [gradient(x, output, g)],
    cut: (inputs, _, attributes) => cut(inputs, attributes),
    kernels: ([x], out, attributes) => [
      {
        kind: 'reduce',
        fn,
        dtype: out.dtype as FloatDType,
        input: x.offset,
        out: out.offset,
        ...extents(x.shape, attributes),
      },
    ],
  };
}

export const sum: KernelOperation<ReduceAttributes> = reduction('sum', (x, _, g) => g.broadcastTo(x.shape));

/** The gradient is shared evenly among equal extrema. */
function toExtrema(x: Tensor, y: Tensor, g: Tensor): Tensor {
  const hit = x.equal(y).cast(g.dtype);
  return hit.mul(g.div(hit.sumTo(y.shape)));
}

export const max: KernelOperation<ReduceAttributes> = reduction('max', toExtrema);
export const min: KernelOperation<ReduceAttributes> = reduction('min', toExtrema);

function position(name: 'argMax' | 'argMin', fn: 'max' | 'min'): KernelOperation<ReduceAttributes> {
  return {
    kind: 'kernel',
    name,
    result: ([x], attributes) => ({ shape: reduced(name, x, attributes), dtype: 'int32' }),
    cut: (inputs, _, attributes) => cut(inputs, attributes),
    kernels: ([x], out, attributes) => [
      {
        kind: 'argReduce',
        fn,
        dtype: x.dtype as FloatDType,
        input: x.offset,
        out: out.offset,
        ...extents(x.shape, attributes),
      },
    ],
  };
}

/** Position of the first extremum, as int32. */
export const argMax: KernelOperation<ReduceAttributes> = position('argMax', 'max');
export const argMin: KernelOperation<ReduceAttributes> = position('argMin', 'min');
