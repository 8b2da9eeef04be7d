/**
 * Runs a list of trials of one estimator and sees to those that fail: what cross-validation and the curves have
 * in common.
 */
import { readSampleWeight } from '../core/sample-weight.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { readScoring, type Scorers, type Scoring } from './scoring.ts';
import { type RowData, rowCountOf } from './take-rows.ts';
import type { Study, Trial, TrialOutcome } from './trial.ts';
import { TrialBench } from './trial-bench.ts';
import { raiseFailure, type TrialCall, type TrialOptions, tellFailures } from './trial-options.ts';

/** The study of these data. @throws HebbError `INVALID_OPTION`, `LENGTH_MISMATCH`, `INVALID_VALUE` */
export function studyOf(
  X: RowData,
  y: RowData,
  scoring: Scoring | undefined,
  returnTrainScore: boolean,
  sampleWeight: TrialCall['sampleWeight'],
): Study & { readonly scorers: Scorers } {
  const weights = readSampleWeight(sampleWeight, rowCountOf(X, 'X'));
  return { X, y, sampleWeight: weights, scorers: readScoring(scoring), returnTrainScore };
}

/**
 * The outcomes of all trials, in their order.
 *
 * @throws HebbError `TRIAL_FAILED` when all fail, or the first one with errorScore 'raise'; `UNKNOWN_OPTION`; the
 * signal's reason when it is aborted
 */
export async function evaluate(
  estimator: Predictor,
  study: Study,
  trials: readonly Trial[],
  options: TrialOptions & TrialCall,
): Promise<TrialOutcome[]> {
  const bench = await TrialBench.open(estimator, study, trials.length, options);
  try {
    const outcomes = await bench.run(trials, (_, outcome) => raiseFailure(outcome, options));
    tellFailures(outcomes, options);
    return outcomes;
  } finally {
    await bench.close();
  }
}
