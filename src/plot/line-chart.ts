/**
 * `lineChart`: one or more lines over a common axis, such as learning curves. It knows nothing of what they mean.
 */
import { HebbError } from '../core/errors.ts';
import { checkOptions, oneOf } from '../core/options.ts';
import {
  axes,
  type Box,
  canBeLog,
  extent,
  type Scale,
  scaleAlong,
  scaleOf,
  spansDecades,
  tickRoom,
} from './axes.ts';
import { type FigureOptions, figure, figureRules, readNumbers, text, titleRoom } from './figure.ts';
import { legend } from './legend.ts';
import { classInk, dashes, filled, haloed, stroked } from './look.ts';
import { mark, markGroup } from './marks.ts';
import { numberText } from './number-text.ts';
import { element, label, pathThrough, tooltip } from './svg.ts';

/** One line. */
export interface Series {
  readonly name: string;
  /** The values; NaN breaks the line. */
  readonly y: Iterable<number>;
  /** Where they lie; 1, 2, 3, … when left out. */
  readonly x?: Iterable<number>;
  /** A place on the line that is marked and named, counted from 0: the best epoch. */
  readonly best?: number;
  /** Whether each value has a dot on the line. Default false. */
  readonly points?: boolean;
}

export interface LineChartOptions extends FigureOptions {
  /** Name of the horizontal axis, with its unit. */
  readonly xLabel?: string;
  /** Name of the vertical axis, with its unit. */
  readonly yLabel?: string;
  /** Default `'linear'`; `'log'` is for positive places. */
  readonly xScale?: 'linear' | 'log';
  /** Default `'auto'`: a log axis where positive values span more than a decade. */
  readonly yScale?: 'auto' | 'linear' | 'log';
}

const rules = {
  ...figureRules,
  xLabel: text,
  yLabel: text,
  xScale: oneOf('linear', 'log'),
  yScale: oneOf('auto', 'linear', 'log'),
};

