/** What scores refuse, by code and with the words that help; and the forms in which data may come. */
import { describe, expect, test } from 'vitest';
import { HebbError } from '../../src/core/errors.ts';
import { Table } from '../../src/data/table.ts';
import { accuracyScore, balancedAccuracyScore, confusionMatrix } from '../../src/metrics/classification.ts';
import { classificationReport } from '../../src/metrics/classification-report.ts';
import { f1Score, precisionScore } from '../../src/metrics/precision-recall.ts';
import { brierScoreLoss, logLoss } from '../../src/metrics/probability.ts';
import { averagePrecisionScore, rocAucScore, rocCurve } from '../../src/metrics/ranking.ts';
import { meanAbsoluteError, meanSquaredError, r2Score } from '../../src/metrics/regression.ts';

const { NaN: nan } = Number;

describe('errors', () => {
  test.each<[string, () => unknown, string]>([
    ['LENGTH_MISMATCH', () => accuracyScore([1, 2], [1]), 'yTrue has 2 rows, but yPred has 1'],
    ['LENGTH_MISMATCH', () => r2Score([1, 2], [1]), 'yTrue has 2 rows, but yPred has 1'],
    ['LENGTH_MISMATCH', () => logLoss([0, 1], [0.5]), 'yProba has 1'],
    ['LENGTH_MISMATCH', () => rocCurve([0, 1], [0.5]), 'yScore has 1'],
    ['LENGTH_MISMATCH', () => accuracyScore([1], [1], { sampleWeight: [1, 2] }), 'sampleWeight has 2'],
    ['EMPTY_DATA', () => accuracyScore([], []), 'yTrue is empty'],
    ['EMPTY_DATA', () => meanSquaredError([], []), 'yTrue is empty'],
    ['NON_FINITE', () => accuracyScore([1, nan], [1, 2]), 'yTrue contains NaN at row 1'],
    ['NON_FINITE', () => meanSquaredError([1, 2], [1, nan]), 'yPred contains NaN at row 1'],
    ['NON_FINITE', () => rocAucScore([0, 1], [1, 1 / 0]), 'yScore contains Infinity at row 1'],
    [
      'INVALID_VALUE',
      () => accuracyScore([0, 1], [0.2, 0.7]),
      'yPred must hold class labels, but row 0 is 0.2',
    ],
    ['INVALID_VALUE', () => accuracyScore([0, 1], ['0', '1']), 'labels of different types'],
    ['INVALID_VALUE', () => accuracyScore([0, null], [0, 1]), 'row 1 is null'],
    ['INVALID_VALUE', () => accuracyScore(3 as never, [1]), 'yTrue must be an array'],
    ['INVALID_VALUE', () => meanSquaredError(['a'], [1]), "row 0 is 'a'"],
    ['INVALID_VALUE', () => f1Score([[0, 2]], [[0, 1]], { average: 'macro' }), 'column 1 is 2'],
    ['SHAPE_MISMATCH', () => accuracyScore([[0, 1]], [[0, 1, 1]]), '2 columns of labels, but yPred has 3'],
    ['SHAPE_MISMATCH', () => r2Score([[0, 1]], [[0, 1, 1]]), 'yTrue has 2 outputs, but yPred has 3'],
    ['SHAPE_MISMATCH', () => logLoss([0, 1, 2], [0.1, 0.2, 0.3]), '1 column(s) of probabilities for 3'],
    [
      'SHAPE_MISMATCH',
      () =>
        rocAucScore(
          [0, 1],
          [
            [1, 0],
            [0, 1],
          ],
        ),
      'give the positive class alone',
    ],
    ['UNSUPPORTED', () => confusionMatrix([[0, 1]], [[0, 1]]), 'confusionMatrix needs one label a row'],
    ['UNKNOWN_LABEL', () => confusionMatrix([1, 2], [1, 2], { labels: [7] }), 'None of the labels [7]'],
    [
      'UNKNOWN_LABEL',
      () => precisionScore([...'ab'], [...'ab']),
      "posLabel 1 is not one of the labels ['a', 'b']",
    ],
    ['UNKNOWN_LABEL', () => logLoss([0, 3], [0.1, 0.2], { labels: [0, 1] }), 'yTrue has 3 at row 1'],
    [
      'INVALID_OPTION',
      () => precisionScore([0, 1, 2], [0, 1, 2]),
      "average 'binary' scores one of two classes",
    ],
    ['INVALID_OPTION', () => f1Score([0, 1], [0, 1], { average: 'samples' }), 'needs rows of labels'],
    ['INVALID_OPTION', () => logLoss([1, 1], [0.1, 0.2]), 'one label only'],
    ['INVALID_OPTION', () => rocCurve([...'ab'], [1, 2]), 'Give posLabel'],
    ['INVALID_OPTION', () => brierScoreLoss([...'ab'], [0.1, 0.2]), 'Give posLabel'],
    ['INVALID_OPTION', () => rocAucScore([0, 1, 2], proba), "choose multiClass 'ovr' or 'ovo'"],
    ['INVALID_OPTION', () => accuracyScore([1], [1], { sampleWeight: [-1] }), 'row 0 is -1'],
    ['INVALID_OPTION', () => accuracyScore([1], [1], { sampleWeight: [0] }), 'no weight above 0'],
    ['INVALID_OPTION', () => meanSquaredError([[1, 2]], [[1, 2]], { multioutput: [1] }), '1 weights for 2'],
    ['INVALID_VALUE', () => logLoss([0, 1], [0.1, 1.2]), 'row 1 has 1.2'],
    [
      'INVALID_VALUE',
      () => rocAucScore([0, 1, 2], [...proba.slice(0, 2), [1, 1, 0]], ovr),
      'row 2 sums to 2',
    ],
    ['INVALID_VALUE', () => rocCurve([0, 1, 2], [1, 2, 3]), 'yTrue has 3'],
    ['LENGTH_MISMATCH', () => classificationReport([0, 1], [0, 1], { targetNames: ['a'] }), '1 names for 2'],
    [
      'UNKNOWN_OPTION',
      () => f1Score([0, 1], [0, 1], { avrage: 'macro' } as object),
      "Did you mean 'average'?",
    ],
  ])('%s: case %#', (code, action, message) => {
    expect(action).toThrow(message);
    try {
      action();
    } catch (error) {
      expect((error as HebbError).code).toBe(code);
      expect(error).toBeInstanceOf(HebbError);
    }
  });
});

