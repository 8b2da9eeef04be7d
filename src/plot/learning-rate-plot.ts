/**
 * `learningRatePlot`: the loss over a sweep of the learning rate, with the point where it turns. It knows the
 * numbers of a sweep, not how they came about.
 */
import { HebbError } from '../core/errors.ts';
import { checkOptions } from '../core/options.ts';
import { type FigureOptions, figureRules, readNumbers } from './figure.ts';
import { lineChart } from './line-chart.ts';

/** The numbers of a sweep, as `learningRateRange` gives them. */
export interface LearningRateSweep {
  readonly learningRates: Iterable<number>;
  readonly losses: Iterable<number>;
  readonly smoothLosses: Iterable<number>;
  readonly turningPoint: number;
  readonly suggested: number;
}

/**
 * The loss over the learning rate, both on log axes, as it came and without its noise; the turning point is
 * marked. Losses far above the first one are left out: they would press the rest flat.
 *
 * @returns an SVG file's text
 * @throws HebbError `LENGTH_MISMATCH`; `INVALID_VALUE` for what is no number; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const svg = learningRatePlot(await learningRateRange(model, X, y), { title: 'Learning rate' });
 */
export function learningRatePlot(sweep: LearningRateSweep, options: FigureOptions = {}): string {
  checkOptions('learningRatePlot', options, figureRules);
  const x = readNumbers(sweep.learningRates, 'learningRates');
  const losses = readNumbers(sweep.losses, 'losses');
  const smooth = readNumbers(sweep.smoothLosses, 'smoothLosses');
  if (losses.length !== x.length || smooth.length !== x.length) {
    throw new HebbError('LENGTH_MISMATCH', 'the sweep has as many losses as learning rates, one a step.');
  }
  const limit = 4 * Math.max(...smooth.subarray(0, Math.max(1, x.indexOf(sweep.turningPoint))));
  const shown = (values: Float64Array): Float64Array =>
    values.map((value) => (value <= limit ? value : Number.NaN));
  const series = [
    { name: 'loss of each batch', x, y: shown(losses) },
    { name: 'smoothed', x, y: shown(smooth), best: x.indexOf(sweep.turningPoint) },
  ];
  return lineChart(series, {
    description: `Line chart of the loss over the learning rate, both on log axes: it turns at ${sweep.turningPoint.toPrecision(2)}, and a tenth of that, ${sweep.suggested.toPrecision(2)}, is suggested.`,
    ...options,
    xScale: 'log',
    xLabel: 'Learning rate',
    yLabel: 'Loss',
  });
}
