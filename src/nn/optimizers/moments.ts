/** Running means and their bias, as the optimizers of Adam's kind keep them. */
import { Tensor } from '../../tensor/tensor.ts';

/** A running mean of which the share β stays: βm + (1−β)x. */
export function towards(mean: Tensor, x: Tensor, beta: number): Tensor {
  return mean.mul(beta).add(x.mul(1 - beta));
}

/** 1 − βᵗ, what a running mean that began at 0 amounts to at step t, in float64. */
export function biasCorrection(beta: number, iteration: Tensor): Tensor {
  return Tensor.scalar(1, 'float64').sub(Tensor.scalar(beta, 'float64').pow(iteration));
}
