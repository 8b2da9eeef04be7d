/**
 * `activationPlot`: functions of one number and their slopes. It is given functions and knows none by name.
 */
import { HebbError, show } from '../core/errors.ts';
import { boolean, checkOptions, matching } from '../core/options.ts';
import { axes, type Box, extent, scaleAlong, scaleOf, tickRoom } from './axes.ts';
import { type FigureOptions, figure, figureRules, titleRoom } from './figure.ts';
import { legend } from './legend.ts';
import { classInk, stroked } from './look.ts';
import { numberText } from './number-text.ts';
import { element, pathThrough, tooltip } from './svg.ts';

export interface ActivationPlotOptions extends FigureOptions {
  /** From where to where. Default [−4, 4]. */
  readonly domain?: readonly [low: number, high: number];
  /** Whether the slopes are drawn too, dashed. Default true. */
  readonly derivative?: boolean;
}

const rules = {
  ...figureRules,
  domain: matching(
    '[low, high], low below high',
    (value) =>
      Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] < value[1],
  ),
  derivative: boolean,
};

const samples = 400;

/**
 * Functions over a domain, solid, and their slopes, dashed. Slopes are central differences.
 *
 * @param functions name → function of one number
 * @returns an SVG file's text
 * @throws HebbError `EMPTY_DATA` for no function; `INVALID_VALUE` for what is none; `UNKNOWN_OPTION`,
 * `INVALID_OPTION`
 * @example
 * const svg = activationPlot({ tanh: Math.tanh, relu: (z) => Math.max(0, z) });
 */
export function activationPlot(
  functions: Readonly<Record<string, (z: number) => number>>,
  options: ActivationPlotOptions = {},
): string {
  checkOptions('activationPlot', options, rules);
  const entries = Object.entries(functions);
  if (entries.length === 0) throw new HebbError('EMPTY_DATA', 'there are no functions to draw.');
  for (const [name, own] of entries) {
    if (typeof own !== 'function')
      throw new HebbError('INVALID_VALUE', `'${name}' must be a function of one number, got ${show(own)}.`);
  }
  const { title = '', width = 460, height = 320, domain = [-4, 4], derivative = true } = options;
  const [low, high] = domain;
  const step = (high - low) / samples;
  const xs = Float64Array.from({ length: samples + 1 }, (_, i) => low + i * step);
  const curves = entries.flatMap(([name, f], k) => {
    const curve = { k, name, dash: undefined as string | undefined, values: xs.map((x) => f(x)) };
    const h = step / 8;
    const slope = {
      k,
      name: `${name}′`,
      dash: '5 3',
      values: xs.map((x) => (f(x + h) - f(x - h)) / (2 * h)),
    };
    return derivative ? [curve, slope] : [curve];
  });
  const head = (title === '' ? 12 : titleRoom) + 4;
  const style = (k: number, dash: string | undefined): Record<string, string | number | undefined> => ({
    ...stroked(classInk(k), 1.75),
    'stroke-dasharray': dash,
  });
  const names = legend(
    curves.map(({ k, name, dash }) => ({
      name,
      sample: element('line', { x1: -9, x2: 9, ...style(k, dash) }),
    })),
    { left: 16, top: head, right: width - 16 },
  );
  const top = head + names.height + 28;
  const bottom = height - 48;
  const y = scaleOf(extent([0], ...curves.map(({ values }) => values)), [bottom, top]);
  const box: Box = { left: tickRoom(y), top, right: width - 20, bottom };
  const x = scaleAlong([low, high], [box.left, box.right], { nice: false });
  const zero = (at: { x1: number; x2: number; y1: number; y2: number }): string =>
    element('line', { ...at, ...stroked('soft', 0.75) });
  const isInside = low < 0 && high > 0;
  const drawn = curves.map(({ k, name, dash, values }) =>
    element(
      'path',
      {
        d: pathThrough(Array.from(values, (value, i) => [x.at(xs[i]), y.at(value)] as const)),
        ...style(k, dash),
      },
      tooltip(name),
    ),
  );
  const listed = entries.map(
    ([name, f]) =>
      `${name} is ${numberText(f(low))} at ${numberText(low)} and ${numberText(f(high))} at ${numberText(high)}`,
  );
  const described = `Graphs of ${entries.map(([name]) => name).join(', ')}${derivative ? ' and their derivatives' : ''}: ${listed.join('; ')}.`;
  const body = [
    names.drawing,
    axes(box, { scale: x, name: 'z' }, { scale: y, name: 'value' }),
    zero({ x1: box.left, x2: box.right, y1: y.at(0), y2: y.at(0) }),
    isInside ? zero({ x1: x.at(0), x2: x.at(0), y1: box.top, y2: box.bottom }) : '',
    ...drawn,
  ];
  return figure({ title, description: options.description ?? described, width, height, body });
}
