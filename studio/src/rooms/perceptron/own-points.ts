/** What the pointer does to one's own points. */
import { mostPoints, type OwnPoint, reach } from './settings.ts';

/** What the pointer does: it puts down a label, or takes points away. */
export type Brush = 0 | 1 | 'eraser';

const round = (value: number): number => Math.round(value * 10) / 10;

/** The points after the pointer was put down, or undefined where nothing changes. */
export function brushed(
  points: readonly OwnPoint[],
  brush: Brush,
  x: number,
  y: number,
): readonly OwnPoint[] | undefined {
  if (Math.abs(x) > reach || Math.abs(y) > reach) return undefined;
  if (brush === 'eraser') {
    const kept = points.filter((point) => Math.hypot(point.x - x, point.y - y) > 0.3);
    return kept.length < points.length ? kept : undefined;
  }
  return points.length < mostPoints ? [...points, { x: round(x), y: round(y), label: brush }] : undefined;
}
