/**
 * Regression or classification? Told from the target's column, with the reason in words. It knows nothing of
 * networks.
 */
import { count, counted } from '../core/counted.ts';
import { HebbError, show } from '../core/errors.ts';
import type { Column, ColumnValue } from '../data/column.ts';
import { textHint } from './text-hint.ts';

/** What a target asks for. */
export type Task = 'regression' | 'classification';

export interface TaskChoice {
  readonly task: Task;
  /** What the target's column is like: a sentence without its full stop. */
  readonly reason: string;
  /** Whether another task was asked for than the column suggests. */
  readonly isAsked: boolean;
}

/** Up to so many different whole numbers may be classes, when each comes this often on average. */
const mostNumericClasses = 20;
const rowsPerNumericClass = 5;

/**
 * The task for a target without missing values.
 *
 * @param wanted the task a person asks for; it is only checked
 * @throws HebbError `INVALID_VALUE` for a target that cannot be predicted, or not in the wanted way
 */
export function chooseTask(target: Column, wanted?: Task): TaskChoice {
  const values = new Set<ColumnValue>(target);
  const choice = naturalChoice(target, values);
  if (values.size === 1) {
    throw invalid(
      target,
      `has the same value, ${show([...values][0])}, in all ${counted(target.length, 'row')}; there is nothing to learn.`,
    );
  }
  const task = wanted ?? choice.task;
  if (task === 'regression' && target.type !== 'number') {
    throw invalid(target, `holds ${contents[target.type]}, but regression needs numbers.`);
  }
  if (task === 'classification' && values.size * 2 > target.length && values.size > 2) {
    throw invalid(
      target,
      `has ${count(values.size)} different values in ${counted(target.length, 'row')}; classification needs values that repeat.`,
    );
  }
  return { ...choice, task, isAsked: task !== choice.task };
}

const contents = {
  number: 'numbers',
  category: 'text',
  text: 'text',
  boolean: 'true and false',
  date: 'dates',
};

function naturalChoice(target: Column, values: ReadonlySet<ColumnValue>): Omit<TaskChoice, 'isAsked'> {
  const { name, length, type } = target;
  const different = counted(values.size, 'different value');
  if (type === 'date') throw invalid(target, 'holds dates; it must be numbers, text or true and false.');
  if (type === 'boolean') return { task: 'classification', reason: `${name} is true or false` };
  if (type !== 'number') return { task: 'classification', reason: `${name} is text with ${different}` };
  const fewIntegers =
    values.size <= mostNumericClasses &&
    values.size * rowsPerNumericClass <= length &&
    [...values].every(Number.isInteger);
  if (values.size === 2 || fewIntegers) {
    return { task: 'classification', reason: `${name} is a number with only ${different}` };
  }
  return { task: 'regression', reason: `${name} is a number with ${different}` };
}

function invalid(target: Column, what: string): HebbError {
  const hint = textHint(target);
  const more = hint === undefined ? '' : ` It ${hint}.`;
  return new HebbError('INVALID_VALUE', `the target '${target.name}' ${what}${more}`);
}
