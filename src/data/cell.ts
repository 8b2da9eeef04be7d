/**
 * What the text of one cell means: is it a number, a truth value, a date? One function per type, strict
 * enough that ordinary words are never mistaken. It knows nothing of columns or of missing values.
 */

/**
 * The number a text spells in decimal or scientific notation, `Infinity` and `inf` included; undefined if it
 * spells none. Hexadecimal (`0x1F`), digit groups (`1,000`) and blanks are not numbers.
 */
export function parseNumber(text: string): number | undefined {
  const value = +text;
  if (!Number.isNaN(value)) {
    const second = text.charCodeAt(1) | 32;
    const hasRadix = second === 120 || second === 111 || second === 98;
    return text === '' || hasRadix || text.trim() === '' ? undefined : value;
  }
  const infinity = /^([+-]?)inf$/i.exec(text);
  if (infinity === null) return undefined;
  return infinity[1] === '-' ? -Infinity : Infinity;
}

/** The same for numbers with a decimal comma: `3,14` and `1,5e3` are numbers, `3.14` and `1.000,5` are none. */
export function parseCommaNumber(text: string): number | undefined {
  return text.includes('.') ? undefined : parseNumber(text.replace(',', '.'));
}

/** `true` or `false` in any case; undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  if (text.length < 4 || text.length > 5) return undefined;
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

const isoDate =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))?)?$/;

/**
 * Milliseconds since 1970-01-01 UTC of an ISO 8601 date (`2024-02-29`) or moment (`2024-02-29 13:45:00+01:00`);
 * undefined for anything else, such as a 30th of February. A moment without a zone is taken as UTC, so that
 * the same file means the same on every machine.
 */
export function parseDate(text: string): number | undefined {
  if (text.length < 10) return undefined;
  const parts = isoDate.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000);
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day);
  if (moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day) return undefined;
  moment.setUTCHours(hour, minute, second, fraction);
  const offset = parts[9] === undefined ? 0 : Number(parts[10]) * 60 + Number(parts[11]);
  return moment.getTime() - (parts[9] === '-' ? -offset : offset) * 60_000;
}
