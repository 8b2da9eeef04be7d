/** Lion: the sign of a momentum. */
import { real } from '../../core/options.ts';
import type { OptionTable } from '../configured.ts';
import { towards } from './moments.ts';
import {
  commonTable,
  Optimizer,
  type OptimizerOptions,
  type Slot,
  type StepInputs,
  type StepResult,
} from './optimizer.ts';

export interface LionOptions extends OptimizerOptions {
  /** How much of the mean gradient goes into a step. Default 0.9. */
  readonly beta1?: number;
  /** How much of it stays afterwards. Default 0.99. */
  readonly beta2?: number;
}

/**
 * w ← w − rate·sign(β₁m + (1−β₁)g); m ← β₂m + (1−β₂)g. Chen et al., "Symbolic discovery of optimization
 * algorithms", 2023.
 *
 * @example
 * new Lion(0.0001, { weightDecay: 0.01 });
 */
export class Lion extends Optimizer<LionOptions> {
  readonly className: string = 'Lion';
  protected readonly table: OptionTable<LionOptions> = {
    ...commonTable('lion', 0.001),
    beta1: [0.9, real({ above: 0, max: 1 })],
    beta2: [0.99, real({ min: 0, max: 1 })],
  };

  slots(): readonly Slot[] {
    return [{ name: 'momentum' }];
  }

  step({ parameter, gradient, slots: [m], rate }: StepInputs): StepResult {
    const { beta1, beta2 } = this.settings;
    const move = towards(m, gradient, beta1).sign().mul(rate);
    return { next: parameter.sub(move), slots: [towards(m, gradient, beta2)] };
  }
}
