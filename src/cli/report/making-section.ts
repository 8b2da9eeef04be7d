/**
 * The report's end: how the network was made, so that it can be made again, and how it is loaded.
 */

import { count } from '../../core/counted.ts';
import { version } from '../../core/version.ts';
import { loadingLines } from '../loading-lines.ts';
import { networkOf } from '../network-of.ts';
import type { Facts } from './facts.ts';
import { type Html, html } from './html.ts';

/** The sections on use and making. */
export function makingSection({ input, model, plan, out, date }: Facts): Html {
  const { coefs, intercepts } = networkOf(model);
  const sizes = [coefs[0].shape[0], ...coefs.map(({ shape }) => shape[1])];
  const parameters = [...coefs.map(({ values }) => values), ...intercepts].reduce(
    (sum, { length }) => sum + length,
    0,
  );
  const pairs: readonly (readonly [string, string])[] = [
    ['Task', `${plan.task}, as ${plan.reason}`],
    ['Units', `${sizes.join(' → ')}, ${count(parameters)} parameters`],
    ...Object.entries(plan.network).map(([name, value]): [string, string] => [name, String(value)]),
    ['Seed', String(plan.randomState)],
    ['Versions', `hebb ${version}, Node.js ${process.versions.node}`],
    ['Made', date.toISOString().slice(0, 16).replace('T', ' ').concat(' UTC')],
  ];
  const list = pairs.map(([title, text]) => html`<dt>${title}</dt><dd>${text}</dd>`);
  return html`<section><h2>Use it</h2>
<p class="lead">The model is in ${out}. In TypeScript:</p>
<pre><code>${multiline(loadingLines(out, input))}</code></pre></section>
<section><h2>How it was made</h2><dl>${list}</dl>
<p class="note">The same data, options, seed and version give the same network.</p></section>`;
}

/** Text whose line breaks stay. */
function multiline(text: string): Html {
  const [first, ...rest] = text.split('\n').map((line) => html`${line}`);
  return rest.reduce((above, line) => html`${above}\n${line}`, first);
}
