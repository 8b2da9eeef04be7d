/**
 * The report's permutation importance: which of the person's own columns the network relies on.
 */
import { count, counted } from '../../core/counted.ts';
import { range } from '../../core/range.ts';
import { barChart } from '../../plot/bar-chart.ts';
import { permutationImportance } from '../../selection/permutation-importance.ts';
import { takeRows } from '../../selection/take-rows.ts';
import type { Facts } from './facts.ts';
import { drawing, type Html, html } from './html.ts';

const nRepeats = 5;
/** Scores of more rows would take long and tell little more; with many columns, of fewer. */
const mostRows = 2000;
const fewestRows = 200;
const mostCells = 100_000;
const mostColumns = 20;

/** The section on importance. */
export async function importanceSection({ model, plan }: Facts): Promise<Html> {
  const { X, y } = plan.test;
  const most = Math.min(mostRows, Math.max(fewestRows, Math.floor(mostCells / X.columns.length)));
  // The test rows are drawn at random, so the first of them are as good as any.
  const rows = range(Math.min(most, y.length));
  const { importancesMean, importancesStd } = await permutationImportance(
    model,
    X.take(rows),
    takeRows(y, rows),
    {
      nRepeats,
      randomState: plan.randomState,
    },
  );
  const order = [...importancesMean.keys()]
    .sort((a, b) => importancesMean[b] - importancesMean[a])
    .slice(0, mostColumns);
  const score = plan.task === 'regression' ? 'R²' : 'accuracy';
  const chart = barChart(
    order.map((j) => [X.columns[j].name, importancesMean[j]] as const),
    {
      title: 'Permutation importance',
      xLabel: `fall of ${score} when the column is shuffled`,
      errors: order.map((j) => importancesStd[j]),
    },
  );
  const some =
    order.length < X.columns.length
      ? ` The ${order.length} most important of ${count(X.columns.length)} columns.`
      : '';
  const sampled =
    rows.length < y.length
      ? `${count(rows.length)} of the ${counted(y.length, 'test row')}`
      : `all ${counted(y.length, 'test row')}`;
  return html`<section><h2>What the network relies on</h2>
<p class="lead">How much worse it gets when one column's values are dealt out anew among the rows: mean and standard deviation of ${nRepeats} shufflings, on ${sampled}.${some}</p>
<div class="figures"><figure>${drawing(chart)}<figcaption>Columns that tell the same thing share their importance: either alone may seem useless.</figcaption></figure></div></section>`;
}
