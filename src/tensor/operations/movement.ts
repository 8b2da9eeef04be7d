/**
 * Operations that move elements and compute nothing: reshape, slice, transpose, pad, concat.
 * Reshapes and slices along axis 0 are views of the same memory; the others are strided copies.
 */
import { HebbError } from '../../core/errors.ts';
import { type Shape, showShape, sizeOf, stridesOf } from '../../core/shape.ts';
import type { Kernel } from '../../engine/contract.ts';
import type { KernelOperation, Place, ViewOperation } from '../operation.ts';

export type ShapeAttributes = Readonly<{ shape: Shape }>;
export type WindowAttributes = Readonly<{ begin: Shape; size: Shape }>;
export type TransposeAttributes = Readonly<{ axes: readonly number[] }>;
export type PadAttributes = Readonly<{ before: Shape; after: Shape; value: number }>;
export type ConcatAttributes = Readonly<{ axis: number }>;

/** A shape for `size` elements, its one −1 computed. */
export function fillIn(given: Shape, size: number): Shape {
  const shape = [given].flat();
  const known = shape.filter((length) => length !== -1);
  if (known.length === shape.length) return shape;
  const missing = size / sizeOf(known);
  if (known.length < shape.length - 1 || !Number.isInteger(missing)) {
    throw new HebbError('SHAPE_MISMATCH', `cannot reshape ${size} elements to ${showShape(shape)}.`);
  }
  return shape.map((length) => (length === -1 ? missing : length));
}

/** The same elements in row-major order under another shape. */
export const reshape: ViewOperation<ShapeAttributes> = {
  kind: 'view',
  name: 'reshape',
  result([x], { shape }) {
    if (
      sizeOf(shape) !== sizeOf(x.shape) ||
      shape.some((length) => !Number.isInteger(length) || length < 0)
    ) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `cannot reshape ${showShape(x.shape)} (${sizeOf(x.shape)} elements) to ${showShape(shape)} (${sizeOf(shape)}).`,
      );
    }
    return { shape, dtype: x.dtype };
  },
  gradient: ({ inputs: [x] }, g) => [g.reshape(x.shape)],
  start: () => 0,
};

function windowResult(
  [x]: readonly { shape: Shape; dtype: Place['dtype'] }[],
  { begin, size }: WindowAttributes,
) {
  for (const [axis, length] of x.shape.entries()) {
    const inside = begin[axis] >= 0 && size[axis] >= 0 && begin[axis] + size[axis] <= length;
    if (!inside || !Number.isInteger(begin[axis]) || !Number.isInteger(size[axis])) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `slice ${begin[axis]} … ${begin[axis] + size[axis]} leaves axis ${axis} of ${showShape(x.shape)}.`,
      );
    }
  }
  return { shape: size, dtype: x.dtype };
}

const windowGradient: NonNullable<ViewOperation<WindowAttributes>['gradient']> = (
  { inputs: [x], attributes: { begin, size } },
  g,
) => [g.pad(begin.map((start, axis) => [start, x.shape[axis] - start - size[axis]]))];

/** A window that is whole on all axes but the first: a view. */
export const rows: ViewOperation<WindowAttributes> = {
  kind: 'view',
  name: 'rows',
  result: windowResult,
  gradient: windowGradient,
  start: ([x], { begin }) => (begin.length === 0 ? 0 : begin[0] * stridesOf(x.shape)[0]),
};

/** A window on any axes: a copy. */
export const slice: KernelOperation<WindowAttributes> = {
  kind: 'kernel',
  name: 'slice',
  result: windowResult,
  gradient: windowGradient,
  cut: ([x], out, { begin }) =>
    begin[0] === 0 && x.shape[0] === out.shape[0]
      ? { rows: out.shape[0], reach: ['rows'] }
      : { rows: 1, reach: ['all'] },
  kernels([x], out, { begin }) {
    const strides = stridesOf(x.shape);
    return [copy(x, offsetOf(begin, strides), strides, out, 0, stridesOf(out.shape), out.shape)];
  },
};

