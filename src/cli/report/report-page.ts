/**
 * `--report`: one HTML page on a trained network, complete in itself: no scripts, no fonts, nothing fetched.
 * The sections are beside it; here is their order.
 */
import { basename } from 'node:path';
import { counted } from '../../core/counted.ts';
import { duration } from '../number-text.ts';
import { dataSection } from './data-section.ts';
import type { Facts } from './facts.ts';
import { drawing, type Html, html } from './html.ts';
import { importanceSection } from './importance-section.ts';
import { learningSection } from './learning-section.ts';
import { makingSection } from './making-section.ts';
import { predictionsSection } from './predictions-section.ts';
import { scoresSection } from './scores-section.ts';
import { styleSheet } from './style-sheet.ts';

/** The page's text. */
export async function reportPage(facts: Facts): Promise<string> {
  const sections: readonly (Html | undefined)[] = [
    scoresSection(facts),
    await predictionsSection(facts),
    await importanceSection(facts),
    learningSection(facts),
    dataSection(facts),
    makingSection(facts),
  ];
  const { input, plan, seconds } = facts;
  const title = `${plan.target}, predicted from ${basename(input.name)}`;
  const page = html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${title}</title><style>${drawing(styleSheet)}</style></head>
<body><main><header><h1>${title}</h1>
<p class="lead">A neural network for ${plan.task}, trained on ${counted(plan.train.y.length, 'row')} in ${duration(seconds)}.</p></header>
${sections.filter((section) => section !== undefined)}
<footer>Made by hebb.</footer></main></body></html>
`;
  return page.text;
}
