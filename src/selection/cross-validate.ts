/**
 * `crossValidate` and `crossValScore`: an estimator fitted and scored once for each split of the rows. How trials
 * are run is known elsewhere; here is which ones there are and what is made of them.
 */
import { boolean, checkOptions } from '../core/options.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { splitsOf } from './check-cv.ts';
import { evaluate, studyOf } from './evaluate.ts';
import { isClassifier } from './final-estimator.ts';
import { freshModel } from './fresh-model.ts';
import { resultName } from './result-name.ts';
import { onlyScore, type Score, type Scoring } from './scoring.ts';
import type { RowData } from './take-rows.ts';
import { runTrial, type TrialOutcome } from './trial.ts';
import {
  callRules,
  oneScoreRule,
  raiseFailure,
  scoreOf,
  scoringRule,
  type TrialCall,
  type TrialOptions,
  tellFailures,
  trialRules,
} from './trial-options.ts';

export interface CrossValScoreOptions extends TrialOptions, TrialCall {
  /** What to score by: a name or a function. Default: the estimator's own score. */
  readonly scoring?: Score | null;
}

export interface CrossValidateOptions extends TrialOptions, TrialCall {
  /** What to score by: one score or several. Default: the estimator's own score. */
  readonly scoring?: Scoring;
  /** Whether the training rows are scored too. Default false. */
  readonly returnTrainScore?: boolean;
  /** Whether the fitted estimators are handed back, which are then fitted on this thread. Default false. */
  readonly returnEstimator?: boolean;
  /** Whether the rows of each split are handed back. Default false. */
  readonly returnIndices?: boolean;
}

/** One element for each split. */
export interface CrossValidation<M> {
  /** Seconds. */
  readonly fitTime: Float64Array;
  /** Seconds. */
  readonly scoreTime: Float64Array;
  /** `testScore`; with several scores `testAccuracy`, `testNegLogLoss`, … */
  readonly [test: `test${string}`]: Float64Array;
  /** `trainScore` and so on, where they were asked for. */
  readonly [train: `train${string}`]: Float64Array;
  /** Where they were asked for. */
  readonly estimator?: readonly M[];
  /** Where they were asked for. */
  readonly indices?: { readonly train: readonly Int32Array[]; readonly test: readonly Int32Array[] };
}

const rules = {
  ...trialRules,
  ...callRules,
  scoring: scoringRule,
  returnTrainScore: boolean,
  returnEstimator: boolean,
  returnIndices: boolean,
};

/**
 * Fit copies of an estimator on all folds but one and score them on that one, for each fold in turn. The
 * estimator itself is left as it is.
 *
 * @param X n rows
 * @param y n labels or numbers, or n rows of them
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`; `LENGTH_MISMATCH`, `EMPTY_DATA`; `INVALID_VALUE` for more
 * folds than rows, in all or of one class; `TRIAL_FAILED` when all fits fail; the signal's reason when it is aborted
 * @example
 * const result = await crossValidate(model, X, y, { cv: 3, scoring: ['accuracy', 'neg_log_loss'] });
 * result.testAccuracy; // Float64Array of 3 numbers
 */
export async function crossValidate<M extends Predictor>(
  estimator: M,
  X: RowData,
  y: RowData,
  options: CrossValidateOptions = {},
): Promise<CrossValidation<M>> {
  checkOptions('crossValidate', options, rules);
  const { cv = 5, returnTrainScore = false, signal } = options;
  const study = studyOf(X, y, options.scoring, returnTrainScore, options.sampleWeight);
  const splits = splitsOf(cv, X, y, isClassifier(estimator));
  const trials = splits.map(([train, test]) => ({ params: {}, train, test }));
  let outcomes: TrialOutcome[];
  let models: M[] | undefined;
  if (options.returnEstimator) {
    models = trials.map(() => freshModel(estimator));
    outcomes = [];
    for (const [i, trial] of trials.entries()) {
      const outcome = await runTrial(models[i], study, trial, signal);
      raiseFailure(outcome, options);
      outcomes.push(outcome);
    }
    tellFailures(outcomes, options);
  } else outcomes = await evaluate(estimator, study, trials, options);
  const scores: Record<string, Float64Array> = {};
  for (const name of study.scorers.keys()) {
    scores[resultName('test', name)] = Float64Array.from(outcomes, ({ testScores }) =>
      scoreOf(testScores, name, options),
    );
    if (!returnTrainScore) continue;
    scores[resultName('train', name)] = Float64Array.from(outcomes, ({ trainScores }) =>
      scoreOf(trainScores, name, options),
    );
  }
  return {
    fitTime: Float64Array.from(outcomes, ({ fitTime }) => fitTime),
    scoreTime: Float64Array.from(outcomes, ({ scoreTime }) => scoreTime),
    ...scores,
    ...(models && { estimator: models }),
    ...(options.returnIndices && {
      indices: { train: splits.map(([train]) => train), test: splits.map(([, test]) => test) },
    }),
  };
}

/**
 * The score of each fold; `crossValidate` tells more. Errors as there.
 *
 * @example
 * const scores = await crossValScore(new MLPClassifier({ randomState: 0 }), X, y, { cv: 5 });
 */
export async function crossValScore(
  estimator: Predictor,
  X: RowData,
  y: RowData,
  options: CrossValScoreOptions = {},
): Promise<Float64Array> {
  checkOptions('crossValScore', options, { ...trialRules, ...callRules, scoring: oneScoreRule });
  const result = await crossValidate(estimator, X, y, options);
  return result[resultName('test', onlyScore) as 'testScore'];
}
