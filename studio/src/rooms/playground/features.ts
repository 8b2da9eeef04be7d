/** What can be made of a point before the network sees it. */
import type { FeatureName } from './settings.ts';

export interface Feature {
  readonly label: string;
  readonly tex: string;
  of(x: number, y: number): number;
}

export const features: Readonly<Record<FeatureName, Feature>> = {
  x1: { label: 'x₁', tex: 'x_1', of: (x) => x },
  x2: { label: 'x₂', tex: 'x_2', of: (_, y) => y },
  x1sq: { label: 'x₁²', tex: 'x_1^2', of: (x) => x * x },
  x2sq: { label: 'x₂²', tex: 'x_2^2', of: (_, y) => y * y },
  x1x2: { label: 'x₁x₂', tex: 'x_1 x_2', of: (x, y) => x * y },
  sinx1: { label: 'sin x₁', tex: '\\sin x_1', of: (x) => Math.sin(x) },
  sinx2: { label: 'sin x₂', tex: '\\sin x_2', of: (_, y) => Math.sin(y) },
};

/** The plane that is looked at: −6 … 6 both ways. */
export const reach = 6;

/** The points of a square grid over the plane, first row on top. @returns x and y in turn */
export function gridPoints(size: number): Float32Array {
  const points = new Float32Array(2 * size * size);
  for (let i = 0; i < size * size; i++) {
    points[2 * i] = (((i % size) + 0.5) / size) * 2 * reach - reach;
    points[2 * i + 1] = reach - ((Math.floor(i / size) + 0.5) / size) * 2 * reach;
  }
  return points;
}

/** The features of points. @param points x and y in turn @returns one row a point */
export function featureRows(points: ArrayLike<number>, names: readonly FeatureName[]): Float32Array {
  const count = points.length / 2;
  const rows = new Float32Array(count * names.length);
  for (let i = 0; i < count; i++) {
    for (const [k, name] of names.entries()) {
      rows[i * names.length + k] = features[name].of(points[2 * i], points[2 * i + 1]);
    }
  }
  return rows;
}
