// exp and its kin: expm1, sigmoid, tanh. Method: x = n ln 2 + r with |r| <= ln 2 / 2 (Cody and Waite's
// reduction: ln 2 in two parts), exp(r) = 1 + r + r^2 q(r), then the exponent is put back by bits.
// The remainder's low part is carried to the last addition, which keeps the error below one unit in the
// last place (Tang, "Table-driven implementation of the exponential function", TOMS 15, 1989, without a table).

import { coefficient, copySign, polynomial, powerOfTwo, shiftRight, signs, subtractBits } from './math-core';

/**
 * Constants of the reduction, then (exp(r) - 1 - r) / r^2 on |r| <= 0.3468, relative to expm1(r) within 2^-25.8 and
 * 2^-55.4. ln 2's first part ends in zeros enough for n times it to be exact.
 */
const TABLE_32 = memory.data<f32>([
  1.4426950408889634, 0.693359375, -0.00021219444170128554, 12582912.0 + 254.0, 12582912.0 + 127.0, 1.0, 2.0,
  89.0, -104.0, -20.0, 20.0, 0.5625,
  0.5, 0.16666542, 0.0416662805, 0.0083666211, 0.00139465148,
]);
const TABLE_64 = memory.data<f64>([
  1.4426950408889634, 0.6931471803691238, 1.9082149292705877e-10, 6755399441055744.0 + 2046.0,
  6755399441055744.0 + 1023.0, 1.0, 2.0, 710.0, -746.0, -50.0, 20.0, 0.5625,
  0.5000000000000006, 0.16666666666666685, 0.04166666666657321, 0.008333333333314501, 0.0013888888932524586,
  0.0001984126990325307, 2.48015042607663e-5, 2.7557227735922137e-6, 2.762640363180567e-7, 2.5114547030685027e-8,
]);

const LOG2_E: i32 = 0;
const LN2_HIGH: i32 = 1;
const LN2_LOW: i32 = 2;
/**
 * 1.5 * 2^(mantissa bits), plus twice or once the exponent bias: adding it rounds to an integer n and leaves n and the
 * bias in the low bits.
 */
const SHIFT_TWICE: i32 = 3;
const SHIFT_ONCE: i32 = 4;
const ONE: i32 = 5;
const TWO: i32 = 6;
/** The last arguments that make a difference. */
const LARGEST: i32 = 7;
const SMALLEST: i32 = 8;
const SMALLEST_EXPM1: i32 = 9;
const LARGEST_TANH: i32 = 10;
const NEAR_TANH: i32 = 11;
const TAIL: i32 = 12;

/** (tanh(x) / x - 1) / x^2 in powers of x^2, |x| <= 0.5625; relative to tanh within 2^-27.8 and 2^-57.2. */
const TANH_32 = memory.data<f32>([-0.333333135, 0.133324713, -0.0538392439, 0.021014262, -0.00618861802]);
const TANH_64 = memory.data<f64>([
  -0.3333333333333328, 0.1333333333332347, -0.053968253961902996, 0.02186948833197429, -0.008863231708197526,
  0.0035920829138750875, -0.0014554836083664727, 0.0005881988269001472, -0.0002327522100701305,
  8.240908991840173e-5, -1.893176327281658e-5,
]);

@inline
function entry<T>(index: i32): v128 {
  return coefficient<T>(sizeof<T>() == 4 ? TABLE_32 : TABLE_64, index);
}

/** The integer nearest to x / ln 2, still shifted. */
@inline
function shiftedQuotient<T>(x: v128, shift: v128): v128 {
  return v128.add<T>(v128.mul<T>(x, entry<T>(LOG2_E)), shift);
}

@inline
function highRemainder<T>(x: v128, n: v128): v128 {
  return v128.sub<T>(x, v128.mul<T>(n, entry<T>(LN2_HIGH)));
}

@inline
function lowRemainder<T>(n: v128): v128 {
  return v128.mul<T>(n, entry<T>(LN2_LOW));
}

/** expm1(high - low) */
@inline
function expm1Reduced<T>(high: v128, low: v128): v128 {
  const r = v128.sub<T>(high, low);
  const q = sizeof<T>() == 4
    ? polynomial<T>(r, TABLE_32 + TAIL * 4, 4)
    : polynomial<T>(r, TABLE_64 + TAIL * 8, 9);
  const tail = v128.mul<T>(v128.mul<T>(r, r), q);
  return v128.sub<T>(high, v128.sub<T>(low, tail));
}

/** x, but not above (or below) the last argument that makes a difference; what is not a number stays so. */
@inline
function atMost<T>(x: v128, index: i32): v128 {
  return v128.pmin<T>(x, entry<T>(index));
}

