/**
 * `networkDiagram`: the units of a network as circles and its weights as lines, as wide as they are large,
 * blue and solid above zero, orange and dashed below. It is given sizes or weights and knows no model.
 */
import { HebbError, show } from '../core/errors.ts';
import { type Matrix, type MatrixLike, toMatrix } from '../core/matrix.ts';
import { checkOptions, integer, listOf, matching } from '../core/options.ts';
import { type FigureOptions, figure, figureRules, text, titleRoom } from './figure.ts';
import { shortened, textWidth } from './legend.ts';
import { filled, stroked } from './look.ts';
import { numberText } from './number-text.ts';
import { element, label, tooltip } from './svg.ts';

export interface NetworkDiagramOptions extends FigureOptions {
  /** Names of the inputs, in their order. */
  readonly inputNames?: readonly string[];
  /** Names of the outputs, in their order. */
  readonly outputNames?: readonly string[];
  /** Units drawn of each layer; of larger ones the first and the last, and the diagram says so. Default 12. */
  readonly maxUnits?: number;
}

const rules = {
  ...figureRules,
  inputNames: listOf(text),
  outputNames: listOf(text),
  maxUnits: matching('an integer ≥ 2', integer({ min: 2 }).allows),
};

/** One drawn unit; a gap stands for all that are left out. */
interface Unit {
  readonly index: number | 'gap';
  readonly x: number;
  readonly y: number;
}

/**
 * A network's layers from left to right.
 *
 * @param network the units of each layer (`[4, 10, 3]`), or the weights between each two, shape (inputs, units):
 * the `coefs` of a fitted network
 * @returns an SVG file's text
 * @throws HebbError `SHAPE_MISMATCH` when the weights do not fit together; `EMPTY_DATA`; `LENGTH_MISMATCH` for
 * more or fewer names than units; `INVALID_VALUE`; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const svg = networkDiagram([[[1, -2], [0.5, 1]], [[1.5], [-0.7]]], { inputNames: ['length', 'width'] });
 */
export function networkDiagram(
  network: readonly number[] | readonly MatrixLike[],
  options: NetworkDiagramOptions = {},
): string {
  checkOptions('networkDiagram', options, rules);
  const { sizes, weights } = readNetwork(network);
  const { inputNames = [], outputNames = [], maxUnits = 12, title = '' } = options;
  checkNames(inputNames, sizes[0], 'inputNames');
  checkNames(outputNames, sizes[sizes.length - 1], 'outputNames');
  const tallest = Math.min(maxUnits + 1, Math.max(...sizes));
  const { width = Math.max(460, sizes.length * 130), height = titleRoom + 60 + tallest * 30 } = options;
  const room = (names: readonly string[]): number =>
    36 + Math.max(0, ...names.map((name) => textWidth(shortened(name, 20))));
  const [left, right] = [room(inputNames), width - room(outputNames)];
  const [top, bottom] = [title === '' ? 12 : titleRoom, height - 36];
  const layers = sizes.map((size, k) =>
    place(size, maxUnits, left + ((right - left) * k) / Math.max(1, sizes.length - 1), top, bottom),
  );
  const radius = Math.min(10, ((bottom - top) / tallest) * 0.36);
  const lines = layers.slice(1).map((layer, k) => connections(layers[k], layer, weights?.[k]));
  const circles = layers.flatMap((layer, k) => layer.map((unit) => circle(unit, radius, k)));
  const named = [
    ...sideNames(layers[0], inputNames, -radius - 8, 'end'),
    ...sideNames(layers[layers.length - 1], outputNames, radius + 8, 'start'),
  ];
  const below = layers.map(([{ x }], k) =>
    label(captionOf(sizes, k), x, height - 12, { ...filled('soft'), 'text-anchor': 'middle' }),
  );
  const parameters = sizes.slice(1).reduce((sum, size, k) => sum + size * (sizes[k] + 1), 0);
  const described = `Network of ${sizes.length} layers with ${sizes.join(', ')} units and ${parameters.toLocaleString('en-US')} weights and biases.`;
  const body = [...lines, ...circles, ...named, ...below];
  return figure({ title, description: options.description ?? described, width, height, body });
}

