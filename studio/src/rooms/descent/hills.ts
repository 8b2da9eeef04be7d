/** The costs to walk down, as formulas of tensors: what is drawn and what is descended is the same formula. */
import { type Tensor, tensor } from 'hebb/tensor';
import { reach, type Settings } from './settings.ts';

interface Hill {
  readonly name: string;
  readonly tex: string;
  /** Elementwise. */
  readonly height: (x: Tensor, y: Tensor) => Tensor;
}

/** Learning rates to try. */
export interface Rates {
  readonly small: number;
  readonly right: number;
  readonly large: number;
}

export const curves: Readonly<Record<Settings['curve'], Hill & { readonly rates: Rates }>> = {
  parabola: {
    name: 'A parabola',
    tex: 'f(\\theta) = (\\theta - 1)^2',
    height: (x) => x.sub(1).square(),
    rates: { small: 0.01, right: 0.316, large: 1.12 },
  },
  valleys: {
    name: 'Two valleys',
    tex: 'f(\\theta) = \\tfrac{\\theta^4}{20} - \\tfrac{\\theta^2}{2} + \\tfrac{3\\theta}{10} + 2',
    height: (x) => x.square().square().div(20).sub(x.square().div(2)).add(x.mul(0.3)).add(2),
    rates: { small: 0.01, right: 0.2, large: 1 },
  },
  plateau: {
    name: 'A plateau',
    tex: 'f(\\theta) = 3\\,(1 - e^{-\\theta^2 / 2})',
    height: (x) => x.square().div(-2).exp().mul(-3).add(3),
    rates: { small: 0.02, right: 0.5, large: 1.41 },
  },
};

export const landscapes: Readonly<Record<Settings['landscape'], Hill>> = {
  bowl: {
    name: 'A long bowl',
    tex: 'f = \\tfrac{1}{10}\\theta_1^2 + 2\\,\\theta_2^2',
    height: (x, y) => x.square().div(10).add(y.square().mul(2)),
  },
  banana: {
    name: 'A bent valley',
    tex: 'f = \\tfrac{1}{50}\\left((1-\\theta_1)^2 + 5\\,(\\theta_2-\\tfrac{\\theta_1^2}{2})^2\\right)',
    height: (x, y) => y.sub(x.square().div(2)).square().mul(5).add(x.sub(1).square()).div(50),
  },
  saddle: {
    name: 'A saddle',
    tex: 'f = \\tfrac12\\theta_1^2 - \\tfrac12\\theta_2^2 + \\tfrac{1}{20}\\theta_2^4 + \\tfrac54',
    height: (x, y) => x.square().sub(y.square()).div(2).add(y.square().square().div(20)).add(1.25),
  },
  valleys: {
    name: 'Four valleys',
    tex: 'f = \\textstyle\\sum_i \\tfrac{\\theta_i^4}{20} - \\tfrac{\\theta_i^2}{2} + \\tfrac{3\\theta_i}{10} + 2',
    height: (x, y) => curves.valleys.height(x, x).add(curves.valleys.height(y, y)),
  },
};

/** The height above a vector of one parameter, or two, as a scalar. */
export function costOf({ height }: Hill, theta: Tensor): Tensor {
  if (theta.size === 1) return height(theta, theta).sum();
  return height(theta.mul(tensor([1, 0])).sum(), theta.mul(tensor([0, 1])).sum());
}

/** Places from −reach to reach, and the heights above them. */
export function curvePoints(
  hill: Hill,
  count = 161,
): { readonly xs: Float64Array; readonly ys: ArrayLike<number> } {
  const xs = Float64Array.from({ length: count }, (_, i) => -reach + (2 * reach * i) / (count - 1));
  const x = tensor(xs);
  return { xs, ys: hill.height(x, x).values };
}

/** Heights over the square, first row on top. */
export function landscapeGrid(hill: Hill, size = 240): ArrayLike<number> {
  const at = (i: number): number => -reach + (2 * reach * (i + 0.5)) / size;
  const xs = Float64Array.from({ length: size * size }, (_, i) => at(i % size));
  const ys = Float64Array.from({ length: size * size }, (_, i) => -at(Math.floor(i / size)));
  return hill.height(tensor(xs), tensor(ys)).values;
}

/** Heights as shares from 0 to 1 in bands, so that edges of bands are contour lines; low places in more of them. */
export function bands(heights: ArrayLike<number>, count = 14): Float32Array {
  const all = Array.from(heights);
  const [low, high] = all.reduce(([a, b], one) => [Math.min(a, one), Math.max(b, one)], [all[0], all[0]]);
  return Float32Array.from(all, (one) => {
    const share = Math.sqrt((one - low) / (high - low || 1));
    return Math.min(count - 1, Math.floor(share * count)) / count;
  });
}
