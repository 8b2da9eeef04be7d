// Copies between strided views (transpose, broadcast, slice, concatenate) and fills.
// Elements are 4 or 8 bytes and never interpreted. `meta` points to three lists of `rank` i32s:
// shape, strides of the input and strides of the output, in elements; an input stride of 0 repeats.
// Input and output must not overlap. Offsets are the caller's: `in` and `out` point at element 0.

import { copyBytes } from './copy-bytes';

/** A transpose goes through strips of this many columns. */
const STRIP: i32 = 16;

/** Copies n elements along one axis; strides in elements. */
function copyRow<T>(from: usize, out: usize, n: i32, inStride: i32, outStride: i32): void {
  if (outStride == 1 && inStride == 1) {
    copyBytes(from, out, (<usize>n) * sizeof<T>());
  } else if (outStride == 1 && inStride == 0) {
    fill<T>(out, load<T>(from), n);
  } else {
    const inStep = (<usize>inStride) * sizeof<T>();
    const outStep = (<usize>outStride) * sizeof<T>();
    for (let i = 0; i < n; i++, from += inStep, out += outStep) store<T>(out, load<T>(from));
  }
}

/** out[c, r] = in[r, c] for a block of 4-byte elements 4 by 4, or 8-byte elements 2 by 2. Steps in bytes. */
@inline
function transposeBlock<T>(from: usize, out: usize, inStep: usize, outStep: usize): void {
  if (sizeof<T>() == 8) {
    const a = v128.load(from);
    const b = v128.load(from + inStep);
    v128.store(out, v128.shuffle<i64>(a, b, 0, 2));
    v128.store(out + outStep, v128.shuffle<i64>(a, b, 1, 3));
    return;
  }
  const a = v128.load(from);
  const b = v128.load(from + inStep);
  const c = v128.load(from + 2 * inStep);
  const d = v128.load(from + 3 * inStep);
  const abLow = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdLow = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(abLow, cdLow, 0, 2));
  v128.store(out + outStep, v128.shuffle<i64>(abLow, cdLow, 1, 3));
  v128.store(out + 2 * outStep, v128.shuffle<i64>(abHigh, cdHigh, 0, 2));
  v128.store(out + 3 * outStep, v128.shuffle<i64>(abHigh, cdHigh, 1, 3));
}

/** out[c, r] = in[r, c] for at most a block, element by element. */
function transposeEdge<T>(from: usize, out: usize, rows: i32, columns: i32, inStep: usize, outStep: usize): void {
  for (let r = 0; r < rows; r++, from += inStep, out += sizeof<T>()) {
    for (let c = 0; c < columns; c++) {
      store<T>(out + <usize>c * outStep, load<T>(from + <usize>c * sizeof<T>()));
    }
  }
}

/**
 * out[c, r] = in[r, c]: rows of the input and rows of the output are dense, `inStep` and `outStep` bytes apart.
 * Goes down a strip of few columns, so that the cache lines being written stay few however the rows lie.
 */
function transpose<T>(from: usize, out: usize, rows: i32, columns: i32, inStep: usize, outStep: usize): void {
  const side = 16 / sizeof<T>();
  for (let c0 = 0; c0 < columns; c0 += STRIP) {
    const columnEnd = min(columns, c0 + STRIP);
    for (let r = 0; r < rows; r += side) {
      const deep = min(side, rows - r);
      for (let c = c0; c < columnEnd; c += side) {
        const source = from + <usize>r * inStep + <usize>c * sizeof<T>();
        const target = out + <usize>c * outStep + <usize>r * sizeof<T>();
        const wide = min(side, columnEnd - c);
        if (deep == side && wide == side) transposeBlock<T>(source, target, inStep, outStep);
        else transposeEdge<T>(source, target, deep, wide, inStep, outStep);
      }
    }
  }
}

/**
 * Copies the axes from `axis` up to (not including) `last`, and within each the axis `last`, which is
 * n long with the given strides. The last two axes go together when they are a transpose.
 */
function copyAxes<T>(
  from: usize,
  out: usize,
  axis: i32,
  last: i32,
  rank: i32,
  meta: usize,
  n: i32,
  inStride: i32,
  outStride: i32,
): void {
  const size = load<i32>(meta + ((<usize>axis) << 2));
  const inAxis = load<i32>(meta + ((<usize>(rank + axis)) << 2));
  const outAxis = load<i32>(meta + ((<usize>(2 * rank + axis)) << 2));
  const inStep = (<usize>inAxis) * sizeof<T>();
  const outStep = (<usize>outAxis) * sizeof<T>();
  if (axis + 1 == last && size > 1 && n > 1) {
    if (inAxis == 1 && outStride == 1 && inStride > 1) {
      transpose<T>(from, out, n, size, (<usize>inStride) * sizeof<T>(), outStep);
      return;
    }
    if (inStride == 1 && outAxis == 1 && inAxis > 1) {
      transpose<T>(from, out, size, n, inStep, (<usize>outStride) * sizeof<T>());
      return;
    }
  }
  for (let i = 0; i < size; i++, from += inStep, out += outStep) {
    if (axis + 1 == last) copyRow<T>(from, out, n, inStride, outStride);
    else copyAxes<T>(from, out, axis + 1, last, rank, meta, n, inStride, outStride);
  }
}

/** Joins the trailing axes that are one axis for both sides, then copies. */
@inline
function copyStrided<T>(from: usize, out: usize, rank: i32, meta: usize): void {
  if (rank == 0) {
    store<T>(out, load<T>(from));
    return;
  }
  let last = rank - 1;
  let n = load<i32>(meta + ((<usize>last) << 2));
  const inStride = load<i32>(meta + ((<usize>(rank + last)) << 2));
  const outStride = load<i32>(meta + ((<usize>(2 * rank + last)) << 2));
  while (last > 0) {
    const inAxis = load<i32>(meta + ((<usize>(rank + last - 1)) << 2));
    const outAxis = load<i32>(meta + ((<usize>(2 * rank + last - 1)) << 2));
    if (inAxis != n * inStride || outAxis != n * outStride) break;
    last--;
    n *= load<i32>(meta + ((<usize>last) << 2));
  }
  if (last == 0) copyRow<T>(from, out, n, inStride, outStride);
  else if (n > 0) copyAxes<T>(from, out, 0, last, rank, meta, n, inStride, outStride);
}

/** Copies 4-byte elements from one strided view to another. */
export function copy_strided_4(from: usize, out: usize, rank: i32, meta: usize): void {
  copyStrided<i32>(from, out, rank, meta);
}

/** Copies 8-byte elements from one strided view to another. */
export function copy_strided_8(from: usize, out: usize, rank: i32, meta: usize): void {
  copyStrided<i64>(from, out, rank, meta);
}

@inline
function fill<T>(out: usize, value: T, n: i32): void {
  const end = out + (<usize>n) * sizeof<T>();
  const vector = v128.splat<T>(value);
  for (; out + 16 <= end; out += 16) v128.store(out, vector);
  for (; out < end; out += sizeof<T>()) store<T>(out, value);
}

/** Writes the same 4 bytes n times. */
export function fill_4(out: usize, valueBits: i32, n: i32): void {
  fill<i32>(out, valueBits, n);
}

/** Writes the same 8 bytes n times. */
export function fill_8(out: usize, valueBits: i64, n: i32): void {
  fill<i64>(out, valueBits, n);
}
