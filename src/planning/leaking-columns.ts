/**
 * Columns that give the target away: copies of it under another name, which make a network look perfect until
 * it is used. Told from the columns alone.
 */
import type { Column, NumberColumn } from '../data/column.ts';
import type { Table } from '../data/table.ts';
import type { Task } from './choose-task.ts';

/** From this correlation on, one column of numbers is as good as another. */
const sameNumbers = 0.999999;

/** The names of columns that stand for the target: numbers in line with it, or one value for each class. */
export function leakingColumns(X: Table, target: Column, task: Task): string[] {
  const leaks = X.columns.filter((column) =>
    task === 'classification'
      ? standsForClasses(column, target)
      : column.type === 'number' && target.type === 'number' && inLine(column, target),
  );
  return leaks.map(({ name }) => name);
}

/** Whether each value goes with one class only, and each class with one value. */
function standsForClasses(column: Column, target: Column): boolean {
  const classOf = new Map<unknown, unknown>();
  const valueFor = new Map<unknown, unknown>();
  for (let row = 0; row < column.length; row++) {
    if (column.isMissing(row)) continue;
    const value = column.type === 'date' ? column.values[row] : column.at(row);
    const label = target.at(row);
    if (!classOf.has(value)) classOf.set(value, label);
    if (!valueFor.has(label)) valueFor.set(label, value);
    if (classOf.get(value) !== label || valueFor.get(label) !== value) return false;
  }
  return valueFor.size > 1;
}

/** Whether the correlation is 1 or −1, over the rows where both are there (sums after Welford). */
function inLine({ values: x }: NumberColumn, { values: y }: NumberColumn): boolean {
  let [n, meanX, meanY, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < x.length; row++) {
    if (Number.isNaN(x[row])) continue;
    n++;
    const [dx, dy] = [x[row] - meanX, y[row] - meanY];
    meanX += dx / n;
    meanY += dy / n;
    xx += dx * (x[row] - meanX);
    xy += dx * (y[row] - meanY);
    yy += dy * (y[row] - meanY);
  }
  return n > 2 && Math.abs(xy) > sameNumbers * Math.sqrt(xx * yy);
}
