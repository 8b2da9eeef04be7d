/** Precision, recall, and the four counts they are made of, at one threshold or several. */
import { anyOf, integer, listOf, nullable, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { type Counting, type Counts, countStatistics, countsOf, NEVER } from './confusion-counts.ts';
import { Metric, type MetricOptions, type MetricResult, nameEntry } from './metric.ts';
import { divideNoNaN } from './reduce.ts';

export interface CountOptions extends MetricOptions {
  /** Predictions above it say yes; with several there are as many results. Default null: 0.5. */
  readonly thresholds?: number | readonly number[] | null;
}

export interface PrecisionRecallOptions extends CountOptions {
  /** Only the k largest predictions of a sample say yes; then any threshold is one more condition. Default null. */
  readonly topK?: number | null;
  /** Only this class is looked at. Default null: all. */
  readonly classId?: number | null;
}

/** A function of counts at thresholds. */
abstract class CountMetric<Options extends CountOptions> extends Metric<Options> {
  protected abstract ratio(counts: Counts): number;
  protected abstract readonly counting: Omit<Counting, 'thresholds' | 'name'>;

  get #thresholds(): readonly number[] {
    const { thresholds } = this.settings as Required<CountOptions>;
    if (thresholds === null) return [this.counting.topK ? NEVER : 0.5];
    return typeof thresholds === 'number' ? [thresholds] : thresholds;
  }

  statistics(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): Tensor {
    const counting = { ...this.counting, name: this.name, thresholds: this.#thresholds };
    return countStatistics(yTrue, yPred, sampleWeight, counting);
  }

  resultOf(total: ArrayLike<number>): MetricResult {
    const thresholds = this.#thresholds;
    const [counts = []] = countsOf(total, thresholds.length);
    const ratios = thresholds.map((_, t) => (counts[t] === undefined ? 0 : this.ratio(counts[t])));
    return ratios.length === 1 ? ratios[0] : ratios;
  }
}

abstract class ClassCountMetric extends CountMetric<PrecisionRecallOptions> {
  protected get counting(): Pick<Counting, 'topK' | 'classId'> {
    const { topK, classId } = this.settings;
    return { topK, classId };
  }
}

abstract class PlainCountMetric extends CountMetric<CountOptions> {
  protected readonly counting: object = {};
}

function thresholdTable(name: string): OptionTable<CountOptions> {
  const threshold = real({ min: 0, max: 1 });
  return { ...nameEntry(name), thresholds: [null, nullable(anyOf(threshold, listOf(threshold)))] };
}

function precisionTable(name: string): OptionTable<PrecisionRecallOptions> {
  return {
    ...thresholdTable(name),
    topK: [null, nullable(integer({ min: 1 }))],
    classId: [null, nullable(integer({ min: 0 }))],
  };
}

/**
 * The share of those said to be positive that are: TP / (TP + FP), 0 where none is said to be.
 *
 * @example
 * const precision = new Precision({ thresholds: 0.6 });
 * precision.update([1, 0, 1], [0.9, 0.7, 0.2]);
 * precision.result(); // 0.5
 */
export class Precision extends ClassCountMetric {
  readonly className: string = 'Precision';
  protected readonly table: OptionTable<PrecisionRecallOptions> = precisionTable('precision');

  protected ratio({ truePositives, falsePositives }: Counts): number {
    return divideNoNaN(truePositives, truePositives + falsePositives);
  }
}

/**
 * The share of positives that are said to be: TP / (TP + FN), 0 where there are none.
 *
 * @example
 * const metric = new Recall();
 * metric.update([1, 1, 0], [0.9, 0.2, 0.7]);
 * metric.result(); // close to 0.5
 */
export class Recall extends ClassCountMetric {
  readonly className: string = 'Recall';
  protected readonly table: OptionTable<PrecisionRecallOptions> = precisionTable('recall');

  protected ratio({ truePositives, falseNegatives }: Counts): number {
    return divideNoNaN(truePositives, truePositives + falseNegatives);
  }
}

/**
 * How many positives are said to be positive; weights count.
 *
 * @example
 * const metric = new TruePositives();
 * metric.update([1, 1, 0], [0.9, 0.2, 0.7]);
 * metric.result(); // close to 1
 */
export class TruePositives extends PlainCountMetric {
  readonly className: string = 'TruePositives';
  protected readonly table: OptionTable<CountOptions> = thresholdTable('true_positives');

  protected ratio(counts: Counts): number {
    return counts.truePositives;
  }
}

/**
 * How many negatives are said to be negative.
 *
 * @example
 * const metric = new TrueNegatives();
 * metric.update([1, 0, 0], [0.9, 0.2, 0.7]);
 * metric.result(); // close to 1
 */
export class TrueNegatives extends PlainCountMetric {
  readonly className: string = 'TrueNegatives';
  protected readonly table: OptionTable<CountOptions> = thresholdTable('true_negatives');

  protected ratio(counts: Counts): number {
    return counts.trueNegatives;
  }
}

/**
 * How many negatives are said to be positive.
 *
 * @example
 * const metric = new FalsePositives();
 * metric.update([1, 0, 0], [0.9, 0.2, 0.7]);
 * metric.result(); // close to 1
 */
export class FalsePositives extends PlainCountMetric {
  readonly className: string = 'FalsePositives';
  protected readonly table: OptionTable<CountOptions> = thresholdTable('false_positives');

  protected ratio(counts: Counts): number {
    return counts.falsePositives;
  }
}

/**
 * How many positives are said to be negative.
 *
 * @example
 * const metric = new FalseNegatives();
 * metric.update([1, 1, 0], [0.9, 0.2, 0.7]);
 * metric.result(); // close to 1
 */
export class FalseNegatives extends PlainCountMetric {
  readonly className: string = 'FalseNegatives';
  protected readonly table: OptionTable<CountOptions> = thresholdTable('false_negatives');

  protected ratio(counts: Counts): number {
    return counts.falseNegatives;
  }
}
