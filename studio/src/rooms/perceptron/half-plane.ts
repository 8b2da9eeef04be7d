/** The part of a polygon, or of a view, that lies on the positive side of a line. Pure geometry. */
import type { View } from './point-set.ts';
import type { Line } from './run.ts';

export type Place = readonly [x: number, y: number];

export function cornersOf({ x: [left, right], y: [low, high] }: View): readonly Place[] {
  return [
    [left, low],
    [right, low],
    [right, high],
    [left, high],
  ];
}

/**
 * @param corners of a convex polygon
 * @returns the corners of its part where w · x + b ≥ 0, and the two ends of the line within it. Both are empty where
 * there is no such part.
 */
export function clip(
  corners: readonly Place[],
  { weights: [a, b], bias }: Line,
): { readonly area: readonly Place[]; readonly edge: readonly Place[] } {
  if (a === 0 && b === 0) return { area: bias > 0 ? corners : [], edge: [] };
  const value = ([x, y]: Place): number => a * x + b * y + bias;
  const area: Place[] = [];
  const edge: Place[] = [];
  for (const [i, from] of corners.entries()) {
    const to = corners[(i + 1) % corners.length];
    const [before, after] = [value(from), value(to)];
    if (before >= 0) area.push(from);
    if (before >= 0 === after >= 0) continue;
    const share = before / (before - after);
    const cut: Place = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
    area.push(cut);
    edge.push(cut);
  }
  return { area, edge };
}
