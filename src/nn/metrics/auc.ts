/** Areas under curves over thresholds: ROC, precision and recall, and their gains. */
import { boolean, integer, listOf, nullable, oneOf, real } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { epsilon } from '../losses/loss.ts';
import { type Counts, countStatistics, countsOf } from './confusion-counts.ts';
import { Metric, type MetricOptions, nameEntry } from './metric.ts';
import { divideNoNaN } from './reduce.ts';

export interface AUCOptions extends MetricOptions {
  /** How many thresholds the curve has. Default 200. */
  readonly numThresholds?: number;
  /** Default `'ROC'`. */
  readonly curve?: 'ROC' | 'PR' | 'PRGAIN';
  /** How heights between thresholds are taken. Default `'interpolation'`. */
  readonly summationMethod?: 'interpolation' | 'minoring' | 'majoring';
  /** Thresholds between 0 and 1, in place of evenly spaced ones. Default null. */
  readonly thresholds?: readonly number[] | null;
  /** The mean of an area for each label, rather than one of all? Default false. */
  readonly multiLabel?: boolean;
  /** How many labels there are; found by itself. Default null. */
  readonly numLabels?: number | null;
  /** A weight for each label. Default null: 1 each. */
  readonly labelWeights?: readonly number[] | null;
  /** Are the predictions logits, before the sigmoid? Default false. */
  readonly fromLogits?: boolean;
}

/**
 * The area under a curve. ROC: true over false positive rate; PR: precision over recall, interpolated as in Davis
 * and Goadrich 2006; PRGAIN: Flach and Kull 2015.
 *
 * @example
 * const auc = new AUC({ numThresholds: 3 });
 * auc.update([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]);
 * auc.result(); // 0.75
 */
export class AUC extends Metric<AUCOptions> {
  readonly className: string = 'AUC';
  protected readonly table: OptionTable<AUCOptions> = {
    ...nameEntry('auc'),
    numThresholds: [200, integer({ min: 2 })],
    curve: ['ROC', oneOf('ROC', 'PR', 'PRGAIN')],
    summationMethod: ['interpolation', oneOf('interpolation', 'minoring', 'majoring')],
    thresholds: [null, nullable(listOf(real({ min: 0, max: 1 })))],
    multiLabel: [false, boolean],
    numLabels: [null, nullable(integer({ min: 1 }))],
    labelWeights: [null, nullable(listOf(real({ min: 0 })))],
    fromLogits: [false, boolean],
  };

  /** Those that were asked for, and one below and one above everything. */
  get #thresholds(): number[] {
    const { thresholds, numThresholds } = this.settings;
    const inner =
      thresholds === null
        ? Array.from({ length: numThresholds - 2 }, (_, i) => (i + 1) / (numThresholds - 1))
        : [...thresholds].sort((a, b) => a - b);
    return [-epsilon, ...inner, 1 + epsilon];
  }

  statistics(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): Tensor {
    const { thresholds, multiLabel: byLabel, labelWeights, fromLogits } = this.settings;
    return countStatistics(yTrue, fromLogits ? yPred.sigmoid() : yPred, sampleWeight, {
      name: this.name,
      thresholds: this.#thresholds,
      byLabel,
      labelWeights,
      soft: thresholds === null,
    });
  }

  resultOf(total: ArrayLike<number>): number {
    const { multiLabel, labelWeights } = this.settings;
    const labels = countsOf(total, this.#thresholds.length);
    const weights = labels.map((_, i) => (multiLabel ? (labelWeights?.[i] ?? 1) : 1));
    const weighted = labels.reduce((sum, counts, i) => sum + weights[i] * this.#area(counts), 0);
    return divideNoNaN(
      weighted,
      weights.reduce((sum, weight) => sum + weight, 0),
    );
  }

  #area(counts: readonly Counts[]): number {
    const { curve, summationMethod } = this.settings;
    if (curve === 'PR' && summationMethod === 'interpolation') return interpolated(counts);
    const points = counts.map(curve === 'ROC' ? rocPoint : curve === 'PR' ? prPoint : gainPoint);
    return sumOfSteps(points, ([x, y], [nextX, nextY]) => {
      const height =
        summationMethod === 'interpolation'
          ? (y + nextY) / 2
          : summationMethod === 'minoring'
            ? Math.min(y, nextY)
            : Math.max(y, nextY);
      return (x - nextX) * height;
    });
  }
}

type Point = readonly [x: number, y: number];

const recallOf = (at: Counts): number => divideNoNaN(at.truePositives, at.truePositives + at.falseNegatives);

function rocPoint(at: Counts): Point {
  return [divideNoNaN(at.falsePositives, at.falsePositives + at.trueNegatives), recallOf(at)];
}

function prPoint(at: Counts): Point {
  return [recallOf(at), divideNoNaN(at.truePositives, at.truePositives + at.falsePositives)];
}

/** Gains are 1 − (positives/negatives) · errors/TP; where nothing is found, recall gains 0 and precision 1. */
function gainPoint(at: Counts): Point {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = at;
  if (truePositives === 0) return [0, 1];
  const odds = divideNoNaN(truePositives + falseNegatives, trueNegatives + falsePositives);
  const recallGain = Math.max(0, 1 - (odds * falseNegatives) / truePositives);
  return [recallGain, 1 - (odds * falsePositives) / truePositives];
}

/** Between two thresholds true positives grow in proportion to all that are said to be positive. */
function interpolated(counts: readonly Counts[]): number {
  return sumOfSteps(counts, (from, to) => {
    const [said, nextSaid] = [from, to].map((at) => at.truePositives + at.falsePositives);
    const gained = from.truePositives - to.truePositives;
    const slope = divideNoNaN(gained, Math.max(0, said - nextSaid));
    const intercept = to.truePositives - slope * nextSaid;
    const ratio = said > 0 && nextSaid > 0 ? said / nextSaid : 1;
    const positives = Math.max(0, to.truePositives + to.falseNegatives);
    return divideNoNaN(slope * (gained + intercept * Math.log(ratio)), positives);
  });
}

function sumOfSteps<T>(items: readonly T[], step: (from: T, to: T) => number): number {
  let sum = 0;
  for (let i = 1; i < items.length; i++) sum += step(items[i - 1], items[i]);
  return sum;
}
