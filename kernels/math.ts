// The elementary functions on vectors, under the names other WebAssembly modules import: `f32x4_exp`,
// `f64x2_exp` and so on. Parameters and results are v128, so JavaScript can't call these itself.
// Errors stay within two units in the last place; zeros, infinities and what is not a number go the way of
// JavaScript's Math. Lanes don't touch one another, and each gives the same bits in any lane.

import { erf } from './math-erf';
import { exp, expm1, sigmoid, tanh } from './math-exp';
import { log, log1p, softplus } from './math-log';
import { pow32, pow64 } from './math-pow';
import { cos64, sin64 } from './math-trig';

@inline
function lower(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

@inline
function upper(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
}

/** Two f64 pairs rounded to four f32. */
@inline
function rounded(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

export function f32x4_exp(x: v128): v128 {
  return exp<f32>(x);
}

export function f64x2_exp(x: v128): v128 {
  return exp<f64>(x);
}

export function f32x4_expm1(x: v128): v128 {
  return expm1<f32>(x);
}

export function f64x2_expm1(x: v128): v128 {
  return expm1<f64>(x);
}

export function f32x4_log(x: v128): v128 {
  return log<f32>(x);
}

export function f64x2_log(x: v128): v128 {
  return log<f64>(x);
}

export function f32x4_log1p(x: v128): v128 {
  return log1p<f32>(x);
}

export function f64x2_log1p(x: v128): v128 {
  return log1p<f64>(x);
}

export function f32x4_tanh(x: v128): v128 {
  return tanh<f32>(x);
}

export function f64x2_tanh(x: v128): v128 {
  return tanh<f64>(x);
}

export function f32x4_sigmoid(x: v128): v128 {
  return sigmoid<f32>(x);
}

export function f64x2_sigmoid(x: v128): v128 {
  return sigmoid<f64>(x);
}

export function f32x4_softplus(x: v128): v128 {
  return softplus<f32>(x);
}

export function f64x2_softplus(x: v128): v128 {
  return softplus<f64>(x);
}

export function f32x4_erf(x: v128): v128 {
  return erf<f32>(x);
}

export function f64x2_erf(x: v128): v128 {
  return erf<f64>(x);
}

export function f32x4_sin(x: v128): v128 {
  return rounded(sin64(lower(x)), sin64(upper(x)));
}

export function f64x2_sin(x: v128): v128 {
  return sin64(x);
}

export function f32x4_cos(x: v128): v128 {
  return rounded(cos64(lower(x)), cos64(upper(x)));
}

export function f64x2_cos(x: v128): v128 {
  return cos64(x);
}

export function f32x4_pow(x: v128, y: v128): v128 {
  return rounded(pow32(lower(x), lower(y)), pow32(upper(x), upper(y)));
}

export function f64x2_pow(x: v128, y: v128): v128 {
  return pow64(x, y);
}
