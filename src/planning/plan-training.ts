/**
 * Everything that is settled before a network is trained on a table: the task, what happens to each column, how
 * many rows are for testing, the network's options. Told from the table and the wishes alone. It takes no row
 * anywhere and trains nothing.
 */
import { count, counted } from '../core/counted.ts';
import { HebbError, show } from '../core/errors.ts';
import { type Label, sortLabels } from '../core/labels.ts';
import { checkOptions, listOf, matching, nullable, oneOf, type Rule, real } from '../core/options.ts';
import type { Column } from '../data/column.ts';
import { Table } from '../data/table.ts';
import type { MlpOptions } from '../estimators/mlp/options.ts';
import { seedRule } from '../random/random-state.ts';
import { checkCells } from './check-cells.ts';
import { chooseTask, type Task } from './choose-task.ts';
import { leakingColumns } from './leaking-columns.ts';
import { type PlannedColumn, planColumn } from './plan-column.ts';
import { type PlannedNetwork, planNetwork } from './plan-network.ts';
import { textHint } from './text-hint.ts';

/** Fewer rows cannot be split into training and test in any useful way. */
const fewestRows = 5;

/** What a person wishes of a training; what it leaves open follows from the table. */
export interface PlanOptions {
  /** The column to predict. */
  readonly target: string;
  /** By default what suits the target. */
  readonly task?: Task | null;
  /** Columns to leave out. Default []. */
  readonly drop?: readonly string[];
  /** Share of the rows to test on. Default 0.2. */
  readonly testSize?: number;
  /** Seed of the split and of the network. Default 42. */
  readonly randomState?: number;
  /** Options of the network that are settled already. Default {}. */
  readonly network?: MlpOptions;
}

/** What is settled before training, as plain data. */
export interface TrainingPlan {
  readonly target: string;
  readonly task: Task;
  /** What the target's column is like; without a full stop. */
  readonly reason: string;
  /** Whether another task was asked for than the column suggests. */
  readonly isAsked: boolean;
  /** The columns of features and what happens to each, without those that were to be left out. */
  readonly columns: readonly PlannedColumn[];
  /** Names of the columns that go into the network. */
  readonly used: readonly string[];
  /** Those of them that give the target away. */
  readonly leaks: readonly string[];
  /** All labels there are, ascending; empty for regression. */
  readonly classes: readonly Label[];
  /** Rows with a target. */
  readonly rows: number;
  /** Rows left out because their target is missing. */
  readonly droppedRows: number;
  /** Rows to test on, and their share. */
  readonly testRows: number;
  readonly testSize: number;
  /** Whether both parts keep the classes' shares. */
  readonly stratify: boolean;
  readonly randomState: number;
  /** The network's options. */
  readonly network: PlannedNetwork;
  /** Things worth saying, a sentence each. */
  readonly warnings: readonly string[];
}

const optionRules: Readonly<Record<keyof PlanOptions, Rule>> = {
  target: matching('the name of a column', (value) => typeof value === 'string'),
  task: nullable(oneOf('regression', 'classification')),
  drop: listOf(matching('the name of a column', (value) => typeof value === 'string')),
  testSize: real({ above: 0, below: 1 }),
  randomState: seedRule,
  network: matching('options of a network', (value) => typeof value === 'object' && value !== null),
};

/**
 * Plan the training of a network on a table, as `hebb train` does: the task follows from the target's column,
 * columns of numbers are standardized, of texts encoded, and those that only name or number rows dropped; the
 * network's options suit the number of rows. `splitRows` and `plannedModel` do what is planned.
 *
 * @throws HebbError `UNKNOWN_COLUMN` with the nearest name; `EMPTY_DATA` for too few rows or columns;
 * `INVALID_VALUE` for a target that cannot be learned; `NON_FINITE` for infinities; `UNKNOWN_OPTION`,
 * `INVALID_OPTION`
 * @example
 * const { table } = await loadPenguins();
 * const plan = planTraining(table, { target: 'species' });
 * console.log(plan.task, plan.used);
 * const { train, test } = splitRows(table, plan);
 * const model = await plannedModel(plan).fit(train.X, train.y);
 * console.log(await model.score(test.X, test.y));
 */
