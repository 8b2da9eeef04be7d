// One or two columns of a matrix product from a row-major A. Tiles would leave most of their lanes empty: here the lanes
// of a vector are rows of C, and blocks of A are transposed in registers on their way. The same running sums in the order
// of k as in tiles, to the bit. Knows nothing of packing or blocking.

import { addProduct } from './matmul-tile';

/** One element from each of 4 addresses, or of 2. */
@inline
function collect<T>(p0: usize, p1: usize, p2: usize, p3: usize): v128 {
  const v = v128.load_splat<T>(p0);
  if (sizeof<T>() == 8) return v128.load64_lane(p1, v, 1);
  return v128.load32_lane(p3, v128.load32_lane(p2, v128.load32_lane(p1, v, 1), 2), 3);
}

/** Lanes of a vector to as many rows of C as there are, `cRow` bytes apart. */
@inline
function spread<T>(c: usize, cRow: usize, v: v128, rows: i32): void {
  store<T>(c, v128.extract_lane<T>(v, 0));
  if (rows > 1) store<T>(c + cRow, v128.extract_lane<T>(v, 1));
  if (sizeof<T>() == 4 && rows > 2) v128.store32_lane(c + 2 * cRow, v, 2);
  if (sizeof<T>() == 4 && rows > 3) v128.store32_lane(c + 3 * cRow, v, 3);
}

/** A vector of rows of C, of one column or two; the last row again in the place of rows that are not there. */
@inline
function strip<T>(
  two: bool,
  a: usize, aRow: usize, b: usize, bRow: usize, c: usize, cRow: usize, rows: i32, k: i32, accumulate: bool,
): void {
  const size = sizeof<T>();
  const lanes = <i32>(16 / size);
  const row1 = <usize>min(1, rows - 1);
  const row2 = <usize>min(2, rows - 1);
  const row3 = <usize>min(3, rows - 1);
  let a0 = a;
  let a1 = a + row1 * aRow;
  let a2 = a + row2 * aRow;
  let a3 = a + row3 * aRow;
  let s = v128.splat<i64>(0);
  let r = s;
  if (accumulate) {
    const d = c + size;
    s = collect<T>(c, c + row1 * cRow, c + row2 * cRow, c + row3 * cRow);
    if (two) r = collect<T>(d, d + row1 * cRow, d + row2 * cRow, d + row3 * cRow);
  }
  for (; k >= lanes; k -= lanes) {
    const b1 = b + bRow;
    const x0 = v128.load(a0);
    const x1 = v128.load(a1);
    if (size == 8) {
      s = addProduct<T>(s, v128.shuffle<i64>(x0, x1, 0, 2), v128.load_splat<T>(b));
      s = addProduct<T>(s, v128.shuffle<i64>(x0, x1, 1, 3), v128.load_splat<T>(b1));
      b = b1 + bRow;
    } else {
      const b2 = b1 + bRow;
      const b3 = b2 + bRow;
      const x2 = v128.load(a2);
      const x3 = v128.load(a3);
      const low01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
      const high01 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
      const low23 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
      const high23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
      let t = v128.shuffle<i64>(low01, low23, 0, 2);
      s = addProduct<T>(s, t, v128.load_splat<T>(b));
      if (two) r = addProduct<T>(r, t, v128.load_splat<T>(b, 4));
      t = v128.shuffle<i64>(low01, low23, 1, 3);
      s = addProduct<T>(s, t, v128.load_splat<T>(b1));
      if (two) r = addProduct<T>(r, t, v128.load_splat<T>(b1, 4));
      t = v128.shuffle<i64>(high01, high23, 0, 2);
      s = addProduct<T>(s, t, v128.load_splat<T>(b2));
      if (two) r = addProduct<T>(r, t, v128.load_splat<T>(b2, 4));
      t = v128.shuffle<i64>(high01, high23, 1, 3);
      s = addProduct<T>(s, t, v128.load_splat<T>(b3));
      if (two) r = addProduct<T>(r, t, v128.load_splat<T>(b3, 4));
      b = b3 + bRow;
      a2 += 16;
      a3 += 16;
    }
    a0 += 16;
    a1 += 16;
  }
  for (; k > 0; k--, b += bRow, a0 += size, a1 += size, a2 += size, a3 += size) {
    const x = collect<T>(a0, a1, a2, a3);
    s = addProduct<T>(s, x, v128.load_splat<T>(b));
    if (two) r = addProduct<T>(r, x, v128.load_splat<T>(b + size));
  }
  spread<T>(c, cRow, s, rows);
  if (two) spread<T>(c + size, cRow, r, rows);
}

export function strip_1_f32(
  a: usize, ar: usize, b: usize, br: usize, c: usize, cr: usize, rows: i32, k: i32, acc: bool,
): void {
  strip<f32>(false, a, ar, b, br, c, cr, rows, k, acc);
}

export function strip_2_f32(
  a: usize, ar: usize, b: usize, br: usize, c: usize, cr: usize, rows: i32, k: i32, acc: bool,
): void {
  strip<f32>(true, a, ar, b, br, c, cr, rows, k, acc);
}

export function strip_1_f64(
  a: usize, ar: usize, b: usize, br: usize, c: usize, cr: usize, rows: i32, k: i32, acc: bool,
): void {
  strip<f64>(false, a, ar, b, br, c, cr, rows, k, acc);
}

/** How many of the columns a panel would hold are better computed here: all, if they fill half a vector at most. */
@inline
export function narrowColumns<T>(m: i32, columns: i32): i32 {
  return m > 2 && columns * <i32>sizeof<T>() <= 8 ? columns : 0;
}

/** C = A·B, plus C where `accumulate`, for one column of C, or two of float32. Strides in bytes. */
@inline
export function narrow<T>(
  a: usize, aRow: usize, b: usize, bRow: usize, c: usize, cRow: usize, m: i32, n: i32, k: i32, accumulate: bool,
): void {
  const lanes = <i32>(16 / sizeof<T>());
  for (let i = 0; i < m; i += lanes) {
    const rows = min(lanes, m - i);
    const from = a + <usize>i * aRow;
    const to = c + <usize>i * cRow;
    if (sizeof<T>() == 8) strip_1_f64(from, aRow, b, bRow, to, cRow, rows, k, accumulate);
    else if (n == 2) strip_2_f32(from, aRow, b, bRow, to, cRow, rows, k, accumulate);
    else strip_1_f32(from, aRow, b, bRow, to, cRow, rows, k, accumulate);
  }
}
