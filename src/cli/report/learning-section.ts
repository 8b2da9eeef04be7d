/**
 * The report's learning curves: the loss of each epoch, the score on validation rows, and which epoch was best.
 */

import { counted } from '../../core/counted.ts';
import { lineChart } from '../../plot/line-chart.ts';
import { networkOf } from '../network-of.ts';
import { duration } from '../number-text.ts';
import type { Facts } from './facts.ts';
import { drawing, type Html, html } from './html.ts';

/** The section on the training; nothing when not one epoch was done. */
export function learningSection({ model, plan, seconds }: Facts): Html | undefined {
  const { lossCurve, validationScores } = networkOf(model);
  if (lossCurve.length === 0) return undefined;
  const isRegression = plan.task === 'regression';
  const best = placeOfBest(validationScores ?? lossCurve.map((loss) => -loss));
  const loss = lineChart([{ name: 'training loss', y: lossCurve, best }], {
    title: 'Loss on the training rows',
    xLabel: 'epoch',
    yLabel: 'loss',
  });
  const what = isRegression ? 'Half the mean squared error of the standardized target' : 'Log loss';
  const score = isRegression ? 'R²' : 'accuracy';
  const figures = [
    html`<figure>${drawing(loss)}<figcaption>${what}, with the L2 penalty.</figcaption></figure>`,
  ];
  if (validationScores !== null && validationScores.length > 0) {
    const curve = lineChart([{ name: `validation ${score}`, y: validationScores, best }], {
      title: `${isRegression ? 'R²' : 'Accuracy'} on the validation rows`,
      xLabel: 'epoch',
      yLabel: score,
      yScale: 'linear',
    });
    figures.push(
      html`<figure>${drawing(curve)}<figcaption>A tenth of the training rows, held out to watch over the training. The weights of the marked epoch were kept.</figcaption></figure>`,
    );
  }
  return html`<section><h2>Learning</h2>
<p class="lead">${counted(lossCurve.length, 'epoch')} in ${duration(seconds)}; the best one is marked.</p>
<div class="figures">${figures}</div></section>`;
}

function placeOfBest(scores: readonly number[]): number {
  return scores.reduce((best, value, k) => (value > scores[best] ? k : best), 0);
}