function readNetwork(network: readonly number[] | readonly MatrixLike[]): {
  sizes: number[];
  weights?: Matrix[];
} {
  if (!Array.isArray(network) || network.length === 0) {
    throw new HebbError('EMPTY_DATA', 'a network needs at least one layer: sizes, or matrices of weights.');
  }
  if (network.every((size) => typeof size === 'number')) {
    const bad = network.find((size) => !(Number.isSafeInteger(size) && size > 0));
    if (bad === undefined) return { sizes: [...network] };
    throw new HebbError(
      'INVALID_VALUE',
      `a layer must have a whole number of units above 0, got ${show(bad)}.`,
    );
  }
  const weights = network.map((layer: MatrixLike, k: number) =>
    toMatrix(layer, `the weights of layer ${k + 1}`),
  );
  weights.forEach(({ rows }, k) => {
    const before = weights[k - 1]?.columns ?? rows;
    if (rows !== before) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `layer ${k + 1} takes ${rows} inputs, but the layer before has ${before} units.`,
      );
    }
  });
  return { sizes: [weights[0].rows, ...weights.map(({ columns }) => columns)], weights };
}

function checkNames(names: readonly string[], units: number, option: string): void {
  if (names.length !== 0 && names.length !== units) {
    throw new HebbError('LENGTH_MISMATCH', `${option} has ${names.length} names for ${units} units.`);
  }
}

function place(size: number, most: number, x: number, top: number, bottom: number): Unit[] {
  const head = Math.ceil(most / 2);
  const shown: (number | 'gap')[] =
    size <= most
      ? Array.from({ length: size }, (_, i) => i)
      : [
          ...Array.from({ length: head }, (_, i) => i),
          'gap',
          ...Array.from({ length: most - head }, (_, i) => size - most + head + i),
        ];
  const step = Math.min(44, (bottom - top) / shown.length);
  const start = (top + bottom) / 2 - (step * (shown.length - 1)) / 2;
  return shown.map((index, i) => ({ index, x, y: start + i * step }));
}

function connections(from: readonly Unit[], to: readonly Unit[], weights: Matrix | undefined): string {
  let largest = 0;
  for (const w of weights?.data ?? []) largest = Math.max(largest, Math.abs(w) || 0);
  const lines = from.flatMap((a) =>
    to.map((b) => {
      if (a.index === 'gap' || b.index === 'gap') return '';
      const ends = { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
      if (weights === undefined)
        return element('line', { ...ends, ...stroked('soft', 0.75), 'stroke-opacity': 0.5 });
      const w = weights.data[a.index * weights.columns + b.index];
      const size = Math.abs(w) / largest;
      if (!(size > 0.01)) return '';
      const style = {
        ...stroked(w < 0 ? 'negative' : 'positive', 0.4 + 3 * size),
        'stroke-dasharray': w < 0 ? '6 3' : undefined,
      };
      return element(
        'line',
        { ...ends, ...style, 'stroke-opacity': 0.25 + 0.65 * size },
        tooltip(`weight ${numberText(w)}`),
      );
    }),
  );
  return element('g', {}, ...lines);
}

function circle({ index, x, y }: Unit, radius: number, layer: number): string {
  if (index === 'gap')
    return label('⋮', x, y + 6, { ...filled('soft'), 'font-size': 18, 'text-anchor': 'middle' });
  const fill = element('circle', { cx: x, cy: y, r: radius, ...filled('paper') });
  return (
    fill +
    element(
      'circle',
      { cx: x, cy: y, r: radius, ...stroked('ink', 1.25) },
      tooltip(`layer ${layer}, unit ${index}`),
    )
  );
}

function sideNames(
  layer: readonly Unit[],
  names: readonly string[],
  shift: number,
  anchor: 'start' | 'end',
): string[] {
  return layer.map(({ index, x, y }) =>
    index === 'gap' || names[index] === undefined
      ? ''
      : label(shortened(names[index], 20), x + shift, y + 4, { ...filled('ink'), 'text-anchor': anchor }),
  );
}

function captionOf(sizes: readonly number[], k: number): string {
  const kind = k === 0 ? 'inputs' : k === sizes.length - 1 ? 'outputs' : 'units';
  return `${sizes[k].toLocaleString('en-US')} ${sizes[k] === 1 ? kind.slice(0, -1) : kind}`;
}
