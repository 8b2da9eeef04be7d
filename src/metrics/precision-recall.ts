/**
 * Precision, recall and F1: how many of the predicted are right, how many of the right are predicted, and the
 * harmonic mean of both; for one class, or averaged over classes. They know labels, not probabilities.
 */
import { HebbError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import { checkOptions, nullable, oneOf, type Rule } from '../core/options.ts';
import {
  type ClassPair,
  type Counts,
  countsByClass,
  countsByRow,
  positiveLabel,
  posLabelRule,
  readClassPair,
} from './class-pair.ts';
import { labelsRule } from './classification.ts';
import {
  readWeights,
  sum,
  type Targets,
  type WeightOptions,
  weightedMean,
  weightRule,
} from './score-inputs.ts';

/**
 * `'binary'`: the class `posLabel` alone. `'micro'`: all classes counted together. `'macro'`: the mean of the
 * classes' scores. `'weighted'`: the same, weighted by how often each class is true. `'samples'`: the mean of the
 * rows' scores, for rows of several labels.
 */
export type Average = 'binary' | 'micro' | 'macro' | 'weighted' | 'samples';

export interface PrecisionRecallOptions<A = Average | null> extends WeightOptions {
  /** Default `'binary'`; null gives a Float64Array of one score a class. */
  average?: A;
  /** The classes to score, in this order. Default: all there are, ascending. */
  labels?: readonly Label[] | null;
  /** The class that `average: 'binary'` scores. Default 1 (true for truth values). */
  posLabel?: Label;
  /** The score where there is nothing to divide by. Default 0; NaN is left out of averages. */
  zeroDivision?: 'warn' | 0 | 1 | number;
}

/**
 * @param yTrue n labels, or n rows of zeros and ones
 * @param yPred as many predictions
 * @returns one number; with `average: null` a Float64Array of one number a class
 */
export interface PrecisionRecallScore {
  (yTrue: Targets, yPred: Targets, options?: PrecisionRecallOptions<Average>): number;
  (yTrue: Targets, yPred: Targets, options: PrecisionRecallOptions<null>): Float64Array;
  (yTrue: Targets, yPred: Targets, options: PrecisionRecallOptions): number | Float64Array;
}

const optionRules: Readonly<Record<string, Rule>> = {
  sampleWeight: weightRule,
  average: nullable(oneOf('binary', 'micro', 'macro', 'weighted', 'samples')),
  labels: labelsRule,
  posLabel: posLabelRule,
  zeroDivision: oneOf('warn', 0, 1, Number.NaN),
};

/** What of the counts is divided by what. */
export type Fraction = (counts: Counts, k: number) => readonly [part: number, whole: number];

export const precisionOf: Fraction = ({ hits, predicted }, k) => [hits[k], predicted[k]];
export const recallOf: Fraction = ({ hits, actual }, k) => [hits[k], actual[k]];
export const f1Of: Fraction = ({ hits, predicted, actual }, k) => [2 * hits[k], predicted[k] + actual[k]];

/**
 * The share of the predictions of a class that are right: hits / predicted.
 *
 * @throws HebbError `LENGTH_MISMATCH`, `EMPTY_DATA`, `SHAPE_MISMATCH`, `NON_FINITE`; `INVALID_VALUE` for what
 * is no class label; `UNKNOWN_LABEL` for a `posLabel` that is not there; `INVALID_OPTION` for an average that
 * does not fit the labels; `UNKNOWN_OPTION`
 * @example
 * precisionScore([0, 1, 1, 1], [1, 1, 0, 1]); // 0.6666666666666666
 * precisionScore(['a', 'b', 'c'], ['a', 'b', 'b'], { average: 'macro' }); // 0.5
 */
export const precisionScore: PrecisionRecallScore = scoreOf('precisionScore', precisionOf);

/**
 * The share of the rows of a class that are found: hits / actual. Errors as for `precisionScore`.
 *
 * @example
 * recallScore([0, 1, 1, 1], [1, 1, 0, 1]); // 0.6666666666666666
 */
export const recallScore: PrecisionRecallScore = scoreOf('recallScore', recallOf);

/**
 * The harmonic mean of precision and recall: 2 hits / (predicted + actual). Errors as for `precisionScore`.
 *
 * @example
 * f1Score([0, 1, 1, 1], [1, 1, 0, 1]); // 0.6666666666666666
 */
export const f1Score: PrecisionRecallScore = scoreOf('f1Score', f1Of);

/** What is scored: classes of a pair, with the rows' weights. */
export interface Scored {
  readonly pair: ClassPair;
  readonly labels: readonly Label[];
  readonly weights: Float64Array;
  /** The score where there is nothing to divide by. */
  readonly empty: number;
}

/** One score for each of the classes. */
export function scoreByClass(scored: Scored, fraction: Fraction): Float64Array {
  return quotients(countsOf(scored), fraction, scored.empty);
}

/** One score over all of the classes. */
export function averageScore(scored: Scored, fraction: Fraction, average: Average): number {
  const { pair, labels, weights, empty } = scored;
  if (average === 'samples') {
    return meanOfNumbers(quotients(countsByRow(pair, labels), fraction, empty), weights);
  }
  const counts = countsOf(scored);
  if (average === 'micro') {
    const { actual, predicted, hits } = counts;
    const total = (own: Float64Array): Float64Array => Float64Array.of(sum(own));
    return quotients(
      { actual: total(actual), predicted: total(predicted), hits: total(hits) },
      fraction,
      empty,
    )[0];
  }
  const scores = quotients(counts, fraction, empty);
  return meanOfNumbers(scores, average === 'weighted' ? counts.actual : scores.map(() => 1));
}

/** For each of the classes scored how much weight is actual, predicted, and both; 0 for one that never comes. */
export function countsOf({ pair, labels, weights }: Scored): Counts {
  const { actual, predicted, hits } = countsByClass(pair, weights);
  const places = labels.map((label) => pair.classes.indexOf(label as never));
  const pick = (own: Float64Array): Float64Array => Float64Array.from(places, (k) => (k === -1 ? 0 : own[k]));
  return { actual: pick(actual), predicted: pick(predicted), hits: pick(hits) };
}

/** The option `zeroDivision` as a number. */
export function emptyScore(zeroDivision: PrecisionRecallOptions['zeroDivision'] = 'warn'): number {
  return zeroDivision === 'warn' ? 0 : zeroDivision;
}

function scoreOf(name: string, fraction: Fraction): PrecisionRecallScore {
  function score(yTrue: Targets, yPred: Targets, options?: PrecisionRecallOptions<Average>): number;
  function score(yTrue: Targets, yPred: Targets, options: PrecisionRecallOptions<null>): Float64Array;
  function score(yTrue: Targets, yPred: Targets, options: PrecisionRecallOptions): number | Float64Array;
  function score(
    yTrue: Targets,
    yPred: Targets,
    options: PrecisionRecallOptions = {},
  ): number | Float64Array {
    checkOptions(name, options, optionRules);
    const { average = 'binary' } = options;
    const pair = readClassPair(yTrue, yPred);
    checkAverage(average, pair);
    const scored: Scored = {
      pair,
      labels:
        average === 'binary'
          ? [positiveLabel(pair.classes, options.posLabel)]
          : (options.labels ?? pair.classes),
      weights: readWeights(options, pair.rows),
      empty: emptyScore(options.zeroDivision),
    };
    return average === null ? scoreByClass(scored, fraction) : averageScore(scored, fraction, average);
  }
  return score;
}

function quotients(counts: Counts, fraction: Fraction, empty: number): Float64Array {
  return counts.actual.map((_, k) => {
    const [part, whole] = fraction(counts, k);
    return whole === 0 ? empty : part / whole;
  });
}

/** The weighted mean of those that are not NaN. */
function meanOfNumbers(scores: Float64Array, weights: Float64Array): number {
  const isNumber = (_: number, k: number): boolean => !Number.isNaN(scores[k]);
  return weightedMean(scores.filter(isNumber), weights.filter(isNumber));
}

/** Refuse (`INVALID_OPTION`) one class of many, and rows' scores without rows of labels. */
function checkAverage(average: Average | null, pair: ClassPair): void {
  const several = pair.kind === 'multilabel';
  if (average === 'binary' && (several || pair.classes.length > 2)) {
    const came = several ? `rows of ${pair.classes.length} labels` : `${pair.classes.length} classes`;
    throw new HebbError(
      'INVALID_OPTION',
      `average 'binary' scores one of two classes, but there are ${came}; choose 'macro', 'micro', 'weighted' or null.`,
    );
  }
  if (average === 'samples' && !several) {
    throw new HebbError('INVALID_OPTION', "average 'samples' needs rows of labels, not one label a row.");
  }
}
