/**
 * `activationPlot`: functions of one number and their slopes. It is given functions, plain ones or records such as
 * those of `hebb/nn`, and knows none by name.
 */
import { HebbError, show } from '../core/errors.ts';
import { boolean, checkOptions, matching } from '../core/options.ts';
import { gradients } from '../tensor/gradients.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
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

/** A function that is applied to all elements of a tensor, such as an activation of `hebb/nn`. */
export interface ElementwiseFunction {
  apply(x: Tensor): Tensor;
}

/**
 * Functions over a domain, solid, and their slopes, dashed. The slopes of plain functions are central differences,
 * those of activations their gradients, which know what convention says at a kink.
 *
 * @param functions name → function of one number, or activation of `hebb/nn`
 * @returns an SVG file's text
 * @throws HebbError `EMPTY_DATA` for no function; `INVALID_VALUE` for what is none; `UNKNOWN_OPTION`,
 * `INVALID_OPTION`
 * @example
 * const svg = activationPlot({ tanh: Math.tanh, relu: (z) => Math.max(0, z) });
 * @example
 * import { relu, sigmoid, tanh } from 'hebb/nn';
 * const svg = activationPlot({ sigmoid, tanh, relu });
 */
export function activationPlot(
  functions: Readonly<Record<string, ((z: number) => number) | ElementwiseFunction>>,
  options: ActivationPlotOptions = {},
): string {
  checkOptions('activationPlot', options, rules);
  const entries = Object.entries(functions);
  if (entries.length === 0) throw new HebbError('EMPTY_DATA', 'there are no functions to draw.');
  const { title = '', width = 460, height = 320, domain = [-4, 4], derivative = true } = options;
  const [low, high] = domain;
  const step = (high - low) / samples;
  const xs = Float64Array.from({ length: samples + 1 }, (_, i) => low + i * step);
  const sampled = entries.map(([name, own]) => ({ name, ...sample(name, own, xs) }));
  const curves = sampled.flatMap(({ name, values, slopes }, k) => {
    const curve = { k, name, dash: undefined as string | undefined, values };
    return derivative ? [curve, { k, name: `${name}′`, dash: '5 3', values: slopes }] : [curve];
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
        d: pathThrough(Array.from(xs, (z, i) => [x.at(z), y.at(values[i])] as const)),
        ...style(k, dash),
      },
      tooltip(name),
    ),
  );
  const listed = sampled.map(
    ({ name, values }) =>
      `${name} is ${numberText(values[0])} at ${numberText(low)} and ${numberText(values[samples])} at ${numberText(high)}`,
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

/** A function's values and slopes at points that lie close together. @throws HebbError `INVALID_VALUE` */
function sample(
  name: string,
  own: unknown,
  xs: Float64Array,
): { values: Float64Array; slopes: Float64Array } {
  if (typeof own === 'function') {
    const h = (xs[1] - xs[0]) / 8;
    return {
      values: xs.map((x) => own(x)),
      slopes: xs.map((x) => (own(x + h) - own(x - h)) / (2 * h)),
    };
  }
  if (!isElementwise(own)) {
    throw new HebbError(
      'INVALID_VALUE',
      `'${name}' must be a function of one number or an activation, got ${show(own)}.`,
    );
  }
  // one number a row: what works on vectors sees vectors of one
  const x = fromTyped(xs, [xs.length, 1]);
  const y = own.apply(x);
  const [slope] = gradients(y, [x]);
  return { values: Float64Array.from(y.values), slopes: Float64Array.from(slope.values) };
}

function isElementwise(own: unknown): own is ElementwiseFunction {
  return typeof own === 'object' && own !== null && 'apply' in own && typeof own.apply === 'function';
}
