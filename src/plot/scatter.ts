/**
 * `scatter`: points in the plane, in classes where they have any, with the ideal line where x and y are the same
 * thing told twice. Where there are more points than a figure can show, it draws some of them and says so.
 */
import { HebbError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import { boolean, checkOptions, integer, matching } from '../core/options.ts';
import { axes, type Box, extent, scaleAlong, scaleOf, tickRoom } from './axes.ts';
import { type FigureOptions, figure, figureRules, readNumbers, text, titleRoom } from './figure.ts';
import { type LegendEntry, legend } from './legend.ts';
import { filled, stroked } from './look.ts';
import { mark, markGroup } from './marks.ts';
import { countText, numberText } from './number-text.ts';
import { element, label, tooltip } from './svg.ts';

export interface ScatterOptions extends FigureOptions {
  /** Name of the horizontal axis, with its unit. */
  readonly xLabel?: string;
  /** Name of the vertical axis, with its unit. */
  readonly yLabel?: string;
  /** The class of each point. Each has its colour, its mark and its place in the legend. */
  readonly labels?: Iterable<Label>;
  /** Draw the line y = x, and give both axes the same domain. Default false. */
  readonly idealLine?: boolean;
  /** Most points to draw; of more, every n-th is drawn and the figure says so. Default 2000. */
  readonly maxPoints?: number;
}

const rules = {
  ...figureRules,
  xLabel: text,
  yLabel: text,
  labels: matching('labels, one a point', (value) => Symbol.iterator in Object(value)),
  idealLine: boolean,
  maxPoints: integer({ min: 1 }),
};

/**
 * Points in the plane. Points with a coordinate that is no finite number are left out, and counted.
 *
 * @param x n numbers
 * @param y n numbers
 * @returns an SVG file's text
 * @throws HebbError `LENGTH_MISMATCH`; `INVALID_VALUE` for what is no number; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const svg = scatter([1, 2, 3], [1.1, 1.9, 3.2], { xLabel: 'true (m)', yLabel: 'predicted (m)', idealLine: true });
 */
export function scatter(x: Iterable<number>, y: Iterable<number>, options: ScatterOptions = {}): string {
  checkOptions('scatter', options, rules);
  const { title = '', xLabel = '', yLabel = '', idealLine = false, maxPoints = 2000 } = options;
  const points = readPoints(x, y, options.labels);
  const drawn = thinned(points.there, maxPoints);
  const { width = 460, height = idealLine ? 460 : 360 } = options;
  const head = (title === '' ? 12 : titleRoom) + 4;
  const entries = points.classes.map(
    (name, k): LegendEntry => ({
      name: String(name),
      sample: markGroup(k, [mark(k, { x: 0, y: 0, radius: 4 })], 1),
    }),
  );
  if (idealLine) entries.push({ name: 'ideal', sample: element('line', { x1: -9, x2: 9, ...ideal }) });
  const names = legend(entries, { left: 16, top: head, right: width - 16 });
  const notes = notesOf(points.there.length, drawn.length, points.dropped);
  const top = head + names.height + (yLabel === '' ? 8 : 28);
  const bottom = height - (xLabel === '' ? 30 : 48) - (notes === '' ? 0 : 20);
  const domains = domainsOf(points.there, idealLine);
  const yScale = scaleOf(domains.y, [bottom, top]);
  const box: Box = { left: tickRoom(yScale), top, right: width - 24, bottom };
  const along: [number, number] = [box.left, box.right];
  const xScale = idealLine ? scaleAlong(yScale.domain, along, { nice: false }) : scaleAlong(domains.x, along);
  const radius = drawn.length > 400 ? 2 : 3.5;
  const groups = (points.classes.length === 0 ? [null] : points.classes).map((_, k) =>
    markGroup(
      k,
      drawn
        .filter((point) => point.k === k)
        .map((point) =>
          mark(k, {
            x: xScale.at(point.x),
            y: yScale.at(point.y),
            radius,
            text: drawn.length > 400 ? undefined : `${numberText(point.x)}, ${numberText(point.y)}`,
          }),
        ),
      drawn.length > 400 ? 0.45 : 0.75,
    ),
  );
  const [low, high] = xScale.domain;
  const ends = { x1: xScale.at(low), y1: yScale.at(low), x2: xScale.at(high), y2: yScale.at(high) };
  const body = [
    names.drawing,
    axes(box, { scale: xScale, name: xLabel }, { scale: yScale, name: yLabel }),
    ...groups,
    idealLine ? element('line', { ...ends, ...ideal }, tooltip('ideal')) : '',
    notes === '' ? '' : label(notes, 16, height - 12, filled('soft')),
  ];
  const what = `Scatter plot of ${countText(points.there.length, 'point')}: ${yLabel || 'y'} against ${xLabel || 'x'}.`;
  return figure({
    title,
    description: options.description ?? `${what} ${notes}`.trim(),
    width,
    height,
    body,
  });
}

const ideal = { ...stroked('ink', 1.25), 'stroke-dasharray': '5 4' };

interface Point {
  readonly x: number;
  readonly y: number;
  /** Which class. */
  readonly k: number;
}

function readPoints(
  x: Iterable<number>,
  y: Iterable<number>,
  labels: Iterable<Label> | undefined,
): { there: Point[]; classes: Label[]; dropped: number } {
  const [xs, ys] = [readNumbers(x, 'x'), readNumbers(y, 'y')];
  const own = labels === undefined ? undefined : Array.from(labels);
  const lengths = [ys.length, own?.length ?? xs.length];
  if (lengths.some((length) => length !== xs.length)) {
    const names = own === undefined ? `y has ${lengths[0]}` : `y has ${lengths[0]} and labels ${lengths[1]}`;
    throw new HebbError('LENGTH_MISMATCH', `x has ${xs.length} numbers, but ${names}.`);
  }
  const classes = [...new Set(own)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const codes = new Map(classes.map((name, k) => [name, k]));
  const there: Point[] = [];
  xs.forEach((value, i) => {
    if (Number.isFinite(value) && Number.isFinite(ys[i])) {
      there.push({ x: value, y: ys[i], k: own === undefined ? 0 : (codes.get(own[i]) ?? 0) });
    }
  });
  return { there, classes, dropped: xs.length - there.length };
}

/** Every n-th point, evenly over the rows. */
function thinned(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  return Array.from({ length: most }, (_, i) => points[Math.floor((i * points.length) / most)]);
}

function notesOf(there: number, drawn: number, dropped: number): string {
  const sampled =
    drawn < there ? `Shows ${drawn.toLocaleString('en-US')} of ${countText(there, 'point')}.` : '';
  const lacking = dropped > 0 ? `${countText(dropped, 'point')} without a finite place left out.` : '';
  return `${sampled} ${lacking}`.trim();
}

function domainsOf(
  points: readonly Point[],
  isSame: boolean,
): Record<'x' | 'y', readonly [low: number, high: number]> {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  return isSame ? { x: extent(xs, ys), y: extent(xs, ys) } : { x: extent(xs), y: extent(ys) };
}
