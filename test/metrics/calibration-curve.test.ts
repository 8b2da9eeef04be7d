/** The calibration curve against scikit-learn's numbers, and what it refuses. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type CalibrationCurveOptions, calibrationCurve } from '../../src/metrics/calibration-curve.ts';
import { errorOfSync } from '../error-of.ts';

const { calibrationCurve: reference } = JSON.parse(
  readFileSync(new URL('../fixtures/inspection.json', import.meta.url), 'utf8'),
) as {
  calibrationCurve: {
    yTrue: number[];
    yProb: number[];
    cases: { options: CalibrationCurveOptions; probTrue: number[]; probPred: number[] }[];
  };
};
const { yTrue, yProb, cases } = reference;

function expectClose(own: readonly number[], expected: readonly number[]): void {
  expect(own).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(own[i]).toBeCloseTo(value, 12);
}

test.each(cases)('scikit-learn: $options', ({ options, probTrue, probPred }) => {
  const curve = calibrationCurve(yTrue, yProb, options);
  expectClose(curve.probTrue, probTrue);
  expectClose(curve.probPred, probPred);
  expect(curve.counts.reduce((sum, count) => sum + count, 0)).toBe(yTrue.length);
});

test('labels may be texts when the positive one is named', () => {
  const curve = calibrationCurve(['no', 'no', 'yes', 'yes'], [0.1, 0.2, 0.8, 0.9], {
    posLabel: 'yes',
    nBins: 2,
  });
  expect(curve.probTrue).toEqual([0, 1]);
  expect(curve.counts).toEqual([2, 2]);
});

test.each<[string, unknown[], unknown[], CalibrationCurveOptions]>([
  ['INVALID_VALUE', [0, 1], [0.5, 1.5], {}],
  ['INVALID_VALUE', [0, 1, 2], [0.5, 0.5, 0.5], {}],
  ['INVALID_OPTION', ['a', 'b'], [0.5, 0.5], {}],
  ['UNKNOWN_LABEL', ['a', 'b'], [0.5, 0.5], { posLabel: 'c' }],
  [
    'SHAPE_MISMATCH',
    [0, 1],
    [
      [0.5, 0.5],
      [0.5, 0.5],
    ],
    {},
  ],
  ['LENGTH_MISMATCH', [0, 1], [0.5], {}],
  ['EMPTY_DATA', [], [], {}],
  ['NON_FINITE', [0, 1], [0.5, Number.NaN], {}],
  ['INVALID_OPTION', [0, 1], [0.5, 0.5], { nBins: 0 }],
])('%s for %j and %j', (code, labels, probabilities, options) => {
  const error = errorOfSync(() => calibrationCurve(labels as number[], probabilities as number[], options));
  expect(error.split(':')[0]).toBe(code);
});
