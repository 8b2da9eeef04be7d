/**
 * `imageGrid`: small grey pictures side by side with a line of text below each, such as samples of a data set
 * and what a network took them for. It knows nothing of where they come from.
 */
import { HebbError, show } from '../core/errors.ts';
import { type MatrixLike, toMatrix } from '../core/matrix.ts';
import { boolean, checkOptions, integer, matching } from '../core/options.ts';
import { type FigureOptions, figure, figureRules, titleRoom } from './figure.ts';
import { shortened } from './legend.ts';
import { filled, stroked } from './look.ts';
import { countText } from './number-text.ts';
import { raster } from './raster.ts';
import { element, label } from './svg.ts';

export interface ImageGridOptions extends Omit<FigureOptions, 'height'> {
  /** [rows, columns] of each picture. Default: square. */
  readonly imageShape?: readonly [rows: number, columns: number];
  /** A line for each picture. */
  readonly labels?: Iterable<string | number | boolean>;
  /** Pictures side by side. Default 10. */
  readonly columns?: number;
  /** The values of paper and of full ink. Default: the least and the greatest value of all. */
  readonly range?: readonly [low: number, high: number];
  /** Whether large values are light, as on a screen. Default false: large values are ink. */
  readonly inverted?: boolean;
}

const isPair = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);

const { title, description, width } = figureRules;
const rules = {
  title,
  description,
  width,
  imageShape: matching(
    '[rows, columns]',
    (value) => isPair(value) && (value as number[]).every((size) => Number.isInteger(size) && size > 0),
  ),
  labels: matching('a text for each picture', (value) => Symbol.iterator in Object(value)),
  columns: integer({ min: 1 }),
  range: matching(
    '[low, high], low below high',
    (value) => isPair(value) && (value as number[])[0] < (value as number[])[1],
  ),
  inverted: boolean,
};

const gap = 8;
const lineRoom = 18;

/**
 * Pictures in a grid, each row of `images` one picture.
 *
 * @param images pictures × pixels, row by row from the top
 * @returns an SVG file's text
 * @throws HebbError `SHAPE_MISMATCH` when the pixels do not make a picture; `LENGTH_MISMATCH` for more or fewer
 * labels; `EMPTY_DATA`, `INVALID_VALUE`; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const svg = imageGrid([[0, 1, 1, 0], [1, 0, 0, 1]], { labels: ['rising', 'falling'], columns: 2 });
 */
export function imageGrid(images: MatrixLike, options: ImageGridOptions = {}): string {
  checkOptions('imageGrid', options, rules);
  const { data, rows: count, columns: pixels } = toMatrix(images, 'images');
  if (count === 0 || pixels === 0) throw new HebbError('EMPTY_DATA', 'there are no pictures.');
  const [rows, columns] = options.imageShape ?? squareOf(pixels);
  if (rows * columns !== pixels) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `pictures of ${rows} × ${columns} have ${rows * columns} pixels, these have ${pixels}.`,
    );
  }
  const names = options.labels === undefined ? undefined : Array.from(options.labels, String);
  if (names !== undefined && names.length !== count) {
    throw new HebbError('LENGTH_MISMATCH', `there are ${count} pictures, but ${names.length} labels.`);
  }
  const across = Math.min(options.columns ?? 10, count);
  const { width: total = 720, title: heading = '', inverted = false } = options;
  const imageWidth = (total - 32 - (across - 1) * gap) / across;
  const cell = imageWidth / columns;
  const step = rows * cell + gap + (names === undefined ? 0 : lineRoom);
  const top = heading === '' ? 16 : titleRoom + 4;
  const [low, high] = options.range ?? rangeOf(data);
  const most = Math.max(3, Math.floor(imageWidth / 5.5));
  const drawn = Array.from({ length: count }, (_, k) => {
    const x = 16 + (k % across) * (imageWidth + gap);
    const y = top + Math.floor(k / across) * step;
    const shades = Float64Array.from(data.subarray(k * pixels, (k + 1) * pixels), (value) => {
      const shade = (value - low) / (high - low);
      return inverted ? 1 - shade : shade;
    });
    const frame = element('rect', { x, y, width: imageWidth, height: rows * cell, ...stroked('line', 0.75) });
    const below = { ...filled('soft'), 'font-size': 10, 'text-anchor': 'middle' };
    const name =
      names === undefined
        ? ''
        : label(shortenedTo(names[k], most), x + imageWidth / 2, y + rows * cell + 14, below);
    return raster(shades, columns, 'ink', { x, y, cellWidth: cell, cellHeight: cell }) + frame + name;
  });
  const height = Math.ceil(top + Math.ceil(count / across) * step + 8);
  const some = names === undefined ? '' : `: ${names.slice(0, 40).join(', ')}`;
  const described =
    options.description ?? `${countText(count, 'picture')} of ${rows} by ${columns} pixels${some}.`;
  return figure({ title: heading, description: described, width: total, height, body: drawn });
}

function squareOf(pixels: number): [number, number] {
  const side = Math.round(Math.sqrt(pixels));
  if (side * side === pixels) return [side, side];
  throw new HebbError(
    'SHAPE_MISMATCH',
    `${show(pixels)} pixels make no square picture; give imageShape: [rows, columns].`,
  );
}

function rangeOf(data: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) continue;
    low = Math.min(low, data[i]);
    high = Math.max(high, data[i]);
  }
  return low < high ? [low, high] : [Number.isFinite(low) ? low - 1 : 0, Number.isFinite(high) ? high : 1];
}

function shortenedTo(text: string, most: number): string {
  return most >= 16
    ? shortened(text, most)
    : [...text].length > most
      ? `${[...text].slice(0, most - 1).join('')}…`
      : text;
}
