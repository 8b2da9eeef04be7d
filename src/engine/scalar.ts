/**
 * The scalar functions that a fused map is made of: the whole vocabulary of elementwise arithmetic.
 * Everything else elementwise (relu, sign, elu, huber …) is composed of these and fused by the compiler.
 * Here they are plain JavaScript, the definition that every other engine is tested against.
 */

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;
type Ternary = (x: number, y: number, z: number) => number;

/**
 * The error function: below 3 the series (2/√π) e^(−x²) Σ 2ⁿx²ⁿ⁺¹/(2n+1)!! (Abramowitz & Stegun 7.1.6, all terms
 * of one sign), above it the continued fraction of erfc (7.1.14).
 */
function erf(x: number): number {
  const a = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (a > 6) return Math.sign(x);
  if (a < 3) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = 0;
  for (let n = 60; n >= 1; n--) fraction = n / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + fraction)));
}

/** 1 / (1 + e⁻ˣ), without overflow at either end. */
function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** log(1 + eˣ), without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

const flag = (condition: boolean): number => (condition ? 1 : 0);

/** Functions whose result is a truth value: 1 or 0. */
export const truthFunctions = {
  equal: ((x, y) => flag(x === y)) as Binary,
  notEqual: ((x, y) => flag(x !== y)) as Binary,
  less: ((x, y) => flag(x < y)) as Binary,
  lessEqual: ((x, y) => flag(x <= y)) as Binary,
  greater: ((x, y) => flag(x > y)) as Binary,
  greaterEqual: ((x, y) => flag(x >= y)) as Binary,
  and: ((x, y) => flag(x !== 0 && y !== 0)) as Binary,
  or: ((x, y) => flag(x !== 0 || y !== 0)) as Binary,
  not: ((x) => flag(x === 0)) as Unary,
};

/** Functions whose result is a number. `round` goes to the even neighbour, as IEEE 754 and NumPy do. */
export const numberFunctions = {
  identity: ((x) => x) as Unary,
  add: ((x, y) => x + y) as Binary,
  subtract: ((x, y) => x - y) as Binary,
  multiply: ((x, y) => x * y) as Binary,
  divide: ((x, y) => x / y) as Binary,
  maximum: Math.max as Binary,
  minimum: Math.min as Binary,
  power: ((x, y) => x ** y) as Binary,
  negate: ((x) => -x) as Unary,
  abs: Math.abs as Unary,
  sqrt: Math.sqrt as Unary,
  floor: Math.floor as Unary,
  ceil: Math.ceil as Unary,
  truncate: Math.trunc as Unary,
  round: ((x) => {
    const down = Math.floor(x);
    const rest = x - down;
    if (rest !== 0.5) return Math.abs(x) < 2 ** 52 ? Math.floor(x + 0.5) : x;
    return down % 2 === 0 ? down : down + 1;
  }) as Unary,
  exp: Math.exp as Unary,
  expm1: Math.expm1 as Unary,
  log: Math.log as Unary,
  log1p: Math.log1p as Unary,
  sin: Math.sin as Unary,
  cos: Math.cos as Unary,
  tanh: Math.tanh as Unary,
  erf: erf as Unary,
  sigmoid: sigmoid as Unary,
  softplus: softplus as Unary,
  /** where(condition, x, y) */
  select: ((condition, x, y) => (condition !== 0 ? x : y)) as Ternary,
};

export type TruthFunction = keyof typeof truthFunctions;
export type NumberFunction = keyof typeof numberFunctions;
export type ScalarFunction = TruthFunction | NumberFunction;

export function isTruthFunction(fn: ScalarFunction): fn is TruthFunction {
  return fn in truthFunctions;
}

/** The definition of a scalar function, to be called with as many arguments as it has. */
export function scalarFunction(fn: ScalarFunction): (...args: number[]) => number {
  return (isTruthFunction(fn) ? truthFunctions[fn] : numberFunctions[fn]) as (...args: number[]) => number;
}
