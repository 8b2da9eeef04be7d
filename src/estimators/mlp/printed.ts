/**
 * Numbers as the lines of `verbose` show them: like C's and Python's `%.nf`. It knows no lines.
 */

/** `value` with `digits` (1 or more) decimals; what lies midway between two goes to the even digit. */
export function printed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return `${value}`.toLowerCase().replace('infinity', 'inf');
  const exact = value.toFixed(100);
  const cut = exact.length - 100 + digits;
  const isMidway = /^50*$/.test(exact.slice(cut));
  return isMidway && Number(exact[cut - 1]) % 2 === 0 ? exact.slice(0, cut) : value.toFixed(digits);
}
