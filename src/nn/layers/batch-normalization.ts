/** Batch normalization: in training by the batch's own mean and variance, otherwise by their running means. */
import { boolean, integer, nullable, oneOf, real } from '../../core/options.ts';
import { resolveAxis } from '../../core/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Constraint } from '../constraints/constraint.ts';
import type { ConstraintOption } from '../constraints/constraint-named.ts';
import { Ones, Zeros } from '../initializers/constant-initializers.ts';
import type { Initializer } from '../initializers/initializer.ts';
import type { InitializerOption } from '../initializers/initializer-named.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import type { RegularizerOption } from '../regularizers/regularizer-named.ts';
import { currentContext } from './call-context.ts';
import { knownSize } from './known-size.ts';
import { type CallOptions, Layer } from './layer.ts';
import type { LayerOptions, LayerTable } from './layer-options.ts';
import { constraintEntry, initializerEntry, regularizerEntry } from './option-entries.ts';
import type { SymbolicShape } from './symbolic.ts';
import { required, type Weight } from './weight.ts';

export interface BatchNormalizationOptions extends LayerOptions {
  /** The axis of the features. Default −1, the last. */
  readonly axis?: number;
  /** How much of the running means stays at a step. Default 0.99. */
  readonly momentum?: number;
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number;
  /** Add a learned beta? Default true. */
  readonly center?: boolean;
  /** Multiply by a learned gamma? Default true. */
  readonly scale?: boolean;
  readonly betaInitializer?: InitializerOption;
  readonly gammaInitializer?: InitializerOption;
  readonly movingMeanInitializer?: InitializerOption;
  readonly movingVarianceInitializer?: InitializerOption;
  readonly betaRegularizer?: RegularizerOption | null;
  readonly gammaRegularizer?: RegularizerOption | null;
  readonly betaConstraint?: ConstraintOption | null;
  readonly gammaConstraint?: ConstraintOption | null;
}

interface BatchNormalizationSettings extends LayerOptions {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly betaInitializer: Initializer;
  readonly gammaInitializer: Initializer;
  readonly movingMeanInitializer: Initializer;
  readonly movingVarianceInitializer: Initializer;
  readonly betaRegularizer: Regularizer | null;
  readonly gammaRegularizer: Regularizer | null;
  readonly betaConstraint: Constraint | null;
  readonly gammaConstraint: Constraint | null;
}

/**
 * gamma · (x − mean) / √(variance + epsilon) + beta, feature by feature. The variance is that of the population, in
 * the running mean too. With `trainable: false` it rests: it uses the running means, in training as well. Ioffe and
 * Szegedy, "Batch normalization", ICML 2015.
 *
 * @example
 * const layer = new BatchNormalization({ epsilon: 1e-7 });
 * layer.apply(tensor([[1], [3]]), { training: true }).toArray(); // close to [[-1], [1]]
 */
export class BatchNormalization extends Layer<BatchNormalizationSettings> {
  static override readonly className: string = 'BatchNormalization';
  static override readonly table: LayerTable = {
    axis: [-1, integer()],
    momentum: [0.99, real({ min: 0, max: 1 })],
    epsilon: [1e-3, real({ min: 0 })],
    center: [true, boolean],
    scale: [true, boolean],
    betaInitializer: initializerEntry(new Zeros()),
    gammaInitializer: initializerEntry(new Ones()),
    movingMeanInitializer: initializerEntry(new Zeros()),
    movingVarianceInitializer: initializerEntry(new Ones()),
    betaRegularizer: regularizerEntry,
    gammaRegularizer: regularizerEntry,
    betaConstraint: constraintEntry,
    gammaConstraint: constraintEntry,
    synchronized: [false, oneOf(false)],
    renorm: [false, oneOf(false)],
    renormClipping: [null, nullable()],
    renormMomentum: [0.99, real()],
  };
  #gamma: Weight | undefined;
  #beta: Weight | undefined;
  #mean: Weight | undefined;
  #variance: Weight | undefined;

  constructor(options: BatchNormalizationOptions = {}) {
    super(options);
  }

  override build(inputShape: SymbolicShape): void {
    const { axis, center, scale, ...own } = this.settings;
    const shape = [knownSize(inputShape, axis)];
    if (scale) {
      const {
        gammaInitializer: initializer,
        gammaRegularizer: regularizer,
        gammaConstraint: constraint,
      } = own;
      this.#gamma = this.addWeight({ name: 'gamma', shape, initializer, regularizer, constraint });
    }
    if (center) {
      const { betaInitializer: initializer, betaRegularizer: regularizer, betaConstraint: constraint } = own;
      this.#beta = this.addWeight({ name: 'beta', shape, initializer, regularizer, constraint });
    }
    const { movingMeanInitializer, movingVarianceInitializer } = own;
    const statistic = { shape, trainable: false };
    this.#mean = this.addWeight({ ...statistic, name: 'moving_mean', initializer: movingMeanInitializer });
    this.#variance = this.addWeight({
      ...statistic,
      name: 'moving_variance',
      initializer: movingVarianceInitializer,
    });
  }

  call(x: Tensor, { training, mask }: CallOptions): Tensor {
    const { axis, epsilon } = this.settings;
    const at = resolveAxis(axis, x.rank);
    const [movingMean, movingVariance] = [required(this.#mean), required(this.#variance)];
    const along = (vector: Tensor): Tensor =>
      at === x.rank - 1 ? vector : vector.reshape(x.shape.map((size, k) => (k === at ? size : 1)));
    let [mean, variance] = [along(movingMean.value), along(movingVariance.value)];
    if (training && this.trainable) {
      [mean, variance] = moments(x, at, mask);
      this.#remember(movingMean, mean);
      this.#remember(movingVariance, variance);
    }
    const factor = variance.add(epsilon).sqrt().reciprocal();
    const scaled = this.#gamma === undefined ? factor : factor.mul(along(this.#gamma.value));
    const centred = x.sub(mean).mul(scaled);
    return this.#beta === undefined ? centred : centred.add(along(this.#beta.value));
  }

  #remember(weight: Weight, statistic: Tensor): void {
    const { momentum } = this.settings;
    const vector = statistic.reshape(weight.shape);
    currentContext()?.update(weight, (now) => now.mul(momentum).add(vector.mul(1 - momentum)));
  }
}

/** Mean and population variance of each feature, of the steps that the mask keeps. */
function moments(x: Tensor, axis: number, mask: Tensor | undefined): [mean: Tensor, variance: Tensor] {
  const axes = [...x.shape.keys()].filter((k) => k !== axis);
  if (mask === undefined) {
    const mean = x.mean(axes, { keepDims: true });
    return [mean, x.sub(mean).square().mean(axes, { keepDims: true })];
  }
  const kept = mask.cast(x.dtype).expandDims(-1).broadcastTo(x.shape);
  const count = kept.sum(axes, { keepDims: true }).add(1e-7);
  const mean = x.mul(kept).sum(axes, { keepDims: true }).div(count);
  const squares = x.sub(mean).square().mul(kept).sum(axes, { keepDims: true });
  return [mean, squares.div(count)];
}
