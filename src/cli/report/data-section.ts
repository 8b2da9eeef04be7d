/**
 * The report's table of columns: what is in each, and what was done to it. It knows nothing of scores.
 */

import { count, counted } from '../../core/counted.ts';
import type { Column } from '../../data/column.ts';
import type { ColumnSummary } from '../../data/summary.ts';
import type { ColumnUse } from '../../planning/plan-column.ts';
import { measure } from '../number-text.ts';
import type { Facts } from './facts.ts';
import { drawing, type Html, html } from './html.ts';
import { sparkline } from './sparkline.ts';

const treatments: Readonly<Record<ColumnUse, string>> = {
  number: 'standardized; the median where missing',
  flag: 'standardized; the commonest where missing',
  date: 'as days, month, weekday and hour, standardized; the median where missing',
  category: 'one input for each category; the commonest where missing',
  dropped: 'left out',
};

/** Of wider tables the first columns are shown. */
const mostColumns = 200;

/** The section on the data. */
export function dataSection({ input, plan }: Facts): Html {
  const { table, name } = input;
  const { target, train, test, droppedRows } = plan;
  const dropped = droppedRows > 0 ? ` ${counted(droppedRows, 'row')} without a target left out.` : '';
  const summaries = table.describe();
  const more = table.columns.length - mostColumns;
  const note = more > 0 ? html`<p class="note">And ${counted(more, 'column')} more.</p>` : undefined;
  const rows = table.columns
    .slice(0, mostColumns)
    .map((column, j) => rowOf(column, summaries[j], plan.columns, target));
  return html`<section class="long"><h2>Data</h2>
<p class="lead">${name}: ${counted(table.rowCount, 'row')}, ${counted(table.columns.length, 'column')}; ${count(train.y.length)} rows to train on, ${count(test.y.length)} to test on.${dropped}</p>
<div class="wide"><table class="columns"><thead><tr><th>Column</th><th>Values</th><th>Type</th><th class="n">Missing</th><th class="n">Distinct</th><th>Min · median · max, or commonest</th><th>What was done</th></tr></thead>
<tbody>${rows}</tbody></table></div>${note}</section>`;
}

function rowOf(
  column: Column,
  summary: ColumnSummary,
  planned: Facts['plan']['columns'],
  target: string,
): Html {
  const { name, type, missing, distinct } = summary;
  const plan = planned.find((own) => own.name === name);
  const isUnused = name !== target && (plan === undefined || plan.use === 'dropped');
  const kind = name === target ? 'target' : isUnused ? 'unused' : '';
  return html`<tr class="${kind}"><th scope="row">${name}</th><td>${drawing(sparkline(column))}</td><td>${type}</td><td class="n">${missing === 0 ? '–' : count(missing)}</td><td class="n">${count(distinct)}</td><td>${spread(summary)}</td><td>${done(plan, name === target)}</td></tr>`;
}

function done(plan: Facts['plan']['columns'][number] | undefined, isTarget: boolean): string {
  if (isTarget) return 'to be predicted';
  if (plan === undefined) return 'left out, as asked';
  const reason = plan.use === 'dropped' && plan.note !== '' ? `: ${plan.note}` : '';
  return `${treatments[plan.use]}${reason}`;
}

function spread(summary: ColumnSummary): string {
  if (summary.type === 'number') {
    return [summary.min, summary.median, summary.max].map(measure).join(' · ');
  }
  if (summary.type === 'date') {
    return [summary.min, summary.max].map((date) => date?.toISOString().slice(0, 10) ?? '–').join(' to ');
  }
  return summary.topCount === 0 ? '–' : `${summary.top} (${count(summary.topCount)})`;
}
