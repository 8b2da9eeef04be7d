/**
 * A picture of a digit in the form of MNIST's images, as `mnist-form.ts` does it for a drawing: dark on light or light
 * on dark, sized into a box of 20 pixels, its centre of mass in the middle of 28 × 28. It knows no page.
 */
import { box, centreOfMass, middle, pixelCount, side } from './mnist-form.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Brightness, 0 to 1, row by row. */
  readonly values: ArrayLike<number>;
}

/** What differs less from the paper, as a share of the most that differs, is paper too. */
const faintest = 0.25;

/** Grey values from 0, paper, to 1, ink; all 0 for a picture of one colour. */
export function pictureForm(picture: Picture): Float32Array {
  const ink = inkOf(picture);
  const { width, height } = picture;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let i = 0; i < ink.length; i++) {
    if (ink[i] === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (right < 0) return new Float32Array(pixelCount);
  const scale = box / Math.max(right - left + 1, bottom - top + 1);
  const put = (x: number, y: number): Float32Array =>
    sampled(ink, picture, scale, (left + right) / 2 - x / scale, (top + bottom) / 2 - y / scale);
  const [x, y] = centreOfMass(put(middle, middle));
  return put(2 * middle - x, 2 * middle - y);
}

/** How much each pixel differs from the paper, which is what the picture's rim is on average. */
function inkOf({ width, height, values }: Picture): Float32Array {
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    if (x > 0 && y > 0 && x < width - 1 && y < height - 1) continue;
    sum += values[i];
    count++;
  }
  const ink = Float32Array.from(values, (value) => Math.abs(value - sum / count));
  const most = ink.reduce((largest, value) => Math.max(largest, value), 0);
  // Less than the noise of a scan is nothing.
  return ink.map((value) => (most < 0.1 || value < faintest * most ? 0 : value / most));
}

/** The mean of the ink under each of 28 × 28 pixels. @param left,top where the first pixel's middle lies */
function sampled(
  ink: Float32Array,
  { width, height }: Picture,
  scale: number,
  left: number,
  top: number,
): Float32Array {
  const each = Math.min(16, Math.max(2, Math.ceil(1 / scale)));
  const at = (pixel: number, k: number): number => (pixel + (k + 0.5) / each - 0.5) / scale;
  return Float32Array.from({ length: pixelCount }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < each * each; k++) {
      const x = Math.round(left + at(i % side, k % each));
      const y = Math.round(top + at(Math.floor(i / side), Math.floor(k / each)));
      if (x >= 0 && y >= 0 && x < width && y < height) sum += ink[y * width + x];
    }
    return sum / (each * each);
  });
}
