/**
 * What an optimizer is: options, a learning rate, the state it keeps for each parameter, and one step as a
 * formula of tensors. What is the same for all of them (clipping, weight decay, averages, accumulation,
 * constraints) is `apply-gradients.ts`'s. Semantics and names are those of Keras 3.15.
 */
import { HebbError, show } from '../../core/errors.ts';
import { anyOf, boolean, integer, matching, nullable, type Rule, real } from '../../core/options.ts';
import type { Shape } from '../../core/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Configured, type OptionTable } from '../configured.ts';
import { LearningRateSchedule } from '../schedules/learning-rate-schedule.ts';

/** A learning rate, or how it changes from step to step. */
export type LearningRate = number | LearningRateSchedule;

/** What every optimizer takes. */
export interface OptimizerOptions {
  readonly name?: string;
  readonly learningRate?: LearningRate;
  /** What is taken off every parameter before each step, as a share of it: rate · weightDecay. Default: nothing. */
  readonly weightDecay?: number | null;
  /** Largest Euclidean norm of each parameter's gradient; one kind of clipping only. */
  readonly clipnorm?: number | null;
  /** Largest norm of all gradients together. */
  readonly globalClipnorm?: number | null;
  /** Largest absolute value of a gradient's elements. */
  readonly clipvalue?: number | null;
  /** Keep an exponential moving average of each parameter, and end `fit` with it. Default false. */
  readonly useEma?: boolean;
  /** Share of the average that stays at each step. Default 0.99. */
  readonly emaMomentum?: number;
  /** Put the averages into the parameters every so many steps. Default: only at the end. */
  readonly emaOverwriteFrequency?: number | null;
  /** What `scaleLoss` multiplies the loss by; gradients are divided by it again. Default: nothing. */
  readonly lossScaleFactor?: number | null;
  /** Gradients of so many calls are averaged before a step is taken. Default: one. */
  readonly gradientAccumulationSteps?: number | null;
}

/** A tensor that an optimizer keeps, for a parameter or for all. */
export interface Slot {
  /** Keras's name for it; the parameter's stands before: `kernel_momentum`. */
  readonly name: string;
  /** The parameter's own shape, where absent. */
  readonly shape?: Shape;
  /** What all its elements are at first; 0, where absent. */
  readonly initial?: number;
  /** Files keep the slots of round 0, the default, for all parameters before those of round 1, and so on. */
  readonly round?: number;
}

/** What is known of a parameter before there are numbers. */
export interface ParameterInfo {
  /** Its name in its layer, such as `kernel`: what the names of its slots begin with. */
  readonly name: string;
  /** Its name in the model, such as `dense/kernel`; `name`, where absent. */
  readonly path?: string;
  readonly shape: Shape;
}

/** What a step is computed from. */
export interface StepInputs {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** Values of the parameter's slots. */
  readonly slots: readonly Tensor[];
  /** Values of the slots that all parameters share. */
  readonly shared: readonly Tensor[];
  /** The learning rate: a scalar of the parameter's type. */
  readonly rate: Tensor;
  /** The number of the step, counted from 1: a float64 scalar. */
  readonly iteration: Tensor;
}

/** Next values. Those of the shared slots are the same from every parameter. */
export interface StepResult {
  readonly next: Tensor;
  readonly slots: readonly Tensor[];
  readonly shared?: readonly Tensor[];
}

const isRate = (value: unknown): value is LearningRate =>
  typeof value === 'number' || value instanceof LearningRateSchedule;

const learningRateRule: Rule = anyOf(
  real({ min: 0 }),
  matching('a LearningRateSchedule', (value) => value instanceof LearningRateSchedule),
);

