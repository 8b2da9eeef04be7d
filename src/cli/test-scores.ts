/**
 * How good a fitted model is on rows it has not seen, beside a baseline that has only seen the targets: the
 * mean for regression, the commonest class (and the classes' shares as probabilities) for classification.
 */
import { HebbError } from '../core/errors.ts';
import { type Label, sortLabels } from '../core/labels.ts';
import type { Table } from '../data/table.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { accuracyScore, balancedAccuracyScore } from '../metrics/classification.ts';
import { logLoss } from '../metrics/probability.ts';
import { meanAbsoluteError, r2Score, rootMeanSquaredError } from '../metrics/regression.ts';
import type { PlannedRows } from '../planning/split-rows.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import { classesOf } from './model-classes.ts';
import type { InputPlan } from './plan-input.ts';

/** Scores by name. */
export type Scores = Readonly<Record<string, number>>;

export interface TestScores {
  readonly model: Scores;
  readonly baseline: Scores;
}

/** Score a fitted model on the plan's test rows. */
export async function scoreModel(model: Predictor, plan: InputPlan): Promise<TestScores> {
  return scoresOn(model, plan.test, plan.train.y);
}

/**
 * Score a fitted model on some rows.
 *
 * @param seen the targets that the baseline has seen
 */
export async function scoresOn(
  model: Predictor,
  { X, y }: PlannedRows,
  seen: readonly Label[],
): Promise<TestScores> {
  const known = classesOf(model);
  if (known === undefined) {
    const mean = average(seen as number[]);
    return {
      model: regressionScores(y, (await model.predict(X)) as Float64Array),
      baseline: regressionScores(y, new Float64Array(y.length).fill(mean)),
    };
  }
  const classes = sortLabels(new Set([...known, ...seen, ...y]));
  const predictions = (await model.predict(X)) as Label[];
  const probabilities = await probabilitiesOf(model, X);
  const columns = classes.map((label) => known.indexOf(label));
  const shares = classes.map((label) => seen.filter((own) => own === label).length / seen.length);
  const commonest = classes[shares.indexOf(Math.max(...shares))];
  return {
    model: classificationScores(
      classes,
      y,
      predictions,
      probabilities &&
        ((row, code) =>
          columns[code] === -1 ? 0 : probabilities.values[row * known.length + columns[code]]),
    ),
    baseline: classificationScores(
      classes,
      y,
      y.map(() => commonest),
      (_, code) => shares[code],
    ),
  };
}

/** Undefined for a classifier whose scores are no probabilities. */
async function probabilitiesOf(model: Predictor, X: Table): Promise<Tensor | undefined> {
  try {
    return await model.predictProba?.(X);
  } catch (error) {
    if (error instanceof HebbError && error.code === 'UNSUPPORTED') return undefined;
    throw error;
  }
}

/** Whether the first score, the one that counts, is better than the baseline's. */
export function beatsBaseline({ model, baseline }: TestScores): boolean {
  const [[name, value]] = Object.entries(model);
  return !(value <= baseline[name]);
}

function regressionScores(truth: readonly Label[], predictions: Float64Array): Scores {
  return {
    r2: r2Score(truth, predictions),
    rootMeanSquaredError: rootMeanSquaredError(truth, predictions),
    meanAbsoluteError: meanAbsoluteError(truth, predictions),
  };
}

function classificationScores(
  classes: readonly Label[],
  y: readonly Label[],
  predictions: readonly Label[],
  probability: ((row: number, code: number) => number) | undefined,
): Scores {
  return {
    accuracy: accuracyScore(y, predictions),
    balancedAccuracy: balancedAccuracyScore(y, predictions),
    logLoss:
      probability === undefined
        ? Number.NaN
        : logLoss(y, probabilityTable(classes, y.length, probability), { labels: classes }),
  };
}

function probabilityTable(
  classes: readonly Label[],
  rows: number,
  probability: (row: number, code: number) => number,
): Tensor {
  const table = new Float64Array(rows * classes.length);
  for (let row = 0; row < rows; row++) {
    for (let code = 0; code < classes.length; code++) {
      table[row * classes.length + code] = probability(row, code);
    }
  }
  return fromTyped(table, [rows, classes.length]);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
