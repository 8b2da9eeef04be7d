/** How much of the targets' variance predictions explain. */
import { HebbError } from '../../core/errors.ts';
import { integer, nullable, oneOf } from '../../core/options.ts';
import { showShape } from '../../core/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { Metric, type MetricOptions, type MetricResult, nameEntry } from './metric.ts';
import { likePredictions } from './reduce.ts';

export interface R2ScoreOptions extends MetricOptions {
  /** How the scores of outputs become one; null: they don't. Default `'uniform_average'`. */
  readonly classAggregation?:
    | 'uniform_average'
    | 'variance_weighted_average'
    | 'uniformAverage'
    | 'varianceWeightedAverage'
    | null;
  /** How many regressors the score is adjusted for. Default 0: it is not. */
  readonly numRegressors?: number;
}

/**
 * 1 − Σ(y − p)²/Σ(y − ȳ)² for each output; 0 where the targets do not vary. Adjusted for k regressors it is
 * 1 − (1 − r²)(n − 1)/(n − k − 1), n being the number of targets; with too few of them it is not adjusted.
 *
 * @example
 * const r2 = new R2Score();
 * r2.update([[1], [4], [3]], [[2], [4], [4]]);
 * r2.result(); // 0.5714, 4/7
 */
export class R2Score extends Metric<R2ScoreOptions> {
  readonly className: string = 'R2Score';
  protected readonly table: OptionTable<R2ScoreOptions> = {
    ...nameEntry('r2_score'),
    classAggregation: ['uniform_average', nullable(oneOf('uniform_average', 'variance_weighted_average'))],
    numRegressors: [0, integer({ min: 0 })],
  };

  /** @throws HebbError `SHAPE_MISMATCH` unless predictions are batch × outputs */
  statistics(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): Tensor {
    if (yPred.rank !== 2) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `${this.name} needs predictions batch × outputs, got shape ${showShape(yPred.shape)}.`,
      );
    }
    const truth = likePredictions(yTrue, yPred, this.name).cast('float64');
    const given = sampleWeight?.cast('float64') ?? Tensor.scalar(1, 'float64');
    const weights = (given.rank === 1 ? given.expandDims(1) : given).broadcastTo(truth.shape);
    const weighted = truth.mul(weights);
    const errors = truth.sub(yPred.cast('float64')).square().mul(weights);
    const sums = [weighted, weighted.mul(truth), errors, weights].map((x) => x.sum(0));
    return Tensor.concat([...sums, Tensor.scalar(truth.size, 'float64').reshape([1])]);
  }

  resultOf(total: ArrayLike<number>): MetricResult {
    const outputs = Math.max(0, (total.length - 1) / 4);
    const at = (row: number, k: number): number => total[row * outputs + k];
    const spreads = Array.from({ length: outputs }, (_, k) => at(1, k) - (at(0, k) * at(0, k)) / at(3, k));
    const scores = spreads.map((spread, k) => {
      const score = 1 - at(2, k) / spread;
      return Math.abs(score) === Number.POSITIVE_INFINITY ? 0 : score;
    });
    const adjusted = (score: number): number => this.#adjusted(score, total[total.length - 1]);
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    switch (this.settings.classAggregation) {
      case null:
        return scores.map(adjusted);
      case 'uniform_average':
        return adjusted(sum(scores) / outputs);
      default:
        return adjusted(sum(scores.map((score, k) => score * spreads[k])) / sum(spreads));
    }
  }

  #adjusted(score: number, samples: number): number {
    const { numRegressors } = this.settings;
    if (numRegressors === 0 || numRegressors >= samples - 1) return score;
    return 1 - ((1 - score) * (samples - 1)) / (samples - numRegressors - 1);
  }
}
