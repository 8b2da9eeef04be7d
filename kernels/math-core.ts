// What the vector functions share: constants, polynomials and signs for four f32 or two f64 lanes.
// T is f32 or f64 throughout; the choice is made when the module is compiled.
// The polynomials were fitted for these kernels with Remez's algorithm in 200-bit arithmetic; each table
// names the function, the interval and the largest error.

/** The same number in every lane. */
// @ts-ignore: decorator
@inline
export function constant<T>(value: f64): v128 {
  return v128.splat<T>(<T>value);
}

/** A coefficient of a table, in every lane. */
// @ts-ignore: decorator
@inline
export function coefficient<T>(table: usize, index: i32): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(table + (index << 2)) : v128.load64_splat(table + (index << 3));
}

// @ts-ignore: decorator
@inline
function step<T>(p: v128, x: v128, table: usize, index: i32): v128 {
  return v128.add<T>(v128.mul<T>(p, x), coefficient<T>(table, index));
}

/** table[0] + table[1] x + … + table[degree] x^degree by Horner's rule; degree is a constant up to 16. */
// @ts-ignore: decorator
@inline
export function polynomial<T>(x: v128, table: usize, degree: i32): v128 {
  let p = coefficient<T>(table, degree);
  if (degree > 15) p = step<T>(p, x, table, 15);
  if (degree > 14) p = step<T>(p, x, table, 14);
  if (degree > 13) p = step<T>(p, x, table, 13);
  if (degree > 12) p = step<T>(p, x, table, 12);
  if (degree > 11) p = step<T>(p, x, table, 11);
  if (degree > 10) p = step<T>(p, x, table, 10);
  if (degree > 9) p = step<T>(p, x, table, 9);
  if (degree > 8) p = step<T>(p, x, table, 8);
  if (degree > 7) p = step<T>(p, x, table, 7);
  if (degree > 6) p = step<T>(p, x, table, 6);
  if (degree > 5) p = step<T>(p, x, table, 5);
  if (degree > 4) p = step<T>(p, x, table, 4);
  if (degree > 3) p = step<T>(p, x, table, 3);
  if (degree > 2) p = step<T>(p, x, table, 2);
  if (degree > 1) p = step<T>(p, x, table, 1);
  return step<T>(p, x, table, 0);
}

/** The integers as wide as a lane, bits for bits. */
// @ts-ignore: decorator
@inline
export function bits<T>(single: i32, double: i64): v128 {
  return sizeof<T>() == 4 ? i32x4.splat(single) : i64x2.splat(double);
}

// @ts-ignore: decorator
@inline
export function addBits<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 4 ? i32x4.add(a, b) : i64x2.add(a, b);
}

// @ts-ignore: decorator
@inline
export function subtractBits<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 4 ? i32x4.sub(a, b) : i64x2.sub(a, b);
}

// @ts-ignore: decorator
@inline
export function shiftRight<T>(a: v128, by: i32): v128 {
  return sizeof<T>() == 4 ? i32x4.shr_u(a, by) : i64x2.shr_u(a, by);
}

/** A biased exponent (an integer per lane) as the power of two it stands for. */
// @ts-ignore: decorator
@inline
export function powerOfTwo<T>(biased: v128): v128 {
  return sizeof<T>() == 4 ? i32x4.shl(biased, 23) : i64x2.shl(biased, 52);
}

/** |magnitude| with the signs of `sign`. */
// @ts-ignore: decorator
@inline
export function copySign<T>(magnitude: v128, sign: v128): v128 {
  return v128.bitselect(sign, magnitude, constant<T>(-0.0));
}

/** All lanes of a comparison hold. */
// @ts-ignore: decorator
@inline
export function all<T>(mask: v128): bool {
  return sizeof<T>() == 4 ? i32x4.all_true(mask) : i64x2.all_true(mask);
}
