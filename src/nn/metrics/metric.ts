/**
 * What a metric is. Every metric is two formulas: `statistics`, which makes a vector of sums of a batch, and
 * `resultOf`, which makes the metric of the total of those vectors over all batches. Sums are float64 whatever
 * the predictions are, and do not depend on how rows were cut into batches.
 *
 * A training loop has the choice. Outside a plan it calls `update(yTrue, yPred, sampleWeight)` for each batch and
 * `result()` at the end of the epoch, then `reset()`. Inside a plan it keeps a float64 variable of `size` zeros
 * for each metric, adds `statistics(…)` of the batch to it in the plan's updates, and at the end of the epoch asks
 * `resultOf(program.read(variable))`. Both give the same numbers.
 */
import type { TypedArray } from '../../core/dtype.ts';
import { matching, type Rule } from '../../core/options.ts';
import { asTensor, type TensorInput } from '../../tensor/creation.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Configured } from '../configured.ts';

export interface MetricOptions {
  /** What it is called in logs and history. Default: Keras's name for it. */
  readonly name?: string;
}

/** A number, or one for each class, threshold or output. */
export type MetricResult = number | readonly number[];

/** The entry for the name that every metric's table begins with. */
export function nameEntry(name: string): { readonly name: readonly [string, Rule] } {
  return { name: [name, matching('a text', (value) => typeof value === 'string')] };
}

/** What all metrics share: a total, and what is made of it. */
abstract class Total<Options extends MetricOptions> extends Configured<Options> {
  readonly module: string = 'keras.metrics';
  #total: Float64Array | undefined;

  constructor(options: Options = {} as Options) {
    super(options);
  }

  get name(): string {
    return this.settings.name as string;
  }

  /** The metric of a total of statistics; an empty one stands for no batch yet. */
  abstract resultOf(total: ArrayLike<number>): MetricResult;

  /** The metric of all batches since the last `reset`. */
  result(): MetricResult {
    return this.resultOf(this.#total ?? new Float64Array(0));
  }

  /** Forget all batches. */
  reset(): void {
    this.#total?.fill(0);
  }

  protected add(statistics: TypedArray): void {
    this.#total ??= new Float64Array(statistics.length);
    for (let i = 0; i < statistics.length; i++) this.#total[i] += statistics[i];
  }
}

/**
 * A metric of targets and predictions.
 *
 * @example
 * const accuracy = new SparseCategoricalAccuracy();
 * accuracy.update([1, 0], [[0.2, 0.8], [0.4, 0.6]]);
 * accuracy.result(); // 0.5
 */
export abstract class Metric<Options extends MetricOptions = MetricOptions> extends Total<Options> {
  /**
   * Sums over a batch, as a float64 vector whose length does not depend on the batch.
   *
   * @param yTrue targets, of the predictions' shape or as the metric says
   * @param yPred predictions: batch × …
   * @param sampleWeight a weight for each sample (batch or batch × 1), or as fine as the metric's values
   */
  abstract statistics(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): Tensor;

  /** Take a batch in. */
  update(yTrue: TensorInput, yPred: TensorInput, sampleWeight?: TensorInput | null): void {
    const weights = sampleWeight === undefined || sampleWeight === null ? undefined : asTensor(sampleWeight);
    this.add(this.statistics(asTensor(yTrue), asTensor(yPred), weights).values);
  }
}

/**
 * A metric of bare numbers, such as losses.
 *
 * @example
 * const mean = new Mean();
 * mean.update([1, 2], [3, 1]);
 * mean.result(); // 1.25
 */
export abstract class ValueMetric<Options extends MetricOptions = MetricOptions> extends Total<Options> {
  /** Sums over a batch of values (batch × …), as a float64 vector. */
  abstract statistics(values: Tensor, sampleWeight?: Tensor): Tensor;

  /** Take values in. */
  update(values: TensorInput, sampleWeight?: TensorInput | null): void {
    const weights = sampleWeight === undefined || sampleWeight === null ? undefined : asTensor(sampleWeight);
    this.add(this.statistics(asTensor(values), weights).values);
  }
}
