/**
 * What a classifier is to learn, read from y: one label a row, or several a row as zeros and ones. It knows no
 * model and no training.
 */
import { HebbError, show } from '../core/errors.ts';
import { hasRows } from '../core/has-rows.ts';
import { checkLabels, encodeLabels, type Label, type Labels, sortLabels } from '../core/labels.ts';
import { type MatrixLike, toMatrix } from '../core/matrix.ts';
import type { Targets } from '../metrics/score-inputs.ts';

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

/**
 * Read y.
 *
 * @param known the classes there are; by default those that y has
 * @throws HebbError `EMPTY_DATA`; `INVALID_VALUE` for what is no label; `UNKNOWN_LABEL` for labels that are not
 * known; `SHAPE_MISMATCH` for one label a row where several are known, or the reverse
 */
export function readClassTargets(y: unknown, known: KnownClasses | undefined, owner: string): ClassTargets {
  const targets = hasRows(y as Targets) ? readFlags(y as MatrixLike) : readLabels(y as Labels);
  if (targets.rows === 0) throw new HebbError('EMPTY_DATA', `y is empty; ${owner} needs at least one row.`);
  return known === undefined ? targets : inKnownClasses(targets, known);
}

/**
 * The classes that `partialFit` is told of, or those it knows; undefined for rows of zeros and ones, which say
 * themselves how many labels there are.
 *
 * @throws HebbError `INVALID_VALUE` when neither is there, or they differ
 */
export function announcedClasses(
  y: unknown,
  given: Iterable<Label> | undefined,
  known: KnownClasses | undefined,
): KnownClasses | undefined {
  if (hasRows(y as Targets)) return known;
  if (given === undefined) {
    if (known !== undefined) return known;
    throw new HebbError('INVALID_VALUE', 'classes must be passed on the first call to partialFit.');
  }
  const classes = sortLabels(new Set(checkLabels(given, 'classes')));
  const same = known?.classes.length === classes.length && classes.every((c, i) => c === known.classes[i]);
  if (known === undefined || same) return { classes, multilabel: false };
  throw new HebbError(
    'INVALID_VALUE',
    `classes ${show(classes)} are not those learned before, ${show(known.classes)}.`,
  );
}

function readLabels(y: Labels): ClassTargets {
  const { classes, codes } = encodeLabels(y);
  const fraction = classes.find((label) => typeof label === 'number' && !Number.isInteger(label));
  if (fraction !== undefined) {
    throw new HebbError(
      'INVALID_VALUE',
      `y must hold class labels, but ${fraction} is none; to learn numbers take a regressor.`,
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
  if (targets.multilabel !== multilabel) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      multilabel
        ? 'y has one label a row, but the classifier was fitted with rows of zeros and ones.'
        : 'y has rows of zeros and ones, but the classifier was fitted with one label a row.',
    );
  }
  if (multilabel && targets.classes.length !== classes.length) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `y has ${targets.classes.length} labels a row, but the classifier was fitted with ${classes.length}.`,
    );
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
