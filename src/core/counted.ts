/**
 * Counts in sentences: `53,940`, `1 row`, `2 rows`. It knows nothing of what is counted.
 */

/** `53,940`. Not by `Intl`, whose first use costs Node 10 ms. */
export function count(value: number): string {
  return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 row`, `2 rows` */
export function counted(value: number, noun: string, plural: string = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}
