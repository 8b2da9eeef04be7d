/**
 * Everything that is settled before training: the task, what happens to each column, the rows to train on and
 * to test on. Told from the table and the options alone. It knows nothing of networks or terminals.
 */
import { HebbError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import type { Column } from '../data/column.ts';
import type { Table } from '../data/table.ts';
import { trainTestSplit } from '../selection/train-test-split.ts';
import { checkCells } from './check-cells.ts';
import { chooseTask, type Task } from './choose-task.ts';
import { type PlannedColumn, planColumn } from './column-plan.ts';
import { leakingColumns } from './leakage.ts';
import { count, counted } from './number-text.ts';
import { textHint } from './text-hint.ts';

/** Fewer rows cannot be split into training and test in any useful way. */
const fewestRows = 5;

export interface PlanOptions {
  readonly target: string;
  readonly task?: Task;
  /** Columns to leave out. */
  readonly drop?: readonly string[];
  /** Share of the rows to test on. */
  readonly test: number;
  readonly seed: number;
}

/** One part of the rows: the used columns and the targets. */
export interface Part {
  readonly X: Table;
  readonly y: Label[];
}

export interface TrainingPlan {
  readonly task: Task;
  /** Why this task. */
  readonly reason: string;
  readonly columns: readonly PlannedColumn[];
  readonly train: Part;
  readonly test: Part;
  /** All labels there are, ascending; empty for regression. */
  readonly classes: readonly Label[];
  /** Rows left out because their target is missing. */
  readonly droppedRows: number;
  /** Things worth saying, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Plan the training on a table.
 *
 * @throws HebbError `UNKNOWN_COLUMN` with the nearest name; `EMPTY_DATA` for too few rows or columns;
 * `INVALID_VALUE` for a target that cannot be learned; `NON_FINITE` for infinities
 */
export function planTraining(table: Table, options: PlanOptions): TrainingPlan {
  const { target, drop = [], test, seed } = options;
  const whole = table.drop(...drop);
  for (const column of whole.columns) checkCells(column);
  const complete = withoutMissing(whole, whole.column(target));
  const droppedRows = table.rowCount - complete.rowCount;
  if (complete.rowCount === 0) {
    throw new HebbError('EMPTY_DATA', `the target '${target}' is missing in every row.`);
  }
  if (complete.rowCount < fewestRows) {
    throw new HebbError(
      'EMPTY_DATA',
      `there ${complete.rowCount === 1 ? 'is' : 'are'} only ${counted(complete.rowCount, 'row')} with a target; training and testing need at least ${fewestRows}.`,
    );
  }
  const { X, y } = complete.splitTarget(target);
  const { task, reason } = chooseTask(y, options.task);
  const columns = X.columns.map(planColumn);
  const used = columns.filter(({ use }) => use !== 'dropped').map(({ name }) => name);
  if (used.length === 0) {
    throw new HebbError('EMPTY_DATA', `no column is left to learn '${target}' from.`);
  }
  const features = X.select(...used);
  const leaks = leakingColumns(features, y, task).map(
    (name) =>
      `Column '${name}' gives the target away; leave it out with --drop unless it is known when predicting.`,
  );
  const texts = X.columns.flatMap((column) => {
    const hint = textHint(column);
    return hint === undefined ? [] : [`Column '${column.name}' ${hint}.`];
  });
  const labels = y.toArray() as Label[];
  const classes = task === 'classification' ? [...new Set(labels)].sort(ascending) : [];
  const { stratify, warnings } = stratification(labels, classes, test);
  const [trainX, testX, trainY, testY] = trainTestSplit(features, labels, {
    testSize: test,
    randomState: seed,
    stratify: stratify ? labels : null,
  });
  if (task === 'classification' && new Set(trainY).size < 2) {
    throw new HebbError(
      'INVALID_VALUE',
      `the target '${target}' has one value only in the ${counted(trainY.length, 'row')} to train on; each class needs more rows.`,
    );
  }
  return {
    task,
    reason,
    columns,
    train: { X: trainX, y: trainY },
    test: { X: testX, y: testY },
    classes,
    droppedRows,
    warnings: [...texts, ...leaks, ...warnings],
  };
}

/** The rows that have a target. */
export function withoutMissing(table: Table, target: Column): Table {
  if (target.missing === 0) return table;
  const rows: number[] = [];
  for (let row = 0; row < target.length; row++) if (!target.isMissing(row)) rows.push(row);
  return table.take(rows);
}

function ascending(a: Label, b: Label): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Both parts keep the classes' shares wherever there are rows enough for that. */
function stratification(
  labels: readonly Label[],
  classes: readonly Label[],
  test: number,
): { stratify: boolean; warnings: string[] } {
  if (classes.length === 0) return { stratify: false, warnings: [] };
  const counts = new Map<Label, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [rarest, rows] = [...counts].reduce((low, entry) => (entry[1] < low[1] ? entry : low));
  const testRows = Math.ceil(test * labels.length);
  if (rows < 2) {
    return {
      stratify: false,
      warnings: [
        `The class '${rarest}' has one row only, so the test rows are drawn without regard to classes.`,
      ],
    };
  }
  const smaller = Math.min(testRows, labels.length - testRows);
  if (smaller < classes.length) {
    return {
      stratify: false,
      warnings: [
        `There are ${count(classes.length)} classes and only ${counted(testRows, 'test row')}, so the test rows are drawn without regard to classes.`,
      ],
    };
  }
  return { stratify: true, warnings: [] };
}