interface Line extends Pick<Series, 'name' | 'best' | 'points'> {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Lines over a common axis.
 *
 * @param series the lines; a record of name → values will do
 * @returns an SVG file's text
 * @throws HebbError `LENGTH_MISMATCH` for x and y of different lengths; `INVALID_VALUE` for what is no number;
 * `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const svg = lineChart({ training: [1, 0.3, 0.1], validation: [1.1, 0.5, 0.4] }, { xLabel: 'Epoch', yLabel: 'Loss' });
 */
export function lineChart(
  series: readonly Series[] | Readonly<Record<string, Iterable<number>>>,
  options: LineChartOptions = {},
): string {
  checkOptions('lineChart', options, rules);
  const { title = '', width = 460, height = 320 } = options;
  const top = (title === '' ? 12 : titleRoom) + 4;
  const { body, described } = drawLines(series, options, { top, width, height });
  return figure({ title, description: options.description ?? described, width, height, body });
}

/** Lines, legend and axes below `top`, and what they are in a sentence. */
export function drawLines(
  series: readonly Series[] | Readonly<Record<string, Iterable<number>>>,
  options: LineChartOptions,
  { top: head, width, height }: { readonly top: number; readonly width: number; readonly height: number },
): { readonly body: readonly string[]; readonly described: string } {
  const { xLabel = '', yLabel = '', xScale = 'linear', yScale = 'auto' } = options;
  const lines = readSeries(series);
  const yDomain = extent(...lines.map(({ y }) => y));
  const isLog = yScale === 'log' ? canBeLog(yDomain[0]) : yScale === 'auto' && spansDecades(yDomain);
  const names = legend(lines.length < 2 ? [] : lines.map(({ name }, k) => ({ name, sample: sampleOf(k) })), {
    left: 16,
    top: head,
    right: width - 16,
  });
  const top = head + names.height + (yLabel === '' ? 8 : 28);
  const bottom = height - (xLabel === '' ? 30 : 48);
  const y = scaleOf(yDomain, [bottom, top], { log: isLog, ticks: 5 });
  const box: Box = { left: tickRoom(y), top, right: width - 20, bottom };
  const xDomain = extent(...lines.map((line) => line.x));
  const xIsLog = xScale === 'log' && canBeLog(xDomain[0]);
  const x = scaleAlong(xDomain, [box.left, box.right], { nice: false, log: xIsLog });
  const drawn = lines.map((line, k) => drawLine(line, k, x, y));
  const yName = isLog && yLabel !== '' ? `${yLabel} (log axis)` : yLabel;
  const xName = xIsLog && xLabel !== '' ? `${xLabel} (log axis)` : xLabel;
  const body = [names.drawing, axes(box, { scale: x, name: xName }, { scale: y, name: yName }), ...drawn];
  return { body, described: describe(lines, xLabel, yLabel, isLog) };
}

function readSeries(series: readonly Series[] | Readonly<Record<string, Iterable<number>>>): Line[] {
  const list = Array.isArray(series)
    ? (series as readonly Series[])
    : Object.entries(series).map(([name, y]): Series => ({ name, y }));
  return list.map(({ name, x, y, best, points }) => {
    const values = readNumbers(y, name);
    const places = x === undefined ? values.map((_, i) => i + 1) : readNumbers(x, `the x of ${name}`);
    if (places.length === values.length) return { name, x: places, y: values, best, points };
    throw new HebbError(
      'LENGTH_MISMATCH',
      `the line '${name}' has ${values.length} values, but ${places.length} places on the x axis.`,
    );
  });
}

function drawLine(
  { name, x, y, best, points: hasDots }: Line,
  k: number,
  xScale: Scale,
  yScale: Scale,
): string {
  const points = Array.from(y, (value, i): [number, number] => [xScale.at(x[i]), yScale.at(value)]);
  const style = { ...stroked(classInk(k), 1.75), 'stroke-dasharray': dashes(k), 'stroke-linejoin': 'round' };
  const line = element('path', { d: pathThrough(points), ...style }, tooltip(name));
  const dots = points.flatMap(([px, py], i) => {
    if (hasDots !== true || !Number.isFinite(px) || !Number.isFinite(py)) return [];
    return mark(k, { x: px, y: py, radius: 3.5, text: `${numberText(y[i])} at ${numberText(x[i])}` });
  });
  const drawn = dots.length === 0 ? line : line + markGroup(k, dots, 1);
  const at = points[best ?? -1];
  if (best === undefined || !at?.every(Number.isFinite)) return drawn;
  return drawn + bestMark(at, x[best], y[best], k, xScale);
}

function bestMark([px, py]: [number, number], x: number, y: number, k: number, scale: Scale): string {
  const text = `${numberText(y)} at ${numberText(x)}`;
  const isRight = px > (scale.at(scale.domain[0]) + scale.at(scale.domain[1])) / 2;
  const anchor = isRight ? { 'text-anchor': 'end' } : {};
  return element(
    'g',
    {},
    element('circle', { cx: px, cy: py, r: 4.5, ...filled(classInk(k)) }),
    element('circle', { cx: px, cy: py, r: 4.5, ...stroked('paper', 1.5) }, tooltip(text)),
    label(text, px + (isRight ? -9 : 9), py - 9, { ...haloed, ...anchor }),
  );
}

function sampleOf(k: number): string {
  const style = { ...stroked(classInk(k), 2), 'stroke-dasharray': dashes(k) };
  return element('line', { x1: -9, x2: 9, y1: 0, y2: 0, ...style });
}

function describe(lines: readonly Line[], xLabel: string, yLabel: string, isLog: boolean): string {
  const what = lines.map(({ name, y }) => {
    const there = y.filter(Number.isFinite);
    if (there.length === 0) return `${name} has no values`;
    return `${name} goes from ${numberText(there[0])} to ${numberText(there[there.length - 1])}`;
  });
  const over = xLabel === '' ? '' : ` over ${xLabel}`;
  const axis = isLog ? ', on a log axis' : '';
  return `Line chart${yLabel === '' ? '' : ` of ${yLabel}`}${over}${axis}: ${what.join('; ')}.`;
}
