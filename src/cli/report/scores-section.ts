/**
 * The report's scores beside the baseline's, as the command prints them.
 */
import { count } from '../../core/counted.ts';
import { scoreRows } from '../train-report.ts';
import type { Facts } from './facts.ts';
import { type Html, html } from './html.ts';

/** The section on the scores, and on what there was to warn of. */
export function scoresSection({ scores, plan, warnings }: Facts): Html {
  const baseline = plan.task === 'regression' ? 'always the mean' : 'commonest class';
  const parts = scoreRows(scores).map(
    ([title, own, other]) =>
      html`<div class="score"><span>${title}</span><b>${own}</b><span>${baseline}: ${other}</span></div>`,
  );
  const list = warnings.map((message) => html`<li>${message}</li>`);
  const told = list.length === 0 ? undefined : html`<ul class="warnings">${list}</ul>`;
  return html`<section><h2>Scores</h2>
<p class="lead">On ${count(plan.test.y.length)} rows the network has not seen.</p>
<div class="scores">${parts}</div>
${told}</section>`;
}
