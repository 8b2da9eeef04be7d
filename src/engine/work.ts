/**
 * What a kernel does, counted from the plan: floating-point operations, bytes, and the places of the arena it
 * reads and writes. It runs nothing and knows no engine.
 */
import { bytesOf, type DType } from '../core/dtype.ts';
import { sizeOf } from '../core/shape.ts';
import type { Kernel, Phase } from './contract.ts';

/** Counted work of one run. */
export interface Work {
  /** Additions, multiplications and whatever else a formula is made of, `exp` counting as one. */
  readonly flops: number;
  /** Bytes of all operands, read and written; what stays in a cache is counted too. */
  readonly bytes: number;
}

/** Bytes [start, end) of the arena. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a kernel reads and what it writes. */
export interface Footprint {
  readonly reads: readonly Span[];
  readonly writes: readonly Span[];
}

/** The work of several phases, run once. */
export function workOf(phases: readonly Phase[]): Work {
  let flops = 0;
  let bytes = 0;
  for (const kernel of phases.flatMap(({ kernels }) => kernels)) {
    flops += flopsOf(kernel);
    bytes += bytesMoved(kernel);
  }
  return { flops, bytes };
}

/** Floating-point operations of a kernel. */
export function flopsOf(kernel: Kernel): number {
  switch (kernel.kind) {
    case 'map':
      return sizeOf(kernel.shape) * kernel.steps.filter((step) => 'fn' in step).length;
    case 'matmul':
      return 2 * kernel.m * kernel.n * kernel.k;
    case 'reduce':
    case 'argReduce':
      return kernel.outer * kernel.n * kernel.inner;
    case 'scatterAdd':
      return kernel.count * kernel.rowLength;
    default:
      return 0;
  }
}

/** Bytes a kernel reads and writes. Of a table it gathers from, it reads what it gathers. */
export function bytesMoved(kernel: Kernel): number {
  const { reads, writes } = footprintOf(kernel);
  const sum = (spans: readonly Span[]): number =>
    spans.reduce((bytes, { start, end }) => bytes + end - start, 0);
  if (kernel.kind === 'gather') return 2 * sum(writes) + 4 * kernel.count;
  return sum(reads) + sum(writes);
}

/** The places of the arena that a kernel touches. */
export function footprintOf(kernel: Kernel): Footprint {
  switch (kernel.kind) {
    case 'map': {
      const size = sizeOf(kernel.shape);
      return {
        reads: kernel.inputs.map(({ offset, dtype, strides }) =>
          stridedSpan(offset, dtype, kernel.shape, strides),
        ),
        writes: kernel.outputs.map(({ offset, dtype }) => span(offset, dtype, size)),
      };
    }
    case 'matmul': {
      const { dtype, a, b, out, m, n, k } = kernel;
      return { reads: [span(a, dtype, m * k), span(b, dtype, k * n)], writes: [span(out, dtype, m * n)] };
    }
    case 'reduce':
    case 'argReduce': {
      const { dtype, input, out, outer, n, inner } = kernel;
      const outType = kernel.kind === 'reduce' ? dtype : 'int32';
      return {
        reads: [span(input, dtype, outer * n * inner)],
        writes: [span(out, outType, outer * inner)],
      };
    }
    case 'gather': {
      const { dtype, table, tableRows, indices, out, count, rowLength } = kernel;
      return {
        reads: [span(table, dtype, tableRows * rowLength), span(indices, 'int32', count)],
        writes: [span(out, dtype, count * rowLength)],
      };
    }
    case 'scatterAdd': {
      const { dtype, input, indices, out, count, rowLength, tableRows } = kernel;
      return {
        reads: [span(input, dtype, count * rowLength), span(indices, 'int32', count)],
        writes: [span(out, dtype, tableRows * rowLength)],
      };
    }
    case 'copy': {
      const { dtype, input, out, shape, inStrides, outStrides } = kernel;
      return {
        reads: [stridedSpan(input, dtype, shape, inStrides)],
        writes: [stridedSpan(out, dtype, shape, outStrides)],
      };
    }
    case 'random':
      return {
        reads: [span(kernel.step, 'int32', 1)],
        writes: [span(kernel.out, kernel.dtype, kernel.count * kernel.rowLength)],
      };
  }
}

/** May two footprints not run side by side, because one writes what the other touches? */
export function conflict(a: Footprint, b: Footprint): boolean {
  return meet(a.writes, b.writes) || meet(a.writes, b.reads) || meet(a.reads, b.writes);
}

function meet(some: readonly Span[], others: readonly Span[]): boolean {
  return some.some((a) => others.some((b) => a.start < b.end && b.start < a.end));
}

function span(start: number, dtype: DType, length: number): Span {
  return { start, end: start + length * bytesOf(dtype) };
}

/** From the first to the last element of a strided walk; strides may be negative. */
function stridedSpan(
  offset: number,
  dtype: DType,
  shape: readonly number[],
  strides: readonly number[],
): Span {
  if (sizeOf(shape) === 0) return { start: offset, end: offset };
  let low = 0;
  let high = 1;
  for (const [axis, length] of shape.entries()) {
    const reach = (length - 1) * strides[axis];
    if (reach < 0) low += reach;
    else high += reach;
  }
  return { start: offset + low * bytesOf(dtype), end: offset + high * bytesOf(dtype) };
}

/** A kernel in a few words, such as `product 200×784·784×300`. */
export function nameOf(kernel: Kernel): string {
  switch (kernel.kind) {
    case 'map':
      return `map ${kernel.shape.join('×')} of ${kernel.steps.length} steps`;
    case 'matmul':
      return `product ${kernel.m}×${kernel.k}·${kernel.k}×${kernel.n}`;
    case 'reduce':
      return `${kernel.fn} ${kernel.outer}×${kernel.n}×${kernel.inner}`;
    case 'argReduce':
      return `arg${kernel.fn} ${kernel.outer}×${kernel.n}×${kernel.inner}`;
    case 'copy':
      return `copy ${kernel.shape.join('×')}`;
    case 'scatterAdd':
      return `scatter ${kernel.count}×${kernel.rowLength}`;
    default:
      return `${kernel.kind} ${kernel.count}×${kernel.rowLength}`;
  }
}
