/** Adamax, Nadam and Lamb: Adam with another norm, with Nesterov's momentum, and with a rate for each layer. */
import { real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { biasCorrection, towards } from './moments.ts';
import {
  commonTable,
  Optimizer,
  type OptimizerOptions,
  type Slot,
  type StepInputs,
  type StepResult,
} from './optimizer.ts';

export interface MomentsOptions extends OptimizerOptions {
  /** How much of the mean gradient stays at a step. Default 0.9. */
  readonly beta1?: number;
  /** How much of the mean squared gradient, or of its largest, stays. Default 0.999. */
  readonly beta2?: number;
  /** Added to what gradients are divided by. Default 1e-7. */
  readonly epsilon?: number;
}

function momentsTable(name: string): OptionTable<MomentsOptions> {
  return {
    ...commonTable(name, 0.001),
    beta1: [0.9, real({ min: 0, below: 1 })],
    beta2: [0.999, real({ min: 0, below: 1 })],
    epsilon: [1e-7, real({ min: 0 })],
  };
}

/**
 * m ← β₁m + (1−β₁)g; u ← max(β₂u, |g|); w ← w − rate·m/((1−β₁ᵗ)(u + ε)). Kingma and Ba, "Adam", 2015, section 7.
 *
 * @example
 * new Adamax(0.01);
 */
export class Adamax extends Optimizer<MomentsOptions> {
  readonly className: string = 'Adamax';
  protected readonly table: OptionTable<MomentsOptions> = momentsTable('adamax');

  slots(): readonly Slot[] {
    return [{ name: 'momentum' }, { name: 'norm' }];
  }

  step({ parameter, gradient, slots: [m, norm], rate, iteration }: StepInputs): StepResult {
    const { beta1, beta2, epsilon } = this.settings;
    const mNext = towards(m, gradient, beta1);
    const normNext = norm.mul(beta2).maximum(gradient.abs());
    const corrected = rate.div(biasCorrection(beta1, iteration).cast(rate.dtype));
    return { next: parameter.sub(mNext.mul(corrected).div(normNext.add(epsilon))), slots: [mNext, normNext] };
  }
}

/** By how much Nadam's momentum is smaller at first, and the share of that which is left after each step. */
const WARM_UP = 0.5;
const WARM_UP_DECAY = 0.96;

/**
 * Adam with Nesterov's momentum, which warms up: μₜ = β₁(1 − ½·0.96ᵗ), Πₜ = μ₁⋯μₜ;
 * m̂ = μₜ₊₁m/(1−Πₜ₊₁) + (1−μₜ)g/(1−Πₜ); w ← w − rate·m̂/(√(v/(1−β₂ᵗ)) + ε). Dozat, "Incorporating Nesterov
 * momentum into Adam", 2016.
 *
 * @example
 * new Nadam(0.002);
 */
export class Nadam extends Optimizer<MomentsOptions> {
  readonly className: string = 'Nadam';
  /** Π, the product of the momenta so far. */
  override readonly sharedSlots: readonly Slot[] = [{ name: 'variable', initial: 1 }];
  protected readonly table: OptionTable<MomentsOptions> = momentsTable('nadam');

  slots(): readonly Slot[] {
    return [{ name: 'momentum' }, { name: 'velocity' }];
  }

  step({ parameter, gradient, slots: [m, v], shared: [product], rate, iteration }: StepInputs): StepResult {
    const { beta1, beta2, epsilon } = this.settings;
    const momentumAt = (t: Tensor): Tensor => {
      const cold = t.mul(Math.log(WARM_UP_DECAY)).exp().mul(WARM_UP);
      return cold.neg().add(1).mul(beta1).cast(rate.dtype);
    };
    const now = momentumAt(iteration);
    const then = momentumAt(iteration.add(1));
    const productNow = product.cast(rate.dtype).mul(now);
    const productThen = productNow.mul(then);
    const mNext = towards(m, gradient, beta1);
    const vNext = towards(v, gradient.square(), beta2);
    const mean = mNext
      .mul(then.div(productThen.neg().add(1)))
      .add(gradient.mul(now.neg().add(1).div(productNow.neg().add(1))));
    const square = vNext.div(biasCorrection(beta2, iteration).cast(rate.dtype));
    return {
      next: parameter.sub(mean.mul(rate).div(square.sqrt().add(epsilon))),
      slots: [mNext, vNext],
      shared: [productNow.cast(product.dtype)],
    };
  }
}

/**
 * r = m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε); w ← w − rate·‖w‖/‖r‖·r, where both are not 0. You et al., "Large batch
 * optimization for deep learning: training BERT in 76 minutes", 2020.
 *
 * @example
 * new Lamb(0.01, { weightDecay: 0.01 });
 */
export class Lamb extends Optimizer<MomentsOptions> {
  readonly className: string = 'Lamb';
  protected readonly table: OptionTable<MomentsOptions> = momentsTable('lamb');

  slots(): readonly Slot[] {
    return [{ name: 'momentum' }, { name: 'velocity' }];
  }

  step({ parameter, gradient, slots: [m, v], rate, iteration }: StepInputs): StepResult {
    const { beta1, beta2, epsilon } = this.settings;
    const mNext = towards(m, gradient, beta1);
    const vNext = towards(v, gradient.square(), beta2);
    const mean = mNext.div(biasCorrection(beta1, iteration).cast(rate.dtype));
    const square = vNext.div(biasCorrection(beta2, iteration).cast(rate.dtype));
    const direction = mean.div(square.sqrt().add(epsilon));
    const [length, along] = [norm(parameter), norm(direction)];
    const ratio = length.greater(0).and(along.greater(0)).where(length.div(along), 1);
    return { next: parameter.sub(direction.mul(ratio.mul(rate))), slots: [mNext, vNext] };
  }
}

function norm(x: Tensor): Tensor {
  return x.square().sum().sqrt();
}
