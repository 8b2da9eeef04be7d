// Matrix product C = A·B for float32 and float64, from B packed into column panels (matmul-pack.ts) and register tiles
// (written by tiles.mjs, in more than one shape). Addresses are bytes, strides are elements. A row of C depends on its row
// of A and on B alone, bit for bit, so callers may cut rows as they like. Knows nothing of threads, layers or gradients.

import { narrow, narrowColumns } from './matmul-narrow';
import { packColumns, packedBytes, packRows, panelWidth, widthFor } from './matmul-pack';
import { runTile, TILE_BYTES, TILE_ROWS } from './matmul-tile';

/** Depth of one pass over k: a row panel of A and a column panel of B stay in the first cache. */
const BLOCK_K: i32 = 512;

/** Column panels of B from which on packing a transposed A pays; with fewer it is read as it lies, … */
const FEW_PANELS: i32 = 8;

/** … unless its rows are multiples of so many bytes apart, and would all fall into the same cache sets. */
const SAME_SETS: usize = 512;

/** Bytes of B that are taken at a time, for all rows: they stay in the second cache. */
const BLOCK_BYTES: i32 = 192 * 1024;

/** Scratch begins with one tile, cut by C's edge, and a row of zeros for sums to begin at. */
const TILE_SCRATCH: usize = (<usize>TILE_ROWS * TILE_BYTES + 63) & ~63;
const ZEROS_BYTES: usize = 64;

/** Bytes a product needs at `scratch`: what is said above, and one row panel of A. */
@inline
function scratchBytes<T>(k: i32): i32 {
  const rows = max(TILE_ROWS, panelWidth<T>());
  return <i32>(TILE_SCRATCH + ZEROS_BYTES) + ((min(k, BLOCK_K) * rows * <i32>sizeof<T>() + 63) & ~63);
}

/** A column times a row: no sum to speak of. A row of B lies in one piece, packed or not. */
function outer<T>(a: usize, aRow: usize, b: usize, c: usize, cRow: usize, m: i32, n: i32): void {
  const zero = v128.splat<T>(0);
  const bytes = <usize>n * sizeof<T>();
  for (; m > 0; m--, a += aRow, c += cRow) {
    const x = v128.load_splat<T>(a);
    let at: usize = 0;
    // Sums begin at 0, which makes -0 a 0.
    for (; at + 16 <= bytes; at += 16) {
      v128.store(c + at, v128.add<T>(zero, v128.mul<T>(x, v128.load(b + at))));
    }
    for (; at < bytes; at += sizeof<T>()) store<T>(c + at, <T>(<T>0 + load<T>(a) * load<T>(b + at)));
  }
}

/** Strides in bytes. With `bRow` 0, B is packed; otherwise it is row-major with rows `bRow` bytes apart. */
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
  if (k == 1 && !accumulate) {
    outer<T>(a, aRow, b, c, cRow, m, n);
    return;
  }
  // What is left over beside full panels may fill so little of a tile that another way is faster.
  const slimRow = bRow ? bRow : TILE_BYTES / 2;
  if (aCol == sizeof<T>()) {
    const columns = narrowColumns<T>(m, n % panelWidth<T>());
    if (columns > 0) {
      n -= columns;
      const beside = <usize>n * sizeof<T>();
      const right = b + (bRow ? beside : beside * k);
      narrow<T>(a, aRow, right, slimRow, c + beside, cRow, m, columns, k, accumulate);
    }
  } else if (n == 1 && cRow == sizeof<T>()) {
    // A dense column of C as the row Bᵀ·Aᵀ: a transposed A is a row-major Aᵀ.
    product<T>(b, 0, slimRow, a, aCol, c, 0, 1, m, k, accumulate, scratch);
    return;
  }
  if (n == 0) return;
  const zeros = scratch + TILE_SCRATCH;
  for (let at: usize = 0; at < ZEROS_BYTES; at += 16) v128.store(zeros + at, v128.splat<i64>(0));
  const rowPanel = zeros + ZEROS_BYTES;
  const wholeWidth = panelWidth<T>();
  const pack =
    aRow == sizeof<T>() && aCol != sizeof<T>() && (n > FEW_PANELS * wholeWidth || aCol % SAME_SETS == 0);
  /** From one row of a whole panel to the next, and from one panel to the next. */
  const wholeStep = bRow ? bRow : TILE_BYTES;
  const wholePanel = bRow ? TILE_BYTES : TILE_BYTES * <usize>k;
  let p = 0;
  do {
    const depth = min(BLOCK_K, k - p);
    const add = accumulate || p > 0;
    // A transposed A would have to be packed once more for each block, which costs more than it saves.
    const columns = pack ? n : max(1, BLOCK_BYTES / (max(1, depth) * <i32>TILE_BYTES)) * panelWidth<T>();
    for (let first = 0; first < n; first += columns) {
      const last = min(n, first + columns);
      const beside = <usize>first * sizeof<T>();
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
        let at = b + (bRow ? beside : beside * k) + <usize>p * wholeStep;
        let to = c + <usize>i * cRow + beside;
        let j = first;
        for (; j <= last - wholeWidth; j += wholeWidth) {
          runTile<T>(rows, true, from, fromRow, fromCol, at, wholeStep, add ? to : zeros, to, cRow, depth);
          at += wholePanel;
          to += TILE_BYTES;
        }
        if (j < last) {
          const wide = widthFor<T>(n - j) == wholeWidth;
          const step = bRow ? bRow : wide ? TILE_BYTES : TILE_BYTES / 2;
          at += <usize>p * (step - wholeStep);
          const edge = <usize>(n - j) * sizeof<T>();
          if (add) copyRows(scratch, TILE_BYTES, to, cRow, rows, edge);
          runTile<T>(rows, wide, from, fromRow, fromCol, at, step, add ? scratch : zeros, scratch, TILE_BYTES, depth);
          copyRows(to, cRow, scratch, TILE_BYTES, rows, edge);
        }
      }
    }
    p += BLOCK_K;
  } while (p < k);
}

