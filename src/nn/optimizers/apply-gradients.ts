/**
 * What a training step does around the formula of any optimizer, as updates for a `Program`: gradients are
 * accumulated and clipped, parameters decay, take the step, are averaged, overwritten, and put back where their
 * constraint wants them, in this order. It knows neither losses nor layers. Order and numbers are Keras 3.15's.
 */
import { allocate } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';
import { variable } from '../../tensor/creation.ts';
import { flushTiny } from '../../tensor/flush-tiny.ts';
import { fromTyped, Tensor } from '../../tensor/tensor.ts';
import type { Constraint } from '../constraints/constraint.ts';
import type { Optimizer, OptimizerOptions, ParameterInfo, Slot, StepResult } from './optimizer.ts';

/** A parameter in training. */
export interface Trained {
  /** A float variable of the program. */
  readonly variable: Tensor;
  /** Its name in its layer, such as `kernel`: what `excludeFromWeightDecay` looks at. */
  readonly name: string;
  /** Its name in the model, such as `dense/kernel`; `name`, where absent. */
  readonly path?: string;
  readonly constraint?: Constraint | null | undefined;
}

/** All that an optimizer remembers, as variables of the program. */
export interface OptimizerState {
  /** How many times gradients were applied so far: int32, shape (). */
  readonly iterations: Tensor;
  /** Moving averages of the parameters; empty unless `useEma`. */
  readonly averages: readonly Tensor[];
  /** Sums of gradients; empty unless `gradientAccumulationSteps`. */
  readonly accumulators: readonly Tensor[];
  /** For each parameter its slots. */
  readonly slots: readonly (readonly Tensor[])[];
  readonly shared: readonly Tensor[];
  /** All of these but `iterations`, named, in the order in which a .keras file keeps them. */
  readonly variables: readonly { readonly name: string; readonly variable: Tensor }[];
}

type Updates = (readonly [variable: Tensor, next: Tensor])[];

/**
 * What an optimizer remembers before its first step. Averages begin at the values that the parameters' variables
 * begin with, and are the parameters' after the first step.
 *
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`, the latter also for two kinds of clipping
 */
export function createState(optimizer: Optimizer, parameters: readonly Trained[]): OptimizerState {
  const { useEma, gradientAccumulationSteps } = checkedSettings(optimizer);
  const filled = (shape: Shape, like: Tensor, initial = 0): Tensor =>
    variable(fromTyped(allocate(like.dtype, sizeOf(shape)).fill(initial), shape));
  const make = ({ shape, initial }: Slot, like: Tensor): Tensor => filled(shape ?? like.shape, like, initial);
  const tensors = parameters.map((parameter) => parameter.variable);
  const averages = useEma ? tensors.map((tensor) => variable(tensor)) : [];
  const accumulators = gradientAccumulationSteps === null ? [] : tensors.map((one) => filled(one.shape, one));
  const specs = parameters.map((parameter) => optimizer.slots(infoOf(parameter)));
  const slots = specs.map((list, i) => list.map((slot) => make(slot, tensors[i])));
  const sharedSpecs = optimizer.sharedSlots ?? [];
  const shared =
    tensors.length === 0 ? [] : sharedSpecs.map((slot) => make({ shape: [], ...slot }, tensors[0]));
  const named = (suffix: string, list: readonly Tensor[]): OptimizerState['variables'] =>
    list.map((tensor, i) => ({ name: `${parameters[i].name}_${suffix}`, variable: tensor }));
  const slotVariables = slots.flatMap((list, i) =>
    list.map((tensor, k) => {
      const { name, round = 0 } = specs[i][k];
      return { name: `${parameters[i].name}_${name}`, variable: tensor, round };
    }),
  );
  return {
    iterations: variable(fromTyped(new Int32Array(1), [])),
    averages,
    accumulators,
    slots,
    shared,
    variables: [
      ...named('average', averages),
      ...named('gradient_accumulator', accumulators),
      ...slotVariables.sort((a, b) => a.round - b.round).map(({ name, variable }) => ({ name, variable })),
      ...shared.map((tensor, k) => ({ name: sharedSpecs[k].name, variable: tensor })),
    ],
  };
}

/**
 * The updates of one training step: of parameters and of all that the optimizer remembers.
 *
 * @param gradients those of `optimizer.scaleLoss(loss)`, one for each parameter
 * @param rate the learning rate of this call, a float64 scalar: `optimizer.rateAt(calls so far)`
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`; `LENGTH_MISMATCH` when there are more or fewer gradients
 * @example
 * const w = variable([0, 0]);
 * const loss = w.sub(3).square().sum();
 * const parameters = [{ variable: w, name: 'w' }];
 * const adam = new Adam(0.1);
 * const state = createState(adam, parameters);
 * const rate = placeholder([], 'float64');
 * const updates = applyGradients(adam, parameters, gradients(loss, [w]), state, rate);
 * const program = new Program({ step: { outputs: [loss], updates } }, createEngine());
 * program.write(rate, [0.1]);
 * program.run('step', 500);
 * program.read(w); // close to [3, 3]
 */
