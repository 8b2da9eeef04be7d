/**
 * Scores by name, as the option `scoring` takes them: each tells how good a fitted model is on some rows, and
 * larger is always better, so errors and losses are negated (`neg_log_loss`). It knows models only by what they
 * predict.
 */
import { didYouMean, HebbError, show } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import type { Spelled } from '../core/options.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { accuracyScore, balancedAccuracyScore } from '../metrics/classification.ts';
import { f1Score, precisionScore, recallScore } from '../metrics/precision-recall.ts';
import { brierScoreLoss, logLoss } from '../metrics/probability.ts';
import { averagePrecisionScore, rocAucScore } from '../metrics/ranking.ts';
import {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  medianAbsoluteError,
  r2Score,
  rootMeanSquaredError,
} from '../metrics/regression.ts';
import type { Targets } from '../metrics/score-inputs.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { classesOf } from './final-estimator.ts';

/** A score of predictions against the truth. */
type PredictionScore = (yTrue: Targets, predicted: Targets) => number;
/** A score of probabilities (rows × classes, in the order of `classes`). */
type ProbabilityScore = (
  yTrue: Targets,
  probabilities: Tensor,
  classes: readonly Label[] | undefined,
) => number;

const averaged = (
  score: (yTrue: Targets, yPred: Targets, options?: { average?: 'macro' | 'micro' | 'weighted' }) => number,
  average?: 'macro' | 'micro' | 'weighted',
): PredictionScore => (average === undefined ? (y, p) => score(y, p) : (y, p) => score(y, p, { average }));

type LabelScore =
  | 'accuracy'
  | 'balanced_accuracy'
  | `${'f1' | 'precision' | 'recall'}${'' | '_macro' | '_micro' | '_weighted'}`;
type NumberScore =
  | 'r2'
  | `neg_${'mean_squared' | 'root_mean_squared' | 'mean_absolute' | 'median_absolute' | 'mean_absolute_percentage'}_error`;
type ProbabilityName =
  | 'neg_log_loss'
  | 'neg_brier_score'
  | `roc_auc${'' | '_ovr' | '_ovo'}`
  | 'average_precision';

const ofPredictions: Readonly<Record<LabelScore | NumberScore, PredictionScore>> = {
  accuracy: (y, p) => accuracyScore(y, p),
  balanced_accuracy: (y, p) => balancedAccuracyScore(y, p),
  f1: averaged(f1Score),
  f1_macro: averaged(f1Score, 'macro'),
  f1_micro: averaged(f1Score, 'micro'),
  f1_weighted: averaged(f1Score, 'weighted'),
  precision: averaged(precisionScore),
  precision_macro: averaged(precisionScore, 'macro'),
  precision_micro: averaged(precisionScore, 'micro'),
  precision_weighted: averaged(precisionScore, 'weighted'),
  recall: averaged(recallScore),
  recall_macro: averaged(recallScore, 'macro'),
  recall_micro: averaged(recallScore, 'micro'),
  recall_weighted: averaged(recallScore, 'weighted'),
  r2: (y, p) => r2Score(y, p),
  neg_mean_squared_error: (y, p) => -meanSquaredError(y, p),
  neg_root_mean_squared_error: (y, p) => -rootMeanSquaredError(y, p),
  neg_mean_absolute_error: (y, p) => -meanAbsoluteError(y, p),
  neg_median_absolute_error: (y, p) => -medianAbsoluteError(y, p),
  neg_mean_absolute_percentage_error: (y, p) => -meanAbsolutePercentageError(y, p),
};

const ofProbabilities: Readonly<Record<ProbabilityName, ProbabilityScore>> = {
  neg_log_loss: (y, p, labels) => -logLoss(y, p, { labels }),
  neg_brier_score: (y, p, labels) => -brierScoreLoss(y, positive(p, labels), { labels }),
  roc_auc: (y, p, labels) => rocAucScore(y, positive(p, labels)),
  roc_auc_ovr: (y, p, labels) => rocAucScore(y, positive(p, labels), { multiClass: 'ovr', labels }),
  roc_auc_ovo: (y, p, labels) => rocAucScore(y, positive(p, labels), { multiClass: 'ovo', labels }),
  average_precision: (y, p, labels) => averagePrecisionScore(y, positive(p, labels)),
};

/** Names of scores, as scikit-learn spells them or in camelCase. */
export type ScoreName = Spelled<LabelScore | NumberScore | ProbabilityName>;

