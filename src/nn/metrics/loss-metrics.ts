/** Losses as metrics: their mean over all samples, for regressions, probabilities and margins. */
import { boolean, integer, nullable, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import {
  binaryCrossentropy,
  type CrossentropyOptions,
  categoricalCrossentropy,
  klDivergence,
  type SparseCrossentropyOptions,
  sparseCategoricalCrossentropy,
} from '../losses/cross-entropies.ts';
import { categoricalHinge, hinge, squaredHinge } from '../losses/hinges.ts';
import { computeLoss, type Loss } from '../losses/loss.ts';
import {
  type CosineSimilarityOptions,
  cosineSimilarity,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
} from '../losses/regression.ts';
import { MeanMetric } from './mean-metric.ts';
import { type MetricOptions, nameEntry } from './metric.ts';
import { likePredictions } from './reduce.ts';

/** The mean of a loss that has options. */
abstract class LossMetric<Options extends MetricOptions> extends MeanMetric<Options> {
  protected abstract readonly loss: Loss;

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    const { name: _, ...own } = this.settings;
    return computeLoss<object>(this.loss, yTrue, yPred, { ...own, reduction: 'none' } as object);
  }
}

/** The mean of a loss that has none. */
abstract class PlainLossMetric extends LossMetric<MetricOptions> {
  protected get table(): OptionTable<MetricOptions> {
    return nameEntry(this.loss.name);
  }
}

/**
 * The mean squared error.
 *
 * @example
 * const metric = new MeanSquaredError();
 * metric.update([[0], [2]], [[1], [5]]);
 * metric.result(); // close to 5
 */
export class MeanSquaredError extends PlainLossMetric {
  readonly className: string = 'MeanSquaredError';
  protected readonly loss: Loss = meanSquaredError;
}

/**
 * The mean absolute error.
 *
 * @example
 * const metric = new MeanAbsoluteError();
 * metric.update([[0], [2]], [[1], [5]]);
 * metric.result(); // close to 2
 */
export class MeanAbsoluteError extends PlainLossMetric {
  readonly className: string = 'MeanAbsoluteError';
  protected readonly loss: Loss = meanAbsoluteError;
}

/**
 * The mean absolute error as a share of the target, in percent.
 *
 * @example
 * const metric = new MeanAbsolutePercentageError();
 * metric.update([[4], [2]], [[5], [1]]);
 * metric.result(); // close to 37.5
 */
export class MeanAbsolutePercentageError extends PlainLossMetric {
  readonly className: string = 'MeanAbsolutePercentageError';
  protected readonly loss: Loss = meanAbsolutePercentageError;
}

/**
 * The mean squared difference of log(1 + y).
 *
 * @example
 * const metric = new MeanSquaredLogarithmicError();
 * metric.update([[0]], [[1]]);
 * metric.result(); // close to 0.48045
 */
export class MeanSquaredLogarithmicError extends PlainLossMetric {
  readonly className: string = 'MeanSquaredLogarithmicError';
  protected readonly loss: Loss = meanSquaredLogarithmicError;
}

/**
 * The mean logarithm of the hyperbolic cosine of errors.
 *
 * @example
 * const metric = new LogCoshError();
 * metric.update([[0]], [[1]]);
 * metric.result(); // close to 0.43378
 */
export class LogCoshError extends MeanMetric {
  readonly className: string = 'LogCoshError';
  protected readonly table: OptionTable<MetricOptions> = nameEntry('logcosh');

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    return computeLoss(logCosh, yTrue, yPred, { reduction: 'none' });
  }
}

/**
 * The mean Poisson loss, p − y log p.
 *
 * @example
 * const metric = new Poisson();
 * metric.update([[2]], [[1]]);
 * metric.result(); // close to 1.00000
 */
export class Poisson extends PlainLossMetric {
  readonly className: string = 'Poisson';
  protected readonly loss: Loss = poisson;
}

/**
 * The mean Kullback-Leibler divergence from predictions to targets.
 *
 * @example
 * const metric = new KLDivergence();
 * metric.update([[0.5, 0.5]], [[0.25, 0.75]]);
 * metric.result(); // close to 0.14384
 */
export class KLDivergence extends PlainLossMetric {
  readonly className: string = 'KLDivergence';
  protected readonly loss: Loss = klDivergence;
}

/**
 * The mean hinge loss; targets are ±1 or 0 and 1.
 *
 * @example
 * const metric = new Hinge();
 * metric.update([[1], [-1]], [[0.5], [-2]]);
 * metric.result(); // close to 0.25
 */
