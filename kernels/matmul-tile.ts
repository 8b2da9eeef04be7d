// The innermost loop of a matrix product: one tile of C, `rows` × (1 or 2 vectors of 16 bytes), summed over k.
// Each element of C is one running sum in the order of k, multiply then add, whatever the tile: that is why
// results do not depend on how rows or columns are cut. Knows nothing of packing or blocking (matmul.ts).
// Every instance is exported, or Binaryen would inline it into its caller and V8 would spill its registers.
// Nothing but plain stores follows the loop, for the same reason.

/** Rows of C a full tile covers: 5 × 2 accumulators, 2 columns and 1 row value fit 15 registers. */
export const TILE_ROWS: i32 = 5;

/** Bytes of one row of a full tile: two 16-byte vectors. */
export const TILE_BYTES: usize = 32;


/**
 * C[rows × width] = (accumulate ? C : 0) + Σ_p A(i, p)·B(p, j). Strides are in bytes; `rows` and `wide` are
 * constants where this is inlined, so unused accumulators vanish. The loop tests at its top: tested at the bottom, V8
 * moves all its loads to the front and spills.
 */
@inline
function tile<T>(
  rows: i32,
  wide: bool,
  a: usize,
  aRow: usize,
  aCol: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  k: i32,
  accumulate: bool,
): void {
  let a0 = a;
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let a4 = a3 + aRow;
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  const c4 = c3 + cRow;
  let s00 = v128.splat<i64>(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  let s40 = s00;
  let s41 = s00;
  if (accumulate) {
    s00 = v128.load(c);
    if (wide) s01 = v128.load(c, 16);
    if (rows > 1) {
      s10 = v128.load(c1);
      if (wide) s11 = v128.load(c1, 16);
    }
    if (rows > 2) {
      s20 = v128.load(c2);
      if (wide) s21 = v128.load(c2, 16);
    }
    if (rows > 3) {
      s30 = v128.load(c3);
      if (wide) s31 = v128.load(c3, 16);
    }
    if (rows > 4) {
      s40 = v128.load(c4);
      if (wide) s41 = v128.load(c4, 16);
    }
  }
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = wide ? v128.load(b, 16) : b0;
    b += bRow;
    let x = v128.load_splat<T>(a0);
    s00 = v128.add<T>(s00, v128.mul<T>(x, b0));
    if (wide) s01 = v128.add<T>(s01, v128.mul<T>(x, b1));
    a0 += aCol;
    if (rows > 1) {
      x = v128.load_splat<T>(a1);
      s10 = v128.add<T>(s10, v128.mul<T>(x, b0));
      if (wide) s11 = v128.add<T>(s11, v128.mul<T>(x, b1));
      a1 += aCol;
    }
    if (rows > 2) {
      x = v128.load_splat<T>(a2);
      s20 = v128.add<T>(s20, v128.mul<T>(x, b0));
      if (wide) s21 = v128.add<T>(s21, v128.mul<T>(x, b1));
      a2 += aCol;
    }
    if (rows > 3) {
      x = v128.load_splat<T>(a3);
      s30 = v128.add<T>(s30, v128.mul<T>(x, b0));
      if (wide) s31 = v128.add<T>(s31, v128.mul<T>(x, b1));
      a3 += aCol;
    }
    if (rows > 4) {
      x = v128.load_splat<T>(a4);
      s40 = v128.add<T>(s40, v128.mul<T>(x, b0));
      if (wide) s41 = v128.add<T>(s41, v128.mul<T>(x, b1));
      a4 += aCol;
    }
  }
  v128.store(c, s00);
  if (wide) v128.store(c, s01, 16);
  if (rows > 1) {
    v128.store(c1, s10);
    if (wide) v128.store(c1, s11, 16);
  }
  if (rows > 2) {
    v128.store(c2, s20);
    if (wide) v128.store(c2, s21, 16);
  }
  if (rows > 3) {
    v128.store(c3, s30);
    if (wide) v128.store(c3, s31, 16);
  }
  if (rows > 4) {
    v128.store(c4, s40);
    if (wide) v128.store(c4, s41, 16);
  }
}

export function tile_1_wide_f32(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f32>(1, true, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_2_wide_f32(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f32>(2, true, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_3_wide_f32(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f32>(3, true, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_4_wide_f32(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f32>(4, true, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_5_wide_f32(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f32>(5, true, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_1_slim_f32(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f32>(1, false, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_2_slim_f32(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f32>(2, false, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_3_slim_f32(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f32>(3, false, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_4_slim_f32(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f32>(4, false, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_5_slim_f32(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f32>(5, false, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_1_wide_f64(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f64>(1, true, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_2_wide_f64(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f64>(2, true, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_3_wide_f64(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f64>(3, true, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_4_wide_f64(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f64>(4, true, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_5_wide_f64(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f64>(5, true, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_1_slim_f64(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f64>(1, false, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_2_slim_f64(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f64>(2, false, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_3_slim_f64(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f64>(3, false, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_4_slim_f64(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f64>(4, false, a, ar, ac, b, br, c, cr, k, acc);
}
export function tile_5_slim_f64(
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  tile<f64>(5, false, a, ar, ac, b, br, c, cr, k, acc);
}

/** The tile of `rows` (1 to 5) × one vector, or two where `wide`. */
export function runTile<T>(
  rows: i32, wide: bool,
  a: usize, ar: usize, ac: usize, b: usize, br: usize, c: usize, cr: usize, k: i32, acc: bool,
): void {
  if (sizeof<T>() == 4) {
    if (wide) {
      if (rows == 5) tile_5_wide_f32(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 4) tile_4_wide_f32(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 3) tile_3_wide_f32(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 2) tile_2_wide_f32(a, ar, ac, b, br, c, cr, k, acc);
      else tile_1_wide_f32(a, ar, ac, b, br, c, cr, k, acc);
    }
    else {
      if (rows == 5) tile_5_slim_f32(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 4) tile_4_slim_f32(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 3) tile_3_slim_f32(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 2) tile_2_slim_f32(a, ar, ac, b, br, c, cr, k, acc);
      else tile_1_slim_f32(a, ar, ac, b, br, c, cr, k, acc);
    }
  }
  else {
    if (wide) {
      if (rows == 5) tile_5_wide_f64(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 4) tile_4_wide_f64(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 3) tile_3_wide_f64(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 2) tile_2_wide_f64(a, ar, ac, b, br, c, cr, k, acc);
      else tile_1_wide_f64(a, ar, ac, b, br, c, cr, k, acc);
    }
    else {
      if (rows == 5) tile_5_slim_f64(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 4) tile_4_slim_f64(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 3) tile_3_slim_f64(a, ar, ac, b, br, c, cr, k, acc);
      else if (rows == 2) tile_2_slim_f64(a, ar, ac, b, br, c, cr, k, acc);
      else tile_1_slim_f64(a, ar, ac, b, br, c, cr, k, acc);
    }
  }
}
