/** Numbers as people read them: three significant digits, a real minus, no exponent where none is needed. */

export function shortNumber(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) {
    const [digits, exponent] = value.toExponential(2).split('e');
    return `${minus(digits)}e${minus(exponent.replace('+', ''))}`;
  }
  if (Number.isInteger(value)) return minus(String(value));
  return minus(size >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3))));
}

/** Always so many digits after the point, for numbers that stand below each other or change. */
export function fixedNumber(value: number, digits: number): string {
  return Number.isFinite(value) ? minus(value.toFixed(digits)) : shortNumber(value);
}

function minus(text: string): string {
  return text.replace('-', '−');
}
