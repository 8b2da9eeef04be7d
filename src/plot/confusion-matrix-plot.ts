/**
 * `confusionMatrixPlot`: how often which class was taken for which. It is given the counts and knows no model.
 */
import { HebbError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import { checkOptions, matching } from '../core/options.ts';
import { type FigureOptions, figure, figureRules, readNumbers, titleRoom } from './figure.ts';
import { shortened, textWidth } from './legend.ts';
import { filled, stroked } from './look.ts';
import { cellText, numberText } from './number-text.ts';
import { element, label, tooltip } from './svg.ts';

export interface ConfusionMatrixPlotOptions extends FigureOptions {
  /** What the classes are called, in the order of the rows. Default: 0, 1, 2, … */
  readonly labels?: readonly Label[];
}

const rules = { ...figureRules, labels: matching('an array of labels', Array.isArray) };

/** No darker, so that numbers are read in both themes (contrast 4.5 at least). */
const mostOpaque = 0.55;
/** Up to so many classes each cell has its number. */
const mostNumbers = 12;

/**
 * A confusion matrix: row i, column j is how often class i was predicted as class j. A cell is as dark as its
 * share of its row; what is right lies on the diagonal and is blue, what is wrong is orange.
 *
 * @param matrix classes × classes counts, as of `confusionMatrix`
 * @returns an SVG file's text
 * @throws HebbError `SHAPE_MISMATCH` when it is not square; `LENGTH_MISMATCH` for more or fewer labels;
 * `EMPTY_DATA`, `INVALID_VALUE`; `UNKNOWN_OPTION`, `INVALID_OPTION`
 * @example
 * const svg = confusionMatrixPlot([[13, 1], [2, 9]], { labels: ['benign', 'malignant'] });
 */
export function confusionMatrixPlot(
  matrix: readonly Iterable<number>[],
  options: ConfusionMatrixPlotOptions = {},
): string {
  checkOptions('confusionMatrixPlot', options, rules);
  const counts = readSquare(matrix);
  const n = counts.length;
  const labels = options.labels ?? counts.map((_, k) => k);
  if (labels.length !== n) {
    throw new HebbError(
      'LENGTH_MISMATCH',
      `the matrix has ${n} classes, but there are ${labels.length} labels.`,
    );
  }
  const names = labels.map((name) => shortened(String(name), 16));
  const { title = '', width = 460 } = options;
  const left = Math.min(150, 28 + Math.max(...names.map(textWidth)));
  const top = (title === '' ? 12 : titleRoom) + 30;
  const cell = Math.min(120, (width - left - 20) / n);
  const isTilted = names.some((name) => textWidth(name) > cell - 4);
  const below = isTilted ? 16 + Math.min(90, 0.75 * Math.max(...names.map(textWidth))) : 20;
  const { height = Math.ceil(top + cell * n + below + 34) } = options;
  const side = Math.min(cell, (height - top - below - 34) / n);
  const cells = counts.flatMap((row, i) => {
    const total = row.reduce((sum, value) => sum + value, 0);
    return Array.from(row, (value, j) => {
      const share = total > 0 ? value / total : 0;
      const place = { x: left + j * side, y: top + i * side, side };
      const hover = `${labels[i]} predicted as ${labels[j]}: ${cellText(value)} (${numberText(100 * share)} %)`;
      return cellOf(value, share, i === j, n <= mostNumbers, place, hover);
    });
  });
  const skip = Math.ceil(14 / side);
  const rowNames = names.map((name, i) =>
    i % skip > 0
      ? ''
      : label(name, left - 8, top + (i + 0.5) * side + 4, { ...filled('ink'), 'text-anchor': 'end' }),
  );
  const columnNames = names.map((name, j) => {
    if (j % skip > 0) return '';
    const [x, y] = [left + (j + 0.5) * side, top + n * side + 16];
    const turned = isTilted
      ? { transform: `rotate(-45 ${x} ${y})`, 'text-anchor': 'end' }
      : { 'text-anchor': 'middle' };
    return label(name, x, y, { ...filled('ink'), ...turned });
  });
  const right = left + n * side;
  const description = options.description ?? describe(counts, labels);
  const body = [
    label('↓ true class', 16, top - 12, filled('soft')),
    ...cells,
    element('rect', { x: left, y: top, width: n * side, height: n * side, ...stroked('line') }),
    ...rowNames,
    ...columnNames,
    label('predicted class →', Math.max(right, 130), top + n * side + below + 20, {
      ...filled('soft'),
      'text-anchor': 'end',
    }),
  ];
  return figure({ title, description, width, height, body });
}

function readSquare(matrix: readonly Iterable<number>[]): Float64Array[] {
  const rows = Array.from(matrix, (row, i) => readNumbers(row, `row ${i} of the matrix`));
  if (rows.length === 0) throw new HebbError('EMPTY_DATA', 'the matrix has no class.');
  const ragged = rows.findIndex((row) => row.length !== rows.length);
  if (ragged === -1) return rows;
  throw new HebbError(
    'SHAPE_MISMATCH',
    `the matrix must be square; it has ${rows.length} rows, but row ${ragged} has ${rows[ragged].length} values.`,
  );
}

function cellOf(
  value: number,
  share: number,
  isRight: boolean,
  hasNumber: boolean,
  { x, y, side }: { readonly x: number; readonly y: number; readonly side: number },
  hover: string,
): string {
  const ink = isRight ? 'positive' : 'negative';
  const shade = element(
    'rect',
    { x, y, width: side, height: side, ...filled(ink, mostOpaque * share) },
    tooltip(hover),
  );
  if (!hasNumber || value === 0) return shade;
  const size = Math.min(15, side / Math.max(2.6, 0.75 * cellText(value).length));
  return (
    shade +
    label(cellText(value), x + side / 2, y + side / 2 + size / 3, {
      ...filled('ink'),
      'font-size': size,
      'text-anchor': 'middle',
    })
  );
}

function describe(counts: readonly Float64Array[], labels: readonly Label[]): string {
  const lines = counts.map((row, k) => {
    const total = row.reduce((sum, value) => sum + value, 0);
    return `${labels[k]} ${cellText(row[k])} of ${cellText(total)}`;
  });
  return `Confusion matrix of ${labels.length} classes; right are: ${lines.slice(0, 20).join(', ')}.`;
}