/** Scores a fitted model on rows and their targets; larger is better. */
export type ScoreFunction = (model: Predictor, X: unknown, y: unknown) => number | Promise<number>;

/** One score: by name, or a function of your own. */
export type Score = ScoreName | ScoreFunction;

/**
 * What to score by: nothing for the model's own `score`, one score, several names, or several under names of
 * your own.
 */
export type Scoring = null | Score | readonly ScoreName[] | Readonly<Record<string, Score>>;

/** Scores by the name they go by in results; null is the model's own `score`. */
export type Scorers = ReadonlyMap<string, string | ScoreFunction | null>;

/** The name of the only score, where there is only one. */
export const onlyScore = 'score';

const names = [...Object.keys(ofPredictions), ...Object.keys(ofProbabilities)];

/**
 * The scores that the option `scoring` asks for.
 *
 * @throws HebbError `INVALID_OPTION` for an unknown name (with the nearest one), an empty list, a name that comes
 * twice, and anything else
 */
export function readScoring(scoring: Scoring | undefined): Scorers {
  if (scoring === undefined || scoring === null) return new Map([[onlyScore, null]]);
  if (typeof scoring !== 'object') {
    return new Map([[onlyScore, readScore(scoring)]]);
  }
  const entries: [string, unknown][] = Array.isArray(scoring)
    ? scoring.map((name) => [String(readScore(typeof name === 'string' ? name : undefined)), name])
    : Object.entries(scoring);
  const scorers = new Map(entries.map(([name, score]) => [name, readScore(score)]));
  if (scorers.size === 0) throw new HebbError('INVALID_OPTION', "option 'scoring' names no score.");
  if (scorers.size < entries.length) {
    throw new HebbError('INVALID_OPTION', "option 'scoring' names the same score twice.");
  }
  return scorers;
}

function readScore(score: unknown): string | ScoreFunction {
  if (typeof score === 'function') return score as ScoreFunction;
  if (typeof score === 'string') {
    const name = score.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (names.includes(name)) return name;
    throw new HebbError(
      'INVALID_OPTION',
      `option 'scoring': there is no score ${show(score)}.${didYouMean(name, names)} The scores are: ${names.join(', ')}.`,
    );
  }
  throw new HebbError(
    'INVALID_OPTION',
    `option 'scoring' must be the name of a score, a function (model, X, y) => number, a list of names or an object of both, got ${show(score)}.`,
  );
}

/** All scores of a fitted model on some rows. What it predicts is computed once. */
export async function scoreModel(
  model: Predictor,
  X: never,
  y: unknown,
  scorers: Scorers,
): Promise<Record<string, number>> {
  let predictions: Promise<unknown> | undefined;
  let probabilities: Promise<Tensor> | undefined;
  const scores: Record<string, number> = {};
  for (const [name, scorer] of scorers) {
    if (scorer === null) scores[name] = await model.score(X, y);
    else if (typeof scorer === 'function') scores[name] = await scorer(model, X, y);
    else if (Object.hasOwn(ofPredictions, scorer)) {
      predictions ??= model.predict(X);
      const score = ofPredictions[scorer as LabelScore];
      scores[name] = score(y as Targets, (await predictions) as Targets);
    } else {
      probabilities ??= probabilitiesOf(model, X, scorer);
      const score = ofProbabilities[scorer as ProbabilityName];
      scores[name] = score(y as Targets, await probabilities, classesOf(model));
    }
    if (typeof scores[name] !== 'number') {
      throw new HebbError(
        'INVALID_VALUE',
        `the score '${name}' must be a number, got ${show(scores[name])}.`,
      );
    }
  }
  return scores;
}

function probabilitiesOf(model: Predictor, X: never, scorer: string): Promise<Tensor> {
  if (model.predictProba !== undefined) return model.predictProba(X);
  throw new HebbError('UNSUPPORTED', `${show(model)} gives no probabilities, which '${scorer}' needs.`);
}

/** Of two classes the second one's probabilities: what scores of two classes take. */
function positive(probabilities: Tensor, classes: readonly Label[] | undefined): Targets {
  const columns = probabilities.shape[1];
  if (columns !== 2 || classes?.length !== 2) return probabilities;
  const { values, shape } = probabilities;
  return fromTyped(
    Float64Array.from({ length: shape[0] }, (_, row) => values[2 * row + 1]),
    [shape[0]],
  );
}
