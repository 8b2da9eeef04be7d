/**
 * Labels as what a network should put out, and what it puts out as labels again. One output for two classes,
 * one a class for more, one a label where a row may have several. It knows no network and no training.
 */
import { HebbError } from '../../core/errors.ts';
import type { Label } from '../../core/labels.ts';
import { type ClassTargets, type KnownClasses, readClassTargets } from '../class-targets.ts';
import { type ClassWeight, classWeights } from '../row-weights.ts';
import type { EncodedTargets } from './mlp-estimator.ts';
import type { OutputActivation } from './options.ts';
import type { TrainingSet } from './training-set.ts';

/** What a person may say about how labels are learned. */
export interface LabelOptions {
  readonly classWeight?: ClassWeight | null;
  readonly labelSmoothing?: number;
  readonly outputActivation?: OutputActivation | null;
}

/**
 * The outputs that labels ask for; with `known`, labels must be among the known ones.
 *
 * @throws HebbError those of `readClassTargets`; `UNSUPPORTED` for class weights with several labels a row
 */
export function encodeTargets(
  y: unknown,
  known: KnownClasses | undefined,
  options: LabelOptions,
): EncodedTargets<KnownClasses> {
  const targets = readClassTargets(y, known, 'MLPClassifier');
  return targets.multilabel ? encodeFlags(targets, options) : encodeOneLabel(targets, options);
}

function encodeFlags(
  { classes, multilabel, codes, rows }: ClassTargets,
  { classWeight, labelSmoothing = 0 }: LabelOptions,
): EncodedTargets<KnownClasses> {
  if (classWeight !== undefined && classWeight !== null) {
    throw new HebbError('UNSUPPORTED', 'classWeight needs one label a row; use sampleWeight for several.');
  }
  const columns = classes.length;
  return {
    known: { classes, multilabel },
    matrix: { data: smoothed(Float64Array.from(codes), labelSmoothing, 2), rows, columns },
    outputActivation: 'logistic',
    strata: columns === 1 ? codes : undefined,
  };
}

function encodeOneLabel(
  { classes, multilabel, codes, rows }: ClassTargets,
  { classWeight, labelSmoothing = 0, outputActivation }: LabelOptions,
): EncodedTargets<KnownClasses> {
  const columns = classes.length <= 2 && outputActivation !== 'softmax' ? 1 : classes.length;
  const data = new Float64Array(rows * columns);
  for (const [row, code] of codes.entries()) {
    if (columns === 1) data[row] = code;
    else data[row * columns + code] = 1;
  }
  return {
    known: { classes, multilabel },
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
  { classes, multilabel }: KnownClasses,
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
