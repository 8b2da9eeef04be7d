// What the vector functions share: constants, polynomials and signs for four f32 or two f64 lanes.
// T is f32 or f64 throughout; the choice is made when the module is compiled.
// The polynomials were fitted for these kernels with Remez's algorithm in 200-bit arithmetic; each table
// names the function, the interval and the largest error.

/**
 * The same number in every lane. In code that runs for every vector take a `coefficient` instead: a load that
 * spreads is one machine instruction, a constant of 128 bits is three.
 */
@inline
export function constant<T>(value: f64): v128 {
  return v128.splat<T>(<T>value);
}

/** A coefficient of a table, in every lane. */
@inline
export function coefficient<T>(table: usize, index: i32): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(table + (index << 2)) : v128.load64_splat(table + (index << 3));
}

@inline
function step<T>(p: v128, x: v128, table: usize, index: i32): v128 {
  return v128.add<T>(v128.mul<T>(p, x), coefficient<T>(table, index));
}

/** table[top] x^h + table[top - 2] x^(h - 1) + … down to table[0] or table[1]. */
@inline
function everyOther<T>(x: v128, table: usize, top: i32): v128 {
  let p = coefficient<T>(table, top);
  if (top > 15) p = step<T>(p, x, table, (top & 1) | 14);
  if (top > 13) p = step<T>(p, x, table, (top & 1) | 12);
  if (top > 11) p = step<T>(p, x, table, (top & 1) | 10);
  if (top > 9) p = step<T>(p, x, table, (top & 1) | 8);
  if (top > 7) p = step<T>(p, x, table, (top & 1) | 6);
  if (top > 5) p = step<T>(p, x, table, (top & 1) | 4);
  if (top > 3) p = step<T>(p, x, table, (top & 1) | 2);
  if (top > 1) p = step<T>(p, x, table, top & 1);
  return p;
}

/**
 * table[0] + table[1] x + … + table[degree] x^degree for a constant degree from 2 to 16: the even and the odd powers
 * each by Horner's rule, which waits half as long as one rule for all.
 */
@inline
export function polynomial<T>(x: v128, table: usize, degree: i32): v128 {
  const square = v128.mul<T>(x, x);
  const even = everyOther<T>(square, table, degree & ~1);
  const odd = everyOther<T>(square, table, (degree - 1) | 1);
  return v128.add<T>(even, v128.mul<T>(odd, x));
}

@inline
export function addBits<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 4 ? i32x4.add(a, b) : i64x2.add(a, b);
}

@inline
export function subtractBits<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 4 ? i32x4.sub(a, b) : i64x2.sub(a, b);
}

@inline
export function shiftRight<T>(a: v128, by: i32): v128 {
  return sizeof<T>() == 4 ? i32x4.shr_u(a, by) : i64x2.shr_u(a, by);
}

/** A biased exponent (an integer per lane) as the power of two it stands for. */
@inline
export function powerOfTwo<T>(biased: v128): v128 {
  return sizeof<T>() == 4 ? i32x4.shl(biased, 23) : i64x2.shl(biased, 52);
}

const SIGN = memory.data<u64>([0x8000000080000000, 0x8000000000000000]);

/** The sign bit of every lane. */
@inline
export function signs<T>(): v128 {
  return coefficient<T>(SIGN, sizeof<T>() == 4 ? 0 : 1);
}

/** |magnitude| with the signs of `sign`. */
@inline
export function copySign<T>(magnitude: v128, sign: v128): v128 {
  const mask = signs<T>();
  return v128.or(v128.andnot(magnitude, mask), v128.and(sign, mask));
}

/** All lanes of a comparison hold. */
@inline
export function all<T>(mask: v128): bool {
  return sizeof<T>() == 4 ? i32x4.all_true(mask) : i64x2.all_true(mask);
}
