// Copies an operand of a matrix product into the order in which the innermost loop reads it.
// B (k × n) becomes column panels [panel][k][width], zeros in the columns past n: full panels hold two 16-byte vectors
// a row; what is left over is one panel of two vectors, or of one if that is enough. Knows nothing of the product itself.

import { TILE_BYTES, TILE_ROWS } from './matmul-tile';

/** Columns of a full panel: 8 for float32, 4 for float64. */
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
  const full = n / panelWidth<T>();
  const left = n - full * panelWidth<T>();
  const columns = full * panelWidth<T>() + (left ? widthFor<T>(left) : 0);
  return columns * k * <i32>sizeof<T>();
}

/** Packs B; `transposed` says that memory holds n × k. `stride` is the leading dimension in bytes. */
export function packColumns<T>(b: usize, packed: usize, k: i32, n: i32, stride: usize, transposed: bool): void {
  for (let j = 0; j < n; ) {
    const left = n - j;
    const width = widthFor<T>(left);
    const columns = min(width, left);
    const rowBytes = <usize>width * sizeof<T>();
    if (transposed) {
      packAcross<T>(b + <usize>j * stride, packed, k, columns, width, stride);
    } else {
      packAlong<T>(b + <usize>j * sizeof<T>(), packed, k, columns, width, stride);
    }
    packed += rowBytes * <usize>k;
    j += width;
  }
}

/** One panel from row-major B: k short runs of a row. */
function packAlong<T>(b: usize, packed: usize, k: i32, columns: i32, width: i32, stride: usize): void {
  const rowBytes = <usize>width * sizeof<T>();
  for (let p = 0; p < k; p++, b += stride, packed += rowBytes) {
    if (columns == width) {
      v128.store(packed, v128.load(b));
      if (rowBytes == TILE_BYTES) v128.store(packed, v128.load(b, 16), 16);
    } else {
      for (let j = 0; j < width; j++) {
        const at = <usize>j * sizeof<T>();
        store<T>(packed + at, j < columns ? load<T>(b + at) : <T>0);
      }
    }
  }
}

/** One panel from transposed B: each column of the panel is a row in memory. */
function packAcross<T>(b: usize, packed: usize, k: i32, columns: i32, width: i32, stride: usize): void {
  const rowBytes = <usize>width * sizeof<T>();
  for (let j = 0; j < width; j++) {
    let to = packed + <usize>j * sizeof<T>();
    let from = b + <usize>j * stride;
    for (let p = 0; p < k; p++, from += sizeof<T>(), to += rowBytes) store<T>(to, j < columns ? load<T>(from) : <T>0);
  }
}

/** Packs TILE_ROWS rows of a transposed A (neighbours in memory) as [k][TILE_ROWS]; reads up to 16 bytes past the last. */
export function packRows<T>(a: usize, packed: usize, k: i32, aCol: usize): void {
  for (let p = 0; p < k; p++, a += aCol, packed += TILE_ROWS * sizeof<T>()) {
    v128.store(packed, v128.load(a));
    if (sizeof<T>() == 8) v128.store(packed, v128.load(a, 16), 16);
    store<T>(packed, load<T>(a, 4 * sizeof<T>()), 4 * sizeof<T>());
  }
}
