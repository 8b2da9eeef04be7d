/** Numbers inside formulas: three decimals, three digits where they are less than 1, and the sign that says whether that is all of it. */

/** A number as LaTeX has it. */
export function tex(value: number): string {
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? '\\text{not a number}' : value > 0 ? '\\infty' : '-\\infty';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e6)) {
    const [digits, exponent] = value.toExponential(2).split('e');
    return `${digits.replace('-', '{-}')}\\cdot 10^{${Number(exponent)}}`;
  }
  return String(rounded(value)).replace('-', '{-}');
}

/** A number as a factor or a summand after another: negative ones in parentheses. */
export function texInside(value: number): string {
  return value < 0 ? `(${tex(value)})` : tex(value);
}

/** `= 0.5`, or `≈ 0.333` where digits are left out. */
export function texResult(value: number): string {
  const isWhole = Math.abs(value - rounded(value)) <= 1e-12 * Math.abs(value);
  return `${isWhole ? '=' : '\\approx'} ${tex(value)}`;
}

function rounded(value: number): number {
  return Number(Math.abs(value) < 1 ? value.toPrecision(3) : value.toFixed(3));
}
