/**
 * Everything that is settled before training, told from a table and wishes: the task, what happens to each
 * column, the options of the network. It is as `hebb train` has it. It trains nothing and knows no page.
 */
import { type Column, type ColumnType, HebbError, type Label, type MlpOptions, type Table } from 'hebb';
import { givesAway } from './leakage.ts';
import type { Wishes } from './settings.ts';

export type Task = 'classification' | 'regression';
/** How a column goes into the network, or that it does not. */
export type ColumnUse = 'number' | 'flag' | 'date' | 'category' | 'dropped';

export interface PlannedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly use: ColumnUse;
  readonly missing: number;
  /** Whether the network is told where a value is missing. */
  readonly marksMissing: boolean;
  /** Why it is dropped. */
  readonly why?: string;
}

export interface Plan {
  readonly target: string;
  readonly task: Task;
  /** Why this task, without a full stop. */
  readonly reason: string;
  readonly columns: readonly PlannedColumn[];
  /** Names of the columns that go in. */
  readonly used: readonly string[];
  /** Those of them that give the target away. */
  readonly leaks: readonly string[];
  readonly classes: readonly Label[];
  /** Rows with a target, and without. */
  readonly rows: number;
  readonly droppedRows: number;
  readonly testRows: number;
  readonly testShare: number;
  readonly stratify: boolean;
  readonly seed: number;
  readonly network: NetworkPlan;
}

export type NetworkPlan = Required<
  Pick<
    MlpOptions,
    'activation' | 'alpha' | 'learningRateInit' | 'maxIter' | 'earlyStopping' | 'nIterNoChange' | 'dtype'
  >
> & {
  readonly hiddenLayerSizes: readonly number[];
  readonly batchSize: number;
  readonly randomState: number;
};

/** A category becomes at most so many columns; the rarer values share the last. */
export const mostCategories = 50;
const fewestRows = 10;
/** From so many different texts on, a column in which most rows differ is a name. */
const fewestNames = 10;
const manyMissing = 0.05;
const mostNumericClasses = 20;
const rowsPerNumericClass = 5;
/** From so many training rows on, some can be spared for watching over the training. */
const manyRows = 2000;
const mostClasses = 200;
const rowName = /(^|[\s_.-])(id|uuid|guid)$|[a-z]I[dD]$|^(index|key|column_1)$/i;

/**
 * The plan for a table and wishes.
 *
 * @throws HebbError `EMPTY_DATA`, `INVALID_VALUE`, `NON_FINITE`: with what is the matter and what to do
 */
export function planFor(table: Table, wishes: Wishes): Plan {
  const { target, leftOut, seed, testShare } = wishes;
  const column = table.column(target);
  const rows = table.rowCount - column.missing;
  if (rows < fewestRows) {
    throw new HebbError(
      'EMPTY_DATA',
      `Only ${rows} rows have a value in “${target}”; training and testing need at least ${fewestRows}.`,
    );
  }
  const values = new Set<Label>();
  for (const value of column) if (isPresent(value)) values.add(value as Label);
  const { task, reason } = taskFor(column, values, rows, wishes.task);
  const columns = table.columns.filter(({ name }) => name !== target).map(planColumn);
  const used = columns.filter(({ use, name }) => use !== 'dropped' && !leftOut.includes(name));
  if (used.length === 0) {
    throw new HebbError('EMPTY_DATA', `No column is left to learn “${target}” from; let one in again.`);
  }
  for (const { name } of used) refuseInfinite(table.column(name));
  const testRows = Math.ceil(testShare * rows);
  const classes = task === 'classification' ? [...values].sort(ascending) : [];
  const rarest = task === 'classification' ? rarestCount(column) : 0;
  return {
    target,
    task,
    reason,
    columns,
    used: used.map(({ name }) => name),
    leaks: used.filter(({ name }) => givesAway(table.column(name), column, task)).map(({ name }) => name),
    classes,
    rows,
    droppedRows: column.missing,
    testRows,
    testShare,
    stratify: classes.length > 0 && rarest > 1 && Math.min(testRows, rows - testRows) >= classes.length,
    seed,
    network: networkFor(task, classes.length, rarest, rows - testRows, wishes),
  };
}

