/** Adagrad and Adadelta: rates for each weight, by all the gradients it has seen or by the latest. */
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

export interface AdagradOptions extends OptimizerOptions {
  /** What the sum of squares begins at. Default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** Added under the root. Default 1e-7. */
  readonly epsilon?: number;
}

export interface AdadeltaOptions extends OptimizerOptions {
  /** How much of the mean squares stays at a step. Default 0.95. */
  readonly rho?: number;
  /** Added under the roots. Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * a ← a + g²; w ← w − rate·g/√(a + ε). Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning
 * and stochastic optimization", 2011.
 *
 * @example
 * new Adagrad(0.1, { initialAccumulatorValue: 0 });
 */
export class Adagrad extends Optimizer<AdagradOptions> {
  readonly className: string = 'Adagrad';
  protected readonly table: OptionTable<AdagradOptions> = {
    ...commonTable('adagrad', 0.001),
    initialAccumulatorValue: [0.1, real({ min: 0 })],
    epsilon: [1e-7, real({ min: 0 })],
  };

  slots(): readonly Slot[] {
    return [{ name: 'accumulator', initial: this.settings.initialAccumulatorValue }];
  }

  step({ parameter, gradient, slots: [sum], rate }: StepInputs): StepResult {
    const next = sum.add(gradient.square());
    const move = gradient.mul(rate).div(next.add(this.settings.epsilon).sqrt());
    return { next: parameter.sub(move), slots: [next] };
  }
}

/**
 * a ← ρa + (1−ρ)g²; Δ = −g·√(d + ε)/√(a + ε); d ← ρd + (1−ρ)Δ²; w ← w + rate·Δ. Zeiler, "Adadelta: an adaptive
 * learning rate method", 2012, where the rate is 1.
 *
 * @example
 * new Adadelta(1);
 */
export class Adadelta extends Optimizer<AdadeltaOptions> {
  readonly className: string = 'Adadelta';
  protected readonly table: OptionTable<AdadeltaOptions> = {
    ...commonTable('adadelta', 0.001),
    rho: [0.95, real({ min: 0, max: 1 })],
    epsilon: [1e-7, real({ min: 0 })],
  };

  slots(): readonly Slot[] {
    return [{ name: 'accumulated_grad' }, { name: 'accumulated_delta_var' }];
  }

  step({ parameter, gradient, slots: [squares, moves], rate }: StepInputs): StepResult {
    const { rho, epsilon } = this.settings;
    const squaresNext = towards(squares, gradient.square(), rho);
    const move = gradient.mul(moves.add(epsilon).sqrt()).div(squaresNext.add(epsilon).sqrt());
    const movesNext = towards(moves, move.square(), rho);
    return { next: parameter.sub(move.mul(rate)), slots: [squaresNext, movesNext] };
  }
}
