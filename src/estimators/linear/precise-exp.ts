/**
 * The exponential function and powers, computed to more bits than a double has and rounded once. `Math.exp`
 * and `Math.pow` may differ in their last bit from one JavaScript engine to the next, and from the C library;
 * the first steps of stochastic gradient descent can multiply such a bit by a hundred million. Sums and
 * products carry their rounding errors along by the error-free steps of Dekker (Numerische Mathematik 18, 1971).
 */

/** ½ ln 2 in two parts; the first ends in 21 zero bits, so its small multiples are exact. */
const STEP_HIGH = 0.3465735901845619;
const STEP_LOW = 9.541074646352939e-11;
/** What the double √2 lacks to the root. */
const SQRT2_LOW = -9.667293313452913e-17;
/** Beyond these the result is Infinity or 0. */
const LARGEST = 709.79;
const SMALLEST = -745.2;

/** eˣ: the double nearest to it, but for about one x in a thousand, then its neighbour. */
export function preciseExp(x: number): number {
  if (x > LARGEST) return Number.POSITIVE_INFINITY;
  if (x < SMALLEST) return 0;
  const { high, low } = exponential(x, 0);
  return high + low;
}

/**
 * baseᵉˣᵖᵒⁿᵉⁿᵗ for a base of 1 or more, as near as `preciseExp`: e to the exponent times log base, whose own
 * rounding error shows when it is raised again.
 */
export function precisePower(base: number, exponent: number): number {
  const log = Math.log(base);
  const back = exponential(log, 0);
  const logLow = (base - back.high - back.low) / base;
  const product = exponent * log;
  if (product > LARGEST) return Number.POSITIVE_INFINITY;
  const { high, low } = exponential(product, productError(exponent, log) + exponent * logLow);
  return high + low;
}

/**
 * e to x + xLow as a double and what it lacks.
 *
 * eˣ = √2ᵏ eʳ with |r| ≤ ¼ ln 2, and eʳ = 1 + r + r²/2 + r³/6 + …, the terms written out with what their
 * rounding lacks.
 */
function exponential(x: number, xLow: number): { high: number; low: number } {
  const k = Math.round(2 * x * Math.LOG2E);
  const nearly = x - k * STEP_HIGH;
  const r = nearly - k * STEP_LOW;
  const rLow = nearly - r - k * STEP_LOW + xLow;
  const square = r * r;
  const squareLow = productError(r, r) + 2 * r * rLow;
  const cube = square * r;
  const cubeLow = productError(square, r) + squareLow * r + square * rLow;
  const sixth = cube / 6;
  const sixthLow = (cube - sixth * 6 - productError(sixth, 6) + cubeLow) / 6;
  let tail = 0;
  for (let n = 15; n >= 5; n--) tail = (r / n) * (1 + tail);
  tail = ((square * square) / 24) * (1 + tail);
  // 1 + r + r²/2 + r³/6, from the largest to the smallest.
  const linear = 1 + r;
  const quadratic = linear + square / 2;
  const cubic = quadratic + sixth;
  const cubicLow = linear - quadratic + square / 2 + (quadratic - cubic + sixth) + (1 - linear + r);
  const low = tail + cubicLow + rLow + squareLow / 2 + sixthLow;
  // 2ᵏ in two factors, as it may be beyond the doubles where the product is not.
  const exponent = k >> 1;
  const scale = 2 ** (exponent >> 1);
  const rest = 2 ** (exponent - (exponent >> 1));
  if (k % 2 === 0) return { high: cubic * scale * rest, low: low * scale * rest };
  const product = cubic * Math.SQRT2;
  const productLow = productError(cubic, Math.SQRT2) + cubic * SQRT2_LOW + low * Math.SQRT2;
  return { high: product * scale * rest, low: productLow * scale * rest };
}

/** a·b − fl(a·b), exactly, by splitting both into halves of 26 bits (Veltkamp). */
function productError(a: number, b: number): number {
  const aHigh = upperHalf(a);
  const aLow = a - aHigh;
  const bHigh = upperHalf(b);
  const bLow = b - bHigh;
  return aLow * bLow - (a * b - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function upperHalf(a: number): number {
  const scaled = 134217729 * a;
  return scaled - (scaled - a);
}
