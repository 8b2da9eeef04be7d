/**
 * Numbers as figures show them: three significant digits, a real minus, thousands apart.
 */

const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** `0.0123`, `−1.5`, `53,900`, `1.2e−7` */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const isPlain = value === 0 || (size >= 1e-4 && size < 1e9);
  const text = isPlain
    ? short.format(value)
    : value
        .toExponential(2)
        .replace(/\.?0+e\+?/, 'e')
        .replace('e+', 'e');
  return text.replaceAll('-', '\u2212');
}

/** Whole numbers in full, others in three digits. */
export function cellText(value: number): string {
  return Number.isSafeInteger(value) ? value.toLocaleString('en-US') : numberText(value);
}

/** `1 row`, `2,340 rows`: counts in full. */
export function countText(value: number, noun: string): string {
  return `${cellText(value)} ${value === 1 ? noun : `${noun}s`}`;
}
