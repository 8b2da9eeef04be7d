/**
 * What a linear classifier is to learn, as yes-or-no questions: with two classes whether a row is of the
 * second, with several one question a class, with several labels a row one a label. It knows no training.
 */
import { HebbError, show } from '../../core/errors.ts';
import { encodeLabels, type Label, type Labels } from '../../core/labels.ts';
import { type MatrixLike, toMatrix } from '../../core/matrix.ts';
import { hasRows, type Targets } from '../../metrics/score-inputs.ts';
import { type ClassWeight, classWeights } from '../row-weights.ts';

/** The labels that a classifier knows. `multilabel`: y comes as rows of zeros and ones, its classes are columns. */
export interface KnownClasses {
  readonly classes: readonly Label[];
  readonly multilabel: boolean;
}

/** Targets of `rows` rows: with `multilabel` `codes` are rows × classes zeros and ones, else places in `classes`. */
export interface ClassTargets extends KnownClasses {
  readonly rows: number;
  readonly codes: Int32Array;
}

/** A yes-or-no question. */
export interface Question {
  /** 1 for the rows where the answer is yes, else 0. */
  readonly answers: Uint8Array;
  /** What rows count whose answer is yes, or no. */
  readonly positiveWeight: number;
  readonly negativeWeight: number;
}

/**
 * Read y.
 *
 * @param known the classes there are; by default those that y has
 * @throws HebbError `UNKNOWN_LABEL` for labels that are not known; `INVALID_VALUE` for what is no label, and
 * when there is but one class
 */
export function readClassTargets(y: unknown, known: KnownClasses | undefined, owner: string): ClassTargets {
  const targets = hasRows(y as Targets) ? readFlags(y as MatrixLike) : readLabels(y as Labels);
  if (targets.rows === 0) {
    throw new HebbError('EMPTY_DATA', `y is empty; ${owner} needs at least one row.`);
  }
  if (known !== undefined) return inKnownClasses(targets, known);
  if (!targets.multilabel && targets.classes.length < 2) {
    throw new HebbError(
      'INVALID_VALUE',
      `${owner}: the number of classes has to be greater than one; y has only ${show(targets.classes[0])}.`,
    );
  }
  const columns = targets.classes.length;
  for (let j = 0; targets.multilabel && j < columns; j++) {
    const first = targets.codes[j];
    if (targets.codes.every((flag, i) => i % columns !== j || flag === first)) {
      throw new HebbError(
        'INVALID_VALUE',
        `${owner}: column ${j} of y has only ${first}; every label needs rows with 0 and rows with 1.`,
      );
    }
  }
  return targets;
}

/** One question a class, but only one for two classes; one a label for several labels a row. */
export function questionsOf(targets: ClassTargets, classWeight: ClassWeight | null): Question[] {
  const { classes, multilabel, codes, rows } = targets;
  if (multilabel) {
    return classes.map((_, j) => {
      const answers = Uint8Array.from({ length: rows }, (_, i) => codes[i * classes.length + j]);
      const [negativeWeight, positiveWeight] = classWeights(classWeight, [0, 1], answers);
      return { answers, positiveWeight, negativeWeight };
    });
  }
  const weights = classWeights(classWeight, classes, codes);
  const about = (code: number, negativeWeight: number): Question => ({
    answers: Uint8Array.from(codes, (own) => Number(own === code)),
    positiveWeight: weights[code],
    negativeWeight,
  });
  return classes.length === 2 ? [about(1, weights[0])] : classes.map((_, code) => about(code, 1));
}

function readLabels(y: Labels): ClassTargets {
  const { classes, codes } = encodeLabels(y);
  const fraction = classes.find((label) => typeof label === 'number' && !Number.isInteger(label));
  if (fraction !== undefined) {
    throw new HebbError(
      'INVALID_VALUE',
      `y must hold class labels, but has ${fraction}; numbers to predict need a regressor.`,
    );
  }
  return { classes, codes, rows: codes.length, multilabel: false };
}

function readFlags(y: MatrixLike): ClassTargets {
  const { data, rows, columns } = toMatrix(y, 'y');
  const wrong = data.findIndex((value: number) => value !== 0 && value !== 1);
  if (wrong >= 0) {
    throw new HebbError(
      'INVALID_VALUE',
      `several labels a row must come as zeros and ones; y has ${data[wrong]} at row ${Math.floor(wrong / columns)}, column ${wrong % columns}.`,
    );
  }
  const classes = Array.from({ length: columns }, (_, j) => j);
  return { classes, codes: Int32Array.from(data), rows, multilabel: true };
}

function inKnownClasses(targets: ClassTargets, known: KnownClasses): ClassTargets {
  const { classes, multilabel } = known;
  if (targets.multilabel !== multilabel || (multilabel && targets.classes.length !== classes.length)) {
    const [expected, came] = [known, targets].map((side) =>
      side.multilabel ? `${side.classes.length} labels a row` : 'one label a row',
    );
    throw new HebbError('SHAPE_MISMATCH', `y has ${came}, but the model was fitted with ${expected}.`);
  }
  const strangers = targets.classes.filter((label) => !classes.includes(label));
  if (strangers.length > 0) {
    throw new HebbError(
      'UNKNOWN_LABEL',
      `y has labels ${show(strangers)} that are not among the classes ${show(classes)}.`,
    );
  }
  const place = targets.classes.map((label) => classes.indexOf(label));
  const codes = multilabel ? targets.codes : targets.codes.map((code) => place[code]);
  return { classes, multilabel, codes, rows: targets.rows };
}
