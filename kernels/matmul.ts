// Matrix product C = A·B for float32 and float64, from B packed into column panels (matmul-pack.ts) and register tiles
// (matmul-tile.ts). Addresses are bytes, strides are elements. A row of C depends on its row of A and on B alone, bit
// for bit, so callers may cut rows as they like. Knows nothing of threads, layers or gradients.

import { packColumns, packedBytes, packRows, panelWidth, widthFor } from './matmul-pack';
import { runTile, TILE_BYTES, TILE_ROWS } from './matmul-tile';

/** Depth of one pass over k: a row panel of A stays in the first cache, a pass over B in the second. */
const BLOCK_K: i32 = 512;

/** Bytes of one tile, rounded up to whole cache lines. */
const TILE_SCRATCH: usize = 192;

/** Bytes `product` needs at `scratch`. */
@inline
function scratchBytes<T>(k: i32): i32 {
  return <i32>TILE_SCRATCH + ((min(k, BLOCK_K) * TILE_ROWS * <i32>sizeof<T>() + 63) & ~63);
}

/** Strides in bytes. `panelStep` 0 means B is packed; otherwise B is row-major with rows `bRow` bytes apart. */
function product<T>(
  a: usize,
  aRow: usize,
  aCol: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: bool,
  scratch: usize,
): void {
  if (k == 0) {
    if (!accumulate) for (let i = 0; i < m; i++) memory.fill(c + <usize>i * cRow, 0, <usize>n * sizeof<T>());
    return;
  }
  const rowPanel = scratch + TILE_SCRATCH;
  const pack = aRow == sizeof<T>() && aCol != sizeof<T>();
  for (let p = 0; p < k; p += BLOCK_K) {
    const depth = min(BLOCK_K, k - p);
    const add = accumulate || p > 0;
    for (let i = 0; i < m; i += TILE_ROWS) {
      const rows = min(TILE_ROWS, m - i);
      let from = a + <usize>i * aRow + <usize>p * aCol;
      let fromRow = aRow;
      let fromCol = aCol;
      if (pack) {
        packRows<T>(from, rowPanel, depth, aCol);
        from = rowPanel;
        fromRow = sizeof<T>();
        fromCol = TILE_ROWS * sizeof<T>();
      }
      let panel = b;
      let to = c + <usize>i * cRow;
      for (let j = 0; j < n; ) {
        const width = widthFor<T>(n - j);
        const wide = width == panelWidth<T>();
        const step = bRow ? bRow : wide ? TILE_BYTES : TILE_BYTES / 2;
        const at = panel + <usize>p * step;
        if (n - j >= width) {
          runTile<T>(rows, wide, from, fromRow, fromCol, at, step, to, cRow, depth, add);
        } else {
          const bytes = <usize>(n - j) * sizeof<T>();
          if (add) copyRows(scratch, TILE_BYTES, to, cRow, rows, bytes);
          runTile<T>(rows, wide, from, fromRow, fromCol, at, step, scratch, TILE_BYTES, depth, add);
          copyRows(to, cRow, scratch, TILE_BYTES, rows, bytes);
        }
        to += <usize>width * sizeof<T>();
        panel += bRow ? <usize>width * sizeof<T>() : step * <usize>k;
        j += width;
      }
    }
  }
}

/** Copies `rows` runs of `bytes` (a multiple of 4) between two row-major matrices. */
function copyRows(to: usize, toRow: usize, from: usize, fromRow: usize, rows: i32, bytes: usize): void {
  for (let i = 0; i < rows; i++, to += toRow, from += fromRow) {
    for (let at: usize = 0; at < bytes; at += 4) store<u32>(to + at, load<u32>(from + at));
  }
}

export function matmul_pack_size_f32(k: i32, n: i32): i32 {
  return packedBytes<f32>(k, n);
}

export function matmul_pack_size_f64(k: i32, n: i32): i32 {
  return packedBytes<f64>(k, n);
}

export function matmul_pack_f32(b: usize, packed: usize, k: i32, n: i32, ldb: i32, transposed: bool): void {
  packColumns<f32>(b, packed, k, n, <usize>ldb * 4, transposed);
}

export function matmul_pack_f64(b: usize, packed: usize, k: i32, n: i32, ldb: i32, transposed: bool): void {
  packColumns<f64>(b, packed, k, n, <usize>ldb * 8, transposed);
}

export function matmul_scratch_size_f32(k: i32): i32 {
  return scratchBytes<f32>(k);
}

export function matmul_scratch_size_f64(k: i32): i32 {
  return scratchBytes<f64>(k);
}

/** C (m × n) = A·packed B, added to C where `accumulate`. A(i, p) lies at a + i·aRowStride + p·aColStride elements. */
export function matmul_f32(
  a: usize, aRowStride: i32, aColStride: i32, packed: usize, c: usize, ldc: i32,
  m: i32, n: i32, k: i32, accumulate: bool, scratch: usize,
): void {
  product<f32>(
    a, <usize>aRowStride * 4, <usize>aColStride * 4, packed, 0, c, <usize>ldc * 4, m, n, k, accumulate, scratch,
  );
}

/** The same from a row-major B as it lies in memory: no packing to pay for, which is right for a few rows of A. */
export function matmul_direct_f32(
  a: usize, aRowStride: i32, aColStride: i32, b: usize, ldb: i32, c: usize, ldc: i32,
  m: i32, n: i32, k: i32, accumulate: bool, scratch: usize,
): void {
  product<f32>(
    a, <usize>aRowStride * 4, <usize>aColStride * 4, b, <usize>ldb * 4, c, <usize>ldc * 4, m, n, k, accumulate, scratch,
  );
}

/** C (m × n) = A·packed B, added to C where `accumulate`. A(i, p) lies at a + i·aRowStride + p·aColStride elements. */
export function matmul_f64(
  a: usize, aRowStride: i32, aColStride: i32, packed: usize, c: usize, ldc: i32,
  m: i32, n: i32, k: i32, accumulate: bool, scratch: usize,
): void {
  product<f64>(
    a, <usize>aRowStride * 8, <usize>aColStride * 8, packed, 0, c, <usize>ldc * 8, m, n, k, accumulate, scratch,
  );
}

/** The same from a row-major B as it lies in memory: no packing to pay for, which is right for a few rows of A. */
export function matmul_direct_f64(
  a: usize, aRowStride: i32, aColStride: i32, b: usize, ldb: i32, c: usize, ldc: i32,
  m: i32, n: i32, k: i32, accumulate: bool, scratch: usize,
): void {
  product<f64>(
    a, <usize>aRowStride * 8, <usize>aColStride * 8, b, <usize>ldb * 8, c, <usize>ldc * 8, m, n, k, accumulate, scratch,
  );
}
