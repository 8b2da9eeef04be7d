/**
 * The marks of points: one shape for each class, so that colour is never all that tells them apart.
 */
import { classInk, filled, type Ink } from './look.ts';
import { coordinate, element, tooltip } from './svg.ts';

/** Outlines around the origin, of about the same area for r = 1. */
const shapes: readonly (readonly (readonly [x: number, y: number])[] | 'circle')[] = [
  'circle',
  [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  [
    [0, -1.3],
    [1.15, 0.8],
    [-1.15, 0.8],
  ],
  [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  [
    [0, 1.3],
    [1.15, -0.8],
    [-1.15, -0.8],
  ],
  [
    [-0.4, -1.2],
    [0.4, -1.2],
    [0.4, -0.4],
    [1.2, -0.4],
    [1.2, 0.4],
    [0.4, 0.4],
    [0.4, 1.2],
    [-0.4, 1.2],
    [-0.4, 0.4],
    [-1.2, 0.4],
    [-1.2, -0.4],
    [-0.4, -0.4],
  ],
];

/** The k-th class's mark. */
export function mark(
  k: number,
  {
    x,
    y,
    radius,
    text,
  }: { readonly x: number; readonly y: number; readonly radius: number; readonly text?: string },
): string {
  const hover = text === undefined ? [] : [tooltip(text)];
  const shape = shapes[k % shapes.length];
  if (shape === 'circle') return element('circle', { cx: x, cy: y, r: radius }, ...hover);
  const points = shape.map(([dx, dy]) => `${coordinate(x + dx * radius)},${coordinate(y + dy * radius)}`);
  return element('polygon', { points: points.join(' ') }, ...hover);
}

/** Marks of the k-th class, in its colour, with a rim of paper. */
export function markGroup(
  k: number,
  marks: readonly string[],
  opacity: number,
  ink: Ink = classInk(k),
): string {
  return element('g', filled(ink, opacity), ...marks);
}
