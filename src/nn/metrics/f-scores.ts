/** The harmonic mean of precision and recall, for one-hot and multi-label targets. */
import { nullable, oneOf, real } from '../../core/options.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { epsilon } from '../losses/loss.ts';
import { Metric, type MetricOptions, type MetricResult, nameEntry } from './metric.ts';
import { likePredictions } from './reduce.ts';

export interface F1ScoreOptions extends MetricOptions {
  /** How the scores of classes become one; null: they don't. Default null. */
  readonly average?: 'micro' | 'macro' | 'weighted' | null;
  /** Predictions above it say yes. Default null: the largest of each sample does. */
  readonly threshold?: number | null;
}

export interface FBetaScoreOptions extends F1ScoreOptions {
  /** How many times recall counts as much as precision. Default 1. */
  readonly beta?: number;
}

/** What is smaller than this says no, even where it is the largest. */
const NOTHING = 1e-9;

abstract class FScore<Options extends F1ScoreOptions> extends Metric<Options> {
  protected abstract readonly beta: number;

  statistics(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): Tensor {
    const { average, threshold } = this.settings as Required<F1ScoreOptions>;
    const truth = likePredictions(yTrue, yPred, this.name).cast('float64');
    const isSaid =
      threshold === null
        ? yPred.greaterEqual(yPred.max(-1, { keepDims: true })).and(yPred.abs().greater(NOTHING))
        : yPred.greater(threshold);
    const said = isSaid.cast('float64');
    const weights = sampleWeight?.cast('float64').reshape([-1, 1]);
    const sums = [said.mul(truth), said.mul(truth.neg().add(1)), said.neg().add(1).mul(truth), truth].map(
      (x) => (weights === undefined ? x : x.mul(weights)).sum(average === 'micro' ? undefined : 0),
    );
    return Tensor.concat(sums.map((sum) => sum.flatten()));
  }

  resultOf(total: ArrayLike<number>): MetricResult {
    const { average } = this.settings as Required<F1ScoreOptions>;
    const count = total.length / 4;
    const factor = this.beta ** 2;
    const scores = Array.from({ length: count }, (_, i) => {
      const [right, added, missed] = [total[i], total[count + i], total[2 * count + i]];
      const precision = right / (right + added + epsilon);
      const recall = right / (right + missed + epsilon);
      return ((precision * recall) / (factor * precision + recall + epsilon)) * (1 + factor);
    });
    if (average === null) return scores;
    if (count === 0) return 0;
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    if (average !== 'weighted') return sum(scores) / count;
    const weights = scores.map((_, i) => total[3 * count + i]);
    const all = sum(weights) + epsilon;
    return sum(scores.map((score, i) => (score * weights[i]) / all));
  }
}

function f1Table(name: string): OptionTable<F1ScoreOptions> {
  return {
    ...nameEntry(name),
    average: [null, nullable(oneOf('micro', 'macro', 'weighted'))],
    threshold: [null, nullable(real({ above: 0, max: 1 }))],
  };
}

/**
 * 2 · precision · recall / (precision + recall)
 *
 * @example
 * const f1 = new F1Score({ threshold: 0.5, average: 'macro' });
 * f1.update([[1, 1], [1, 0], [0, 1]], [[0.6, 0.6], [0.6, 0.2], [0.9, 0.6]]);
 * f1.result(); // close to 0.9
 */
export class F1Score extends FScore<F1ScoreOptions> {
  readonly className: string = 'F1Score';
  protected readonly table: OptionTable<F1ScoreOptions> = f1Table('f1_score');
  protected readonly beta: number = 1;
}

/**
 * (1 + β²) · precision · recall / (β² · precision + recall)
 *
 * @example
 * const metric = new FBetaScore({ beta: 2, threshold: 0.5 });
 * metric.update([[1], [1]], [[0.9], [0.2]]);
 * metric.result(); // close to [0.55556]
 */
export class FBetaScore extends FScore<FBetaScoreOptions> {
  readonly className: string = 'FBetaScore';
  protected readonly table: OptionTable<FBetaScoreOptions> = {
    ...f1Table('fbeta_score'),
    beta: [1, real({ above: 0 })],
  };

  protected get beta(): number {
    return this.settings.beta;
  }
}
