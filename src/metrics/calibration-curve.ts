/**
 * `calibrationCurve`: whether what was predicted with a probability of 0.7 came true seven times out of ten. It
 * knows labels and probabilities, no model.
 */
import { HebbError, show } from '../core/errors.ts';
import { type Label, sortLabels } from '../core/labels.ts';
import { checkOptions, integer, oneOf } from '../core/options.ts';
import { impliedPositive, positiveLabel, posLabelRule, readLabels } from './class-pair.ts';
import { checkSameRows, readNumbers, type Targets } from './score-inputs.ts';

export interface CalibrationCurveOptions {
  /** The label whose probability is given. Default: 1 or true. */
  posLabel?: Label | null;
  /** How many bins the probabilities are sorted into; empty ones are left out. Default 5. */
  nBins?: number;
  /** Bins of the same width (`'uniform'`, default), or with about as many rows each (`'quantile'`). */
  strategy?: 'uniform' | 'quantile';
}

/** One element for each bin that is not empty, by ascending probability. */
export interface CalibrationCurve {
  /** Share of the positive label among the rows. */
  readonly probTrue: number[];
  /** Mean predicted probability. */
  readonly probPred: number[];
  /** How many rows there are; beyond scikit-learn. */
  readonly counts: number[];
}

/**
 * How often the positive label came true among rows of about the same predicted probability. A model is
 * calibrated when the two agree. As scikit-learn's `calibration_curve`.
 *
 * @param yTrue n labels of at most two kinds
 * @param yProb n probabilities of the positive label
 * @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA`, `NON_FINITE`; `SHAPE_MISMATCH` for rows of probabilities;
 * `INVALID_VALUE` for a probability outside [0, 1] or more than two labels; `INVALID_OPTION` when it cannot be
 * told which label is the positive one; `UNKNOWN_LABEL`, `UNKNOWN_OPTION`
 * @example
 * calibrationCurve([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], { nBins: 2 }); // probTrue [0, 1], probPred [0.15, 0.85]
 */
export function calibrationCurve(
  yTrue: Targets,
  yProb: Targets,
  options: CalibrationCurveOptions = {},
): CalibrationCurve {
  checkOptions('calibrationCurve', options, {
    posLabel: posLabelRule,
    nBins: integer({ min: 1 }),
    strategy: oneOf('uniform', 'quantile'),
  });
  const truth = readLabels(yTrue, 'yTrue');
  const { data, rows, columns } = readNumbers(yProb, 'yProb');
  if (columns !== 1) {
    throw new HebbError('SHAPE_MISMATCH', `yProb must have one probability a row, got ${columns}.`);
  }
  checkSameRows(truth.length, rows, 'yTrue', 'yProb');
  const outside = data.findIndex((p) => p < 0 || p > 1);
  if (outside !== -1) {
    throw new HebbError(
      'INVALID_VALUE',
      `yProb must hold probabilities from 0 to 1; row ${outside} has ${data[outside]}.`,
    );
  }
  const classes = sortLabels(new Set(truth));
  if (classes.length > 2) {
    throw new HebbError(
      'INVALID_VALUE',
      `calibrationCurve knows two labels at most; yTrue has ${show(classes)}.`,
    );
  }
  const given = options.posLabel ?? undefined;
  const positive = given === undefined ? impliedPositive(classes) : positiveLabel(classes, given);
  const edges = innerEdges(data, options.nBins ?? 5, options.strategy ?? 'uniform');
  const bins = Array.from({ length: edges.length + 1 }, () => ({ count: 0, hits: 0, sum: 0 }));
  data.forEach((p, row) => {
    const edge = edges.findIndex((limit) => p <= limit);
    const bin = bins[edge === -1 ? edges.length : edge];
    bin.count++;
    bin.sum += p;
    if (truth[row] === positive) bin.hits++;
  });
  const there = bins.filter(({ count }) => count > 0);
  return {
    probTrue: there.map(({ hits, count }) => hits / count),
    probPred: there.map(({ sum, count }) => sum / count),
    counts: there.map(({ count }) => count),
  };
}

/** The edges between the bins, ascending. A value on an edge belongs to the bin below. */
function innerEdges(data: ArrayLike<number>, nBins: number, strategy: 'uniform' | 'quantile'): number[] {
  const shares = Array.from({ length: nBins - 1 }, (_, k) => (k + 1) * (1 / nBins));
  if (strategy === 'uniform') return shares;
  const sorted = Float64Array.from(data).sort();
  return shares.map((share) => percentile(sorted, share * 100));
}

/** By straight lines between the sorted values, in NumPy's steps. */
function percentile(sorted: Float64Array, percent: number): number {
  const place = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(place);
  const [a, b] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)]];
  const t = place - below;
  return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
}
