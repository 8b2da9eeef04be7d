/** Activation functions and their derivatives as numbers, both from the library. */
import { activationNamed } from 'hebb/nn';
import { gradients, type Tensor, tensor } from 'hebb/tensor';
import type { ActivationName } from './settings.ts';

/** How some of them bend. */
export interface Shape {
  readonly slope: number;
  readonly alpha: number;
}

export interface Curve {
  readonly xs: Float64Array;
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

/** Values and derivatives at some places. */
export function curveOf(name: ActivationName, xs: Float64Array, { slope, alpha }: Shape): Curve {
  const x = tensor(xs, { dtype: 'float64' });
  const options = name === 'leaky_relu' ? { negativeSlope: slope } : name === 'elu' ? { alpha } : {};
  const y = activationNamed(name).apply(x, options) as Tensor;
  const [slopes] = gradients(y.sum(), [x]);
  return { xs, values: y.values as Float64Array, slopes: slopes.values as Float64Array };
}

/** So many numbers from low to high, both among them. */
export function steps(low: number, high: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/** The share of normally distributed inputs at which a function is flat: its slope less than `flat`. */
export function flatShare(
  name: ActivationName,
  mean: number,
  spread: number,
  shape: Shape,
  flat = 0.05,
): number {
  const zs = steps(mean - 5 * spread, mean + 5 * spread, 2001);
  const { slopes } = curveOf(name, zs, shape);
  let [share, whole] = [0, 0];
  for (const [i, z] of zs.entries()) {
    const weight = Math.exp(-0.5 * ((z - mean) / spread) ** 2);
    whole += weight;
    if (Math.abs(slopes[i]) < flat) share += weight;
  }
  return share / whole;
}
