/** How well predictions go along with targets. */
import { integer } from '../../core/options.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OptionTable } from '../configured.ts';
import { epsilon } from '../losses/loss.ts';
import { MeanMetric } from './mean-metric.ts';
import { type MetricOptions, nameEntry } from './metric.ts';
import { likePredictions } from './reduce.ts';

export interface CorrelationOptions extends MetricOptions {
  /** Along which axis the numbers lie that are compared. Default −1: the outputs of a sample. */
  readonly axis?: number;
}

/**
 * The mean over samples of Pearson's coefficient, cov(y, p)/(σ_y σ_p).
 *
 * @example
 * const metric = new PearsonCorrelation();
 * metric.update([[1, 2, 3]], [[2, 4, 6]]);
 * metric.result(); // close to 1
 */
export class PearsonCorrelation extends MeanMetric<CorrelationOptions> {
  readonly className: string = 'PearsonCorrelation';
  protected readonly table: OptionTable<CorrelationOptions> = {
    ...nameEntry('pearson_correlation'),
    axis: [-1, integer()],
  };

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    const { axis } = this.settings;
    const [y, p] = [likePredictions(yTrue, yPred, this.name), yPred].map((x) => {
      const centred = x.sub(x.mean(axis, { keepDims: true }));
      return centred.div(centred.variance(axis, { keepDims: true }).sqrt());
    });
    return y.mul(p).mean(axis);
  }
}

/**
 * The mean over samples of Lin's coefficient as Keras has it: 2(y − p̄)(p − p̄)/(σ²_y + σ²_p + (ȳ − p̄)²), which is 1
 * only where predictions equal targets. Lin 1989.
 *
 * @example
 * const metric = new ConcordanceCorrelation();
 * metric.update([[1, 2, 3]], [[1, 2, 3]]);
 * metric.result(); // close to 1
 */
export class ConcordanceCorrelation extends MeanMetric<CorrelationOptions> {
  readonly className: string = 'ConcordanceCorrelation';
  protected readonly table: OptionTable<CorrelationOptions> = {
    ...nameEntry('concordance_correlation'),
    axis: [-1, integer()],
  };

  valuesOf(yTrue: Tensor, yPred: Tensor): Tensor {
    const { axis } = this.settings;
    const keep = { keepDims: true };
    const truth = likePredictions(yTrue, yPred, this.name);
    const [y, p] = [truth.mean(axis, keep), yPred.mean(axis, keep)];
    const covariance = truth.sub(p).mul(yPred.sub(p));
    const spread = truth.variance(axis, keep).add(yPred.variance(axis, keep)).add(y.sub(p).square());
    return covariance.mul(2).div(spread.add(epsilon)).mean(axis);
  }
}
