/** A bound on tables that their files only imply: small files that would fill the memory. */
import { HebbError } from '../core/errors.ts';

/** A table may have so many cells whatever its file: 2 GiB of numbers. */
const mostImplied = 1 << 28;

/**
 * Refuse a table of many more cells than its file spells out.
 *
 * @param extent how much there is in the file, in `unit`
 * @throws HebbError `UNSUPPORTED`
 */
export function refuseHuge(
  name: string,
  rows: number,
  columns: number,
  extent: number,
  unit: 'values' | 'bytes',
): void {
  if (rows * columns <= Math.max(mostImplied, 8 * extent)) return;
  throw new HebbError(
    'UNSUPPORTED',
    `${name} has ${rows} rows and ${columns} columns, but only ${extent} ${unit}; a table of it would not fit into memory.`,
  );
}
