// Copies an operand of a matrix product into the order in which the innermost loop reads it.
// B (k × n) becomes column panels [panel][k][width], as wide as a tile; what is left over is one such panel, or one of
// half the width if that is enough. Columns past n hold whatever was read there: their sums are never stored.
// Knows nothing of the product itself.

import { TILE_BYTES, TILE_ROWS } from './matmul-tile';

/** Rows of a row-major B copied at a time: so few that a cache line read for one panel is still there for the next. */
const ROWS_AT_ONCE: i32 = 16;

/** Columns of a full panel: 8 or 16 for float32, half of that for float64. */
@inline
export function panelWidth<T>(): i32 {
  return <i32>(TILE_BYTES / sizeof<T>());
}

/** Width in columns of the panel that starts at a column with `left` columns to go. */
@inline
export function widthFor<T>(left: i32): i32 {
  return left > panelWidth<T>() / 2 ? panelWidth<T>() : panelWidth<T>() / 2;
}

/** Bytes a packed k × n matrix takes. */
export function packedBytes<T>(k: i32, n: i32): i32 {
  const half = panelWidth<T>() / 2;
  return ((n + half - 1) / half) * half * k * <i32>sizeof<T>();
}

/** Packs B; `transposed` says that memory holds n × k. `stride` is the leading dimension in bytes. */
export function packColumns<T>(b: usize, packed: usize, k: i32, n: i32, stride: usize, transposed: bool): void {
  const depth = transposed ? k : ROWS_AT_ONCE;
  for (let p = 0; p < k; p += depth) {
    const rows = min(depth, k - p);
    let panel = packed;
    for (let j = 0; j < n; ) {
      const width = widthFor<T>(n - j);
      const rowBytes = <usize>width * sizeof<T>();
      if (transposed) {
        packAcross<T>(b + <usize>j * stride, panel, k, min(width, n - j), width, stride);
      } else {
        const from = b + <usize>p * stride + <usize>j * sizeof<T>();
        packAlong(from, panel + <usize>p * rowBytes, rows, rowBytes, stride);
      }
      panel += <usize>k * rowBytes;
      j += width;
    }
  }
}

/** Part of a panel from row-major B: a short run of each row. */
function packAlong(b: usize, packed: usize, rows: i32, rowBytes: usize, stride: usize): void {
  for (; rows > 0; rows--, b += stride, packed += rowBytes) {
    v128.store(packed, v128.load(b));
    if (rowBytes > 16) v128.store(packed, v128.load(b, 16), 16);
    if (rowBytes > 32) {
      v128.store(packed, v128.load(b, 32), 32);
      v128.store(packed, v128.load(b, 48), 48);
    }
  }
}

/**
 * A panel from transposed B: each of its columns is a row in memory. One vector's columns at a time, transposed in
 * registers; a column past the last reads the last again.
 */
export function packAcross<T>(b: usize, packed: usize, k: i32, columns: i32, width: i32, stride: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  const rowBytes = <usize>width * sizeof<T>();
  const last = columns - 1;
  for (let j = 0; j < width; j += lanes, packed += 16) {
    let b0 = b + <usize>min(j, last) * stride;
    let b1 = b + <usize>min(j + 1, last) * stride;
    let b2 = b + <usize>min(j + 2, last) * stride;
    let b3 = b + <usize>min(j + 3, last) * stride;
    let to = packed;
    let left = k;
    for (; left >= lanes; left -= lanes) {
      const x0 = v128.load(b0);
      const x1 = v128.load(b1);
      b0 += 16;
      b1 += 16;
      if (sizeof<T>() == 4) {
        const x2 = v128.load(b2);
        const x3 = v128.load(b3);
        b2 += 16;
        b3 += 16;
        const low01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
        const high01 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
        const low23 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
        const high23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
        v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
        to += rowBytes;
        v128.store(to, v128.shuffle<i64>(low01, low23, 1, 3));
        to += rowBytes;
        v128.store(to, v128.shuffle<i64>(high01, high23, 0, 2));
        to += rowBytes;
        v128.store(to, v128.shuffle<i64>(high01, high23, 1, 3));
        to += rowBytes;
      } else {
        v128.store(to, v128.shuffle<i64>(x0, x1, 0, 2));
        to += rowBytes;
        v128.store(to, v128.shuffle<i64>(x0, x1, 1, 3));
        to += rowBytes;
      }
    }
    for (; left > 0; left--, to += rowBytes) {
      store<T>(to, load<T>(b0));
      store<T>(to, load<T>(b1), sizeof<T>());
      b0 += sizeof<T>();
      b1 += sizeof<T>();
      if (sizeof<T>() == 4) {
        store<T>(to, load<T>(b2), 8);
        store<T>(to, load<T>(b3), 12);
        b2 += 4;
        b3 += 4;
      }
    }
  }
}

/** Packs TILE_ROWS rows of a transposed A (neighbours in memory) as [k][TILE_ROWS]; reads past the last row there is. */
export function packRows<T>(a: usize, packed: usize, k: i32, aCol: usize): void {
  const bytes = TILE_ROWS * sizeof<T>();
  for (let p = 0; p < k; p++, a += aCol, packed += bytes) {
    v128.store(packed, v128.load(a));
    if (bytes >= 32) v128.store(packed, v128.load(a, 16), 16);
    if (bytes == 48) v128.store(packed, v128.load(a, 32), 32);
    else if (bytes == 24) store<i64>(packed, load<i64>(a, 16), 16);
    else if (bytes == 20) store<i32>(packed, load<i32>(a, 16), 16);
    else store<i64>(packed, load<i64>(a, 32), 32);
  }
}