/** Copies `rows` runs of `bytes` (a multiple of 4) between two row-major matrices. */
function copyRows(to: usize, toRow: usize, from: usize, fromRow: usize, rows: i32, bytes: usize): void {
  const pairs = bytes & ~7;
  for (let i = 0; i < rows; i++, to += toRow, from += fromRow) {
    for (let at: usize = 0; at < pairs; at += 8) store<u64>(to + at, load<u64>(from + at));
    if (pairs < bytes) store<u32>(to + pairs, load<u32>(from + pairs));
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

/** C (m × n) = A·packed B, plus C where `accumulate`. A(i, p) lies at a + i·aRowStride + p·aColStride elements. */
export function matmul_f32(
  a: usize, aRowStride: i32, aColStride: i32, packed: usize, c: usize, ldc: i32,
  m: i32, n: i32, k: i32, accumulate: bool, scratch: usize,
): void {
  product<f32>(
    a, <usize>aRowStride * 4, <usize>aColStride * 4, packed, 0, c, <usize>ldc * 4, m, n, k, accumulate, scratch,
  );
}

/**
 * The same, bit for bit, from a row-major B as it lies in memory: nothing to pack, which pays below about 100 rows of A
 * unless rows of B are a multiple of 1024 bytes apart, which the caches take badly.
 */
export function matmul_direct_f32(
  a: usize, aRowStride: i32, aColStride: i32, b: usize, ldb: i32, c: usize, ldc: i32,
  m: i32, n: i32, k: i32, accumulate: bool, scratch: usize,
): void {
  product<f32>(
    a, <usize>aRowStride * 4, <usize>aColStride * 4, b, <usize>ldb * 4, c, <usize>ldc * 4, m, n, k, accumulate, scratch,
  );
}

/** C (m × n) = A·packed B, plus C where `accumulate`. A(i, p) lies at a + i·aRowStride + p·aColStride elements. */
export function matmul_f64(
  a: usize, aRowStride: i32, aColStride: i32, packed: usize, c: usize, ldc: i32,
  m: i32, n: i32, k: i32, accumulate: bool, scratch: usize,
): void {
  product<f64>(
    a, <usize>aRowStride * 8, <usize>aColStride * 8, packed, 0, c, <usize>ldc * 8, m, n, k, accumulate, scratch,
  );
}

/**
 * The same, bit for bit, from a row-major B as it lies in memory: nothing to pack, which pays below about 100 rows of A
 * unless rows of B are a multiple of 1024 bytes apart, which the caches take badly.
 */
export function matmul_direct_f64(
  a: usize, aRowStride: i32, aColStride: i32, b: usize, ldb: i32, c: usize, ldc: i32,
  m: i32, n: i32, k: i32, accumulate: bool, scratch: usize,
): void {
  product<f64>(
    a, <usize>aRowStride * 8, <usize>aColStride * 8, b, <usize>ldb * 8, c, <usize>ldc * 8, m, n, k, accumulate, scratch,
  );
}
