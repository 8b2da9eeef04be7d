/**
 * Counts in sentences: `53,940`, `1 row`, `2 rows`. It knows nothing of what is counted.
 */

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `53,940` */
export function count(value: number): string {
  return grouped.format(value);
}

/** `1 row`, `2 rows` */
export function counted(value: number, noun: string, plural: string = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}
