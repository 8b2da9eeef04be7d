/** How good a fitted model is on rows it has not seen, beside a baseline that looks at no column. It knows no page. */
import {
  accuracyScore,
  balancedAccuracyScore,
  confusionMatrix,
  f1Score,
  type Label,
  meanAbsoluteError,
  type PlannedRows,
  type Predictor,
  r2Score,
  rootMeanSquaredError,
  type TrainingPlan,
} from 'hebb';

export interface Score {
  readonly name: string;
  readonly model: number;
  readonly baseline: number;
  readonly isBetterHigh: boolean;
}

export interface Outcome {
  readonly scores: readonly Score[];
  /** What the baseline says for every row. */
  readonly baseline: string | number;
  readonly testRows: number;
  /** Regression: targets and predictions of some test rows. */
  readonly pairs?: { readonly targets: Float64Array; readonly predictions: Float64Array };
  /** Classification: rows by class, columns by what the model says. */
  readonly confusion?: {
    readonly classes: readonly string[];
    readonly counts: readonly (readonly number[])[];
  };
}

/** So many points of a scatter plot can be told apart. */
const mostPairs = 1000;
/** Classes with a row and a column of their own; the rarer ones share the last. */
const mostNamedClasses = 12;
const others = 'all others';

export async function outcomeOf(
  model: Pick<Predictor, 'predict'>,
  plan: TrainingPlan,
  seen: readonly Label[],
  { X, y }: PlannedRows,
): Promise<Outcome> {
  return plan.task === 'regression'
    ? numbersOutcome(seen as number[], y as number[], (await model.predict(X)) as Float64Array)
    : classesOutcome(seen, y, (await model.predict(X)) as Label[]);
}

type Values = readonly Label[] | Float64Array;

/** Scores of what the model says, and of a constant. */
function scoring(truth: Values, said: Values, constant: Values) {
  return (name: string, of: (truth: Values, said: Values) => number, isBetterHigh: boolean): Score => ({
    name,
    model: of(truth, said),
    baseline: of(truth, constant),
    isBetterHigh,
  });
}

function numbersOutcome(
  seen: readonly number[],
  y: readonly number[],
  predictions: ArrayLike<number>,
): Outcome {
  const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
  const constant = y.map(() => mean);
  const said = Float64Array.from(predictions);
  const step = Math.max(1, Math.ceil(y.length / mostPairs));
  const drawn = y.flatMap((_, row) => (row % step === 0 ? [row] : []));
  const score = scoring(y, said, constant);
  return {
    scores: [
      score('R²', r2Score, true),
      score('mean absolute error', meanAbsoluteError, false),
      score('root mean squared error', rootMeanSquaredError, false),
    ],
    baseline: mean,
    testRows: y.length,
    pairs: {
      targets: Float64Array.from(drawn, (row) => y[row]),
      predictions: Float64Array.from(drawn, (row) => said[row]),
    },
  };
}

function classesOutcome(seen: readonly Label[], y: readonly Label[], predictions: readonly Label[]): Outcome {
  const counts = new Map<Label, number>();
  for (const label of seen) counts.set(label, (counts.get(label) ?? 0) + 1);
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([label]) => label);
  const commonest = byCount[0];
  const constant = y.map(() => commonest);
  const score = scoring(y, predictions, constant);
  const named = byCount.length <= mostNamedClasses ? byCount : byCount.slice(0, mostNamedClasses - 1);
  const names = new Map(named.map((label) => [label, String(label)]));
  const nameOf = (label: Label): string => names.get(label) ?? others;
  const [truth, said] = [y.map(nameOf), predictions.map(nameOf)];
  const classes = [...names.values()].sort();
  if (truth.includes(others) || said.includes(others)) classes.push(others);
  const table = confusionMatrix(truth, said, { labels: classes });
  return {
    scores: [
      score('accuracy', accuracyScore, true),
      score('balanced accuracy', balancedAccuracyScore, true),
      score('F1, mean of the classes', (a, b) => f1Score(a, b, { average: 'macro', zeroDivision: 0 }), true),
    ],
    baseline: String(commonest),
    testRows: y.length,
    confusion: { classes, counts: table },
  };
}
