/**
 * Everything a multilayer perceptron has learned, as one record: the network, how training went, and what it
 * needs to go on. It knows nothing of how any of it came about.
 */
import type { HebbWarning } from '../../core/errors.ts';
import type { SeenFeatures } from '../../preprocessing/seen-features.ts';
import type { Architecture, Parameters } from './network.ts';
import type { SolverMemory } from './trainer.ts';

/** How training went. Changed in place by the solvers, so that warm starts and `partialFit` go on from it. */
export interface TrainingRecord {
  /** Epochs (iterations of 'lbfgs') of the last fit. */
  nIter: number;
  /** Rows gone through in all fits. */
  samplesSeen: number;
  finalLoss: number;
  /** Lowest epoch loss; null with early stopping and with 'lbfgs'. */
  bestLoss: number | null;
  /** Loss of each epoch; null with 'lbfgs'. */
  lossCurve: number[] | null;
  /** Validation score of each epoch; null without validation rows. */
  validationScores: number[] | null;
  bestValidationScore: number | null;
  /** Epochs in a row without improvement. */
  noImprovement: number;
  warnings: HebbWarning[];
}

/** `Known`: what was learned of the targets' meaning, such as the classes. */
export interface Learned<Known> {
  readonly known: Known;
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  readonly features: SeenFeatures;
  readonly record: TrainingRecord;
  /** Of the last stochastic fit, for `partialFit` to go on with. */
  readonly solver?: SolverMemory;
}

/** A record before the first epoch. `scored`: there are validation rows. */
export function newRecord(stochastic: boolean, earlyStopping: boolean, scored: boolean): TrainingRecord {
  return {
    nIter: 0,
    samplesSeen: 0,
    finalLoss: Number.NaN,
    bestLoss: stochastic && !earlyStopping ? Number.POSITIVE_INFINITY : null,
    lossCurve: stochastic ? [] : null,
    validationScores: scored ? [] : null,
    bestValidationScore: scored ? Number.NEGATIVE_INFINITY : null,
    noImprovement: 0,
    warnings: [],
  };
}

/** The record to go on from: a copy, so that a fit that fails leaves the earlier one as it is. */
export function continued(earlier: TrainingRecord, scored: boolean): TrainingRecord {
  const { lossCurve, validationScores, bestValidationScore } = earlier;
  return {
    ...earlier,
    lossCurve: lossCurve && [...lossCurve],
    validationScores: scored ? [...(validationScores ?? [])] : validationScores,
    bestValidationScore: scored ? (bestValidationScore ?? Number.NEGATIVE_INFINITY) : bestValidationScore,
    warnings: [],
  };
}
