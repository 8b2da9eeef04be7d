// x to the power y = exp(y log|x|) for two f64 lanes, with the signs and exceptions of ECMAScript's `**`.
// The logarithm is needed to some 65 bits: it is carried as an unevaluated sum of two numbers, by the exact
// sums and products of Dekker ("A floating-point technique for extending the available precision", Numer. Math.
// 18, 1971). The `single` form, for operands that were f32, does without.

import { polynomial } from './math-core';
import { exp, expSum } from './math-exp';
import { exponent, exponentField, log, mantissa } from './math-log';

/** (atanh(s) / s - 1 - s^2 / 3) / s^4 in powers of s^2, |s| <= 0.1716; within 2^-65 relative to atanh. */
const SERIES = memory.data<f64>([
  0.20000000000001125, 0.14285714285049605, 0.11111111260119197, 0.09090892161381335, 0.07693379997719081,
  0.06628371828463053, 0.06598556055940608,
]);

/** The upper 26 bits of a number: products of such parts are exact. */
@inline
function upper(x: v128): v128 {
  return v128.and(x, i64x2.splat(0xfffffffff8000000));
}

/** a b - product, exactly, for product = a b rounded. */
@inline
function productError(a: v128, b: v128, product: v128): v128 {
  const a1 = upper(a);
  const b1 = upper(b);
  const a2 = f64x2.sub(a, a1);
  const b2 = f64x2.sub(b, b1);
  const crossed = f64x2.add(f64x2.sub(f64x2.mul(a1, b1), product), f64x2.mul(a1, b2));
  return f64x2.add(f64x2.add(crossed, f64x2.mul(a2, b1)), f64x2.mul(a2, b2));
}

/** a + b - sum, exactly, for sum = a + b rounded and |a| >= |b| or a = 0. */
@inline
function sumError(a: v128, b: v128, sum: v128): v128 {
  return f64x2.sub(b, f64x2.sub(sum, a));
}

/** exp(y log x) for positive finite x and finite y, to about one unit in the last place. */
@inline
function powPositive(x: v128, y: v128): v128 {
  const tiny = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  x = v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984.0)), x, tiny);
  const field = exponentField<f64>(x);
  const k = f64x2.add(exponent<f64>(field), v128.and(tiny, f64x2.splat(-54)));
  const m = mantissa<f64>(x, field);
  const one = f64x2.splat(1);
  // s = (m - 1) / (m + 1)
  const f = f64x2.sub(m, one);
  const u = f64x2.add(m, one);
  const uLow = f64x2.sub(m, f64x2.sub(u, one));
  const s = f64x2.div(f, u);
  const su = f64x2.mul(s, u);
  const rest = f64x2.sub(f64x2.sub(f64x2.sub(f, su), productError(s, u, su)), f64x2.mul(s, uLow));
  const sLow = f64x2.div(rest, u);
  // z = s^2
  const z = f64x2.mul(s, s);
  const zLow = f64x2.add(productError(s, s, z), f64x2.mul(f64x2.add(s, s), sLow));
  // a = 1/3 + z Q(z)
  const third = f64x2.splat(0.3333333333333333);
  const zq = f64x2.mul(z, polynomial<f64>(z, SERIES, 6));
  const a = f64x2.add(third, zq);
  const aLow = f64x2.add(sumError(third, zq, a), f64x2.splat(1.850371707708594e-17));
  // t = z a
  const t = f64x2.mul(z, a);
  const tLow = f64x2.add(productError(z, a, t), f64x2.add(f64x2.mul(z, aLow), f64x2.mul(zLow, a)));
  // w = s t
  const w = f64x2.mul(s, t);
  const wLow = f64x2.add(productError(s, t, w), f64x2.add(f64x2.mul(s, tLow), f64x2.mul(sLow, t)));
  // log x = k ln 2 + 2 s + 2 w
  const kHigh = f64x2.mul(k, f64x2.splat(0.6931471803691238));
  const s2 = f64x2.add(s, s);
  const w2 = f64x2.add(w, w);
  const first = f64x2.add(kHigh, s2);
  const second = f64x2.add(first, w2);
  const lows = f64x2.add(sLow, wLow);
  const errors = f64x2.add(sumError(kHigh, s2, first), sumError(first, w2, second));
  const low = f64x2.add(errors, f64x2.add(f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)), f64x2.add(lows, lows)));
  const logHigh = f64x2.add(second, low);
  const logLow = sumError(second, low, logHigh);
  // y log x
  const product = f64x2.mul(y, logHigh);
  const productLow = f64x2.add(productError(y, logHigh, product), f64x2.mul(y, logLow));
  const moderate = f64x2.lt(f64x2.abs(product), f64x2.splat(1000));
  return expSum<f64>(product, v128.and(productLow, moderate));
}

@inline
function pow(x: v128, y: v128, single: bool): v128 {
  const zero = f64x2.splat(0);
  const infinity = f64x2.splat(Infinity);
  const size = f64x2.abs(x);
  const finite = v128.and(
    v128.and(f64x2.gt(size, zero), f64x2.lt(size, infinity)),
    f64x2.lt(f64x2.abs(y), infinity),
  );
  let result: v128;
  if (single) {
    result = exp<f64>(f64x2.mul(y, log<f64>(size)));
  } else {
    result = powPositive(size, y);
    if (!i64x2.all_true(finite)) {
      const extreme = exp<f64>(f64x2.mul(y, log<f64>(size)));
      result = v128.bitselect(result, extreme, finite);
    }
  }
  const negative = v128.and(x, f64x2.splat(-0.0));
  if (v128.any_true(negative)) {
    const whole = f64x2.eq(f64x2.nearest(y), y);
    const half = f64x2.mul(y, f64x2.splat(0.5));
    const odd = v128.andnot(whole, f64x2.eq(f64x2.nearest(half), half));
    result = v128.xor(result, v128.and(negative, odd));
    const real = v128.or(whole, v128.not(v128.and(finite, f64x2.lt(x, zero))));
    result = v128.bitselect(result, f64x2.splat(NaN), real);
  }
  return v128.bitselect(f64x2.splat(1), result, f64x2.eq(y, zero));
}

export function pow64(x: v128, y: v128): v128 {
  return pow(x, y, false);
}

/** For operands that are f32 numbers and a result that will be rounded to f32. */
export function pow32(x: v128, y: v128): v128 {
  return pow(x, y, true);
}
