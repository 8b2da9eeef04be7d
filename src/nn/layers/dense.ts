/** The fully connected layer. */
import { boolean, integer, nullable } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Activation } from '../activations.ts';
import type { Constraint } from '../constraints/constraint.ts';
import type { ConstraintOption } from '../constraints/constraint-named.ts';
import { Zeros } from '../initializers/constant-initializers.ts';
import type { Initializer } from '../initializers/initializer.ts';
import type { InitializerOption } from '../initializers/initializer-named.ts';
import { GlorotUniform } from '../initializers/variance-scaling.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import type { RegularizerOption } from '../regularizers/regularizer-named.ts';
import { knownSize } from './known-size.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import {
  type ActivationOption,
  activationEntry,
  constraintEntry,
  initializerEntry,
  regularizerEntry,
} from './option-entries.ts';
import type { SymbolicShape } from './symbolic.ts';
import { required, type Weight } from './weight.ts';

export interface DenseOptions extends LayerOptions {
  /** Default: none. */
  readonly activation?: ActivationOption;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `'glorot_uniform'`. */
  readonly kernelInitializer?: InitializerOption;
  /** Default `'zeros'`. */
  readonly biasInitializer?: InitializerOption;
  /** Default: none. */
  readonly kernelRegularizer?: RegularizerOption | null;
  /** Default: none. */
  readonly biasRegularizer?: RegularizerOption | null;
  /** Adds to the loss what the outputs cost, divided by the batch's size. Default: nothing. */
  readonly activityRegularizer?: RegularizerOption | null;
  /** Default: none. */
  readonly kernelConstraint?: ConstraintOption | null;
  /** Default: none. */
  readonly biasConstraint?: ConstraintOption | null;
}

interface DenseSettings extends LayerOptions {
  readonly units: number;
  readonly activation: Activation | null;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly kernelRegularizer: Regularizer | null;
  readonly biasRegularizer: Regularizer | null;
  readonly activityRegularizer: Regularizer | null;
  readonly kernelConstraint: Constraint | null;
  readonly biasConstraint: Constraint | null;
}

/**
 * activation(x · kernel + bias): (batch, …, inputs) → (batch, …, units).
 *
 * @example
 * const layer = new Dense(2, { activation: 'relu', kernelInitializer: 'ones' });
 * layer.apply(tensor([[1, 2], [-1, -2]])).toArray(); // [[3, 3], [0, 0]]
 */
export class Dense extends Layer<DenseSettings> {
  static override readonly className: string = 'Dense';
  static override readonly table: LayerTable = {
    units: [undefined, integer({ min: 1 })],
    activation: activationEntry(),
    useBias: [true, boolean],
    kernelInitializer: initializerEntry(new GlorotUniform()),
    biasInitializer: initializerEntry(new Zeros()),
    kernelRegularizer: regularizerEntry,
    biasRegularizer: regularizerEntry,
    activityRegularizer: regularizerEntry,
    kernelConstraint: constraintEntry,
    biasConstraint: constraintEntry,
    quantizationConfig: [null, nullable()],
  };
  #kernel: Weight | undefined;
  #bias: Weight | undefined;

  /** @param units length of the outputs; or all options, `units` among them */
  constructor(units: number | (DenseOptions & { readonly units: number }), options: DenseOptions = {}) {
    super(typeof units === 'number' ? ({ ...options, units } as DenseOptions) : units);
    this.activityRegularizer = this.settings.activityRegularizer;
  }

  override build(inputShape: SymbolicShape): void {
    const { units, useBias, ...own } = this.settings;
    this.#kernel = this.addWeight({
      name: 'kernel',
      shape: [knownSize(inputShape, -1), units],
      initializer: own.kernelInitializer,
      regularizer: own.kernelRegularizer,
      constraint: own.kernelConstraint,
    });
    if (!useBias) return;
    this.#bias = this.addWeight({
      name: 'bias',
      shape: [units],
      initializer: own.biasInitializer,
      regularizer: own.biasRegularizer,
      constraint: own.biasConstraint,
    });
  }

  call(x: Tensor): Tensor {
    const { units, activation } = this.settings;
    const rows = x.rank === 2 ? x : x.reshape([-1, x.shape[x.rank - 1]]);
    const product = rows.matmul(required(this.#kernel).value);
    const sum = this.#bias === undefined ? product : product.add(this.#bias.value);
    const z = x.rank === 2 ? sum : sum.reshape([...x.shape.slice(0, -1), units]);
    return activation === null ? z : activation.apply(z);
  }
}
