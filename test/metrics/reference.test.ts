/**
 * Every score against scikit-learn: fixtures/metrics.json and fixtures/metrics-options.json (each names its
 * versions in `generatedBy`). Numbers to 1e-12 relative, text exactly.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accuracyScore, balancedAccuracyScore, confusionMatrix } from '../../src/metrics/classification.ts';
import { classificationReport } from '../../src/metrics/classification-report.ts';
import { f1Score, precisionScore, recallScore } from '../../src/metrics/precision-recall.ts';
import { brierScoreLoss, logLoss } from '../../src/metrics/probability.ts';
import { averagePrecisionScore, rocAucScore, rocCurve } from '../../src/metrics/ranking.ts';
import {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  medianAbsoluteError,
  r2Score,
  rootMeanSquaredError,
} from '../../src/metrics/regression.ts';

type Expected = number | string | Expected[] | { [name: string]: Expected };
interface Reference {
  data: Record<string, number[] | string[] | number[][]> & { weights: number[] };
  cases: {
    score: string;
    yTrue: string;
    yPred: string;
    options: Record<string, unknown>;
    expected: Expected;
  }[];
}

function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
}

/** Compare to 1e-12 relative; the fixture writes NaN and infinities as text. */
function expectClose(actual: unknown, expected: Expected, where = 'score'): void {
  if (typeof actual === 'number') {
    const wanted = typeof expected === 'number' ? expected : Number(expected);
    if (!Number.isFinite(wanted)) expect(actual, where).toBe(wanted);
    else expect(Math.abs(actual - wanted), where).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
  } else if (Array.isArray(expected)) {
    const list = Array.from(actual as ArrayLike<unknown>);
    expect(list.length, where).toBe(expected.length);
    for (const [i, one] of expected.entries()) expectClose(list[i], one, `${where}[${i}]`);
  } else if (typeof expected === 'object') {
    expect(Object.keys(actual as object).sort(), where).toEqual(Object.keys(expected).sort());
    for (const [name, one] of Object.entries(expected)) {
      expectClose((actual as Record<string, unknown>)[name], one, `${where}.${name}`);
    }
  } else {
    expect(actual, where).toBe(expected);
  }
}

const scores: Record<string, (yTrue: never, yPred: never, options: never) => unknown> = {
  accuracyScore,
  averagePrecisionScore,
  balancedAccuracyScore,
  brierScoreLoss,
  classificationReport,
  confusionMatrix,
  f1Score,
  logLoss,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  medianAbsoluteError,
  precisionScore,
  r2Score,
  recallScore,
  rocAucScore,
  rocCurve,
  rootMeanSquaredError,
};

const reference: Reference = load('metrics-options.json');

describe.each(Object.keys(scores))('%s as in scikit-learn', (name) => {
  const cases = reference.cases.filter(({ score }) => score === name);

  test.each(cases.map((one) => [`${one.yTrue} ${JSON.stringify(one.options)}`, one] as const))(
    '%s',
    (_, one) => {
      const yTrue = reference.data[one.yTrue];
      const options = { ...one.options };
      if (options.sampleWeight) options.sampleWeight = reference.data.weights.slice(0, yTrue.length);
      if (options.zeroDivision === 'NaN') options.zeroDivision = Number.NaN;
      const score = scores[name] as (a: unknown, b: unknown, options: object) => unknown;
      expectClose(score(yTrue, reference.data[one.yPred], options), one.expected);
    },
  );
});

test('the shared cases of scikit-learn', () => {
  type Cases = [
    Record<string, number> & { y_true: number[]; y_pred: number[]; proba: number[][]; confusion: number[][] },
    Record<string, number> & { y_true: number[]; y_pred: number[] },
    Record<string, number> & { y_true: number[]; y_score: number[]; roc: [number[], number[]] },
  ];
  const [classes, numbers, ranking] = load<{ cases: Cases }>('metrics.json').cases;
  const { y_true: c, y_pred: d } = classes;
  expectClose(accuracyScore(c, d), classes.accuracy);
  expectClose(confusionMatrix(c, d), classes.confusion);
  expectClose(logLoss(c, classes.proba), classes.log_loss);
  expectClose(precisionScore(c, d, { average: 'macro' }), classes.precision_macro);
  expectClose(recallScore(c, d, { average: 'macro' }), classes.recall_macro);
  expectClose(f1Score(c, d, { average: 'macro' }), classes.f1_macro);
  expectClose(f1Score(c, d, { average: 'weighted' }), classes.f1_weighted);
  expectClose(f1Score(c, d, { average: 'micro' }), classes.f1_micro);
  expectClose(balancedAccuracyScore(c, d), classes.balanced_accuracy);
  const { y_true: t, y_pred: p } = numbers;
  expectClose(r2Score(t, p), numbers.r2);
  expectClose(meanSquaredError(t, p), numbers.mse);
  expectClose(rootMeanSquaredError(t, p), numbers.rmse);
  expectClose(meanAbsoluteError(t, p), numbers.mae);
  expectClose(medianAbsoluteError(t, p), numbers.median_ae);
  expectClose(meanAbsolutePercentageError(t, p), numbers.mape);
  const { y_true: b, y_score: s } = ranking;
  expectClose(rocAucScore(b, s), ranking.roc_auc);
  expectClose(rocCurve(b, s).slice(0, 2), ranking.roc);
  expectClose(averagePrecisionScore(b, s), ranking.average_precision);
  expectClose(brierScoreLoss(b, s), ranking.brier);
});