export function planTraining(table: Table, options: PlanOptions): TrainingPlan {
  if (!(table instanceof Table)) {
    throw new HebbError('INVALID_VALUE', `planTraining: a Table is needed, got ${show(table)}.`);
  }
  checkOptions('planTraining', options, optionRules);
  if (options.target === undefined) {
    throw new HebbError('INVALID_OPTION', "planTraining: option 'target', the column to predict, is needed.");
  }
  const { target, drop = [], testSize = 0.2, randomState = 42 } = options;
  if (drop.includes(target)) {
    throw new HebbError('INVALID_OPTION', `planTraining: drop names the target, '${target}'.`);
  }
  const whole = table.drop(...drop);
  for (const column of whole.columns) checkCells(column);
  const complete = withoutMissing(whole, whole.column(target));
  const rows = complete.rowCount;
  if (rows === 0) throw new HebbError('EMPTY_DATA', `the target '${target}' is missing in every row.`);
  if (rows < fewestRows) {
    throw new HebbError(
      'EMPTY_DATA',
      `there ${rows === 1 ? 'is' : 'are'} only ${counted(rows, 'row')} with a target; training and testing need at least ${fewestRows}.`,
    );
  }
  const { X, y } = complete.splitTarget(target);
  const choice = chooseTask(y, options.task ?? undefined);
  const columns = X.columns.map(planColumn);
  const used = columns.filter(({ use }) => use !== 'dropped').map(({ name }) => name);
  if (used.length === 0) throw new HebbError('EMPTY_DATA', `no column is left to learn '${target}' from.`);
  const testRows = Math.ceil(testSize * rows);
  const counts = choice.task === 'classification' ? countsOf(y) : new Map<Label, number>();
  const rarest = Math.min(...counts.values());
  const obstacle = obstacleToShares(counts, rows, testRows);
  const hints = X.columns.flatMap((column) => {
    const hint = textHint(column);
    return hint === undefined ? [] : [`Column '${column.name}' ${hint}.`];
  });
  return {
    target,
    ...choice,
    columns,
    used,
    leaks: leakingColumns(X.select(...used), y, choice.task),
    classes: sortLabels(counts.keys()),
    rows,
    droppedRows: table.rowCount - rows,
    testRows,
    testSize,
    stratify: counts.size > 0 && obstacle === undefined,
    randomState,
    network: planNetwork(
      {
        task: choice.task,
        rows: rows - testRows,
        classes: counts.size,
        rarest: Math.floor(rarest * (1 - testRows / rows)),
      },
      { randomState, ...options.network },
    ),
    warnings: obstacle === undefined ? hints : [...hints, obstacle],
  };
}

/** The rows that have a target. */
export function withoutMissing(table: Table, target: Column): Table {
  if (target.missing === 0) return table;
  const rows: number[] = [];
  for (let row = 0; row < target.length; row++) if (!target.isMissing(row)) rows.push(row);
  return table.take(rows);
}

function countsOf(target: Column): Map<Label, number> {
  const counts = new Map<Label, number>();
  for (const label of target as Iterable<Label>) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** Both parts keep the classes' shares wherever there are rows enough for that; else this says why not. */
function obstacleToShares(
  counts: ReadonlyMap<Label, number>,
  rows: number,
  testRows: number,
): string | undefined {
  const once = [...counts].find(([, own]) => own < 2);
  if (once !== undefined) {
    return `The class '${once[0]}' has one row only, so the test rows are drawn without regard to classes.`;
  }
  if (Math.min(testRows, rows - testRows) < counts.size) {
    return `There are ${count(counts.size)} classes and only ${counted(testRows, 'test row')}, so the test rows are drawn without regard to classes.`;
  }
  return undefined;
}
