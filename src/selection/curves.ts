/**
 * `learningCurve` and `validationCurve`: scores of an estimator by the number of rows it learns from, and by the
 * values of one option. How trials are run is known elsewhere.
 */
import { HebbError } from '../core/errors.ts';
import { boolean, checkOptions, listOf, matching, real } from '../core/options.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { checkRandomState, type RandomSeed, randomStateRule } from '../random/random-state.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { splitsOf } from './check-cv.ts';
import { evaluate, studyOf } from './evaluate.ts';
import { isClassifier } from './final-estimator.ts';
import { onlyScore, type Score } from './scoring.ts';
import type { RowData } from './take-rows.ts';
import type { Trial, TrialOutcome } from './trial.ts';
import {
  callRules,
  oneScoreRule,
  scoreOf,
  type TrialCall,
  type TrialOptions,
  trialRules,
} from './trial-options.ts';

interface CurveOptions extends TrialOptions, TrialCall {
  /** What to score by: a name or a function. Default: the estimator's own score. */
  readonly scoring?: Score | null;
}

export interface LearningCurveOptions extends CurveOptions {
  /** Numbers of training rows: counts, or shares of what a split has, up to 1. Default 0.1, 0.325, 0.55, 0.775, 1. */
  readonly trainSizes?: readonly number[];
  /** Whether training rows are drawn at random before the first ones are taken. Default false. */
  readonly shuffle?: boolean;
  /** Seed of the shuffling. Default: a random one. */
  readonly randomState?: RandomSeed;
}

export interface ValidationCurveOptions extends CurveOptions {
  /** The option, or the path of one (`mlpclassifier__alpha`). */
  readonly paramName: string;
  /** Its values. */
  readonly paramRange: readonly unknown[];
}

/** Scores of shape (sizes or values, splits). */
export interface CurveScores {
  readonly trainScores: Tensor;
  readonly testScores: Tensor;
}

export interface LearningCurve extends CurveScores {
  /** Numbers of rows, ascending, each once. */
  readonly trainSizes: Int32Array;
}

const curveRules = { ...trialRules, ...callRules, scoring: oneScoreRule };

/**
 * Scores by the number of rows learned from: do more rows help, or a larger network? Results are scikit-learn's.
 *
 * @param X n rows
 * @param y n labels or numbers, or n rows of them
 * @throws HebbError as `crossValidate`; `INVALID_OPTION` for sizes that no split has
 * @example
 * const { trainSizes, trainScores, testScores } = await learningCurve(model, X, y, { cv: 3 });
 */
export async function learningCurve(
  estimator: Predictor,
  X: RowData,
  y: RowData,
  options: LearningCurveOptions = {},
): Promise<LearningCurve> {
  checkOptions('learningCurve', options, {
    ...curveRules,
    trainSizes: listOf(real({ above: 0 })),
    shuffle: boolean,
    randomState: randomStateRule,
  });
  const { cv = 5, trainSizes = [0.1, 0.325, 0.55, 0.775, 1], shuffle = false } = options;
  const study = studyOf(X, y, options.scoring, true, options.sampleWeight);
  const splits = splitsOf(cv, X, y, isClassifier(estimator));
  const sizes = rowCounts(trainSizes, splits[0][0].length);
  const random = checkRandomState(options.randomState);
  const trials = splits.flatMap(([train, test]) => {
    const order = shuffle ? random.permutation(train) : train;
    return Array.from(sizes, (size): Trial => ({ params: {}, train: order.slice(0, size), test }));
  });
  const outcomes = await evaluate(estimator, study, trials, options);
  return {
    trainSizes: sizes,
    ...curveScores(sizes.length, splits.length, (i, split) => outcomes[split * sizes.length + i], options),
  };
}

/**
 * Scores by the values of one option: where does it fit too little, where too much? Results are scikit-learn's.
 *
 * @param X n rows
 * @param y n labels or numbers, or n rows of them
 * @throws HebbError as `crossValidate`; `UNKNOWN_OPTION` for an option the estimator does not have
 * @example
 * const curve = await validationCurve(model, X, y, { paramName: 'alpha', paramRange: [1e-4, 1e-2, 1] });
 */
export async function validationCurve(
  estimator: Predictor,
  X: RowData,
  y: RowData,
  options: ValidationCurveOptions,
): Promise<CurveScores> {
  checkOptions('validationCurve', options, {
    ...curveRules,
    paramName: matching('the name of an option', (value) => typeof value === 'string'),
    paramRange: matching('a list of values', (value) => Array.isArray(value) && value.length > 0),
  });
  const { cv = 5, paramName, paramRange } = options;
  if (paramName === undefined || paramRange === undefined) {
    throw new HebbError('INVALID_OPTION', 'validationCurve needs paramName and paramRange.');
  }
  const study = studyOf(X, y, options.scoring, true, options.sampleWeight);
  const splits = splitsOf(cv, X, y, isClassifier(estimator));
  const trials = splits.flatMap(([train, test]) =>
    paramRange.map((value): Trial => ({ params: { [paramName]: value }, train, test })),
  );
  const outcomes = await evaluate(estimator, study, trials, options);
  const { length } = paramRange;
  return curveScores(length, splits.length, (i, split) => outcomes[split * length + i], options);
}

function curveScores(
  points: number,
  splits: number,
  outcomeAt: (point: number, split: number) => TrialOutcome,
  options: TrialOptions,
): CurveScores {
  const scores = (part: 'trainScores' | 'testScores'): Tensor => {
    const values = Float64Array.from({ length: points * splits }, (_, i) =>
      scoreOf(outcomeAt(Math.floor(i / splits), i % splits)[part], onlyScore, options),
    );
    return fromTyped(values, [points, splits]);
  };
  return { trainScores: scores('trainScores'), testScores: scores('testScores') };
}

/** Sizes as counts of rows: all of them shares up to 1, or all of them counts. */
function rowCounts(sizes: readonly number[], most: number): Int32Array {
  const areShares = sizes.every((size) => size <= 1);
  const counts = areShares ? sizes.map((size) => Math.max(1, Math.trunc(size * most))) : sizes;
  const wrong = counts.find((count) => !Number.isInteger(count) || count > most);
  if (counts.length === 0 || wrong !== undefined) {
    throw new HebbError(
      'INVALID_OPTION',
      `learningCurve: trainSizes must be counts from 1 to ${most}, the rows a split trains on, or shares up to 1, got [${sizes.join(', ')}].`,
    );
  }
  return Int32Array.from(new Set(counts)).sort();
}
