/**
 * `decisionBoundary`: what a model says everywhere in a plane of two features, with the data on top. It knows
 * of a model only that it predicts.
 */
import { HebbError } from '../core/errors.ts';
import type { Label, Labels } from '../core/labels.ts';
import { type MatrixLike, type ShapedArray, toMatrix } from '../core/matrix.ts';
import { checkOptions, integer, listOf, matching, real } from '../core/options.ts';
import { axes, type Box, extent, type Scale, scaleAlong, scaleOf, tickRoom } from './axes.ts';
import { type FigureOptions, figure, figureRules, text, titleRoom } from './figure.ts';
import { legend } from './legend.ts';
import { classInk, filled, rimmed, stroked } from './look.ts';
import { mark } from './marks.ts';
import { numberText } from './number-text.ts';
import { type Place, raster } from './raster.ts';
import { coordinate, element, tooltip } from './svg.ts';

/** A fitted model of two features, as far as this goes. */
export interface PlanePredictor {
  predict(X: ShapedArray): Promise<Iterable<unknown>>;
  /** Probability of each class, ascending, shape (rows, classes). */
  predictProba?(X: ShapedArray): Promise<MatrixLike>;
}

export interface DecisionBoundaryOptions extends FigureOptions {
  /** Names of the two features, with their units. */
  readonly featureNames?: readonly [x: string, y: string];
  /** Cells along each side. Default 100. */
  readonly gridResolution?: number;
  /** How far the plane reaches past the data, as a share of its spread. Default 0.1. */
  readonly margin?: number;
}

const rules = {
  ...figureRules,
  featureNames: matching(
    'two names',
    (value) => listOf(text).allows(value) && (value as string[]).length === 2,
  ),
  gridResolution: integer({ min: 2, max: 500 }),
  margin: real({ min: 0 }),
};

/**
 * The regions a classifier divides the plane into, and the points it learned from. A region has its class's
 * colour, stronger the surer the classifier is where it gives probabilities; the line between regions is drawn.
 *
 * @param model predicts classes from two features
 * @param X n × 2
 * @param y n labels
 * @returns an SVG file's text
 * @throws HebbError `SHAPE_MISMATCH` unless X has two columns; `LENGTH_MISMATCH`; `EMPTY_DATA`; `UNKNOWN_OPTION`,
 * `INVALID_OPTION`; whatever the model throws
 * @example
 * const model = { predict: async ({ data }) => Array.from(data.filter((_, i) => i % 2 === 0), (x) => x > 0) };
 * const svg = await decisionBoundary(model, [[-1, 0], [1, 1]], [false, true]);
 */
export async function decisionBoundary(
  model: PlanePredictor,
  X: MatrixLike,
  y: Labels,
  options: DecisionBoundaryOptions = {},
): Promise<string> {
  checkOptions('decisionBoundary', options, rules);
  const points = readPoints(X, y);
  const { title = '', width = 460, height = 440, gridResolution: n = 100, margin = 0.1 } = options;
  const [xName, yName] = options.featureNames ?? points.names ?? ['x₁', 'x₂'];
  const head = (title === '' ? 12 : titleRoom) + 4;
  const classesSeen = sorted(new Set(points.labels));
  const [xDomain, yDomain] = [widened(extent(points.x), margin), widened(extent(points.y), margin)];
  const grid = new Float64Array(n * n * 2);
  for (let i = 0; i < n * n; i++) {
    grid[2 * i] = xDomain[0] + ((xDomain[1] - xDomain[0]) * ((i % n) + 0.5)) / n;
    grid[2 * i + 1] = yDomain[1] - ((yDomain[1] - yDomain[0]) * (Math.floor(i / n) + 0.5)) / n;
  }
  const cells: ShapedArray = { data: grid, shape: [n * n, 2] };
  const predicted = Array.from(await model.predict(cells), (value) => value as Label);
  const classes = sorted(new Set([...classesSeen, ...predicted]));
  const sureness = await surenessOf(model, cells, n * n);
  const names = legend(
    classes.map((name, k) => ({
      name: String(name),
      sample: element('g', filled(classInk(k)), mark(k, { x: 0, y: 0, radius: 4 })),
    })),
    { left: 16, top: head, right: width - 16 },
  );
  const top = head + names.height + 28;
  const yScale = scaleOf(yDomain, [height - 48, top], { nice: false });
  const box: Box = { left: tickRoom(yScale), top, right: width - 20, bottom: height - 48 };
  const xScale = scaleAlong(xDomain, [box.left, box.right], { nice: false });
  const codes = predicted.map((name) => classes.indexOf(name));
  const place: Place = {
    x: box.left,
    y: top,
    cellWidth: (box.right - box.left) / n,
    cellHeight: (box.bottom - top) / n,
  };
  const regions = classes.map((_, k) =>
    raster(
      Float64Array.from(codes, (code, i) => (code === k ? sureness(i) : 0)),
      n,
      classInk(k),
      place,
    ),
  );
  const border = element('path', { d: bordersOf(codes, n, place), ...stroked('ink', 1.25) });
  const body = [
    names.drawing,
    ...regions,
    border,
    axes(box, { scale: xScale, name: xName }, { scale: yScale, name: yName }),
    ...marksOf(points, classes, xScale, yScale),
  ];
  const described = `Decision regions of ${classes.length} classes (${classes.slice(0, 20).join(', ')}) over ${xName} and ${yName}, with ${points.labels.length} points.`;
  return figure({ title, description: options.description ?? described, width, height, body });
}

interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly labels: Label[];
  readonly names?: readonly string[];
}

function readPoints(X: MatrixLike, y: Labels): Points {
  const { data, rows, columns, columnNames } = toMatrix(X);
  if (rows === 0) throw new HebbError('EMPTY_DATA', 'X has no rows.');
  if (columns !== 2)
    throw new HebbError(
      'SHAPE_MISMATCH',
      `X must have two columns, the axes of the plane; it has ${columns}.`,
    );
  const labels = Array.from(y, (value) => value as Label);
  if (labels.length !== rows)
    throw new HebbError('LENGTH_MISMATCH', `X has ${rows} rows, but y has ${labels.length}.`);
  const column = (j: number): Float64Array => Float64Array.from({ length: rows }, (_, i) => data[2 * i + j]);
  return { x: column(0), y: column(1), labels, names: columnNames };
}

/** From 0.15 where a classifier cannot decide to 0.5 where it is sure; 0.35 where it does not say. */
async function surenessOf(
  model: PlanePredictor,
  cells: ShapedArray,
  count: number,
): Promise<(i: number) => number> {
  if (model.predictProba === undefined) return () => 0.35;
  const { data, rows, columns } = toMatrix(await model.predictProba(cells), 'the probabilities');
  if (rows !== count || columns < 2) return () => 0.35;
  return (i) => {
    let largest = 0;
    for (let k = 0; k < columns; k++) largest = Math.max(largest, data[i * columns + k]);
    return 0.15 + (0.35 * (largest - 1 / columns)) / (1 - 1 / columns);
  };
}

/** The edges between cells of different classes. */
function bordersOf(codes: readonly number[], n: number, { x, y, cellWidth, cellHeight }: Place): string {
  let data = '';
  for (let i = 0; i < n * n; i++) {
    const [row, column] = [Math.floor(i / n), i % n];
    if (column + 1 < n && codes[i] !== codes[i + 1])
      data += `M${coordinate(x + (column + 1) * cellWidth)} ${coordinate(y + row * cellHeight)}v${coordinate(cellHeight)}`;
    if (row + 1 < n && codes[i] !== codes[i + n])
      data += `M${coordinate(x + column * cellWidth)} ${coordinate(y + (row + 1) * cellHeight)}h${coordinate(cellWidth)}`;
  }
  return data;
}

function marksOf(
  { x, y, labels }: Points,
  classes: readonly Label[],
  xScale: Scale,
  yScale: Scale,
): string[] {
  return classes.map((name, k) => {
    const own = labels.flatMap((label, i) => {
      const [px, py] = [xScale.at(x[i]), yScale.at(y[i])];
      if (label !== name || !Number.isFinite(px) || !Number.isFinite(py)) return [];
      return mark(k, {
        x: px,
        y: py,
        radius: 3.5,
        text: `${name}: ${numberText(x[i])}, ${numberText(y[i])}`,
      });
    });
    return element('g', rimmed(classInk(k)), own.length === 0 ? tooltip(`no point of ${name}`) : '', ...own);
  });
}

function widened([low, high]: readonly [number, number], margin: number): [number, number] {
  const room = high > low ? (high - low) * margin : Math.abs(low) * 0.1 || 1;
  return [low - room, high + room];
}

function sorted(labels: Iterable<Label>): Label[] {
  return Array.from(labels).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
