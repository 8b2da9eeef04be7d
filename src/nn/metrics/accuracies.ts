/** How often predictions are right: for labels, probabilities, one-hot classes, class numbers, and among the best k. */
import { HebbError } from '../../core/errors.ts';
import { integer, real } from '../../core/options.ts';
import { showShape } from '../../core/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { MeanMetric } from './mean-metric.ts';
import { type MetricOptions, nameEntry } from './metric.ts';
import { likePredictions } from './reduce.ts';

export interface BinaryAccuracyOptions extends MetricOptions {
  /** Probabilities above it mean 1. Default 0.5. */
  readonly threshold?: number;
}

export interface TopKOptions extends MetricOptions {
  /** How many guesses there are. Default 5. */
  readonly k?: number;
}

/**
 * The share of predictions that equal their targets.
 *
 * @example
 * const metric = new Accuracy();
 * metric.update([1, 2, 3, 4], [1, 2, 3, 0]);
 * metric.result(); // close to 0.75
 */
export class Accuracy extends MeanMetric {
  readonly className: string = 'Accuracy';
  protected readonly table: OptionTable<MetricOptions> = nameEntry('accuracy');

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    return likePredictions(yTrue, yPred, this.name).equal(yPred);
  }
}

/**
 * The share of probabilities on the right side of the threshold.
 *
 * @example
 * const metric = new BinaryAccuracy();
 * metric.update([1, 0], [0.9, 0.7]);
 * metric.result(); // close to 0.5
 */
export class BinaryAccuracy extends MeanMetric<BinaryAccuracyOptions> {
  readonly className: string = 'BinaryAccuracy';
  protected readonly table: OptionTable<BinaryAccuracyOptions> = {
    ...nameEntry('binary_accuracy'),
    threshold: [0.5, real({ above: 0, below: 1 })],
  };

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    const said = yPred.greater(this.settings.threshold).cast(yPred.dtype);
    return likePredictions(yTrue, yPred, this.name).equal(said);
  }
}

/**
 * The share of samples whose likeliest class is that of the one-hot target.
 *
 * @example
 * const metric = new CategoricalAccuracy();
 * metric.update([[0, 1], [1, 0]], [[0.2, 0.8], [0.4, 0.6]]);
 * metric.result(); // close to 0.5
 */
export class CategoricalAccuracy extends MeanMetric {
  readonly className: string = 'CategoricalAccuracy';
  protected readonly table: OptionTable<MetricOptions> = nameEntry('categorical_accuracy');

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    return likePredictions(yTrue, yPred, this.name).argMax().equal(yPred.argMax());
  }
}

/**
 * The share of samples whose likeliest class is the class number of the target.
 *
 * @example
 * const accuracy = new SparseCategoricalAccuracy();
 * accuracy.update([1, 0], [[0.2, 0.8], [0.4, 0.6]]);
 * accuracy.result(); // 0.5
 */
export class SparseCategoricalAccuracy extends MeanMetric {
  readonly className: string = 'SparseCategoricalAccuracy';
  protected readonly table: OptionTable<MetricOptions> = nameEntry('sparse_categorical_accuracy');

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    return classNumbers(yTrue, yPred, this.name).equal(yPred.argMax().cast(yPred.dtype));
  }
}

/**
 * The share of samples where fewer than k classes are likelier than that of the one-hot target.
 *
 * @example
 * const metric = new TopKCategoricalAccuracy({ k: 2 });
 * metric.update([[0, 0, 1]], [[0.1, 0.5, 0.4]]);
 * metric.result(); // close to 1
 */
export class TopKCategoricalAccuracy extends MeanMetric<TopKOptions> {
  readonly className: string = 'TopKCategoricalAccuracy';
  protected readonly table: OptionTable<TopKOptions> = {
    ...nameEntry('top_k_categorical_accuracy'),
    k: [5, integer({ min: 1 })],
  };

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    return isAmongBest(likePredictions(yTrue, yPred, this.name).argMax(), yPred, this.settings.k);
  }
}

/**
 * The share of samples where fewer than k classes are likelier than that of the target's class number.
 *
 * @example
 * const metric = new SparseTopKCategoricalAccuracy({ k: 2 });
 * metric.update([2], [[0.1, 0.5, 0.4]]);
 * metric.result(); // close to 1
 */
export class SparseTopKCategoricalAccuracy extends MeanMetric<TopKOptions> {
  readonly className: string = 'SparseTopKCategoricalAccuracy';
  protected readonly table: OptionTable<TopKOptions> = {
    ...nameEntry('sparse_top_k_categorical_accuracy'),
    k: [5, integer({ min: 1 })],
  };

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    return isAmongBest(classNumbers(yTrue, yPred, this.name).cast('int32'), yPred, this.settings.k);
  }
}

/** Class numbers without a last axis of size 1, in the type of the predictions. */
function classNumbers(yTrue: Tensor, yPred: Tensor, name: string): Tensor {
  const wanted = yPred.shape.slice(0, -1);
  if (yTrue.size !== yPred.size / (yPred.shape.at(-1) ?? 1)) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `${name} needs targets of shape ${showShape(wanted)} for predictions of shape ${showShape(yPred.shape)}, ` +
        `got ${showShape(yTrue.shape)}.`,
    );
  }
  return yTrue.cast(yPred.dtype).reshape(wanted);
}

function isAmongBest(classes: Tensor, yPred: Tensor, k: number): Tensor {
  const isOwn = classes.oneHot(yPred.shape.at(-1) ?? 1, 'bool');
  const own = isOwn.where(yPred, 0).sum(-1, { keepDims: true });
  return yPred.greater(own).cast('float64').sum(-1).less(k);
}
