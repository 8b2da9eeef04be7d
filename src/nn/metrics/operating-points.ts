/** The best of one rate among the thresholds where another is good enough. */
import { integer, nullable, type Rule, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { type Counts, countStatistics, countsOf } from './confusion-counts.ts';
import { Metric, type MetricOptions, nameEntry } from './metric.ts';
import { divideNoNaN } from './reduce.ts';

export interface OperatingPointOptions extends MetricOptions {
  /** How many thresholds are tried, evenly from 0 to 1. Default 200. */
  readonly numThresholds?: number;
  /** Only this class is looked at. Default null: all. */
  readonly classId?: number | null;
}

type Rate = (counts: Counts) => number;

const sensitivityAt: Rate = (at) => divideNoNaN(at.truePositives, at.truePositives + at.falseNegatives);
const specificityAt: Rate = (at) => divideNoNaN(at.trueNegatives, at.trueNegatives + at.falsePositives);
const precisionAt: Rate = (at) => divideNoNaN(at.truePositives, at.truePositives + at.falsePositives);

const leastRule: readonly [undefined, Rule] = [undefined, real({ min: 0, max: 1 })];

function pointTable(name: string): OptionTable<OperatingPointOptions> {
  return {
    ...nameEntry(name),
    numThresholds: [200, integer({ min: 1 })],
    classId: [null, nullable(integer({ min: 0 }))],
  };
}

abstract class OperatingPoint<Options extends OperatingPointOptions> extends Metric<Options> {
  /** What is to be large, and what must be at least `least`. */
  protected abstract readonly wanted: Rate;
  protected abstract readonly held: Rate;
  protected abstract readonly least: number;

  get #thresholds(): number[] {
    const { numThresholds: count } = this.settings as Required<OperatingPointOptions>;
    return count === 1 ? [0.5] : Array.from({ length: count }, (_, i) => i / (count - 1));
  }

  statistics(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): Tensor {
    const { classId } = this.settings as Required<OperatingPointOptions>;
    const counting = { name: this.name, thresholds: this.#thresholds, classId, soft: true };
    return countStatistics(yTrue, yPred, sampleWeight, counting);
  }

  resultOf(total: ArrayLike<number>): number {
    const [counts = []] = countsOf(total, this.#thresholds.length);
    const good = counts.filter((at) => this.held(at) >= this.least);
    return Math.max(0, ...good.map(this.wanted));
  }
}

export interface SensitivityAtSpecificityOptions extends OperatingPointOptions {
  /** What the specificity must be at least. */
  readonly specificity: number;
}

export interface SpecificityAtSensitivityOptions extends OperatingPointOptions {
  /** What the sensitivity must be at least. */
  readonly sensitivity: number;
}

export interface PrecisionAtRecallOptions extends OperatingPointOptions {
  /** What the recall must be at least. */
  readonly recall: number;
}

export interface RecallAtPrecisionOptions extends OperatingPointOptions {
  /** What the precision must be at least. */
  readonly precision: number;
}

/**
 * The largest share of positives that are found while enough negatives are left alone.
 *
 * @example
 * const metric = new SensitivityAtSpecificity({ specificity: 0.5 });
 * metric.update([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]);
 * metric.result(); // 0.5
 */
export class SensitivityAtSpecificity extends OperatingPoint<SensitivityAtSpecificityOptions> {
  readonly className: string = 'SensitivityAtSpecificity';
  protected readonly table: OptionTable<SensitivityAtSpecificityOptions> = {
    ...pointTable('sensitivity_at_specificity'),
    specificity: leastRule,
  };
  protected readonly wanted: Rate = sensitivityAt;
  protected readonly held: Rate = specificityAt;

  constructor(options: SensitivityAtSpecificityOptions) {
    super(options);
  }

  protected get least(): number {
    return this.settings.specificity;
  }
}

/**
 * The largest share of negatives that are left alone while enough positives are found.
 *
 * @example
 * const metric = new SpecificityAtSensitivity({ sensitivity: 0.5 });
 * metric.update([0, 0, 1, 1], [0.1, 0.3, 0.7, 0.9]);
 * metric.result(); // close to 1
 */
export class SpecificityAtSensitivity extends OperatingPoint<SpecificityAtSensitivityOptions> {
  readonly className: string = 'SpecificityAtSensitivity';
  protected readonly table: OptionTable<SpecificityAtSensitivityOptions> = {
    ...pointTable('specificity_at_sensitivity'),
    sensitivity: leastRule,
  };
  protected readonly wanted: Rate = specificityAt;
  protected readonly held: Rate = sensitivityAt;

  constructor(options: SpecificityAtSensitivityOptions) {
    super(options);
  }

  protected get least(): number {
    return this.settings.sensitivity;
  }
}

/**
 * The largest precision while the recall is large enough.
 *
 * @example
 * const metric = new PrecisionAtRecall({ recall: 0.5 });
 * metric.update([0, 0, 1, 1], [0.1, 0.3, 0.7, 0.9]);
 * metric.result(); // close to 1
 */
export class PrecisionAtRecall extends OperatingPoint<PrecisionAtRecallOptions> {
  readonly className: string = 'PrecisionAtRecall';
  protected readonly table: OptionTable<PrecisionAtRecallOptions> = {
    ...pointTable('precision_at_recall'),
    recall: leastRule,
  };
  protected readonly wanted: Rate = precisionAt;
  protected readonly held: Rate = sensitivityAt;

  constructor(options: PrecisionAtRecallOptions) {
    super(options);
  }

  protected get least(): number {
    return this.settings.recall;
  }
}

/**
 * The largest recall while the precision is large enough.
 *
 * @example
 * const metric = new RecallAtPrecision({ precision: 0.5 });
 * metric.update([0, 0, 1, 1], [0.1, 0.3, 0.7, 0.9]);
 * metric.result(); // close to 1
 */
export class RecallAtPrecision extends OperatingPoint<RecallAtPrecisionOptions> {
  readonly className: string = 'RecallAtPrecision';
  protected readonly table: OptionTable<RecallAtPrecisionOptions> = {
    ...pointTable('recall_at_precision'),
    precision: leastRule,
  };
  protected readonly wanted: Rate = sensitivityAt;
  protected readonly held: Rate = precisionAt;

  constructor(options: RecallAtPrecisionOptions) {
    super(options);
  }

  protected get least(): number {
    return this.settings.precision;
  }
}
