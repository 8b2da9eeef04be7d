/** A plan in sentences: what is done by default, and why. Pure text. */
import type { PlannedColumn, TrainingPlan } from 'hebb';

export interface Sentence {
  readonly about: string;
  readonly says: string;
}

/** @param leftOut how many columns a person leaves out */
export function sentencesOn(plan: TrainingPlan, leftOut: number): Sentence[] {
  const { task, target, rows, testRows, testSize, stratify, droppedRows, randomState, network } = plan;
  const trainRows = rows - testRows;
  const layers = [network.hiddenLayerSizes].flat();
  const gone =
    droppedRows === 0
      ? ''
      : ` ${counted(droppedRows, 'row')} without a target ${droppedRows === 1 ? 'is' : 'are'} left out.`;
  const scaled =
    task === 'regression'
      ? ' The target is standardized too; predictions come back in its own unit.'
      : ` The network gives each of the ${plan.classes.length} classes a probability.`;
  const reason = plan.reason.replace(target, () => `“${target}”`);
  return [
    {
      about: 'Task',
      says: `${task === 'regression' ? 'Regression' : 'Classification'}, ${plan.isAsked ? 'as you chose, though' : 'since'} ${reason}.${gone}${scaled}`,
    },
    { about: 'Columns', says: columnsText(plan, leftOut) },
    ...gapsText(plan).map((says) => ({ about: 'Gaps', says })),
    {
      about: 'Test',
      says: `${counted(testRows, 'row')} (${Math.round(100 * testSize)} %) are kept apart, drawn with seed ${randomState}${stratify ? ', each class keeping its share' : ''}; the network learns from the other ${number(trainRows)} and is judged on rows that it has never seen.`,
    },
    {
      about: 'Network',
      says: `${counted(layers.length, 'hidden layer')} of ${listed(layers.map(String))} ReLU units, trained by Adam with learning rate ${network.learningRateInit} in batches of ${network.batchSize}. An L2 penalty of ${network.alpha} keeps weights small${network.alpha > 0.01 ? ', more so since the table is small' : ''}.`,
    },
    { about: 'End', says: endText(plan, trainRows, target) },
  ];
}

function endText({ network, classes }: TrainingPlan, trainRows: number, target: string): string {
  const { nIterNoChange, maxIter, earlyStopping } = network;
  const most = `at the latest after ${number(maxIter)} epochs`;
  if (earlyStopping) {
    return `A tenth of the training rows is held out. When the ${classes.length > 0 ? 'accuracy' : 'R²'} on them has not risen for ${nIterNoChange} epochs, training ends, ${most}, and the best network is kept.`;
  }
  const why = trainRows < 2000 ? `, since ${number(trainRows)} are few` : '';
  return `No rows are held out to watch over the training${why}. It ends when the loss on “${target}” has not fallen for ${nIterNoChange} epochs, ${most}.`;
}

function columnsText({ columns, used }: TrainingPlan, leftOut: number): string {
  const of = (use: PlannedColumn['use']): number => columns.filter((column) => column.use === use).length;
  const parts = [
    part(of('number'), 'number', 'standardized to mean 0 and deviation 1'),
    part(of('category'), 'category', 'a column of 0 and 1 for each value, 50 at most', 'categories'),
    part(of('flag'), 'column of true and false', 'as 1 and 0, standardized', 'columns of true and false'),
    part(of('date'), 'date', 'as days, month, weekday and hour'),
  ].filter(Boolean);
  const dropped = columns.filter(({ use }) => use === 'dropped');
  const why = dropped.slice(0, 3).map(({ name, note }) => `“${name}” (${note})`);
  if (dropped.length > 3) why.push(`${dropped.length - 3} more`);
  return [
    `${counted(used.length, 'column')} ${used.length === 1 ? 'goes' : 'go'} in: ${parts.join('; ')}.`,
    dropped.length > 0 && `Left out: ${listed(why)}.`,
    leftOut > 0 && `${counted(leftOut, 'column')} you left out.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function gapsText({ columns }: TrainingPlan): string[] {
  const gaps = columns.filter(({ missing, use }) => missing > 0 && use !== 'dropped');
  if (gaps.length === 0) return [];
  const marked = gaps.filter(({ marksMissing }) => marksMissing).length;
  return [
    `Missing numbers become the column's median, missing categories the commonest one (${counted(gaps.length, 'column')} ${gaps.length === 1 ? 'has' : 'have'} gaps).${marked === 0 ? '' : ` Where 5 % or more are missing (${counted(marked, 'column')}), the network is told so.`}`,
  ];
}

function part(count: number, one: string, how: string, many = `${one}s`): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many} (${how})`;
}

export function number(value: number): string {
  return value.toLocaleString('en');
}

export function counted(count: number, one: string): string {
  return `${number(count)} ${one}${count === 1 ? '' : 's'}`;
}

function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}
