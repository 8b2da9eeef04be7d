// exp and its kin: expm1, sigmoid, tanh. Method: x = n ln 2 + r with |r| <= ln 2 / 2 (Cody and Waite's
// reduction: ln 2 in two parts), exp(r) = 1 + r + r^2 q(r), then the exponent is put back by bits.
// The remainder's low part is carried to the last addition, which keeps the error below one unit in the
// last place (Tang, "Table-driven implementation of the exponential function", TOMS 15, 1989, without a table).

import {
  bits, constant, copySign, polynomial, powerOfTwo, shiftRight, subtractBits,
} from './math-core';

/** (exp(r) - 1 - r) / r^2 on |r| <= 0.3468; relative to expm1(r) within 2^-25.8 and 2^-55.4. */
const TAIL_32 = memory.data<f32>([0.5, 0.16666542, 0.0416662805, 0.0083666211, 0.00139465148]);
const TAIL_64 = memory.data<f64>([
  0.5000000000000006, 0.16666666666666685, 0.04166666666657321, 0.008333333333314501, 0.0013888888932524586,
  0.0001984126990325307, 2.48015042607663e-5, 2.7557227735922137e-6, 2.762640363180567e-7, 2.5114547030685027e-8,
]);

/** (tanh(x) / x - 1) / x^2 in powers of x^2, |x| <= 0.5625; relative to tanh within 2^-27.8 and 2^-57.2. */
const TANH_32 = memory.data<f32>([-0.333333135, 0.133324713, -0.0538392439, 0.021014262, -0.00618861802]);
const TANH_64 = memory.data<f64>([
  -0.3333333333333328, 0.1333333333332347, -0.053968253961902996, 0.02186948833197429, -0.008863231708197526,
  0.0035920829138750875, -0.0014554836083664727, 0.0005881988269001472, -0.0002327522100701305,
  8.240908991840173e-5, -1.893176327281658e-5,
]);

const LOG2_E: f64 = 1.4426950408889634;

/** Adding 1.5 * 2^(mantissa bits) rounds to an integer and leaves it in the low bits. */
// @ts-ignore: decorator
@inline
function shifter<T>(): v128 {
  return constant<T>(sizeof<T>() == 4 ? 12582912.0 : 6755399441055744.0);
}

/** n, still shifted: the integer nearest to x / ln 2. */
// @ts-ignore: decorator
@inline
function shiftedQuotient<T>(x: v128): v128 {
  return v128.add<T>(v128.mul<T>(x, constant<T>(LOG2_E)), shifter<T>());
}

/** x - n ln2High: exact, since ln2High ends in zeros enough for n. */
// @ts-ignore: decorator
@inline
function remainderHigh<T>(x: v128, n: v128): v128 {
  return v128.sub<T>(x, v128.mul<T>(n, constant<T>(sizeof<T>() == 4 ? 0.693359375 : 0.6931471803691238)));
}

/** n ln2Low, to be subtracted from the high remainder. */
// @ts-ignore: decorator
@inline
function remainderLow<T>(n: v128): v128 {
  return v128.mul<T>(n, constant<T>(sizeof<T>() == 4 ? -0.00021219444170128554 : 1.9082149292705877e-10));
}

/** r^2 q(r) */
// @ts-ignore: decorator
@inline
function tail<T>(r: v128): v128 {
  const q = sizeof<T>() == 4 ? polynomial<T>(r, TAIL_32, 4) : polynomial<T>(r, TAIL_64, 9);
  return v128.mul<T>(v128.mul<T>(r, r), q);
}

/** floor(n / 2) + exponent bias, from the shifted n. The half exponents keep every power of two normal. */
// @ts-ignore: decorator
@inline
function doubledExponent<T>(shifted: v128): v128 {
  return subtractBits<T>(shifted, bits<T>(0x4b400000 - 254, 0x4338000000000000 - 2046));
}

/** x held between the last arguments that make a difference; what is not a number stays so. */
// @ts-ignore: decorator
@inline
function clamp<T>(x: v128, low: f64, high: f64): v128 {
  return v128.pmax<T>(v128.pmin<T>(x, constant<T>(high)), constant<T>(low));
}

