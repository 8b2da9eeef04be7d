/**
 * Pictures made of cells as vector paths: cells of about the same value become one path, so that a picture
 * follows the theme, prints sharply, and stays small. It knows nothing of what the values mean.
 */
import { filled, type Ink } from './look.ts';
import { coordinate, element } from './svg.ts';

const levels = 32;

/** Where a picture lies, and how large its cells are. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/**
 * A picture of cells.
 *
 * @param values rows × columns values from 0 (paper) to 1 (ink), row by row from the top; what is no number is paper
 */
export function raster(
  values: ArrayLike<number>,
  columns: number,
  ink: Ink,
  { x, y, cellWidth, cellHeight }: Place,
): string {
  const paths = new Map<number, string>();
  const levelAt = (i: number): number => Math.round(Math.min(1, Math.max(0, values[i])) * levels) || 0;
  for (let start = 0; start < values.length; ) {
    const row = Math.floor(start / columns);
    const level = levelAt(start);
    let end = start + 1;
    while (end < (row + 1) * columns && end < values.length && levelAt(end) === level) end++;
    if (level > 0) {
      const [left, top, width] = [
        x + (start % columns) * cellWidth,
        y + row * cellHeight,
        (end - start) * cellWidth,
      ];
      const run = `M${coordinate(left)} ${coordinate(top)}h${coordinate(width)}v${coordinate(cellHeight)}h${coordinate(-width)}z`;
      paths.set(level, (paths.get(level) ?? '') + run);
    }
    start = end;
  }
  const drawn = Array.from(paths, ([level, d]) => element('path', { d, 'fill-opacity': level / levels }));
  return element('g', { ...filled(ink), 'shape-rendering': 'crispEdges' }, ...drawn);
}
