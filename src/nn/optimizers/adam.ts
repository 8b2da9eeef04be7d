/** Adam, and AdamW, which is Adam with another default weight decay. */
import { boolean, real } from '../../core/options.ts';
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

export interface AdamOptions extends OptimizerOptions {
  /** How much of the mean gradient stays at a step. Default 0.9. */
  readonly beta1?: number;
  /** How much of the mean squared gradient stays. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the mean square. Default 1e-7. */
  readonly epsilon?: number;
  /** Divide by the root of the largest mean square so far. Default false. */
  readonly amsgrad?: boolean;
}

function adamTable(name: string, weightDecay: number | null): OptionTable<AdamOptions> {
  return {
    ...commonTable(name, 0.001, weightDecay),
    beta1: [0.9, real({ min: 0, below: 1 })],
    beta2: [0.999, real({ min: 0, below: 1 })],
    epsilon: [1e-7, real({ min: 0 })],
    amsgrad: [false, boolean],
  };
}

abstract class AdamFamily extends Optimizer<AdamOptions> {
  slots(): readonly Slot[] {
    const moments = [{ name: 'momentum' }, { name: 'velocity' }];
    return this.settings.amsgrad ? [...moments, { name: 'velocity_hat', round: 1 }] : moments;
  }

  step({ parameter, gradient, slots: [m, v, largest], rate, iteration }: StepInputs): StepResult {
    const { beta1, beta2, epsilon, amsgrad } = this.settings;
    const correction = biasCorrection(beta2, iteration).sqrt().div(biasCorrection(beta1, iteration));
    const mNext = towards(m, gradient, beta1);
    const vNext = towards(v, gradient.square(), beta2);
    const largestNext: Tensor = amsgrad ? largest.maximum(vNext) : vNext;
    const move = mNext.mul(rate.mul(correction.cast(rate.dtype))).div(largestNext.sqrt().add(epsilon));
    const slots = amsgrad ? [mNext, vNext, largestNext] : [mNext, vNext];
    return { next: parameter.sub(move), slots };
  }
}

/**
 * m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; w ← w − rate·√(1−β₂ᵗ)/(1−β₁ᵗ)·m/(√v + ε): ε stands outside the root and
 * is not corrected. Kingma and Ba, "Adam: a method for stochastic optimization", 2015; amsgrad: Reddi, Kale and
 * Kumar, "On the convergence of Adam and beyond", 2018.
 *
 * @example
 * new Adam({ learningRate: 0.001, clipnorm: 1 });
 */
export class Adam extends AdamFamily {
  readonly className: string = 'Adam';
  protected readonly table: OptionTable<AdamOptions> = adamTable('adam', null);
}

/**
 * Adam with decoupled weight decay, 0.004 by default. Loshchilov and Hutter, "Decoupled weight decay
 * regularization", 2019.
 *
 * @example
 * new AdamW(0.001, { weightDecay: 0.01 });
 */
export class AdamW extends AdamFamily {
  readonly className: string = 'AdamW';
  protected readonly table: OptionTable<AdamOptions> = adamTable('adamw', 0.004);
}
