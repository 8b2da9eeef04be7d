/** Metrics that are the mean of a value for each sample, and the mean and the sum of bare numbers. */
import { matching } from '../../core/options.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { Metric, type MetricOptions, nameEntry, ValueMetric } from './metric.ts';
import { divideNoNaN, samplesOf, vectorOf } from './reduce.ts';

/** The (weighted) mean over all samples. */
export abstract class MeanMetric<Options extends MetricOptions = MetricOptions> extends Metric<Options> {
  /** A value for each sample (batch), or several (batch × …), which are averaged. */
  abstract valuesOf(yTrue: Tensor, yPred: Tensor): Tensor;

  statistics(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): Tensor {
    return meanStatistics(this.valuesOf(yTrue, yPred), sampleWeight);
  }

  resultOf(total: ArrayLike<number>): number {
    const mean = meanOf(total);
    return this.finish?.(mean) ?? mean;
  }

  /** What is made of the mean; it stays what it is, where absent. */
  protected finish?(mean: number): number;
}

export interface MeanMetricWrapperOptions extends MetricOptions {
  /** A value for each sample, or several. */
  readonly fn: (yTrue: Tensor, yPred: Tensor) => Tensor;
}

/**
 * A function of targets and predictions as a metric: the mean of its values.
 *
 * @example
 * const bias = new MeanMetricWrapper((yTrue, yPred) => yPred.sub(yTrue), { name: 'bias' });
 * bias.update([1, 2], [2, 4]);
 * bias.result(); // 1.5
 */
export class MeanMetricWrapper extends MeanMetric<MeanMetricWrapperOptions> {
  readonly className: string = 'MeanMetricWrapper';
  protected readonly table: OptionTable<MeanMetricWrapperOptions> = {
    ...nameEntry('mean_metric_wrapper'),
    fn: [undefined, matching('a function', (value) => typeof value === 'function')],
  };

  constructor(fn: MeanMetricWrapperOptions['fn'], options: MetricOptions = {}) {
    super({ ...options, fn });
  }

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.settings.fn(yTrue, yPred);
  }
}

/**
 * The (weighted) mean of all values.
 *
 * @example
 * const metric = new Mean();
 * metric.update([1, 2, 6]);
 * metric.result(); // 3
 */
export class Mean extends ValueMetric {
  readonly className: string = 'Mean';
  protected readonly table: OptionTable<MetricOptions> = nameEntry('mean');

  statistics(values: Tensor, sampleWeight?: Tensor): Tensor {
    return meanStatistics(values, sampleWeight);
  }

  resultOf(total: ArrayLike<number>): number {
    return meanOf(total);
  }
}

/**
 * The (weighted) sum of all values.
 *
 * @example
 * const metric = new Sum();
 * metric.update([1, 2, 6]);
 * metric.result(); // 9
 */
export class Sum extends ValueMetric {
  readonly className: string = 'Sum';
  protected readonly table: OptionTable<MetricOptions> = nameEntry('sum');

  statistics(values: Tensor, sampleWeight?: Tensor): Tensor {
    return vectorOf([samplesOf(values, sampleWeight, 'sum').values.sum()]);
  }

  resultOf(total: ArrayLike<number>): number {
    return total[0] ?? 0;
  }
}

/** Σ of values, and of weights. */
function meanStatistics(values: Tensor, sampleWeight: Tensor | undefined): Tensor {
  const samples = samplesOf(values, sampleWeight, 'mean');
  const count = Tensor.scalar(samples.values.size, 'float64');
  return vectorOf([samples.values.sum(), samples.weights?.sum() ?? count]);
}

/** The mean of such a total. */
function meanOf(total: ArrayLike<number>): number {
  return divideNoNaN(total[0] ?? 0, total[1] ?? 0);
}
