/**
 * `barChart`: one horizontal bar for each name, from zero, with whiskers for how uncertain it is. It knows
 * nothing of what the numbers mean.
 */
import { HebbError } from '../core/errors.ts';
import { checkOptions, matching } from '../core/options.ts';
import { type Box, extent, scaleAlong } from './axes.ts';
import { type FigureOptions, figure, figureRules, readNumbers, text, titleRoom } from './figure.ts';
import { shortened, textWidth } from './legend.ts';
import { filled, stroked } from './look.ts';
import { numberText } from './number-text.ts';
import { element, label, tooltip } from './svg.ts';

export interface BarChartOptions extends FigureOptions {
  /** Name of the axis, with its unit. */
  readonly xLabel?: string;
  /** Half the length of each bar's whisker, such as a standard deviation. Default: none. */
  readonly errors?: Iterable<number>;
}

const rules = {
  ...figureRules,
  xLabel: text,
  errors: matching('numbers, one a bar', (value) => Symbol.iterator in Object(value)),
};

const rowHeight = 26;

/**
 * Horizontal bars: positive ones blue, negative ones orange.
 *
 * @param values name → length
 * @returns an SVG file's text
 * @throws HebbError `EMPTY_DATA`, `LENGTH_MISMATCH`, `INVALID_VALUE`, `NON_FINITE`; `UNKNOWN_OPTION`,
 * `INVALID_OPTION`
 * @example
 * const svg = barChart([['carat', 1.1], ['clarity', 0.2]], { xLabel: 'Fall of R²', errors: [0.02, 0.01] });
 */
export function barChart(
  values: Iterable<readonly [name: string, length: number]>,
  options: BarChartOptions = {},
): string {
  checkOptions('barChart', options, rules);
  const bars = Array.from(values);
  if (bars.length === 0) throw new HebbError('EMPTY_DATA', 'there are no bars to draw.');
  const lengths = finite(
    bars.map(([, length]) => length),
    'the values',
  );
  const errors = finite(options.errors ?? lengths.map(() => 0), 'errors');
  if (errors.length !== lengths.length) {
    throw new HebbError('LENGTH_MISMATCH', `there are ${lengths.length} bars, but ${errors.length} errors.`);
  }
  const { title = '', xLabel = '', width = 460 } = options;
  const top = title === '' ? 12 : titleRoom + 6;
  const below = xLabel === '' ? 30 : 50;
  const { height = top + bars.length * rowHeight + below } = options;
  const step = (height - top - below) / bars.length;
  const names = bars.map(([name]) => shortened(name, 24));
  const box: Box = {
    left: 28 + Math.max(...names.map(textWidth)),
    top,
    right: width - 62,
    bottom: height - below,
  };
  const ends = lengths.map((length, k) => length + errors[k]);
  const starts = lengths.map((length, k) => length - errors[k]);
  const x = scaleAlong(extent([0], ends, starts), [box.left, box.right], { nice: false });
  const zero = x.at(0);
  const ticks = x.ticks.map(({ value, text }) => {
    const at = x.at(value);
    const line = element('line', { x1: at, x2: at, y1: box.top, y2: box.bottom, ...stroked('line') });
    return line + label(text, at, box.bottom + 18, { ...filled('soft'), 'text-anchor': 'middle' });
  });
  const drawn = bars.map(([name, length], k) => {
    const middle = box.top + (k + 0.5) * step;
    const [from, to] = length < 0 ? [x.at(length), zero] : [zero, x.at(length)];
    const spread = errors[k] > 0 ? ` ± ${numberText(errors[k])}` : '';
    const bar = element(
      'rect',
      {
        x: from,
        y: middle - step * 0.3,
        width: to - from,
        height: step * 0.6,
        ...filled(length < 0 ? 'negative' : 'positive'),
      },
      tooltip(`${name}: ${numberText(length)}${spread}`),
    );
    const whisker = element('line', {
      x1: x.at(starts[k]),
      x2: x.at(ends[k]),
      y1: middle,
      y2: middle,
      ...stroked('ink', 1.5),
    });
    return [
      label(names[k], box.left - 8, middle + 4, { ...filled('ink'), 'text-anchor': 'end' }),
      bar,
      errors[k] > 0 ? whisker : '',
      label(numberText(length), Math.max(x.at(ends[k]), to) + 8, middle + 4, filled('soft')),
    ].join('');
  });
  const axis = element('line', { x1: zero, x2: zero, y1: box.top, y2: box.bottom, ...stroked('soft') });
  const name =
    xLabel === ''
      ? ''
      : label(`${xLabel} →`, width - 20, height - 12, { ...filled('soft'), 'text-anchor': 'end' });
  const list = bars.map(([own, length]) => `${own} ${numberText(length)}`).join(', ');
  const description = options.description ?? `Bar chart${xLabel === '' ? '' : ` of ${xLabel}`}: ${list}.`;
  return figure({ title, description, width, height, body: [...ticks, ...drawn, axis, name] });
}

function finite(values: Iterable<number>, name: string): Float64Array {
  const numbers = readNumbers(values, name);
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad === -1) return numbers;
  throw new HebbError('NON_FINITE', `${name} must be finite; number ${bad} is ${numbers[bad]}.`);
}
