/**
 * What an optimizer remembers, as Keras orders it: the iterations, the learning rate unless a schedule sets it, then
 * averages, accumulators and slots, parameter by parameter. It knows no file format.
 */
import { HebbError } from '../../core/errors.ts';
import { fromTyped, type Tensor } from '../../tensor/tensor.ts';
import type { Model } from './model.ts';

/** A variable as Keras calls it: `adam/iteration`, `adam/dense_kernel_momentum`. */
export interface OptimizerVariable {
  readonly path: string;
  readonly value: Tensor;
}

/**
 * The variables of a model's optimizer: before the first step only iterations (int32) and learning rate (float32).
 *
 * @throws HebbError `NOT_FITTED` before `compile`
 */
export function optimizerVariables(model: Model): readonly OptimizerVariable[] {
  const { optimizer, optimizerWeights } = model;
  const [iteration, ...others] = optimizerWeights.map(({ path, value }) => ({ path, value }));
  const path = (name: string): string => `${optimizer.name}/${name}`;
  const begun = iteration ?? { path: path('iteration'), value: fromTyped(new Int32Array(1), []) };
  const { learningRate } = optimizer;
  if (typeof learningRate !== 'number') return [begun, ...others];
  const rate = { path: path('learning_rate'), value: fromTyped(Float32Array.of(learningRate), []) };
  return [begun, rate, ...others];
}

/**
 * Put an optimizer where another one was: the numbers of `optimizerVariables`, in the same order. The model must have
 * been built and compiled.
 *
 * @throws HebbError `NOT_FITTED` before `compile`; `LENGTH_MISMATCH`, `SHAPE_MISMATCH` for those of another optimizer
 * or another model
 */
export function setOptimizerVariables(model: Model, values: readonly Tensor[]): void {
  const { optimizer } = model;
  const hasRate = typeof optimizer.learningRate === 'number';
  const others = values.slice(hasRate ? 2 : 1);
  if (others.length === 0 && values[0]?.values[0] === 0) return;
  const [iteration, ...slots] = model.training.memory.weights;
  if (others.length !== slots.length) {
    throw new HebbError(
      'LENGTH_MISMATCH',
      `${optimizer.className} keeps ${slots.length} tensors for '${model.name}', got ${others.length}.`,
    );
  }
  iteration.assign(values[0]);
  if (hasRate) optimizer.learningRate = values[1].values[0];
  for (const [i, slot] of slots.entries()) slot.assign(others[i]);
}
