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
  return {
    scores: [
      { name: 'R²', model: r2Score(y, said), baseline: r2Score(y, constant), isBetterHigh: true },
      {
        name: 'mean absolute error',
        model: meanAbsoluteError(y, said),
        baseline: meanAbsoluteError(y, constant),
        isBetterHigh: false,
      },
      {
        name: 'root mean squared error',
        model: rootMeanSquaredError(y, said),
        baseline: rootMeanSquaredError(y, constant),
        isBetterHigh: false,
      },
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
  const score = (name: string, of: (truth: readonly Label[], said: readonly Label[]) => number): Score => ({
    name,
    model: of(y, predictions),
    baseline: of(y, constant),
    isBetterHigh: true,
  });
  const named = byCount.length <= mostNamedClasses ? byCount : byCount.slice(0, mostNamedClasses - 1);
  const names = new Map(named.map((label) => [label, String(label)]));
  const nameOf = (label: Label): string => names.get(label) ?? others;
  const [truth, said] = [y.map(nameOf), predictions.map(nameOf)];
  const classes = [...names.values()].sort();
  if (truth.includes(others) || said.includes(others)) classes.push(others);
  const table = confusionMatrix(truth, said, { labels: classes });
  return {
    scores: [
      score('accuracy', accuracyScore),
      score('balanced accuracy', balancedAccuracyScore),
      score('F1, mean of the classes', (a, b) => f1Score(a, b, { average: 'macro', zeroDivision: 0 })),
    ],
    baseline: String(commonest),
    testRows: y.length,
    confusion: { classes, counts: table },
  };
}
