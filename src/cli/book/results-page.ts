/**
 * `--html`: one page with the table of results and, for each claim, what the book says, how it was tried and the
 * pictures. Complete in itself: no scripts, no fonts, nothing fetched.
 */
import { drawing, type Html, html } from '../report/html.ts';
import { styleSheet } from '../report/style-sheet.ts';
import { aboutResults, sumText } from './results-text.ts';
import type { Outcome } from './try-claim.ts';
import { expectedText, foundText, verdictOf } from './verdict.ts';

/** What the report's style sheet lacks: the colours of verdicts. */
const more =
  '.holds{color:#1a7f37}.fails{color:#c62828;font-weight:600}.no-data{color:var(--warm)}@media screen and (prefers-color-scheme:dark){.holds{color:#57c271}.fails{color:#ff7b72}}h3{font-size:14px;font-weight:400;color:var(--soft);margin:0 0 12px}section table{margin:0 0 12px}.results{min-width:640px}figure .hebb-logic{max-width:100%;height:auto;margin-left:0;background:#fff}a{color:var(--accent)}';

/**
 * The page's text.
 *
 * @param made when and on what kind of machine
 */
export function resultsPage(outcomes: readonly Outcome[], made: string): string {
  const title = "The textbook's numbers";
  const page = html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${title}</title><style>${drawing(styleSheet + more)}</style></head>
<body><main><header><h1>${title}</h1>
<p class="lead">${aboutResults} ${sumText(outcomes)}</p></header>
<section class="long"><div class="wide"><table><thead><tr><th>Claim</th><th class="n">Verdict</th><th class="n">Seconds</th></tr></thead><tbody>
${outcomes.map(summaryRow)}
</tbody></table></div></section>
${outcomes.map(section)}
<footer>${made}. Made by hebb.</footer></main></body></html>
`;
  return page.text;
}

function summaryRow({ claim, verdict, seconds }: Outcome): Html {
  return html`<tr><th><a href="#${claim.name}">${claim.title}</a></th><td class="n ${classOf(verdict)}">${verdict}</td><td class="n">${seconds.toFixed(1)}</td></tr>`;
}

function section(outcome: Outcome): Html {
  const { claim, finding, problem, rows } = outcome;
  const lines = rows.map((row) => {
    const { measure, expected } = row;
    const verdict = verdictOf(row, outcome.verdict);
    return html`<tr><th>${measure}</th><td class="n">${expectedText(expected)}</td><td>${expected.source ?? 'the book'}</td><td class="n">${foundText(row)}</td><td class="${classOf(verdict)}">${verdict}</td><td>${expected.because}</td></tr>`;
  });
  const figures = (finding?.pictures ?? []).map(
    ({ svg, caption }) => html`<figure>${drawing(svg)}<figcaption>${caption}</figcaption></figure>`,
  );
  const pictures = figures.length === 0 ? undefined : html`<div class="figures">${figures}</div>`;
  const remark = finding?.remark === undefined ? undefined : html`<p>${finding.remark}</p>`;
  const told = problem === undefined ? undefined : html`<ul class="warnings"><li>${problem}</li></ul>`;
  return html`<section class="long" id="${claim.name}"><h2>${claim.title}</h2><h3>${claim.section} · hebb book --only ${claim.name}</h3>
<p>${claim.about}</p>
<div class="wide"><table class="results"><thead><tr><th>Measure</th><th class="n">Expected</th><th>By</th><th class="n">Hebb</th><th>Verdict</th><th>Tolerance</th></tr></thead><tbody>
${lines}
</tbody></table></div>
${remark}${told}${pictures}</section>`;
}

function classOf(verdict: string): string {
  return verdict.replace(' ', '-');
}
