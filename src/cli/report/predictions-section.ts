/**
 * The report's predictions on the test rows: against the truth for numbers; by class, and by how sure the
 * network was, for classes.
 */

import { count, counted } from '../../core/counted.ts';
import type { Label } from '../../core/labels.ts';
import { calibrationCurve } from '../../metrics/calibration-curve.ts';
import { confusionMatrix } from '../../metrics/classification.ts';
import { type ClassScores, classificationReport } from '../../metrics/classification-report.ts';
import { confusionMatrixPlot } from '../../plot/confusion-matrix-plot.ts';
import { lineChart } from '../../plot/line-chart.ts';
import { scatter } from '../../plot/scatter.ts';
import { score } from '../number-text.ts';
import type { Facts } from './facts.ts';
import { drawing, type Html, html } from './html.ts';

/** Below so many rows a calibration is mostly chance. */
const fewRows = 200;

/** The section on the predictions. */
export function predictionsSection(facts: Facts): Promise<Html> {
  return facts.plan.task === 'regression' ? numbers(facts) : classes(facts);
}

async function numbers({ model, plan }: Facts): Promise<Html> {
  const { target } = plan;
  const truth = plan.test.y as number[];
  const predicted = (await model.predict(plan.test.X)) as Float64Array;
  const against = scatter(truth, predicted, {
    title: 'Predictions against the truth',
    xLabel: `true ${target}`,
    yLabel: `predicted ${target}`,
    idealLine: true,
  });
  const errors = Array.from(predicted, (value, row) => value - truth[row]);
  const left = scatter(predicted, errors, {
    title: 'What is left over',
    xLabel: `predicted ${target}`,
    yLabel: 'predicted − true',
    height: 460,
  });
  return html`<section><h2>Predictions</h2>
<p class="lead">Each point is one of the test rows.</p>
<div class="figures"><figure>${drawing(against)}<figcaption>On the dashed line a prediction is right.</figcaption></figure>
<figure>${drawing(left)}<figcaption>A network that has learned all there is leaves a cloud around zero, without shape.</figcaption></figure></div></section>`;
}

async function classes({ model, plan }: Facts): Promise<Html> {
  const truth = plan.test.y;
  const predicted = (await model.predict(plan.test.X)) as Label[];
  const labels = plan.classes;
  const matrix = confusionMatrixPlot(confusionMatrix(truth, predicted, { labels }), {
    title: 'Which class was taken for which',
    labels,
  });
  const { values, shape } = await model.predictProba(plan.test.X);
  const sure = truth.map((_, row) => Math.max(...values.subarray(row * shape[1], (row + 1) * shape[1])));
  return html`<section><h2>Predictions</h2>
<p class="lead">On the test rows.</p>
<div class="figures"><figure>${drawing(matrix)}<figcaption>The darker, the larger the share of its row: blue is right, orange is wrong.</figcaption></figure>
${calibration(
  sure,
  truth.map((label, row) => label === predicted[row]),
)}</div>
<div class="wide"><table><thead><tr><th>Class</th><th class="n">Precision</th><th class="n">Recall</th><th class="n">F1</th><th class="n">Test rows</th></tr></thead>
<tbody>${classRows(truth, predicted, labels)}</tbody></table></div>
<p class="note">Precision: of the rows predicted as this class, how many are. Recall: of its rows, how many were found. F1: their harmonic mean.</p></section>`;
}

/** How sure the network was of its predictions, and how often it was right. */
function calibration(sure: readonly number[], isRight: readonly boolean[]): Html {
  // Rounding of float32 probabilities may reach past 1.
  const confidences = sure.map((p) => Math.min(1, p));
  const { probPred, probTrue, counts } = calibrationCurve(isRight, confidences, {
    posLabel: true,
    nBins: 10,
  });
  const gap = probPred.reduce((sum, p, k) => sum + counts[k] * Math.abs(p - probTrue[k]), 0) / sure.length;
  const average = (list: readonly number[]): number =>
    list.reduce((sum, value) => sum + value, 0) / list.length;
  const excess = average(confidences) - average(isRight.map(Number));
  const verdict =
    excess > 0.01 ? 'overconfident' : excess < -0.01 ? 'too modest' : 'neither overconfident nor too modest';
  const caution =
    sure.length < fewRows ? ` Take it lightly: ${counted(sure.length, 'row')} cannot tell much.` : '';
  const low = Math.floor(Math.min(...probPred, ...probTrue) * 10) / 10;
  const plot = lineChart(
    [
      { name: 'this network', x: probPred, y: probTrue, points: true },
      { name: 'ideal', x: [low, 1], y: [low, 1] },
    ],
    {
      title: 'How sure, and how often right',
      xLabel: 'mean probability of the predicted class',
      yLabel: 'share that is right',
      yScale: 'linear',
      height: 400,
    },
  );
  return html`<figure>${drawing(plot)}<figcaption>Networks tend to be overconfident: below the dashed line a network is surer than it should be. This one is ${verdict}: sure to ${score(average(confidences))} on average, right in ${score(average(isRight.map(Number)))}. Expected calibration error ${score(gap)}.${caution}</figcaption></figure>`;
}

function classRows(truth: readonly Label[], predicted: readonly Label[], labels: readonly Label[]): Html[] {
  const keys = labels.map((_, k) => `class ${k}`);
  const own = classificationReport([...truth], [...predicted], {
    labels: [...labels],
    targetNames: keys,
    outputDict: true,
    zeroDivision: 0,
  });
  return labels.map((label, k) => {
    const { precision, recall, 'f1-score': f1, support } = own[keys[k]] as ClassScores;
    return html`<tr><th scope="row">${String(label)}</th><td class="n">${score(precision)}</td><td class="n">${score(recall)}</td><td class="n">${score(f1)}</td><td class="n">${count(support)}</td></tr>`;
  });
}
