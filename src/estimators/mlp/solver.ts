/**
 * The two stochastic solvers: how a step changes the parameters (as tensors, so that it runs inside the
 * plan), and how the learning rate goes from step to step and epoch to epoch (plain numbers).
 * Kingma & Ba 2015 for 'adam'; Sutskever et al. 2013 for Nesterov's momentum. Both as scikit-learn does them.
 */
import type { Tensor } from '../../tensor/tensor.ts';
import type { MlpSettings } from './options.ts';

/** What a solver remembers between steps besides its vectors. */
export interface SolverState {
  /** Steps done. */
  steps: number;
  /** The learning rate that counts for the next epoch. */
  rate: number;
}

/** One step for one flat vector of parameters. */
export interface SolverStep {
  readonly next: Tensor;
  /** Next values of the solver's vectors, in the order of `slots`. */
  readonly slots: readonly Tensor[];
}

export interface SolverRecord {
  /** Names of the vectors it keeps, each as long as the parameters; they start at zero. */
  readonly slots: readonly string[];
  /** The parameters and slots after a step with `gradient` at learning rate `rate` (a scalar). */
  step(
    parameters: Tensor,
    gradient: Tensor,
    slots: readonly Tensor[],
    rate: Tensor,
    options: MlpSettings,
  ): SolverStep;
  /** The learning rate of step `step`, counted from 1. */
  rate(state: SolverState, step: number, options: MlpSettings): number;
  /** Called at the end of each epoch. */
  epochEnds(state: SolverState, samplesSeen: number, options: MlpSettings): void;
  /** Asked when there was no improvement for long: stop, or go on with a smaller rate? `said` completes the sentence. */
  givesUp(state: SolverState, options: MlpSettings): { stops: boolean; said: string };
}

const stops = { stops: true, said: 'Stopping.' };

/** m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; θ ← θ − rate·m/(√v + ε), the bias correction being in the rate. */
const adam: SolverRecord = {
  slots: ['m', 'v'],
  step(parameters, gradient, [m, v], rate, { beta1, beta2, epsilon }) {
    const mNext = m.mul(beta1).add(gradient.mul(1 - beta1));
    const vNext = v.mul(beta2).add(gradient.square().mul(1 - beta2));
    const next = parameters.sub(rate.mul(mNext).div(vNext.sqrt().add(epsilon)));
    return { next, slots: [mNext, vNext] };
  },
  rate: ({ rate }, step, { beta1, beta2 }) => (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step),
  epochEnds() {},
  givesUp: () => stops,
};

/** u ← μu − rate·g; θ ← θ + u, or with Nesterov's momentum θ ← θ + μu − rate·g. */
const sgd: SolverRecord = {
  slots: ['velocity'],
  step(parameters, gradient, [velocity], rate, { momentum, nesterovsMomentum }) {
    const move = gradient.mul(rate);
    const next = velocity.mul(momentum).sub(move);
    const update = nesterovsMomentum ? next.mul(momentum).sub(move) : next;
    return { next: parameters.add(update), slots: [next] };
  },
  rate: (state) => state.rate,
  epochEnds(state, samplesSeen, { learningRate, learningRateInit, powerT }) {
    if (learningRate === 'invscaling') state.rate = learningRateInit / (samplesSeen + 1) ** powerT;
  },
  givesUp(state, { learningRate }) {
    if (learningRate !== 'adaptive') return stops;
    if (state.rate <= 1e-6) return { stops: true, said: 'Learning rate too small. Stopping.' };
    state.rate /= 5;
    return { stops: false, said: `Setting learning rate to ${state.rate.toFixed(6)}` };
  },
};

/** The solver by name; 'lbfgs', which takes no steps of this kind, has none and must not ask. */
export function solverOf({ solver }: Pick<MlpSettings, 'solver'>): SolverRecord {
  return solver === 'sgd' ? sgd : adam;
}
