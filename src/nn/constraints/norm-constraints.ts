/** Keras's constraints: no negative weights, and bounds on the lengths of weight vectors. */
import { anyOf, integer, listOf, type Rule, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { epsilon } from '../losses/loss.ts';
import { Constraint } from './constraint.ts';

export interface UnitNormOptions {
  /** Along which axes the vectors lie. Default 0: the weights of each unit of a `Dense` layer. */
  readonly axis?: number | readonly number[];
}

export interface MaxNormOptions extends UnitNormOptions {
  /** Default 2. */
  readonly maxValue?: number;
}

export interface MinMaxNormOptions extends UnitNormOptions {
  /** Default 0. */
  readonly minValue?: number;
  /** Default 1. */
  readonly maxValue?: number;
  /** How far towards the bounds each step goes. Default 1: all the way. */
  readonly rate?: number;
}

const axisEntry: readonly [number, Rule] = [0, anyOf(integer(), listOf(integer()))];

/**
 * Negative weights become 0.
 *
 * @example
 * new NonNeg().project(tensor([-1, 2])).toArray(); // [0, 2]
 */
export class NonNeg extends Constraint {
  readonly className: string = 'NonNeg';
  protected readonly table: OptionTable<object> = {};

  project(w: Tensor): Tensor {
    return w.maximum(0);
  }
}

/**
 * Vectors no longer than `maxValue`. Srivastava et al., "Dropout", 2014.
 *
 * @example
 * new MaxNorm(1).project(tensor([3, 4])).toArray(); // close to [0.6, 0.8]
 */
export class MaxNorm extends Constraint<MaxNormOptions> {
  readonly className: string = 'MaxNorm';
  protected readonly table: OptionTable<MaxNormOptions> = {
    maxValue: [2, real({ min: 0 })],
    axis: axisEntry,
  };

  constructor(maxValue: number | MaxNormOptions = {}) {
    super(typeof maxValue === 'number' ? { maxValue } : maxValue);
  }

  project(w: Tensor): Tensor {
    const { maxValue, axis } = this.settings;
    const norms = normsOf(w, axis);
    return resized(w, norms, norms.minimum(maxValue));
  }
}

/**
 * Vectors of length 1.
 *
 * @example
 * new UnitNorm().project(tensor([3, 4])).toArray(); // close to [0.6, 0.8]
 */
export class UnitNorm extends Constraint<UnitNormOptions> {
  readonly className: string = 'UnitNorm';
  protected readonly table: OptionTable<UnitNormOptions> = { axis: axisEntry };

  project(w: Tensor): Tensor {
    return w.div(normsOf(w, this.settings.axis).add(epsilon));
  }
}

/**
 * Vectors between two lengths.
 *
 * @example
 * new MinMaxNorm({ minValue: 1, maxValue: 2 }).project(tensor([0.3, 0.4])).toArray(); // close to [0.6, 0.8]
 */
export class MinMaxNorm extends Constraint<MinMaxNormOptions> {
  readonly className: string = 'MinMaxNorm';
  protected readonly table: OptionTable<MinMaxNormOptions> = {
    minValue: [0, real({ min: 0 })],
    maxValue: [1, real({ min: 0 })],
    rate: [1, real({ min: 0, max: 1 })],
    axis: axisEntry,
  };

  project(w: Tensor): Tensor {
    const { minValue, maxValue, rate, axis } = this.settings;
    const norms = normsOf(w, axis);
    return resized(
      w,
      norms,
      norms
        .clip(minValue, maxValue)
        .mul(rate)
        .add(norms.mul(1 - rate)),
    );
  }
}

function normsOf(w: Tensor, axis: number | readonly number[]): Tensor {
  return w.square().sum(axis, { keepDims: true }).sqrt();
}

/** Vectors at other lengths; Keras's fuzz factor keeps those of length 0 where they are. */
function resized(w: Tensor, norms: Tensor, wanted: Tensor): Tensor {
  return w.mul(wanted.div(norms.add(epsilon)));
}
