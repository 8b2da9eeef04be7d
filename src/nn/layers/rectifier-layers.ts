/** Activations with settings of their own, as layers. */
import { integer, listOf, nullable, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { relu, softmax } from '../activations.ts';
import type { Constraint } from '../constraints/constraint.ts';
import type { ConstraintOption } from '../constraints/constraint-named.ts';
import { Zeros } from '../initializers/constant-initializers.ts';
import type { Initializer } from '../initializers/initializer.ts';
import type { InitializerOption } from '../initializers/initializer-named.ts';
import { elu } from '../rectifiers.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import type { RegularizerOption } from '../regularizers/regularizer-named.ts';
import { knownSize } from './known-size.ts';
import { type CallOptions, Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import { constraintEntry, initializerEntry, regularizerEntry } from './option-entries.ts';
import type { SymbolicShape } from './symbolic.ts';
import { required, type Weight } from './weight.ts';

export interface ReLUOptions extends LayerOptions {
  /** Largest value. Default null: none. */
  readonly maxValue?: number | null;
  /** Slope below the threshold. Default 0. */
  readonly negativeSlope?: number;
  /** Where the line begins. Default 0. */
  readonly threshold?: number;
}

/**
 * max(0, x), or as its options bend it.
 *
 * @example
 * new ReLU({ maxValue: 6 }).apply(tensor([-1, 2, 9])).toArray(); // [0, 2, 6]
 */
export class ReLU extends Layer<ReLUOptions> {
  static override readonly className: string = 'ReLU';
  static override readonly table: LayerTable = {
    maxValue: [null, nullable(real({ min: 0 }))],
    negativeSlope: [0, real({ min: 0 })],
    threshold: [0, real({ min: 0 })],
  };

  constructor(options: ReLUOptions = {}) {
    super(options);
  }

  call(x: Tensor): Tensor {
    const { maxValue, negativeSlope, threshold } = this.settings;
    return relu.apply(x, { maxValue, negativeSlope, threshold });
  }
}

export interface LeakyReLUOptions extends LayerOptions {
  /** Slope below 0. Default 0.3. */
  readonly negativeSlope?: number;
}

/**
 * x above 0, negativeSlope · x below. Maas, Hannun and Ng 2013.
 *
 * @example
 * new LeakyReLU().apply(tensor([-1, 2])).toArray(); // close to [-0.30000, 2]
 */
export class LeakyReLU extends Layer<LeakyReLUOptions> {
  static override readonly className: string = 'LeakyReLU';
  static override readonly table: LayerTable = { negativeSlope: [0.3, real({ min: 0 })] };

  constructor(options: LeakyReLUOptions = {}) {
    super(options);
  }

  call(x: Tensor): Tensor {
    return relu.apply(x, { negativeSlope: this.settings.negativeSlope });
  }
}

export interface PReLUOptions extends LayerOptions {
  /** Default `'zeros'`. */
  readonly alphaInitializer?: InitializerOption;
  readonly alphaRegularizer?: RegularizerOption | null;
  readonly alphaConstraint?: ConstraintOption | null;
  /** Axes along which the slope is the same. Default: none. */
  readonly sharedAxes?: readonly number[] | null;
}

interface PReLUSettings extends LayerOptions {
  readonly alphaInitializer: Initializer;
  readonly alphaRegularizer: Regularizer | null;
  readonly alphaConstraint: Constraint | null;
  readonly sharedAxes: readonly number[] | null;
}

/**
 * x above 0, alpha · x below, with a learned alpha for each feature. He et al. 2015.
 *
 * @example
 * new PReLU({ alphaInitializer: 'ones' }).apply(tensor([[-1, 2]])).toArray(); // [[-1, 2]]
 */
export class PReLU extends Layer<PReLUSettings> {
  static override readonly className: string = 'PReLU';
  static override readonly table: LayerTable = {
    alphaInitializer: initializerEntry(new Zeros()),
    alphaRegularizer: regularizerEntry,
    alphaConstraint: constraintEntry,
    sharedAxes: [null, nullable(listOf(integer({ min: 1 })))],
  };
  #alpha: Weight | undefined;

  constructor(options: PReLUOptions = {}) {
    super(options);
  }

  override build(inputShape: SymbolicShape): void {
    const { alphaInitializer, alphaRegularizer, alphaConstraint, sharedAxes } = this.settings;
    const axes = [...inputShape.keys()].slice(1);
    this.#alpha = this.addWeight({
      name: 'alpha',
      shape: axes.map((axis) => (sharedAxes?.includes(axis) ? 1 : knownSize(inputShape, axis))),
      initializer: alphaInitializer,
      regularizer: alphaRegularizer,
      constraint: alphaConstraint,
    });
  }

  call(x: Tensor): Tensor {
    const alpha = required(this.#alpha).value;
    return relu.apply(x).sub(relu.apply(x.neg()).mul(alpha));
  }
}

export interface ELUOptions extends LayerOptions {
  /** What it tends to far below 0, negative. Default 1. */
  readonly alpha?: number;
}

/**
 * x above 0, alpha (eˣ − 1) below. Clevert, Unterthiner and Hochreiter 2016.
 *
 * @example
 * new ELU().apply(tensor([[0, 2]])).toArray(); // [[0, 2]]
 */
export class ELU extends Layer<ELUOptions> {
  static override readonly className: string = 'ELU';
  static override readonly table: LayerTable = { alpha: [1, real({ min: 0 })] };

  constructor(options: ELUOptions = {}) {
    super(options);
  }

  call(x: Tensor): Tensor {
    return elu.apply(x, { alpha: this.settings.alpha });
  }
}

export interface SoftmaxOptions extends LayerOptions {
  /** Default −1, the last. */
  readonly axis?: number;
}

/**
 * eˣⁱ / Σⱼ eˣʲ along an axis; what a mask leaves out has probability 0.
 *
 * @example
 * new Softmax().apply(tensor([[0, 0]])).toArray(); // [[0.5, 0.5]]
 */
export class Softmax extends Layer<SoftmaxOptions> {
  static override readonly className: string = 'Softmax';
  static override readonly table: LayerTable = { axis: [-1, integer()] };

  constructor(options: SoftmaxOptions = {}) {
    super(options);
  }

  call(x: Tensor, { mask }: CallOptions): Tensor {
    const { axis } = this.settings;
    const isFull = mask !== undefined && mask.rank === x.rank;
    return softmax.apply(isFull ? mask.where(x, -1e9) : x, { axis });
  }
}
