/**
 * How good a fitted model is on rows it has not seen, beside a baseline that has only seen the targets: the
 * mean for regression, the commonest class (and the classes' shares as probabilities) for classification.
 */
import type { Label } from '../core/labels.ts';
import type { Pipeline } from '../estimators/pipeline.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { accuracyScore, balancedAccuracyScore } from '../metrics/classification.ts';
import { logLoss } from '../metrics/probability.ts';
import { meanAbsoluteError, r2Score, rootMeanSquaredError } from '../metrics/regression.ts';
import { fromTyped, type Tensor } from '../tensor/tensor.ts';
import type { TrainingPlan } from './training-plan.ts';

/** Scores by name. */
export type Scores = Readonly<Record<string, number>>;

export interface TestScores {
  readonly model: Scores;
  readonly baseline: Scores;
}

/** Score a fitted model on the plan's test rows. */
export async function scoreModel(model: Pipeline<Predictor>, plan: TrainingPlan): Promise<TestScores> {
  const { train, test } = plan;
  if (plan.task === 'regression') {
    const mean = average(train.y as number[]);
    return {
      model: regressionScores(test.y, (await model.predict(test.X)) as Float64Array),
      baseline: regressionScores(test.y, new Float64Array(test.y.length).fill(mean)),
    };
  }
  const predictions = (await model.predict(test.X)) as Label[];
  const probabilities = await model.predictProba(test.X);
  const known = [...new Set(train.y)].sort((a, b) => plan.classes.indexOf(a) - plan.classes.indexOf(b));
  const shares = plan.classes.map((label) => train.y.filter((own) => own === label).length / train.y.length);
  const commonest = plan.classes[shares.indexOf(Math.max(...shares))];
  return {
    model: classificationScores(plan, predictions, (row, label) => {
      const column = known.indexOf(label);
      return column === -1 ? 0 : probabilities.values[row * known.length + column];
    }),
    baseline: classificationScores(
      plan,
      test.y.map(() => commonest),
      (_, label) => shares[plan.classes.indexOf(label)],
    ),
  };
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
  { classes, test: { y } }: TrainingPlan,
  predictions: readonly Label[],
  probability: (row: number, label: Label) => number,
): Scores {
  return {
    accuracy: accuracyScore(y, predictions),
    balancedAccuracy: balancedAccuracyScore(y, predictions),
    logLoss: logLoss(y, probabilityTable(classes, y.length, probability), { labels: classes }),
  };
}

function probabilityTable(
  classes: readonly Label[],
  rows: number,
  probability: (row: number, label: Label) => number,
): Tensor {
  const table = new Float64Array(rows * classes.length);
  for (let row = 0; row < rows; row++) {
    classes.forEach((label, j) => {
      table[row * classes.length + j] = probability(row, label);
    });
  }
  return fromTyped(table, [rows, classes.length]);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
