/**
 * Dates written after a pattern such as `dd.MM.yyyy HH:mm`, the numeric part of Java's SimpleDateFormat, which
 * ARFF's date attributes use. A moment is taken as UTC. It knows nothing of ARFF.
 */
import { parseDate } from './cell.ts';

/** The letters of a pattern, how many digits each run of them stands for, and the place in an ISO date. */
const fields: Readonly<Record<string, { digits: string; width: number; fallback: string }>> = {
  y: { digits: '\\d{4}', width: 4, fallback: '1970' },
  M: { digits: '\\d{1,2}', width: 2, fallback: '01' },
  d: { digits: '\\d{1,2}', width: 2, fallback: '01' },
  H: { digits: '\\d{1,2}', width: 2, fallback: '00' },
  m: { digits: '\\d{1,2}', width: 2, fallback: '00' },
  s: { digits: '\\d{1,2}', width: 2, fallback: '00' },
  S: { digits: '\\d{1,3}', width: 3, fallback: '000' },
};

/**
 * A parser for dates of a pattern: from text to milliseconds since 1970-01-01 UTC, or undefined for other text.
 * Undefined if the pattern has names of months, zones or other parts than year (yyyy), month, day, hour (H),
 * minute, second and millisecond.
 *
 * @example
 * dateParser('dd.MM.yyyy')?.('29.02.2024'); // 1709164800000
 */
export function dateParser(pattern: string): ((text: string) => number | undefined) | undefined {
  const order: string[] = [];
  let source = '';
  for (const [part] of pattern.matchAll(/'(?:[^']|'')*'|([a-zA-Z])\1*|[^a-zA-Z]/g)) {
    const field = fields[part[0]];
    if (part.length > 1 && part.startsWith("'")) source += literal(part === "''" ? "'" : part.slice(1, -1));
    else if (!/[a-zA-Z]/.test(part)) source += literal(part);
    else if (field === undefined || order.includes(part[0]) || !fits(part)) return undefined;
    else {
      order.push(part[0]);
      source += `(${field.digits})`;
    }
  }
  const shape = new RegExp(`^${source}$`);
  return (text) => {
    const found = shape.exec(text);
    if (found === null) return undefined;
    const [y, M, d, H, m, s, S] = Object.entries(fields).map(([letter, { width, fallback }]) => {
      const at = order.indexOf(letter);
      return at === -1 ? fallback : found[at + 1].padStart(width, '0');
    });
    return parseDate(`${y}-${M}-${d}T${H}:${m}:${s}.${S}Z`);
  };
}

/** Years have four letters; months of three and more are names. */
function fits(part: string): boolean {
  return part[0] === 'y' ? part.length === 4 : part.length <= fields[part[0]].width;
}

function literal(text: string): string {
  return text.replaceAll("''", "'").replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
