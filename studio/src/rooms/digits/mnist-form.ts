/**
 * A drawing in the form of MNIST's images: scaled, keeping its shape, until its longer side fills a box of 20 pixels;
 * grey where the pen covers a part of a pixel; and put on a field of 28 × 28 with its centre of mass in the middle.
 * Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", 1998. It knows no page.
 */
import { padSide, type Stroke } from './strokes.ts';

export const side = 28;
export const pixelCount: number = side * side;
export const box = 20;
/** The pixel in which the centre of mass of MNIST's digits lies, rows and columns alike, counted from 0. */
export const middle = 14;
/** Half the width of a stroke, in pixels: as wide as MNIST's, however large one draws. */
const radius = 1.25;
/** A drawing smaller than this share of the pad, such as a dot, is not made larger than it would be at this size. */
const smallest = 1 / 8;

/** Grey values from 0, paper, to 1, ink, row by row; all 0 for nothing. */
export function mnistForm(strokes: readonly Stroke[]): Float32Array {
  const points = strokes.flat();
  if (points.length === 0) return new Float32Array(pixelCount);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = (box - 2 * radius) / Math.max(right - left, bottom - top, smallest * padSide);
  const placed = (x: number, y: number): readonly Stroke[] =>
    strokes.map((stroke) =>
      stroke.map(([a, b]) => [(a - (left + right) / 2) * scale + x, (b - (top + bottom) / 2) * scale + y]),
    );
  const [x, y] = centreOfMass(ink(placed(middle, middle)));
  return ink(placed(2 * middle - x, 2 * middle - y));
}

/** The mean place of the ink, in pixels. @param image with some ink */
export function centreOfMass(image: ArrayLike<number>): readonly [x: number, y: number] {
  let [sum, x, y] = [0, 0, 0];
  for (let i = 0; i < image.length; i++) {
    sum += image[i];
    x += image[i] * (i % side);
    y += image[i] * Math.floor(i / side);
  }
  return [x / sum, y / sum];
}

/** How much of each pixel a round pen covers, by the distance of the pixel's centre. @param strokes in pixels */
function ink(strokes: readonly Stroke[]): Float32Array {
  const image = new Float32Array(pixelCount);
  const reach = radius + 0.5;
  for (const stroke of strokes) {
    for (let k = 0; k < stroke.length; k++) {
      const [a, b] = [stroke[Math.max(0, k - 1)], stroke[k]];
      const [left, right] = limits(a[0], b[0], reach);
      const [top, bottom] = limits(a[1], b[1], reach);
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const cover = Math.min(1, reach - distance(column, row, a, b));
          const at = row * side + column;
          if (cover > image[at]) image[at] = cover;
        }
      }
    }
  }
  return image;
}

/** The pixels that a segment may touch, along one axis. */
function limits(a: number, b: number, reach: number): readonly [first: number, last: number] {
  return [
    Math.max(0, Math.ceil(Math.min(a, b) - reach)),
    Math.min(side - 1, Math.floor(Math.max(a, b) + reach)),
  ];
}

/** Of a point from a segment. */
function distance(x: number, y: number, a: Stroke[number], b: Stroke[number]): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((x - a[0]) * dx + (y - a[1]) * dy) / square;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - a[0] - share * dx, y - a[1] - share * dy);
}
