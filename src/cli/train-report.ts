/**
 * What `hebb train` tells people: the plan before training, the scores after it. Text only; it knows nothing of
 * how they came about.
 */

import { count, counted } from '../core/counted.ts';
import type { MlpOptions } from '../estimators/mlp/options.ts';
import type { ColumnUse, PlannedColumn } from '../planning/plan-column.ts';
import { measure, score } from './number-text.ts';
import type { InputPlan } from './plan-input.ts';
import type { Style } from './style.ts';
import type { Scores, TestScores } from './test-scores.ts';
import { aligned, columns, printable } from './text-layout.ts';

/** How scores are called and written. */
const scoreTexts: Readonly<Record<string, readonly [title: string, write: (value: number) => string]>> = {
  r2: ['R²', score],
  rootMeanSquaredError: ['RMSE', measure],
  meanAbsoluteError: ['MAE', measure],
  accuracy: ['Accuracy', score],
  balancedAccuracy: ['Balanced accuracy', score],
  logLoss: ['Log loss', score],
};

/** So many columns are named of each kind; the report has them all. */
const mostNames = 20;

/** The plan in a few lines of at most `width` characters. */
export function planText(
  name: string,
  plan: InputPlan,
  { width, style }: { readonly width: number; readonly style: Style },
): string {
  const { task, reason, train, test, droppedRows, network } = plan;
  const total = train.y.length + test.y.length + droppedRows;
  const dropped = droppedRows > 0 ? `; ${count(droppedRows)} dropped, as their target is missing` : '';
  const pairs = [
    ['Data', `${name}: ${counted(total, 'row')}, ${counted(plan.columns.length + 1, 'column')}`],
    ['Task', `${task}, as ${reason}`],
    ...columnPairs(plan.columns),
    ['Rows', `${count(train.y.length)} to train on, ${count(test.y.length)} to test on${dropped}`],
    ['Network', networkText(network)],
  ];
  const text = columns(
    pairs.map(([title, text]) => [title, printable(text)]),
    width,
  );
  return text.replace(/^\S+( \S+)*(?= {2})/gm, style.bold);
}

function columnPairs(planned: readonly PlannedColumn[]): string[][] {
  const kinds: readonly (readonly [use: ColumnUse, title: string, treatment: string])[] = [
    ['number', 'Numbers', 'standardized, the median where missing'],
    ['flag', 'True or false', 'standardized, the commonest where missing'],
    ['date', 'Dates', 'as days, month, weekday and hour, standardized, the median where missing'],
    ['category', 'Categories', 'one input for each category, the commonest where missing'],
    ['dropped', 'Dropped', ''],
  ];
  return kinds.flatMap(([use, title, treatment]) => {
    const own = planned.filter((column) => column.use === use);
    if (own.length === 0) return [];
    const shown = own.length > mostNames ? own.slice(0, mostNames) : own;
    const names = shown.map(({ name, note }) => (note === '' ? name : `${name} (${note})`)).join(', ');
    const list = shown.length < own.length ? `${names} and ${count(own.length - shown.length)} more` : names;
    return [[title, treatment === '' ? list : `${list}: ${treatment}`]];
  });
}

function networkText({ hiddenLayerSizes, activation, maxIter, earlyStopping }: MlpOptions): string {
  const layers = [hiddenLayerSizes ?? []].flat();
  const units = `${counted(layers.length, 'hidden layer')} of ${layers.join(', ')} ${activation} units`;
  const stop = earlyStopping === true ? 'validation rows no longer gain' : 'loss no longer falls';
  return `${units}; up to ${counted(maxIter ?? 0, 'epoch')}, fewer when the ${stop}`;
}

/** Each score's title, the model's and the baseline's. */
export function scoreRows({
  model,
  baseline,
}: TestScores): [title: string, model: string, baseline: string][] {
  return Object.entries(model).map(([name, value]) => {
    const [title, write] = scoreTexts[name];
    return [title, write(value), write(baseline[name])];
  });
}

/**
 * The scores beside the baseline's as a table.
 *
 * @param title which rows they are of
 */
export function scoresText(
  scores: TestScores,
  { task }: Pick<InputPlan, 'task'>,
  style: Style,
  title = 'On the test rows',
): string {
  const baselineTitle = task === 'regression' ? 'always the mean' : 'commonest class';
  const [head, ...lines] = aligned([[title, 'model', baselineTitle], ...scoreRows(scores)]).split('\n');
  return [style.bold(head), ...lines].join('\n');
}

/** Scores for JSON: what cannot be computed is null. */
export function scoresJson(scores: Scores): Record<string, number | null> {
  const entries = Object.entries(scores).map(([name, value]) => [
    name,
    Number.isFinite(value) ? value : null,
  ]);
  return Object.fromEntries(entries);
}
