/**
 * `classificationReport`: precision, recall, F1 and number of rows of every class, and their averages, as a
 * table for people or as plain data. It knows how a table is written; the scores come from beside it.
 */
import { HebbError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import { boolean, checkOptions, integer, listOf, matching, nullable, oneOf } from '../core/options.ts';
import { readClassPair } from './class-pair.ts';
import { labelsRule } from './classification.ts';
import {
  type Average,
  averageScore,
  countsOf,
  emptyScore,
  f1Of,
  type PrecisionRecallOptions,
  precisionOf,
  recallOf,
  type Scored,
  scoreByClass,
} from './precision-recall.ts';
import { readWeights, sum, type Targets, type WeightOptions, weightRule } from './score-inputs.ts';

export interface ClassificationReportOptions extends WeightOptions {
  /** The classes to report, in this order. Default: all there are, ascending. */
  labels?: readonly Label[] | null;
  /** How they are called, in the same order. Default: the labels themselves. */
  targetNames?: readonly string[] | null;
  /** Digits after the point. Default 2. */
  digits?: number;
  /** Whether plain data is given instead of text. Default false. */
  outputDict?: boolean;
  /** The score where there is nothing to divide by. Default 0. */
  zeroDivision?: PrecisionRecallOptions['zeroDivision'];
}

/** One line of the report. */
export interface ClassScores {
  precision: number;
  recall: number;
  'f1-score': number;
  /** The weight of the rows of this class; their number without weights. */
  support: number;
}

/** The lines by name: the classes, `'macro avg'`, `'weighted avg'`, and `'accuracy'` or `'micro avg'`. */
export type ClassificationReportData = { [name: string]: ClassScores | number };

/**
 * Precision, recall, F1 and support of every class, and their averages.
 *
 * @param yTrue n labels, or n rows of zeros and ones
 * @param yPred as many predictions
 * @returns a table to be printed; with `outputDict: true` its numbers
 * @throws HebbError as `precisionScore`; `LENGTH_MISMATCH` for more or fewer `targetNames` than labels
 * @example
 * console.log(classificationReport(['cat', 'dog', 'dog'], ['cat', 'dog', 'cat']));
 */
export function classificationReport(
  yTrue: Targets,
  yPred: Targets,
  options?: ClassificationReportOptions & { outputDict?: false },
): string;
export function classificationReport(
  yTrue: Targets,
  yPred: Targets,
  options: ClassificationReportOptions & { outputDict: true },
): ClassificationReportData;
export function classificationReport(
  yTrue: Targets,
  yPred: Targets,
  options: ClassificationReportOptions = {},
): string | ClassificationReportData {
  checkOptions('classificationReport', options, {
    sampleWeight: weightRule,
    labels: labelsRule,
    targetNames: nullable(listOf(matching('a text', (value) => typeof value === 'string'))),
    digits: integer({ min: 0, max: 20 }),
    outputDict: boolean,
    zeroDivision: oneOf('warn', 0, 1, Number.NaN),
  });
  const pair = readClassPair(yTrue, yPred);
  const labels = options.labels ?? pair.classes;
  const names = options.targetNames ?? labels.map(String);
  if (names.length !== labels.length) {
    throw new HebbError(
      'LENGTH_MISMATCH',
      `targetNames has ${names.length} names for ${labels.length} labels.`,
    );
  }
  const weights = readWeights(options, pair.rows);
  const scored: Scored = { pair, labels, weights, empty: emptyScore(options.zeroDivision) };
  const isAccuracy = pair.kind === 'labels' && pair.classes.every((label) => labels.includes(label));
  const classes = linesOfClasses(scored, names);
  const averages: Average[] = ['micro', 'macro', 'weighted'];
  if (pair.kind === 'multilabel') averages.push('samples');
  const totals = averages.map(
    (average) =>
      [average === 'micro' && isAccuracy ? 'accuracy' : `${average} avg`, lineOf(scored, average)] as const,
  );
  if (options.outputDict) {
    const data = Object.fromEntries<ClassScores | number>([...classes, ...totals]);
    if (isAccuracy) data.accuracy = (data.accuracy as ClassScores).precision;
    return data;
  }
  const isWeighted = options.sampleWeight !== undefined && options.sampleWeight !== null;
  return written(classes, totals, options.digits ?? 2, isWeighted);
}

type Line = readonly [name: string, scores: ClassScores];

function linesOfClasses(scored: Scored, names: readonly string[]): Line[] {
  const [precision, recall, f1] = [precisionOf, recallOf, f1Of].map((of) => scoreByClass(scored, of));
  const { actual } = countsOf(scored);
  return names.map((name, k) => [
    name,
    { precision: precision[k], recall: recall[k], 'f1-score': f1[k], support: actual[k] },
  ]);
}

function lineOf(scored: Scored, average: Average): ClassScores {
  return {
    precision: averageScore(scored, precisionOf, average),
    recall: averageScore(scored, recallOf, average),
    'f1-score': averageScore(scored, f1Of, average),
    support: sum(countsOf(scored).actual),
  };
}

function written(
  classes: readonly Line[],
  totals: readonly Line[],
  digits: number,
  isWeighted: boolean,
): string {
  const names = [...classes.map(([name]) => name), 'weighted avg'];
  const width = Math.max(digits, ...names.map((name) => name.length));
  const row = (name: string, cells: readonly string[]): string =>
    `${name.padStart(width)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join('')}\n`;
  const line = ([name, { precision, recall, 'f1-score': f1, support }]: Line, f1Only: boolean): string => {
    const only = f1Only ? ['', ''] : [fixed(precision, digits), fixed(recall, digits)];
    return row(name, [
      ...only,
      fixed(f1, digits),
      isWeighted && Number.isInteger(support) ? support.toFixed(1) : String(support),
    ]);
  };
  const head = row('', ['precision', 'recall', 'f1-score', 'support']);
  return `${head}\n${classes.map((own) => line(own, false)).join('')}\n${totals.map((own) => line(own, own[0] === 'accuracy')).join('')}`;
}

/** `toFixed`, but what lies exactly between two goes to the even one, as scikit-learn's reports have it. */
function fixed(value: number, digits: number): string {
  const isTie = Math.abs((value * 2 ** (digits + 1)) % 2) === 1;
  const scale = 10 ** digits;
  const below = Math.floor(value * scale);
  return isTie && below % 2 === 0 ? (below / scale).toFixed(digits) : value.toFixed(digits);
}