/** exp(x), or with `summed` exp(x + extra) for an extra far below one unit of x. Under- and overflow are as they should be. */
// @ts-ignore: decorator
@inline
export function expSum<T>(x: v128, extra: v128, summed: bool): v128 {
  x = clamp<T>(x, sizeof<T>() == 4 ? -104.0 : -746.0, sizeof<T>() == 4 ? 89.0 : 710.0);
  const shifted = shiftedQuotient<T>(x);
  const n = v128.sub<T>(shifted, shifter<T>());
  const high = remainderHigh<T>(x, n);
  let low = remainderLow<T>(n);
  if (summed) low = v128.sub<T>(low, extra);
  const p = tail<T>(v128.sub<T>(high, low));
  const y = v128.add<T>(constant<T>(1), v128.sub<T>(high, v128.sub<T>(low, p)));
  const doubled = doubledExponent<T>(shifted);
  const half = shiftRight<T>(doubled, 1);
  const scaled = v128.mul<T>(y, powerOfTwo<T>(half));
  return v128.mul<T>(scaled, powerOfTwo<T>(subtractBits<T>(doubled, half)));
}

/** exp(x) over the whole range. */
// @ts-ignore: decorator
@inline
export function exp<T>(x: v128): v128 {
  return expSum<T>(x, x, false);
}

/** exp(x) where the caller knows |x| < 80, so that the result is a normal number. */
// @ts-ignore: decorator
@inline
export function expModerate<T>(x: v128): v128 {
  const shifted = shiftedQuotient<T>(x);
  const n = v128.sub<T>(shifted, shifter<T>());
  const high = remainderHigh<T>(x, n);
  const low = remainderLow<T>(n);
  const p = tail<T>(v128.sub<T>(high, low));
  const y = v128.add<T>(constant<T>(1), v128.sub<T>(high, v128.sub<T>(low, p)));
  const biased = subtractBits<T>(shifted, bits<T>(0x4b400000 - 127, 0x4338000000000000 - 1023));
  return v128.mul<T>(y, powerOfTwo<T>(biased));
}

/** exp(x) - 1 = 2^n expm1(r) + (2^n - 1), in halves of the exponent. */
// @ts-ignore: decorator
@inline
export function expm1<T>(x: v128): v128 {
  const inside = clamp<T>(x, sizeof<T>() == 4 ? -20.0 : -50.0, sizeof<T>() == 4 ? 89.0 : 710.0);
  const shifted = shiftedQuotient<T>(inside);
  const n = v128.sub<T>(shifted, shifter<T>());
  const high = remainderHigh<T>(inside, n);
  const low = remainderLow<T>(n);
  const p = tail<T>(v128.sub<T>(high, low));
  const y = v128.sub<T>(high, v128.sub<T>(low, p));
  const doubled = doubledExponent<T>(shifted);
  const half = shiftRight<T>(doubled, 1);
  const rest = subtractBits<T>(doubled, half);
  const first = powerOfTwo<T>(half);
  const inverse = powerOfTwo<T>(subtractBits<T>(bits<T>(254, 2046), rest));
  const sum = v128.add<T>(v128.mul<T>(y, first), v128.sub<T>(first, inverse));
  return copySign<T>(v128.mul<T>(sum, powerOfTwo<T>(rest)), x);
}

/**
 * 1 / (1 + exp(-x)). With e = exp(-|x|), which can't overflow, s = e / (1 + e) belongs to -|x| and 1 - s to |x|.
 * Written as e - e (e / (1 + e)), the errors of the sum and the quotient count for little where e is small.
 */
// @ts-ignore: decorator
@inline
export function sigmoid<T>(x: v128): v128 {
  const e = exp<T>(v128.or(x, constant<T>(-0.0)));
  const one = constant<T>(1);
  const s = v128.sub<T>(e, v128.mul<T>(e, v128.div<T>(e, v128.add<T>(one, e))));
  return v128.bitselect(s, v128.sub<T>(one, s), v128.lt<T>(x, constant<T>(0)));
}

/** x + x^3 T(x^2) up to 0.5625, 1 - 2 / (exp(2x) + 1) beyond. */
// @ts-ignore: decorator
@inline
export function tanh<T>(x: v128): v128 {
  const size = v128.abs<T>(x);
  const square = v128.mul<T>(x, x);
  const series = sizeof<T>() == 4 ? polynomial<T>(square, TANH_32, 4) : polynomial<T>(square, TANH_64, 10);
  const near = v128.add<T>(size, v128.mul<T>(v128.mul<T>(size, square), series));
  const capped = v128.pmin<T>(size, constant<T>(20));
  const e = expModerate<T>(v128.add<T>(capped, capped));
  const one = constant<T>(1);
  const far = v128.sub<T>(one, v128.div<T>(constant<T>(2), v128.add<T>(e, one)));
  const close = v128.lt<T>(size, constant<T>(0.5625));
  return copySign<T>(v128.bitselect(near, far, close), x);
}
