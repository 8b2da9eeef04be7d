/**
 * How likely a standard normal number is to lie below x, with all its digits in the left tail too, where
 * (1 + erf(x / √2)) / 2 has none left. It is a formula of tensors, and knows no activation.
 */
import type { CompositeOperation } from '../tensor/operation.ts';
import { Tensor } from '../tensor/tensor.ts';

/**
 * (1 + 2z) e^(z²) erfc(z) for z ≥ 0 as a polynomial in t = (z − k) / (z + k), lowest power first: its Chebyshev
 * series, cut where 10⁻¹⁶ is left. M. M. Shepherd, J. G. Laframboise, Mathematics of Computation 36, 1981.
 */
const series: readonly number[] = [
  1.2375126308378275, -0.14024059858554525, 0.0035854154854790257, 0.08227673848999506, -0.10880393014244462,
  0.09230432116428125, -0.05869339857664934, 0.02836227737211114, -0.009746579683265262,
  0.0017556261651970652, 0.000293714378044958, -0.00029015535246077655, 5.164652974177416e-5,
  2.2387565714911816e-5, -1.1438048033346894e-5, -9.792625707303523e-7, 1.7419821586224816e-6,
  -5.084465378687302e-8, -2.4857126248016745e-7, 1.879082322370048e-8, 3.197926671666804e-8,
  -1.9551358868985616e-9, -2.623107347133476e-9,
];
const k = 3.75;

/** Φ(x): below 0 half of erfc(z) at z = |x| / √2, above 0 the rest to 1. Its derivative is e^(−x²/2) / √(2π). */
const normalDistribution: CompositeOperation = {
  kind: 'composite',
  name: 'normalDistribution',
  result: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
  forward([x]) {
    const z = x.abs().mul(Math.SQRT1_2);
    const t = z
      .add(k)
      .reciprocal()
      .mul(-2 * k)
      .add(1);
    const [highest, ...lower] = series.toReversed();
    const bulk = lower.reduce((sum, coefficient) => sum.mul(t).add(coefficient), t.mul(0).add(highest));
    const tail = bulk.div(z.mul(2).add(1)).mul(bell(x)).mul(0.5);
    return x.less(0).where(tail, tail.neg().add(1));
  },
  gradient: ({ inputs: [x] }, g) => [g.mul(bell(x)).mul(1 / Math.sqrt(2 * Math.PI))],
};

/** e^(−x²/2) */
function bell(x: Tensor): Tensor {
  return x.square().mul(-0.5).exp();
}

/** Φ(x), elementwise: 0 far to the left, ½ at 0, 1 far to the right. */
export function normalShareBelow(x: Tensor): Tensor {
  return Tensor.apply(normalDistribution, [x]);
}