@inline
function atLeast<T>(x: v128, index: i32): v128 {
  return v128.pmax<T>(x, entry<T>(index));
}

/** exp(x + extra) for clamped x; the exponent in two halves, so that under- and overflow happen as they should. */
@inline
function expClamped<T>(x: v128, extra: v128, summed: bool): v128 {
  const shift = entry<T>(SHIFT_TWICE);
  const shifted = shiftedQuotient<T>(x, shift);
  const n = v128.sub<T>(shifted, shift);
  let low = lowRemainder<T>(n);
  if (summed) low = v128.sub<T>(low, extra);
  const y = v128.add<T>(entry<T>(ONE), expm1Reduced<T>(highRemainder<T>(x, n), low));
  const half = shiftRight<T>(shifted, 1);
  const scaled = v128.mul<T>(y, powerOfTwo<T>(half));
  return v128.mul<T>(scaled, powerOfTwo<T>(subtractBits<T>(shifted, half)));
}

/** exp(x + extra) for an extra far below one unit of x. */
@inline
export function expSum<T>(x: v128, extra: v128): v128 {
  return expClamped<T>(atLeast<T>(atMost<T>(x, LARGEST), SMALLEST), extra, true);
}

/** exp(x) over the whole range. */
@inline
export function exp<T>(x: v128): v128 {
  return expClamped<T>(atLeast<T>(atMost<T>(x, LARGEST), SMALLEST), x, false);
}

/** exp(-|x|) over the whole range. */
@inline
export function expNegative<T>(x: v128): v128 {
  return expClamped<T>(atLeast<T>(v128.or(x, signs<T>()), SMALLEST), x, false);
}

/** exp(x) where the caller knows |x| < 80, so that the result is a normal number. */
@inline
export function expModerate<T>(x: v128): v128 {
  const shift = entry<T>(SHIFT_ONCE);
  const shifted = shiftedQuotient<T>(x, shift);
  const n = v128.sub<T>(shifted, shift);
  const y = v128.add<T>(entry<T>(ONE), expm1Reduced<T>(highRemainder<T>(x, n), lowRemainder<T>(n)));
  return v128.mul<T>(y, powerOfTwo<T>(shifted));
}

/** exp(x) - 1 = 2^n expm1(r) + (2^n - 1), in halves of the exponent. */
@inline
export function expm1<T>(x: v128): v128 {
  const inside = atLeast<T>(atMost<T>(x, LARGEST), SMALLEST_EXPM1);
  const shift = entry<T>(SHIFT_TWICE);
  const shifted = shiftedQuotient<T>(inside, shift);
  const n = v128.sub<T>(shifted, shift);
  const y = expm1Reduced<T>(highRemainder<T>(inside, n), lowRemainder<T>(n));
  const half = shiftRight<T>(shifted, 1);
  const first = powerOfTwo<T>(half);
  const second = powerOfTwo<T>(subtractBits<T>(shifted, half));
  const less = v128.sub<T>(first, v128.div<T>(entry<T>(ONE), second));
  const sum = v128.add<T>(v128.mul<T>(y, first), less);
  return copySign<T>(v128.mul<T>(sum, second), x);
}

/**
 * 1 / (1 + exp(-x)). With e = exp(-|x|), which can't overflow, s = e / (1 + e) belongs to -|x| and 1 - s to |x|.
 * Written as e - e (e / (1 + e)), the errors of the sum and the quotient count for little where e is small.
 */
@inline
export function sigmoid<T>(x: v128): v128 {
  const e = expNegative<T>(x);
  const one = entry<T>(ONE);
  const s = v128.sub<T>(e, v128.mul<T>(e, v128.div<T>(e, v128.add<T>(one, e))));
  return v128.bitselect(s, v128.sub<T>(one, s), v128.lt<T>(x, v128.splat<T>(0)));
}

/** x + x^3 T(x^2) up to 0.5625, 1 - 2 / (exp(2x) + 1) beyond. */
@inline
export function tanh<T>(x: v128): v128 {
  const size = v128.andnot(x, signs<T>());
  const square = v128.mul<T>(x, x);
  const series = sizeof<T>() == 4 ? polynomial<T>(square, TANH_32, 4) : polynomial<T>(square, TANH_64, 10);
  const near = v128.add<T>(size, v128.mul<T>(v128.mul<T>(size, square), series));
  const capped = atMost<T>(size, LARGEST_TANH);
  const e = expModerate<T>(v128.add<T>(capped, capped));
  const one = entry<T>(ONE);
  const far = v128.sub<T>(one, v128.div<T>(entry<T>(TWO), v128.add<T>(e, one)));
  const close = v128.lt<T>(size, entry<T>(NEAR_TANH));
  return copySign<T>(v128.bitselect(near, far, close), x);
}
