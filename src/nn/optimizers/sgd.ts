/** Gradient descent, with or without momentum. The learning rate is inside the velocity, as in Keras. */
import { boolean, real } from '../../core/options.ts';
import type { OptionTable } from '../configured.ts';
import {
  commonTable,
  Optimizer,
  type OptimizerOptions,
  type Slot,
  type StepInputs,
  type StepResult,
} from './optimizer.ts';

export interface SGDOptions extends OptimizerOptions {
  /** Share of the last move that goes on. Default 0. */
  readonly momentum?: number;
  /** Nesterov's momentum: the gradient of where the momentum leads. Default false. */
  readonly nesterov?: boolean;
}

/**
 * v ← μv − rate·g; w ← w + v, or with Nesterov's momentum w ← w + μv − rate·g. Without momentum w ← w − rate·g.
 * Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning", 2013.
 *
 * @example
 * new SGD(0.01, { momentum: 0.9, nesterov: true });
 */
export class SGD extends Optimizer<SGDOptions> {
  readonly className: string = 'SGD';
  protected readonly table: OptionTable<SGDOptions> = {
    ...commonTable('SGD', 0.01),
    momentum: [0, real({ min: 0, max: 1 })],
    nesterov: [false, boolean],
  };

  slots(): readonly Slot[] {
    return this.settings.momentum === 0 ? [] : [{ name: 'momentum' }];
  }

  step({ parameter, gradient, slots: [velocity], rate }: StepInputs): StepResult {
    const { momentum, nesterov } = this.settings;
    const move = gradient.mul(rate);
    if (momentum === 0) return { next: parameter.sub(move), slots: [] };
    const next = velocity.mul(momentum).sub(move);
    return { next: parameter.add(nesterov ? next.mul(momentum).sub(move) : next), slots: [next] };
  }
}