export class Hinge extends PlainLossMetric {
  readonly className: string = 'Hinge';
  protected readonly loss: Loss = hinge;
}

/**
 * The mean squared hinge loss.
 *
 * @example
 * const metric = new SquaredHinge();
 * metric.update([[1], [-1]], [[0.5], [-2]]);
 * metric.result(); // close to 0.125
 */
export class SquaredHinge extends PlainLossMetric {
  readonly className: string = 'SquaredHinge';
  protected readonly loss: Loss = squaredHinge;
}

/**
 * The mean categorical hinge loss; targets are one-hot.
 *
 * @example
 * const metric = new CategoricalHinge();
 * metric.update([[0, 1]], [[0.4, 0.6]]);
 * metric.result(); // close to 0.8
 */
export class CategoricalHinge extends PlainLossMetric {
  readonly className: string = 'CategoricalHinge';
  protected readonly loss: Loss = categoricalHinge;
}

/**
 * √ of the mean squared error over all samples and outputs.
 *
 * @example
 * const rmse = new RootMeanSquaredError();
 * rmse.update([0, 0], [3, 4]);
 * rmse.result(); // 3.5355, √12.5
 */
export class RootMeanSquaredError extends MeanMetric {
  readonly className: string = 'RootMeanSquaredError';
  protected readonly table: OptionTable<MetricOptions> = nameEntry('root_mean_squared_error');

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    return likePredictions(yTrue, yPred, this.name).sub(yPred).square();
  }

  protected override finish(mean: number): number {
    return Math.sqrt(mean);
  }
}

/**
 * The mean cosine of the angle between targets and predictions: 1 where they point the same way.
 *
 * @example
 * const metric = new CosineSimilarity();
 * metric.update([[1, 0]], [[3, 4]]);
 * metric.result(); // close to 0.6
 */
export class CosineSimilarity extends MeanMetric<MetricOptions & CosineSimilarityOptions> {
  readonly className: string = 'CosineSimilarity';
  protected readonly table: OptionTable<MetricOptions & CosineSimilarityOptions> = {
    ...nameEntry('cosine_similarity'),
    axis: [-1, integer()],
  };

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    const { axis } = this.settings;
    return computeLoss(cosineSimilarity, yTrue, yPred, { axis, reduction: 'none' }).neg();
  }
}

/**
 * The mean cross-entropy of two classes.
 *
 * @example
 * const metric = new BinaryCrossentropy();
 * metric.update([[1]], [[0.5]]);
 * metric.result(); // close to 0.69315
 */
export class BinaryCrossentropy extends LossMetric<MetricOptions & CrossentropyOptions> {
  readonly className: string = 'BinaryCrossentropy';
  protected readonly loss: Loss = binaryCrossentropy;
  protected readonly table: OptionTable<MetricOptions & CrossentropyOptions> =
    crossentropyTable('binary_crossentropy');
}

/**
 * The mean cross-entropy of one-hot targets.
 *
 * @example
 * const metric = new CategoricalCrossentropy();
 * metric.update([[0, 1]], [[0.5, 0.5]]);
 * metric.result(); // close to 0.69315
 */
export class CategoricalCrossentropy extends LossMetric<MetricOptions & CrossentropyOptions> {
  readonly className: string = 'CategoricalCrossentropy';
  protected readonly loss: Loss = categoricalCrossentropy;
  protected readonly table: OptionTable<MetricOptions & CrossentropyOptions> =
    crossentropyTable('categorical_crossentropy');
}

/**
 * The mean cross-entropy of class numbers.
 *
 * @example
 * const metric = new SparseCategoricalCrossentropy();
 * metric.update([1], [[0.5, 0.5]]);
 * metric.result(); // close to 0.69315
 */
export class SparseCategoricalCrossentropy extends LossMetric<MetricOptions & SparseCrossentropyOptions> {
  readonly className: string = 'SparseCategoricalCrossentropy';
  protected readonly loss: Loss = sparseCategoricalCrossentropy;
  protected readonly table: OptionTable<MetricOptions & SparseCrossentropyOptions> = {
    ...nameEntry('sparse_categorical_crossentropy'),
    fromLogits: [false, boolean],
    axis: [-1, integer()],
    ignoreClass: [null, nullable(integer())],
  };
}

function crossentropyTable(name: string): OptionTable<MetricOptions & CrossentropyOptions> {
  return {
    ...nameEntry(name),
    fromLogits: [false, boolean],
    labelSmoothing: [0, real({ min: 0, max: 1 })],
    axis: [-1, integer()],
  };
}