/** Axes in another order. */
export const transpose: KernelOperation<TransposeAttributes> = {
  kind: 'kernel',
  name: 'transpose',
  result: ([x], { axes }) => ({ shape: axes.map((axis) => x.shape[axis]), dtype: x.dtype }),
  gradient: ({ attributes: { axes } }, g) => [g.transpose(axes.map((_, axis) => axes.indexOf(axis)))],
  cut: (_, out, { axes }) =>
    axes[0] === 0 ? { rows: out.shape[0], reach: ['rows'] } : { rows: 1, reach: ['all'] },
  kernels([x], out, { axes }) {
    const strides = stridesOf(x.shape);
    return [
      copy(
        x,
        0,
        axes.map((axis) => strides[axis]),
        out,
        0,
        stridesOf(out.shape),
        out.shape,
      ),
    ];
  },
};

/** A constant border around the elements. */
export const pad: KernelOperation<PadAttributes> = {
  kind: 'kernel',
  name: 'pad',
  result([x], { before, after }) {
    const widths = [...before, ...after];
    if (before.length !== x.shape.length || widths.some((width) => !Number.isInteger(width) || width < 0)) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `pad of shape ${showShape(x.shape)} needs two widths ≥ 0 per axis, got before ${showShape(before)}, after ${showShape(after)}.`,
      );
    }
    return { shape: x.shape.map((size, axis) => before[axis] + size + after[axis]), dtype: x.dtype };
  },
  gradient: ({ inputs: [x], attributes: { before } }, g) => [g.slice(before, x.shape)],
  cut: () => ({ rows: 1, reach: ['all'] }),
  kernels([x], out, { before, value }) {
    const strides = stridesOf(out.shape);
    return [
      fill(out, value),
      copy(x, 0, stridesOf(x.shape), out, offsetOf(before, strides), strides, x.shape),
    ];
  },
};

/** Tensors one after the other along an axis. Along axis 0 each input can be computed in place. */
export const concat: KernelOperation<ConcatAttributes> = {
  kind: 'kernel',
  name: 'concat',
  result(inputs, { axis }) {
    const [head] = inputs;
    for (const input of inputs) {
      const fits = input.shape.length === head.shape.length && input.dtype === head.dtype;
      if (!fits || input.shape.some((size, k) => k !== axis && size !== head.shape[k])) {
        throw new HebbError(
          'SHAPE_MISMATCH',
          `concat along axis ${axis}: ${input.dtype} ${showShape(input.shape)} does not fit ${head.dtype} ${showShape(head.shape)}.`,
        );
      }
    }
    const total = inputs.reduce((size, input) => size + input.shape[axis], 0);
    return { shape: head.shape.map((size, k) => (k === axis ? total : size)), dtype: head.dtype };
  },
  gradient({ inputs, attributes: { axis } }, g) {
    let start = 0;
    return inputs.map((input) => {
      const begin = input.shape.map((_, k) => (k === axis ? start : 0));
      start += input.shape[axis];
      return g.slice(begin, input.shape);
    });
  },
  cut: (inputs, out, { axis }) =>
    axis > 0
      ? { rows: out.shape[0], reach: inputs.map(() => 'rows') }
      : { rows: 1, reach: inputs.map(() => 'all') },
  homes(inputs, { axis }) {
    if (axis !== 0) return [];
    let start = 0;
    return inputs.map((input) => {
      const home = start;
      start += sizeOf(input.shape);
      return home;
    });
  },
  kernels(inputs, out, { axis }) {
    const strides = stridesOf(out.shape);
    let start = 0;
    return inputs.map((input) => {
      const kernel = copy(input, 0, stridesOf(input.shape), out, start * strides[axis], strides, input.shape);
      start += input.shape[axis];
      return kernel;
    });
  },
};

function offsetOf(index: Shape, strides: readonly number[]): number {
  return index.reduce((total, position, axis) => total + position * strides[axis], 0);
}

function copy(
  from: Place,
  fromStart: number,
  inStrides: readonly number[],
  to: Place,
  toStart: number,
  outStrides: readonly number[],
  shape: Shape,
): Kernel {
  const bytes = from.dtype === 'float64' ? 8 : 4;
  return {
    kind: 'copy',
    dtype: from.dtype,
    input: from.offset + fromStart * bytes,
    out: to.offset + toStart * bytes,
    shape,
    inStrides,
    outStrides,
  };
}

function fill(out: Place, value: number): Kernel {
  return {
    kind: 'map',
    shape: [1, sizeOf(out.shape)],
    compute: out.dtype === 'float32' ? 'float32' : 'float64',
    inputs: [],
    steps: [{ literal: value }],
    outputs: [{ offset: out.offset, dtype: out.dtype, value: 0 }],
  };
}
