/**
 * What `hebb train` and `hebb search` settle about a table: the library's plan and its rows, in the words of the
 * command line. It knows nothing of training.
 */
import { type PlanOptions, planTraining, type TrainingPlan } from '../planning/plan-training.ts';
import { type PlannedRows, splitRows } from '../planning/split-rows.ts';
import { aboutInput, type Input } from './read-input.ts';
import { UsageError } from './usage-error.ts';

/** A plan with its rows. */
export interface InputPlan extends TrainingPlan {
  readonly train: PlannedRows;
  readonly test: PlannedRows;
}

/** @throws HebbError what `planTraining` and `splitRows` throw, with the input's name; UsageError */
export function planInput(input: Input, options: PlanOptions): InputPlan {
  const { target, drop } = options;
  if (drop?.includes(target)) throw new UsageError(`--drop names the target, '${target}'.`);
  try {
    const plan = planTraining(input.table, options);
    const leaks = plan.leaks.map(
      (name) =>
        `Column '${name}' gives the target away; leave it out with --drop unless it is known when predicting.`,
    );
    return {
      ...plan,
      ...splitRows(input.table, plan),
      reason: plan.isAsked ? `--task says so (${plan.reason})` : plan.reason,
      warnings: [...leaks, ...plan.warnings],
    };
  } catch (error) {
    throw aboutInput(error, input);
  }
}
