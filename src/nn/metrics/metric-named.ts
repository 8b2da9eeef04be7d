/** Metrics by name, from configs and from functions. Whoever needs one only imports that; this file brings them all. */
import type { Shape } from '../../core/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Config, camelCase } from '../configured.ts';
import { type Family, memberOf } from '../named.ts';
import * as accuracies from './accuracies.ts';
import { AUC } from './auc.ts';
import { ConcordanceCorrelation, PearsonCorrelation } from './correlations.ts';
import { F1Score, FBetaScore } from './f-scores.ts';
import * as overlaps from './iou.ts';
import * as losses from './loss-metrics.ts';
import { MeanMetricWrapper } from './mean-metric.ts';
import { Metric } from './metric.ts';
import * as points from './operating-points.ts';
import * as counts from './precision-recall.ts';
import { R2Score } from './r2-score.ts';

/** A metric, Keras's name of one, its config, or a function that gives a value for each sample. */
export type MetricOption = string | Metric | Config | ((yTrue: Tensor, yPred: Tensor) => Tensor);

/** What a metric is for: shapes without the batch, or with it. */
export interface MetricShapes {
  readonly targets: Shape;
  readonly predictions: Shape;
}

const family: Family<Metric> = {
  kind: 'metric',
  base: Metric,
  classes: {
    ...accuracies,
    ...losses,
    ...counts,
    ...points,
    ...overlaps,
    AUC,
    ConcordanceCorrelation,
    PearsonCorrelation,
    F1Score,
    FBetaScore,
    R2Score,
  },
  aliases: {
    mse: 'MeanSquaredError',
    mae: 'MeanAbsoluteError',
    mape: 'MeanAbsolutePercentageError',
    msle: 'MeanSquaredLogarithmicError',
    bce: 'BinaryCrossentropy',
    logcosh: 'LogCoshError',
  },
};

/**
 * The metric that a name, a config, a function or a metric stands for. `'accuracy'` and `'crossentropy'` become
 * those that fit the shapes. What was given as a name is called by that name.
 *
 * @param shapes of targets and predictions
 * @throws HebbError `INVALID_VALUE` for a name that none has, with the nearest one
 * @example
 * const metric = metricOf('accuracy', { targets: [32], predictions: [32, 10] });
 * metric.className; // 'SparseCategoricalAccuracy'
 * metric.name; // 'accuracy'
 */
export function metricOf(given: MetricOption, shapes: MetricShapes): Metric {
  if (typeof given === 'function') return new MeanMetricWrapper(given, { name: given.name || 'metric' });
  if (typeof given === 'string') {
    return memberOf(family, { class_name: fitting(given, shapes), config: { name: given } });
  }
  if (given instanceof Metric) return given;
  // What a metric computes in is decided by what it is given.
  const { dtype: _, ...config } = (given.config ?? {}) as Config;
  return memberOf(family, { ...given, config });
}

/** The class of a name, where that depends on the shapes. */
function fitting(name: string, { targets, predictions }: MetricShapes): string {
  const plain = camelCase(name).toLowerCase();
  const isAccuracy = plain === 'accuracy' || plain === 'acc';
  if (!isAccuracy && plain !== 'crossentropy' && plain !== 'ce') return name;
  const kind = isAccuracy ? 'Accuracy' : 'Crossentropy';
  const outputs = predictions.at(-1) ?? 1;
  if (outputs === 1) return `Binary${kind}`;
  const isSparse = targets.length < predictions.length || targets.at(-1) === 1;
  return `${isSparse ? 'SparseCategorical' : 'Categorical'}${kind}`;
}
