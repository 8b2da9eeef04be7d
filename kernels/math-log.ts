// log, log1p and softplus. Method: x = 2^k m with m in [sqrt(1/2), sqrt(2)), s = (m - 1) / (m + 1),
// log m = 2 s + s R(s^2), arranged so that the leading terms are exact (Cody and Waite, "Software Manual for
// the Elementary Functions", 1980; K. C. Ng's arrangement for 4.3BSD).

import {
  addBits, all, coefficient, constant, copySign, polynomial, shiftRight, subtractBits,
} from './math-core';
import { expNegative } from './math-exp';

/**
 * Constants, then (log((1 + s) / (1 - s)) / s - 2) / s^2 in powers of s^2 for |s| <= 0.1716, relative to the log within
 * 2^-29 and 2^-58. ln 2's first part ends in zeros enough for k times it to be exact.
 */
const TABLE_32 = memory.data<f32>([
  1.0, 2.0, 0.5, 0.69313812256, 9.0580006145e-6, 8388608.0 + 127.0, 1.1754943508222875e-38, Infinity,
  0.666667759, 0.399774939, 0.29873094,
]);
const TABLE_64 = memory.data<f64>([
  1.0, 2.0, 0.5, 0.6931471803691238, 1.9082149292705877e-10, 4503599627370496.0 + 1023.0, 2.2250738585072014e-308,
  Infinity,
  0.6666666666666735, 0.399999999994111, 0.285714287432618, 0.22222198476058086, 0.18183569736446728,
  0.15313903325141737, 0.1479750701324376,
]);

const ONE: i32 = 0;
const TWO: i32 = 1;
const HALF: i32 = 2;
const LN2_HIGH: i32 = 3;
const LN2_LOW: i32 = 4;
/** 2^(mantissa bits) plus the exponent bias. */
const SHIFT: i32 = 5;
const LEAST_NORMAL: i32 = 6;
const INFINITE: i32 = 7;
const SERIES: i32 = 8;

/** sqrt(1/2), 1, 2^(mantissa bits) and the mask of sign and exponent, as integers. */
const BITS_32 = memory.data<u32>([0x3f3504f3, 0x3f800000, 0x4b000000, 0xff800000]);
const BITS_64 = memory.data<u64>([0x3fe6a09e667f3bcd, 0x3ff0000000000000, 0x4330000000000000, 0xfff0000000000000]);

@inline
function entry<T>(index: i32): v128 {
  return coefficient<T>(sizeof<T>() == 4 ? TABLE_32 : TABLE_64, index);
}

@inline
function bitsEntry<T>(index: i32): v128 {
  return coefficient<T>(sizeof<T>() == 4 ? BITS_32 : BITS_64, index);
}

/** s^2 R(s^2) */
@inline
function series<T>(square: v128): v128 {
  const p = sizeof<T>() == 4
    ? polynomial<T>(square, TABLE_32 + SERIES * 4, 2)
    : polynomial<T>(square, TABLE_64 + SERIES * 8, 6);
  return v128.mul<T>(square, p);
}

/** x's bits less those of sqrt(1/2): the exponent field is k, two's complement. */
@inline
export function exponentField<T>(x: v128): v128 {
  return subtractBits<T>(x, bitsEntry<T>(0));
}

/** m from x and its exponent field. */
@inline
export function mantissa<T>(x: v128, field: v128): v128 {
  return subtractBits<T>(x, v128.and(field, bitsEntry<T>(3)));
}

/** k as a floating number: the field, shifted, is put into the mantissa of 2^23 or 2^52. */
@inline
export function exponent<T>(field: v128): v128 {
  const biased = shiftRight<T>(addBits<T>(field, bitsEntry<T>(1)), sizeof<T>() == 4 ? 23 : 52);
  const shifted = v128.or(biased, bitsEntry<T>(2));
  return v128.sub<T>(shifted, entry<T>(SHIFT));
}

/** log(2^k m) + correction, for a correction far below one unit of the result's leading part. */
@inline
function logParts<T>(k: v128, m: v128, correction: v128): v128 {
  const f = v128.sub<T>(m, entry<T>(ONE));
  const s = v128.div<T>(f, v128.add<T>(f, entry<T>(TWO)));
  const halfSquare = v128.mul<T>(v128.mul<T>(f, f), entry<T>(HALF));
  const r = series<T>(v128.mul<T>(s, s));
  const low = v128.mul<T>(k, entry<T>(LN2_LOW));
  const high = v128.mul<T>(k, entry<T>(LN2_HIGH));
  const small = v128.add<T>(v128.mul<T>(s, v128.add<T>(halfSquare, r)), v128.add<T>(low, correction));
  return v128.sub<T>(high, v128.sub<T>(v128.sub<T>(halfSquare, small), f));
}

/** What log says outside the positive numbers: -Infinity at 0, not a number below, Infinity at Infinity. */
@inline
function atEdges<T>(y: v128, x: v128): v128 {
  y = v128.bitselect(x, y, v128.eq<T>(x, constant<T>(Infinity)));
  y = v128.bitselect(constant<T>(-Infinity), y, v128.eq<T>(x, constant<T>(0)));
  return v128.bitselect(y, constant<T>(NaN), v128.ge<T>(x, constant<T>(0)));
}

/** The natural logarithm over the whole range; subnormal numbers are scaled up first. */
@inline
export function log<T>(x: v128): v128 {
  const least = entry<T>(LEAST_NORMAL);
  const usual = all<T>(v128.and(v128.ge<T>(x, least), v128.lt<T>(x, entry<T>(INFINITE))));
  let number = x;
  let shift = constant<T>(0);
  if (!usual) {
    const tiny = v128.lt<T>(x, least);
    number = v128.bitselect(v128.mul<T>(x, constant<T>(18014398509481984.0)), x, tiny);
    shift = v128.and(tiny, constant<T>(-54));
  }
  const field = exponentField<T>(number);
  const k = v128.add<T>(exponent<T>(field), shift);
  const y = logParts<T>(k, mantissa<T>(number, field), constant<T>(0));
  return usual ? y : atEdges<T>(y, x);
}

/** log(1 + x) = log(u) + (x - (u - 1)) / u with u = 1 + x rounded. */
@inline
function logOnePlus<T>(x: v128, u: v128): v128 {
  const correction = v128.div<T>(v128.sub<T>(x, v128.sub<T>(u, entry<T>(ONE))), u);
  const field = exponentField<T>(u);
  return logParts<T>(exponent<T>(field), mantissa<T>(u, field), correction);
}

/** log(1 + x) over the whole range. */
@inline
export function log1p<T>(x: v128): v128 {
  const u = v128.add<T>(x, entry<T>(ONE));
  const y = copySign<T>(logOnePlus<T>(x, u), x);
  const usual = v128.and(v128.gt<T>(u, constant<T>(0)), v128.lt<T>(u, entry<T>(INFINITE)));
  return all<T>(usual) ? y : atEdges<T>(y, u);
}

/** log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)). */
@inline
export function softplus<T>(x: v128): v128 {
  const e = expNegative<T>(x);
  const rest = logOnePlus<T>(e, v128.add<T>(e, entry<T>(ONE)));
  return v128.add<T>(v128.pmax<T>(x, constant<T>(0)), rest);
}