export function applyGradients(
  optimizer: Optimizer,
  parameters: readonly Trained[],
  gradients: readonly Tensor[],
  state: OptimizerState,
  rate: Tensor,
): Updates {
  if (gradients.length !== parameters.length) {
    throw new HebbError(
      'LENGTH_MISMATCH',
      `${parameters.length} parameters need as many gradients, got ${gradients.length}.`,
    );
  }
  const settings = checkedSettings(optimizer);
  const calls = state.iterations.cast('float64');
  const every = settings.gradientAccumulationSteps ?? 1;
  const steps = calls.div(every).floor();
  const isDue = isMultiple(calls.add(1), every);
  const unscaled = gradients.map((gradient) =>
    settings.lossScaleFactor === null ? gradient : gradient.div(settings.lossScaleFactor),
  );
  const sums = state.accumulators.map((sum, i) => sum.add(unscaled[i]));
  const averaged = every === 1 ? unscaled : sums.map((sum) => sum.div(every));
  const clipped = clip(averaged, settings);
  const results = parameters.map((trained, i): StepResult => {
    const parameter = trained.variable;
    const ownRate = rate.cast(parameter.dtype);
    const decay = optimizer.decayOf(infoOf(trained));
    return optimizer.step({
      parameter: decay === null ? parameter : parameter.sub(parameter.mul(ownRate.mul(decay))),
      gradient: clipped[i],
      slots: state.slots[i],
      shared: state.shared,
      rate: ownRate,
      iteration: steps.add(1),
    });
  });
  /** The next value, if a step is due at this call. */
  const due = (next: Tensor, old: Tensor): Tensor => (every === 1 ? next : isDue.where(next, old));
  const updates: Updates = [[state.iterations, state.iterations.add(1)]];
  for (const [i, { variable: parameter, constraint }] of parameters.entries()) {
    const { next, slots } = results[i];
    let value = due(next, parameter);
    for (const [k, slot] of state.slots[i].entries()) updates.push([slot, flushTiny(due(slots[k], slot))]);
    if (every > 1) updates.push([state.accumulators[i], isDue.where(0, sums[i])]);
    if (settings.useEma) {
      const average = state.averages[i];
      const kept = steps
        .equal(0)
        .where(0, Tensor.scalar(settings.emaMomentum, 'float64'))
        .cast(average.dtype);
      const nextAverage = average.mul(kept).add(value.mul(kept.neg().add(1)));
      updates.push([average, nextAverage]);
      if (settings.emaOverwriteFrequency !== null) {
        value = isMultiple(steps.add(1), settings.emaOverwriteFrequency).where(nextAverage, value);
      }
    }
    updates.push([parameter, flushTiny(constraint?.project(value) ?? value)]);
  }
  for (const [k, slot] of state.shared.entries()) {
    updates.push([slot, due(results[0].shared?.[k] ?? slot, slot)]);
  }
  return updates;
}

/**
 * The updates that end a fit: parameters become their averages, if there are any.
 *
 * @example
 * const parameters = [{ variable: variable([0, 0]), name: 'w' }];
 * const state = createState(new Adam({ useEma: true }), parameters);
 * finalUpdates(parameters, state).length; // 1
 */
export function finalUpdates(parameters: readonly Trained[], state: OptimizerState): Updates {
  return state.averages.map((average, i) => [parameters[i].variable, average] as const);
}

function infoOf({ variable: { shape }, name, path = name }: Trained): ParameterInfo {
  return { name, path, shape };
}

function checkedSettings(optimizer: Optimizer): Required<OptimizerOptions> {
  const { settings } = optimizer;
  const given = (['clipnorm', 'globalClipnorm', 'clipvalue'] as const).filter(
    (name) => settings[name] !== null,
  );
  if (given.length > 1) {
    throw new HebbError(
      'INVALID_OPTION',
      `${optimizer.className} clips in one way only, got ${given.join(' and ')}.`,
    );
  }
  return settings;
}

/** Is a whole number a multiple of another one? As a bool. */
function isMultiple(n: Tensor, of: number): Tensor {
  return n.div(of).floor().mul(of).equal(n);
}

function clip(gradients: readonly Tensor[], settings: Required<OptimizerOptions>): readonly Tensor[] {
  const { clipnorm, globalClipnorm, clipvalue } = settings;
  if (clipvalue !== null) return gradients.map((gradient) => gradient.clip(-clipvalue, clipvalue));
  if (clipnorm !== null) {
    return gradients.map((gradient) => shorten(gradient, gradient.square().sum(), clipnorm));
  }
  if (globalClipnorm === null || gradients.length === 0) return gradients;
  const squares = gradients
    .map((gradient) => gradient.square().sum())
    .reduce((total, square) => total.add(square.cast(total.dtype)));
  return gradients.map((gradient) => shorten(gradient, squares, globalClipnorm));
}

/** A gradient as it is, but times longest / norm where the norm is larger. */
function shorten(gradient: Tensor, squares: Tensor, longest: number): Tensor {
  const factor = Tensor.operand(longest, squares).div(squares.sqrt().maximum(longest));
  return gradient.mul(factor.cast(gradient.dtype));
}