/** The entries that every optimizer's table begins with. */
export function commonTable(
  name: string,
  learningRate: number,
  weightDecay: number | null = null,
): OptionTable<OptimizerOptions> {
  const positive = nullable(real({ above: 0 }));
  const count = nullable(integer({ min: 1 }));
  return {
    name: [name, matching('a text', (value) => typeof value === 'string')],
    learningRate: [learningRate, learningRateRule],
    weightDecay: [weightDecay, nullable(real({ min: 0 }))],
    clipnorm: [null, positive],
    globalClipnorm: [null, positive],
    clipvalue: [null, positive],
    useEma: [false, boolean],
    emaMomentum: [0.99, real({ min: 0, max: 1 })],
    emaOverwriteFrequency: [null, count],
    lossScaleFactor: [null, positive],
    gradientAccumulationSteps: [null, nullable(integer({ min: 2 }))],
  };
}

/**
 * How parameters follow their gradients.
 *
 * @example
 * new Adam(0.01); // or new Adam({ learningRate: 0.01, beta1: 0.8 }), or new Adam(0.01, { beta1: 0.8 })
 */
export abstract class Optimizer<
  Options extends OptimizerOptions = OptimizerOptions,
> extends Configured<Options> {
  readonly module: string = 'keras.optimizers';
  /** Slots of the optimizer itself; none, where absent. */
  readonly sharedSlots?: readonly Slot[];
  #undecayed: readonly (string | RegExp)[] = [];

  constructor(learningRate?: LearningRate | Options, options?: Options) {
    super((isRate(learningRate) ? { ...options, learningRate } : { ...learningRate, ...options }) as Options);
  }

  /** The tensors kept for a parameter. */
  abstract slots(parameter: ParameterInfo): readonly Slot[];

  /** The weight decay of parameters for which it is not `weightDecay`; undefined for the others. */
  protected ownDecay?(parameter: ParameterInfo): number | null | undefined;

  /** One step of one parameter, whose gradient is clipped and which has decayed already. */
  abstract step(inputs: StepInputs): StepResult;

  get name(): string {
    return this.settings.name as string;
  }

  /** May be set to a number while a model trains, unless a schedule sets it. */
  get learningRate(): LearningRate {
    return this.settings.learningRate as LearningRate;
  }

  /** @throws HebbError `INVALID_OPTION` for no rate; `UNSUPPORTED` for a number when there is a schedule */
  set learningRate(rate: LearningRate) {
    if (!learningRateRule.allows(rate)) {
      throw new HebbError(
        'INVALID_OPTION',
        `${this.className}: learningRate must be ${learningRateRule.expected}, got ${show(rate)}.`,
      );
    }
    if (typeof rate === 'number' && typeof this.learningRate !== 'number') {
      throw new HebbError(
        'UNSUPPORTED',
        `the learning rate of this ${this.className} follows ${this.learningRate.className} and cannot be set to ${rate}.`,
      );
    }
    this.change('learningRate', rate as Required<Options>['learningRate']);
  }

  /** The learning rate at a call, counted from 0; calls that only accumulate gradients count. */
  rateAt(step: number): number {
    const { learningRate } = this;
    return typeof learningRate === 'number' ? learningRate : learningRate.rate(step);
  }

  /** The loss whose gradients `applyGradients` expects: the loss itself, unless there is a `lossScaleFactor`. */
  scaleLoss(loss: Tensor): Tensor {
    const { lossScaleFactor } = this.settings;
    return typeof lossScaleFactor === 'number' ? loss.mul(lossScaleFactor) : loss;
  }

  /** Parameters in whose name any of these is found keep out of weight decay. */
  excludeFromWeightDecay({ varNames }: { readonly varNames: readonly (string | RegExp)[] }): void {
    this.#undecayed = [...varNames];
  }

  /** Does `excludeFromWeightDecay` name it? */
  isUndecayed({ name }: ParameterInfo): boolean {
    return this.#undecayed.some((part) => new RegExp(part).test(name));
  }

  /** The weight decay of a parameter, if it has any. */
  decayOf(parameter: ParameterInfo): number | null {
    if (this.isUndecayed(parameter)) return null;
    const own = this.ownDecay?.(parameter);
    return own === undefined ? (this.settings.weightDecay as number | null) : own;
  }
}
