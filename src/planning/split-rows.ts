/**
 * The rows of a table to train on and to test on, as planned. It knows nothing of networks.
 */
import { counted } from '../core/counted.ts';
import { HebbError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import type { Table } from '../data/table.ts';
import { trainTestSplit } from '../selection/train-test-split.ts';
import { type TrainingPlan, withoutMissing } from './plan-training.ts';

/** Some rows: the used columns and the targets. */
export interface PlannedRows {
  readonly X: Table;
  readonly y: Label[];
}

/**
 * Split the rows of a table as planned. Rows without a target are left out.
 *
 * @param table the table of the plan
 * @throws HebbError `INVALID_VALUE` where one class alone is left to train on
 * @example
 * const { table } = await loadPenguins();
 * const { train, test } = splitRows(table, planTraining(table, { target: 'species', testSize: 0.25 }));
 * console.log(train.y.length, test.y.length); // 258 86
 */
export function splitRows(
  table: Table,
  plan: TrainingPlan,
): { readonly train: PlannedRows; readonly test: PlannedRows } {
  const { target, used, task, testSize, randomState, stratify } = plan;
  const complete = withoutMissing(table.select(...used, target), table.column(target));
  const labels = complete.column(target).toArray() as Label[];
  const [trainX, testX, trainY, testY] = trainTestSplit(complete.select(...used), labels, {
    testSize,
    randomState,
    stratify: stratify ? labels : null,
  });
  if (task === 'classification' && new Set(trainY).size < 2) {
    throw new HebbError(
      'INVALID_VALUE',
      `the target '${target}' has one value only in the ${counted(trainY.length, 'row')} to train on; each class needs more rows.`,
    );
  }
  return { train: { X: trainX, y: trainY }, test: { X: testX, y: testY } };
}
