/**
 * Labels as what a network should put out, and what it puts out as labels again. One output for two classes,
 * one a class for more, one a label where a row may have several. It knows no network and no training.
 */
import { HebbError, show } from '../../core/errors.ts';
import { encodeLabels, type Label, type Labels } from '../../core/labels.ts';
import { type MatrixLike, toMatrix } from '../../core/matrix.ts';
import { hasRows, type Targets } from '../../metrics/score-inputs.ts';
import { type ClassWeight, classWeights } from '../row-weights.ts';
import type { EncodedTargets } from './mlp-estimator.ts';
import type { OutputActivation } from './options.ts';
import type { TrainingSet } from './training-set.ts';

/** What is known of labels. `multilabel`: they come as rows of zeros and ones, and classes are their columns. */
export interface KnownLabels {
  readonly classes: readonly Label[];
  readonly multilabel: boolean;
}

/** What a person may say about how labels are learned. */
export interface LabelOptions {
  readonly classWeight?: ClassWeight | null;
  readonly labelSmoothing?: number;
  readonly outputActivation?: OutputActivation | null;
}

/** Rows of zeros and ones rather than one label a row? */
export function isIndicator(y: unknown): y is MatrixLike {
  return hasRows(y as Targets);
}

/**
 * The outputs that labels ask for; with `known`, labels must be among the known ones.
 *
 * @throws HebbError `UNKNOWN_LABEL`, `EMPTY_DATA`, `INVALID_VALUE`, `UNSUPPORTED`, those of `encodeLabels`
 */
export function encodeTargets(
  y: unknown,
  known: KnownLabels | undefined,
  options: LabelOptions,
): EncodedTargets<KnownLabels> {
  const encoded = isIndicator(y)
    ? encodeIndicator(y, options)
    : encodeOneLabel(y as Labels, known?.multilabel === false ? known.classes : undefined, options);
  if (known !== undefined && encoded.known.multilabel !== known.multilabel) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      known.multilabel
        ? 'y has one label a row, but the classifier was fitted with rows of zeros and ones.'
        : 'y has rows of zeros and ones, but the classifier was fitted with one label a row.',
    );
  }
  return encoded;
}

function encodeIndicator(
  y: MatrixLike,
  { classWeight, labelSmoothing = 0 }: LabelOptions,
): EncodedTargets<KnownLabels> {
  const { data: flags, rows, columns } = toMatrix(y, 'y');
  const wrong = flags.findIndex((value: number) => value !== 0 && value !== 1);
  if (wrong >= 0) {
    throw new HebbError(
      'INVALID_VALUE',
      `several labels a row must come as zeros and ones; y has ${flags[wrong]} at row ${Math.floor(wrong / columns)}, column ${wrong % columns}.`,
    );
  }
  if (classWeight !== undefined && classWeight !== null) {
    throw new HebbError('UNSUPPORTED', 'classWeight needs one label a row; use sampleWeight for several.');
  }
  return {
    known: { classes: Array.from({ length: columns }, (_, j) => j), multilabel: true },
    matrix: { data: smoothed(Float64Array.from(flags), labelSmoothing, 2), rows, columns },
    outputActivation: 'logistic',
    strata: columns === 1 ? flags : undefined,
  };
}

function encodeOneLabel(
  y: Labels,
  known: readonly Label[] | undefined,
  { classWeight, labelSmoothing = 0, outputActivation }: LabelOptions,
): EncodedTargets<KnownLabels> {
  const { classes: present, codes: presentCodes } = encodeLabels(y);
  const rows = presentCodes.length;
  if (rows === 0) throw new HebbError('EMPTY_DATA', 'y is empty; MLPClassifier needs at least one row.');
  const fraction = present.find((label) => typeof label === 'number' && !Number.isInteger(label));
  if (fraction !== undefined) {
    throw new HebbError(
      'INVALID_VALUE',
      `y must hold class labels, but ${fraction} is none; to learn numbers take MLPRegressor.`,
    );
  }
  const classes = known ?? present;
  const strangers = present.filter((label) => !classes.includes(label));
  if (strangers.length > 0) {
    throw new HebbError(
      'UNKNOWN_LABEL',
      `y has labels ${show(strangers)} that are not among the classes ${show(classes)}.`,
    );
  }
  const place = present.map((label) => classes.indexOf(label));
  const codes = presentCodes.map((code) => place[code]);
  const columns = classes.length <= 2 && outputActivation !== 'softmax' ? 1 : classes.length;
  const data = new Float64Array(rows * columns);
  for (const [row, code] of codes.entries()) {
    if (columns === 1) data[row] = code;
    else data[row * columns + code] = 1;
  }
  return {
    known: { classes, multilabel: false },
    matrix: { data: smoothed(data, labelSmoothing, Math.max(classes.length, 2)), rows, columns },
    weights: classWeight == null ? undefined : weightsOf(classWeight, classes, codes),
    outputActivation: columns > 1 ? 'softmax' : 'logistic',
    strata: columns > 1 ? undefined : codes,
  };
}

/** A share of the certainty spread evenly over `classes` classes (Szegedy et al. 2016). */
function smoothed(targets: Float64Array, share: number, classes: number): Float64Array {
  return share === 0 ? targets : targets.map((target) => target * (1 - share) + share / classes);
}

/** One weight a row, by its class. */
function weightsOf(classWeight: ClassWeight, classes: readonly Label[], codes: Int32Array): Float64Array {
  const weights = classWeights(classWeight, classes, codes);
  return Float64Array.from(codes, (code) => weights[code]);
}

/**
 * The class of each row as its place in `classes`: the largest output; of a single output, the second class if
 * it is above one half, where there is a second one.
 */
export function decide(
  outputs: ArrayLike<number>,
  rows: number,
  columns: number,
  classes: readonly Label[],
): Int32Array {
  const codes = new Int32Array(rows);
  const second = Math.min(1, classes.length - 1);
  for (let i = 0; i < rows; i++) {
    if (columns === 1) codes[i] = outputs[i] > 0.5 ? second : 0;
    for (let j = 1; j < columns; j++) {
      if (outputs[i * columns + j] > outputs[i * columns + codes[i]]) codes[i] = j;
    }
  }
  return codes;
}

/** Which labels each row has, as zeros and ones: outputs above one half. */
export function flagsOf(outputs: ArrayLike<number>): Int32Array {
  return Int32Array.from(outputs, (output) => (output > 0.5 ? 1 : 0));
}

/** The weighted share of rows whose outputs decide as the targets do; of several labels all must be right. */
export function accuracyOf(
  outputs: ArrayLike<number>,
  { Y, rows, outputs: columns, weights }: TrainingSet,
  { classes, multilabel }: KnownLabels,
): number {
  const decisions = (values: ArrayLike<number>): Int32Array =>
    multilabel ? flagsOf(values) : decide(values, rows, columns, classes);
  const [said, meant] = [decisions(outputs), decisions(Y)];
  const width = said.length / rows;
  let right = 0;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights?.[i] ?? 1;
    total += weight;
    let isRight = true;
    for (let j = i * width; j < (i + 1) * width; j++) isRight &&= said[j] === meant[j];
    if (isRight) right += weight;
  }
  return right / total;
}
