/** What trials are compared by: a metric of their history, and which way is better. */
import { didYouMean, HebbError, show } from '../../core/errors.ts';
import { matching, type Rule } from '../../core/options.ts';
import type { Logs } from '../../nn/callbacks/callback.ts';
import { isBetter } from '../../nn/callbacks/monitor.ts';

export interface Objective {
  /** As in the history: `'val_accuracy'`. */
  readonly name: string;
  /** Which way is better. Default: what the name says; of unknown names less is better. */
  readonly direction?: 'min' | 'max';
}

/** An objective with its direction. */
export type Goal = Required<Objective>;

export const objectiveRule: Rule = matching(
  "the name of a metric, such as 'val_loss', or { name, direction: 'min' | 'max' }",
  (value) => typeof value === 'string' || (typeof value === 'object' && value !== null && isObjective(value)),
);

function isObjective(value: object): boolean {
  const { name, direction, ...rest } = value as Partial<Objective>;
  const isDirection = direction === undefined || direction === 'min' || direction === 'max';
  return typeof name === 'string' && isDirection && Object.keys(rest).length === 0;
}

export function goalOf(objective: string | Objective): Goal {
  const { name, direction } = typeof objective === 'string' ? { name: objective } : { ...objective };
  return { name, direction: direction ?? (isBetter(1, 0, name, 'auto', 0) ? 'max' : 'min') };
}

/** Is the first better? NaN never is. */
export function beats({ direction }: Goal, score: number, other: number): boolean {
  if (Number.isNaN(other)) return !Number.isNaN(score);
  return direction === 'max' ? score > other : score < other;
}

/**
 * Can these logs never hold the objective? Metrics of validation rows need not come with every epoch.
 *
 * @param isOver are these the logs of all epochs?
 */
export function isMissing({ name }: Goal, logs: Logs, isOver: boolean): boolean {
  const names = Object.keys(logs);
  if (names.includes(name)) return false;
  return isOver || !name.startsWith('val_') || names.some((other) => other.startsWith('val_'));
}

/** `INVALID_OPTION`: there is no such metric. */
export function unknownObjective({ name }: Goal, names: readonly string[]): HebbError {
  const isUnvalidated = name.startsWith('val_') && !names.some((other) => other.startsWith('val_'));
  const hint = isUnvalidated
    ? ' Give validationData or validationSplit for those of validation rows.'
    : didYouMean(name, names);
  return new HebbError(
    'INVALID_OPTION',
    `there is no objective ${show(name)}; the metrics are ${names.join(', ')}.${hint}`,
  );
}
