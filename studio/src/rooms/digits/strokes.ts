/** What is drawn: strokes of points on a square pad, and how the address writes them. It knows no page. */

/** A place on the pad, whole numbers from 0 to `padSide` − 1; y goes down. */
export type PadPoint = readonly [x: number, y: number];
export type Stroke = readonly PadPoint[];

export const padSide = 256;
/** So that an address stays one that can be sent. */
export const mostPoints = 500;
/** Points of a stroke are at least so far apart. */
const spacing = 5;

/** `1a2b1c30.8090`: two digits x, two digits y, hexadecimal; strokes with a dot between. */
export function readStrokes(text: string): readonly Stroke[] | undefined {
  if (text === '') return [];
  if (text.length > 6 * mostPoints || !/^([0-9a-f]{4})+(\.([0-9a-f]{4})+)*$/.test(text)) return undefined;
  return text.split('.').map((stroke) => {
    const points = stroke.match(/.{4}/g) ?? [];
    return points.map((at): PadPoint => {
      const both = Number.parseInt(at, 16);
      return [both >> 8, both & 255];
    });
  });
}

export function writeStrokes(strokes: readonly Stroke[]): string {
  const two = (value: number): string => value.toString(16).padStart(2, '0');
  return strokes.map((stroke) => stroke.map(([x, y]) => two(x) + two(y)).join('')).join('.');
}

/** The point of the pad nearest to shares of its side. */
export function padPoint(x: number, y: number): PadPoint {
  const whole = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * (padSide - 1));
  return [whole(x), whole(y)];
}

/** The stroke, longer by a point, unless that is where the stroke already ends. */
export function extended(stroke: Stroke, point: PadPoint): Stroke {
  const last = stroke.at(-1);
  const isFar = last === undefined || Math.hypot(point[0] - last[0], point[1] - last[1]) >= spacing;
  return isFar ? [...stroke, point] : stroke;
}

export function pointCount(strokes: readonly Stroke[]): number {
  return strokes.reduce((sum, { length }) => sum + length, 0);
}