const proba = [
  [0.5, 0.3, 0.2],
  [0.2, 0.6, 0.2],
  [0.1, 0.1, 0.8],
];
const ovr = { multiClass: 'ovr' } as const;

describe('forms of data', () => {
  test('typed arrays, columns, matrices with a shape, truth values', () => {
    const table = Table.fromColumns({ label: ['a', 'b', 'b'], x: [1, 2, 4] });
    expect(accuracyScore(table.column('label'), ['a', 'b', 'a'])).toBe(2 / 3);
    expect(meanAbsoluteError(table.column('x'), Float32Array.of(1, 2, 3))).toBe(1 / 3);
    expect(meanAbsoluteError({ data: Float64Array.of(1, 2), shape: [2] }, [1, 4])).toBe(1);
    expect(
      meanAbsoluteError({ data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] }, [
        [1, 2],
        [3, 8],
      ]),
    ).toBe(1);
    expect(meanAbsoluteError([[1], [2]], [1, 4])).toBe(1);
    expect(accuracyScore(Int32Array.of(1, 2), Float64Array.of(1, 1))).toBe(0.5);
    expect(accuracyScore([[1], [2]], [1, 1])).toBe(0.5);
    expect(precisionScore([true, false, true], [true, true, true])).toBe(2 / 3);
    expect(rocAucScore([false, true], [0.1, 0.9])).toBe(1);
    expect(brierScoreLoss([false, true], [0, 1])).toBe(0);
    expect(averagePrecisionScore([false, true], [0.1, 0.9])).toBe(1);
  });

  test('where a score is not defined it is NaN, as in scikit-learn', () => {
    expect(r2Score([1], [1])).toBeNaN();
    expect(rocAucScore([1, 1], [0.1, 0.2])).toBeNaN();
    expect([...rocCurve([1, 1], [0.1, 0.2])[0]]).toEqual([nan, nan, nan]);
    expect(balancedAccuracyScore([0, 0], [0, 1])).toBe(0.5);
  });

  test('camelCase literals mean the same', () => {
    const [a, b] = [
      [
        [1, 2],
        [3, 5],
      ],
      [
        [1, 3],
        [3, 5],
      ],
    ];
    const raw = meanSquaredError(a, b, { multioutput: 'rawValues' });
    expect(raw).toEqual(meanSquaredError(a, b, { multioutput: 'raw_values' }));
    expect(r2Score(a, b, { multioutput: 'varianceWeighted' })).toBe(
      r2Score(a, b, { multioutput: 'variance_weighted' }),
    );
  });
});
