// log, log1p and softplus. Method: x = 2^k m with m in [sqrt(1/2), sqrt(2)), s = (m - 1) / (m + 1),
// log m = 2 s + s R(s^2), arranged so that the leading terms are exact (Cody and Waite, "Software Manual for
// the Elementary Functions", 1980; K. C. Ng's arrangement for 4.3BSD).

import {
  addBits, all, bits, constant, copySign, polynomial, shiftRight, subtractBits,
} from './math-core';
import { exp } from './math-exp';

/** (log((1 + s) / (1 - s)) / s - 2) / s^2 in powers of s^2, |s| <= 0.1716; relative to the log within 2^-30 and 2^-59. */
const SERIES_32 = memory.data<f32>([0.666667759, 0.399774939, 0.29873094]);
const SERIES_64 = memory.data<f64>([
  0.6666666666666735, 0.399999999994111, 0.285714287432618, 0.22222198476058086, 0.18183569736446728,
  0.15313903325141737, 0.1479750701324376,
]);

/** s^2 R(s^2) */
// @ts-ignore: decorator
@inline
function series<T>(square: v128): v128 {
  const p = sizeof<T>() == 4 ? polynomial<T>(square, SERIES_32, 2) : polynomial<T>(square, SERIES_64, 6);
  return v128.mul<T>(square, p);
}

/** x's bits less those of sqrt(1/2): the exponent field is k, two's complement. */
// @ts-ignore: decorator
@inline
export function exponentField<T>(x: v128): v128 {
  return subtractBits<T>(x, bits<T>(0x3f3504f3, 0x3fe6a09e667f3bcd));
}

/** m from x and its exponent field. */
// @ts-ignore: decorator
@inline
export function mantissa<T>(x: v128, field: v128): v128 {
  return subtractBits<T>(x, v128.and(field, bits<T>(<i32>0xff800000, 0xfff0000000000000)));
}

/** k as a floating number: the field, shifted, is put into the mantissa of 2^23 or 2^52. */
// @ts-ignore: decorator
@inline
export function exponent<T>(field: v128): v128 {
  const biased = shiftRight<T>(addBits<T>(field, bits<T>(127 << 23, 1023 << 52)), sizeof<T>() == 4 ? 23 : 52);
  const shifted = v128.or(biased, bits<T>(0x4b000000, 0x4330000000000000));
  return v128.sub<T>(shifted, constant<T>(sizeof<T>() == 4 ? 8388608.0 + 127.0 : 4503599627370496.0 + 1023.0));
}

/** log(2^k m) + correction, for a correction far below one unit of the result's leading part. */
// @ts-ignore: decorator
@inline
function logParts<T>(k: v128, m: v128, correction: v128): v128 {
  const f = v128.sub<T>(m, constant<T>(1));
  const s = v128.div<T>(f, v128.add<T>(f, constant<T>(2)));
  const halfSquare = v128.mul<T>(v128.mul<T>(f, f), constant<T>(0.5));
  const r = series<T>(v128.mul<T>(s, s));
  const low = v128.mul<T>(k, constant<T>(sizeof<T>() == 4 ? 9.0580006145e-6 : 1.9082149292705877e-10));
  const high = v128.mul<T>(k, constant<T>(sizeof<T>() == 4 ? 0.69313812256 : 0.6931471803691238));
  const small = v128.add<T>(v128.mul<T>(s, v128.add<T>(halfSquare, r)), v128.add<T>(low, correction));
  return v128.sub<T>(high, v128.sub<T>(v128.sub<T>(halfSquare, small), f));
}

/** What log says outside the positive numbers: -Infinity at 0, not a number below, Infinity at Infinity. */
// @ts-ignore: decorator
@inline
function atEdges<T>(y: v128, x: v128): v128 {
  y = v128.bitselect(x, y, v128.eq<T>(x, constant<T>(Infinity)));
  y = v128.bitselect(constant<T>(-Infinity), y, v128.eq<T>(x, constant<T>(0)));
  return v128.bitselect(y, constant<T>(NaN), v128.ge<T>(x, constant<T>(0)));
}

/** The natural logarithm over the whole range; subnormal numbers are scaled up first. */
// @ts-ignore: decorator
@inline
export function log<T>(x: v128): v128 {
  const least = constant<T>(sizeof<T>() == 4 ? 1.1754943508222875e-38 : 2.2250738585072014e-308);
  const usual = all<T>(v128.and(v128.ge<T>(x, least), v128.lt<T>(x, constant<T>(Infinity))));
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
// @ts-ignore: decorator
@inline
function logOnePlus<T>(x: v128, u: v128): v128 {
  const correction = v128.div<T>(v128.sub<T>(x, v128.sub<T>(u, constant<T>(1))), u);
  const field = exponentField<T>(u);
  return logParts<T>(exponent<T>(field), mantissa<T>(u, field), correction);
}

/** log(1 + x) over the whole range. */
// @ts-ignore: decorator
@inline
export function log1p<T>(x: v128): v128 {
  const u = v128.add<T>(x, constant<T>(1));
  const y = copySign<T>(logOnePlus<T>(x, u), x);
  const usual = v128.and(v128.gt<T>(u, constant<T>(0)), v128.lt<T>(u, constant<T>(Infinity)));
  return all<T>(usual) ? y : atEdges<T>(y, u);
}

/** log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)). */
// @ts-ignore: decorator
@inline
export function softplus<T>(x: v128): v128 {
  const e = exp<T>(v128.or(x, constant<T>(-0.0)));
  const rest = logOnePlus<T>(e, v128.add<T>(e, constant<T>(1)));
  return v128.add<T>(v128.pmax<T>(x, constant<T>(0)), rest);
}
