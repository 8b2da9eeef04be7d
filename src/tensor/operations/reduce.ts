/**
 * Reductions over neighbouring axes. The reduced axes stay with size 1; dropping them is a view.
 * `first` … `last` are the reduced axes, so that the memory is read as outer × n × inner.
 */
import { type FloatDType, isFloat } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';
import type { KernelOperation, Spec } from '../operation.ts';
import type { Tensor } from '../tensor.ts';

export type ReduceAttributes = Readonly<{ first: number; last: number }>;

function reduced(shape: Shape, { first, last }: ReduceAttributes): Shape {
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
    result([x], attributes) {
      if (!isFloat(x.dtype))
        throw new HebbError('INVALID_VALUE', `${fn} takes floats; cast ${x.dtype} first.`);
      return { shape: reduced(x.shape, attributes), dtype: x.dtype };
    },
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

function position(fn: 'max' | 'min'): KernelOperation<ReduceAttributes> {
  return {
    kind: 'kernel',
    name: fn === 'max' ? 'argMax' : 'argMin',
    result([x], attributes) {
      if (!isFloat(x.dtype))
        throw new HebbError('INVALID_VALUE', `arg${fn} takes floats; cast ${x.dtype} first.`);
      return { shape: reduced(x.shape, attributes), dtype: 'int32' };
    },
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
export const argMax: KernelOperation<ReduceAttributes> = position('max');
export const argMin: KernelOperation<ReduceAttributes> = position('min');
