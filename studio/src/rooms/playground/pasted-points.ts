/** Points from a pasted table: numbers as they are, words as classes in the order they come. */
import { parseCsv } from 'hebb';
import { reach } from './features.ts';
import { mostPoints, type OwnPoint } from './settings.ts';

export function readPoints(
  text: string,
): { readonly points: readonly OwnPoint[] } | { readonly problem: string } {
  try {
    const table = parseCsv(text, { columns: ['x', 'y', 'target'] });
    if (table.rowCount > mostPoints)
      return { problem: `At most ${mostPoints} points, got ${table.rowCount}.` };
    const classes = new Map<unknown, number>();
    const points: OwnPoint[] = [];
    for (const row of table.rows()) {
      const line = `Line ${points.length + 1}`;
      const [x, y] = [Number(row.x), Number(row.y)];
      if (!Number.isFinite(x) || !Number.isFinite(y)) return { problem: `${line}: x and y must be numbers.` };
      if (Math.abs(x) > reach || Math.abs(y) > reach) {
        return { problem: `${line}: x and y must be between −${reach} and ${reach}.` };
      }
      const { target } = row;
      if (typeof target !== 'number' && !classes.has(target)) classes.set(target, classes.size);
      const value = typeof target === 'number' ? target : (classes.get(target) as number);
      if (!Number.isFinite(value) || Math.abs(value) > 5) return { problem: `${line}: there is no class.` };
      points.push({ x, y, target: value });
    }
    return { points };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
