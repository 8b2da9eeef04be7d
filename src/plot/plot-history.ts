/**
 * `plotHistory`: the learning curves of a training, one chart for each metric, training and validation together.
 * It knows names and numbers of metrics, not how they came about.
 */
import { HebbError } from '../core/errors.ts';
import { boolean, checkOptions, listOf } from '../core/options.ts';
import { type FigureOptions, figure, figureRules, readNumbers, text, titleRoom } from './figure.ts';
import { drawLines, type Series } from './line-chart.ts';
import { element } from './svg.ts';

/** For each metric its value after every epoch; those of the validation data begin with `val_`. */
export type MetricHistory = Readonly<Record<string, Iterable<number>>>;

export interface PlotHistoryOptions extends FigureOptions {
  /** Metrics to draw, without `val_`. Default: all, the loss first. */
  readonly metrics?: readonly string[];
  /**
   * Draw what was measured in training half an epoch earlier. It is the mean over an epoch in which the model
   * went on learning, while validation scores the model at the epoch's end. Default false.
   */
  readonly shiftTraining?: boolean;
}

const rules = { ...figureRules, metrics: listOf(text), shiftTraining: boolean };

const chartWidth = 400;
const chartHeight = 290;
/** Charts beside each other, unless a width is given. */
const mostColumns = 3;

/**
 * Learning curves. The epoch with the best validation loss is marked.
 *
 * @param history what `fit` resolves to, or the record of values in it
 * @returns an SVG file's text
 * @throws HebbError `EMPTY_DATA` without metrics; `INVALID_VALUE` for a metric that is not there or what is no
 * number; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const svg = plotHistory({ loss: [0.9, 0.5, 0.4], val_loss: [1, 0.6, 0.65] }, { title: 'Housing' });
 */
export function plotHistory(
  history: { readonly history: MetricHistory; readonly epoch?: readonly number[] } | MetricHistory,
  options: PlotHistoryOptions = {},
): string {
  checkOptions('plotHistory', options, rules);
  const { record, first } = readHistory(history);
  const { title = '', shiftTraining = false } = options;
  const metrics = options.metrics ?? metricsOf(record);
  if (metrics.length === 0) throw new HebbError('EMPTY_DATA', 'the history has no metrics.');
  const columns = Math.min(metrics.length, mostColumns);
  const rows = Math.ceil(metrics.length / columns);
  const top = title === '' ? 12 : titleRoom;
  const { width = columns * chartWidth, height = top + rows * chartHeight } = options;
  const [wide, tall] = [width / columns, (height - top) / rows];
  const charts = metrics.map((metric, k) => {
    const [left, above] = [(k % columns) * wide, top + Math.floor(k / columns) * tall];
    const series = seriesOf(record, metric, first, shiftTraining ? 0.5 : 0);
    const { body, described } = drawLines(
      series,
      { xLabel: 'Epoch', yLabel: metric },
      { top: 0, width: wide, height: tall },
    );
    return { drawing: element('g', { transform: `translate(${left} ${above})` }, ...body), described };
  });
  const described = charts.map((chart) => chart.described).join(' ');
  const body = charts.map((chart) => chart.drawing);
  return figure({ title, description: options.description ?? described, width, height, body });
}

function readHistory(
  history: { readonly history: MetricHistory; readonly epoch?: readonly number[] } | MetricHistory,
): { record: MetricHistory; first: number } {
  const { history: inner, epoch } = history as { history?: MetricHistory; epoch?: readonly number[] };
  const isWhole = typeof inner === 'object' && inner !== null && !(Symbol.iterator in inner);
  if (isWhole) return { record: inner, first: epoch?.[0] ?? 0 };
  return { record: history as MetricHistory, first: 0 };
}

/** Names without `val_`, the loss first, the rest in their order. */
function metricsOf(record: MetricHistory): string[] {
  const names = [...new Set(Object.keys(record).map((name) => name.replace(/^val_/, '')))];
  return names.sort((a, b) => Number(b === 'loss') - Number(a === 'loss'));
}

/** @param first the first epoch, counted from 0 */
function seriesOf(record: MetricHistory, metric: string, first: number, shift: number): Series[] {
  const lines = [
    { key: metric, name: 'training', back: shift },
    { key: `val_${metric}`, name: 'validation', back: 0 },
  ].filter(({ key }) => Object.hasOwn(record, key));
  if (lines.length === 0) {
    const known = metricsOf(record).join(', ');
    throw new HebbError('INVALID_VALUE', `the history has no '${metric}'; it has ${known}.`);
  }
  const longest = Math.max(...lines.map(({ key }) => [...record[key]].length));
  return lines.map(({ key, name, back }): Series => {
    const y = readNumbers(record[key], key);
    // With validationFreq 2 there is a value every other epoch.
    const every = Math.max(1, Math.floor(longest / Math.max(y.length, 1)));
    const x = y.map((_, i) => first + (i + 1) * every - back);
    return { name, x, y, ...(key === 'val_loss' && y.length > 1 ? { best: lowest(y) } : {}) };
  });
}

function lowest(values: Float64Array): number {
  return values.reduce(
    (best, value, i) => (value < values[best] || Number.isNaN(values[best]) ? i : best),
    0,
  );
}
