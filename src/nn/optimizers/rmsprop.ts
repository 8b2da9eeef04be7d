/** RMSprop: gradients divided by the root of their running mean square. */
import { boolean, real } from '../../core/options.ts';
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

export interface RMSpropOptions extends OptimizerOptions {
  /** How much of the mean square stays at a step. Default 0.9. */
  readonly rho?: number;
  /** Share of the last move that goes on. Default 0. */
  readonly momentum?: number;
  /** Added under the root. Default 1e-7. */
  readonly epsilon?: number;
  /** Divide by the deviation from the mean gradient instead. Default false. */
  readonly centered?: boolean;
}

/**
 * v ← ρv + (1−ρ)g²; w ← w − rate·g/√(v + ε): ε stands inside the root. Tieleman and Hinton, "Lecture 6.5", 2012;
 * centered: Graves, "Generating sequences with recurrent neural networks", 2013.
 *
 * @example
 * new RMSprop(0.001, { momentum: 0.9, centered: true });
 */
export class RMSprop extends Optimizer<RMSpropOptions> {
  readonly className: string = 'RMSprop';
  protected readonly table: OptionTable<RMSpropOptions> = {
    ...commonTable('rmsprop', 0.001),
    rho: [0.9, real({ min: 0, max: 1 })],
    momentum: [0, real({ min: 0, max: 1 })],
    epsilon: [1e-7, real({ min: 0 })],
    centered: [false, boolean],
  };

  slots(): readonly Slot[] {
    const { momentum, centered } = this.settings;
    return [
      { name: 'velocity' },
      ...(momentum > 0 ? [{ name: 'momentum', round: 1 }] : []),
      ...(centered ? [{ name: 'average_gradient', round: 2 }] : []),
    ];
  }

  step({ parameter, gradient, slots: [velocity, ...others], rate }: StepInputs): StepResult {
    const { rho, momentum, epsilon, centered } = this.settings;
    const next = towards(velocity, gradient.square(), rho);
    const average = centered ? [towards(others[others.length - 1], gradient, rho)] : [];
    const spread = average.length === 0 ? next : next.sub(average[0].square());
    const move = gradient.mul(rate).div(spread.add(epsilon).sqrt());
    const moves = momentum > 0 ? [others[0].mul(momentum).add(move)] : [];
    return { next: parameter.sub(moves[0] ?? move), slots: [next, ...moves, ...average] };
  }
}
