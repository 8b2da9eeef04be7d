// The error function: x + x P(x^2) up to 1, and 1 - exp(L(x)) beyond, where L approximates log erfc so closely
// that erfc is right to the last unit of erf.

import { constant, copySign, polynomial } from './math-core';
import { expModerate } from './math-exp';

/** erf(x) / x - 1 in powers of x^2, |x| <= 1; within 2^-26 and 2^-54.7. */
const NEAR_32 = memory.data<f32>([
  0.128379166, -0.37612626, 0.112836003, -0.0268544443, 0.00518953521, -0.000802084163, 7.8891193e-5,
]);
const NEAR_64 = memory.data<f64>([
  0.12837916709551256, -0.3761263890318355, 0.11283791670945252, -0.026866170643276066, 0.005223977607422444,
  -0.0008548325989657964, 0.00012055295319610948, -1.492474465104607e-5, 1.6447517576386865e-6,
  -1.6209175465694306e-7, 1.3722975567005645e-8, -7.801189538989915e-10,
]);

/** log erfc(x) on [1, 4] and [1, 6]; erfc within 2^-28 and 2^-54.7, absolute. */
const FAR_32 = memory.data<f32>([
  -0.000353754702, -1.12703991, -0.638225913, -0.103037156, 0.0218052138, -0.00293958094, 0.000185571291,
]);
const FAR_64 = memory.data<f64>([
  -1.0817853855198624e-6, -1.1283685489774105, -0.6366682557458107, -0.10263592719946057, 0.018862374861421144,
  0.0005878916247948157, -0.002102441321407089, 0.0009226410269634741, -0.00023218887830061408,
  2.868322553559697e-5, 3.3747894630591007e-6, -2.610580579142394e-6, 6.753551498509552e-7,
  -1.0643061776514155e-7, 1.0726049309327049e-8, -6.410567923300735e-10, 1.7402888941147334e-11,
]);

@inline
export function erf<T>(x: v128): v128 {
  const size = v128.pmin<T>(v128.abs<T>(x), constant<T>(sizeof<T>() == 4 ? 4 : 6));
  const square = v128.mul<T>(size, size);
  const p = sizeof<T>() == 4 ? polynomial<T>(square, NEAR_32, 6) : polynomial<T>(square, NEAR_64, 11);
  const near = v128.add<T>(size, v128.mul<T>(size, p));
  const l = sizeof<T>() == 4 ? polynomial<T>(size, FAR_32, 6) : polynomial<T>(size, FAR_64, 16);
  const one = constant<T>(1);
  const far = v128.sub<T>(one, expModerate<T>(l));
  return copySign<T>(v128.bitselect(near, far, v128.lt<T>(size, one)), x);
}
