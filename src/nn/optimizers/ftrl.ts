/** FTRL-Proximal: follow the regularized leader. */
import { real } from '../../core/options.ts';
import type { OptionTable } from '../configured.ts';
import {
  commonTable,
  Optimizer,
  type OptimizerOptions,
  type Slot,
  type StepInputs,
  type StepResult,
} from './optimizer.ts';

export interface FtrlOptions extends OptimizerOptions {
  /** How fast the rate falls with the sum of squares; at most 0. Default −0.5: with its root. */
  readonly learningRatePower?: number;
  /** What the sum of squares begins at. Default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** What makes small weights 0. Default 0. */
  readonly l1RegularizationStrength?: number;
  /** What holds the sum of all moves small. Default 0. */
  readonly l2RegularizationStrength?: number;
  /** What adds to gradients a share of the weights. Default 0. */
  readonly l2ShrinkageRegularizationStrength?: number;
  /** The paper's β, added to the root. Default 0. */
  readonly beta?: number;
}

/**
 * n' = n + g², σ = (n'⁻ᵖ − n⁻ᵖ)/rate, z ← z + g + 2·shrinkage·w − σw;
 * w ← (clip(z, ±l1) − z)/(n'⁻ᵖ/rate + 2·l2 + β/rate). McMahan et al., "Ad click prediction: a view from the
 * trenches", 2013.
 *
 * @example
 * new Ftrl(0.1, { l1RegularizationStrength: 0.05 });
 */
export class Ftrl extends Optimizer<FtrlOptions> {
  readonly className: string = 'Ftrl';
  protected readonly table: OptionTable<FtrlOptions> = {
    ...commonTable('ftrl', 0.001),
    learningRatePower: [-0.5, real({ max: 0 })],
    initialAccumulatorValue: [0.1, real({ min: 0 })],
    l1RegularizationStrength: [0, real({ min: 0 })],
    l2RegularizationStrength: [0, real({ min: 0 })],
    l2ShrinkageRegularizationStrength: [0, real({ min: 0 })],
    beta: [0, real({ min: 0 })],
  };

  slots(): readonly Slot[] {
    return [{ name: 'accumulator', initial: this.settings.initialAccumulatorValue }, { name: 'linear' }];
  }

  step({ parameter, gradient, slots: [sum, linear], rate }: StepInputs): StepResult {
    const { learningRatePower, beta, ...strength } = this.settings;
    const l1 = strength.l1RegularizationStrength;
    const l2 = strength.l2RegularizationStrength;
    const shrinkage = strength.l2ShrinkageRegularizationStrength;
    const sumNext = sum.add(gradient.square());
    const [root, rootNext] = [sum.pow(-learningRatePower), sumNext.pow(-learningRatePower)];
    const pulled = gradient.add(parameter.mul(2 * shrinkage));
    const linearNext = linear.add(pulled).sub(rootNext.sub(root).div(rate).mul(parameter));
    const curvature = rootNext
      .add(beta)
      .div(rate)
      .add(2 * l2);
    const next = linearNext.clip(-l1, l1).sub(linearNext).div(curvature);
    return { next, slots: [sumNext, linearNext] };
  }
}