function networkFor(
  task: Task,
  classes: number,
  rarest: number,
  rows: number,
  { hidden, rate, epochs, earlyStopping, seed }: Wishes,
): NetworkPlan {
  const isLarge = rows >= manyRows;
  return {
    hiddenLayerSizes: hidden,
    activation: 'relu',
    batchSize: Math.min(isLarge ? 200 : 32, rows),
    // The fewer rows, the more the penalty must hold the network back.
    alpha: isLarge
      ? 0.01
      : Number(Math.min(0.5, (task === 'classification' ? 250 : 120) / rows).toPrecision(2)),
    learningRateInit: rate,
    maxIter: epochs,
    earlyStopping: earlyStopping && isLarge && (classes !== 2 || rarest >= 25),
    nIterNoChange: 20,
    dtype: 'float32',
    randomState: seed,
  };
}

/** What happens to a column of features. */
function planColumn(column: Column): PlannedColumn {
  const { name, type, missing } = column;
  const present = column.length - missing;
  const marksMissing = missing > 0 && missing >= manyMissing * column.length;
  const dropped = (why: string): PlannedColumn => ({
    name,
    type,
    missing,
    use: 'dropped',
    marksMissing: false,
    why,
  });
  const planned = (use: ColumnUse): PlannedColumn => ({ name, type, missing, use, marksMissing });
  if (present === 0) return dropped('no value at all');
  const distinct = new Set<unknown>();
  for (let row = 0; row < column.length; row++) {
    if (column.isMissing(row)) continue;
    distinct.add(column.type === 'date' ? column.values[row] : column.at(row));
  }
  if (distinct.size === 1 && !marksMissing) return dropped('the same value throughout');
  switch (column.type) {
    case 'date':
      return planned('date');
    case 'boolean':
      return planned('flag');
    case 'number':
      return rowName.test(name) &&
        distinct.size === column.length &&
        column.values.every((value) => Number.isInteger(value))
        ? dropped('numbers its rows')
        : planned('number');
    default:
      return distinct.size > fewestNames && distinct.size * 2 > present
        ? dropped('nearly every row has another text')
        : planned('category');
  }
}

function taskFor(
  target: Column,
  values: ReadonlySet<Label>,
  rows: number,
  wanted: Wishes['task'],
): { readonly task: Task; readonly reason: string } {
  const { name, type } = target;
  if (type === 'date') {
    throw new HebbError('INVALID_VALUE', `“${name}” holds dates; choose numbers, texts or true and false.`);
  }
  if (values.size === 1) {
    throw new HebbError('INVALID_VALUE', `“${name}” has the same value in every row: nothing to learn.`);
  }
  refuseInfinite(target);
  const isNumber = type === 'number';
  const areFew =
    values.size === 2 ||
    (values.size <= mostNumericClasses &&
      values.size * rowsPerNumericClass <= rows &&
      [...values].every((value) => Number.isInteger(value)));
  const natural: Task = isNumber && !areFew ? 'regression' : 'classification';
  const task = wanted === 'auto' || !isNumber ? natural : wanted;
  if (task === 'classification' && values.size > 2 && (values.size * 2 > rows || values.size > mostClasses)) {
    throw new HebbError(
      'INVALID_VALUE',
      `“${name}” has ${values.size.toLocaleString('en')} different values in ${rows.toLocaleString('en')} rows; classes must repeat, and be ${mostClasses} at most. Choose another column.`,
    );
  }
  const what = isNumber ? 'a number' : type === 'boolean' ? 'true or false' : 'text';
  const different =
    type === 'boolean'
      ? ''
      : ` with ${isNumber && areFew ? 'only ' : ''}${values.size.toLocaleString('en')} different values`;
  return {
    task,
    reason:
      task === natural
        ? `“${name}” is ${what}${different}`
        : `you chose so (“${name}” is ${what}${different})`,
  };
}

function refuseInfinite(column: Column): void {
  if (column.type !== 'number') return;
  const row = column.values.findIndex((value) => value === Infinity || value === -Infinity);
  if (row === -1) return;
  throw new HebbError(
    'NON_FINITE',
    `“${column.name}” holds ${column.at(row)} in row ${row + 1}; leave the column out, or mend the file.`,
  );
}

function rarestCount(column: Column): number {
  const counts = new Map<unknown, number>();
  for (const value of column) if (isPresent(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.min(...counts.values());
}

function isPresent(value: unknown): boolean {
  return value !== null && !Number.isNaN(value);
}

function ascending(a: Label, b: Label): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
