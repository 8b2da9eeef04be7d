/**
 * What `Perceptron` and `SGDClassifier` have in common: they are one machine with other options.
 */
import { HebbError, show } from '../../core/errors.ts';
import { checkLabels, type Label, sortLabels } from '../../core/labels.ts';
import type { ModelState } from '../../core/model-state.ts';
import { readOptions } from '../../core/read-state.ts';
import { hasRows, type Targets } from '../../metrics/score-inputs.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { type ClassPredictions, LinearClassifier } from './linear-classifier.ts';
import { describeClasses, describeSgd, readClasses, readSgd, savedOptions } from './linear-state.ts';
import { fitSgdClasses, type SgdClassModel } from './sgd-classes.ts';
import {
  resolveSgdOptions,
  type SGDClassifierOptions,
  type SgdFitOptions,
  type SgdOwner,
  sgdOptionRules,
} from './sgd-options.ts';

/** Options of `partialFit`. */
export interface SgdPartialFitOptions extends Pick<SgdFitOptions, 'sampleWeight'> {
  /** All labels there will ever be; needed by the first call only. */
  readonly classes?: Iterable<Label>;
}

/** The base of the two classifiers; not for use by itself. */
export abstract class SgdClassification<
  Options extends SGDClassifierOptions,
  Prediction extends ClassPredictions,
> extends LinearClassifier<Options, SgdClassModel, Prediction> {
  protected abstract override readonly name: Extract<SgdOwner, 'Perceptron' | 'SGDClassifier'>;

  protected async train(X: TableLike, y: unknown, fitOptions: SgdFitOptions): Promise<void> {
    const options = resolveSgdOptions(this.name, this.options, false);
    const task = { owner: this.name, options, X, y, fitOptions, incremental: false, announced: undefined };
    await this.learn((earlier) => fitSgdClasses({ ...task, earlier }));
  }

  /**
   * One epoch over X and y, going on from what was learned before. Not with early stopping.
   *
   * @throws HebbError as `fit`; `UNKNOWN_LABEL` for a label that is not one of the classes
   */
  async partialFit(X: TableLike, y: Targets, fitOptions: SgdPartialFitOptions = {}): Promise<this> {
    const options = { ...resolveSgdOptions(this.name, this.options, true), maxIter: 1, tol: null };
    const task = { owner: this.name, options, X, y, fitOptions, incremental: true };
    const given = fitOptions.classes && sortLabels(new Set(checkLabels(fitOptions.classes, 'classes')));
    await this.learn((earlier) =>
      fitSgdClasses({ ...task, earlier, announced: announcedClasses(given, earlier, y) }),
    );
    return this;
  }

  /** Epochs of the last fit; the most that any class took. */
  get nIter(): number {
    return this.learned.nIter;
  }
  /** Rows gone through, and 1: the number of the next step, scikit-learn's `t_`. */
  get samplesSeen(): number {
    return this.learned.samplesSeen;
  }

  toState(): ModelState {
    const unfitted = { kind: this.name, options: savedOptions(this.options) };
    if (!this.isFitted) return unfitted;
    const { attributes, tensors } = describeSgd(this.learned);
    return { ...unfitted, attributes: { ...attributes, ...describeClasses(this.learned) }, tensors };
  }

  /** Take over what a state says was learned. */
  protected restoreState(state: ModelState): void {
    if (state.attributes === undefined) return;
    const model = readSgd(state);
    this.restore({ ...model, ...readClasses(state, model.intercept.length) });
  }
}

/** The options of a saved classifier. @throws HebbError `CORRUPT_FILE` */
export function readSgdOptions<Options extends object>(state: ModelState, owner: SgdOwner): Options {
  return readOptions<Options>(state, sgdOptionRules[owner]);
}

/** The classes of a first call to `partialFit`; later ones must not change them. */
function announcedClasses(
  given: readonly Label[] | undefined,
  earlier: SgdClassModel | undefined,
  y: Targets,
): readonly Label[] | undefined {
  const known = earlier?.classes;
  if (known === undefined && given === undefined && !hasRows(y)) {
    throw new HebbError('INVALID_VALUE', 'classes must be passed on the first call to partialFit.');
  }
  const same = known?.length === given?.length && known?.every((label, i) => label === given?.[i]);
  if (known !== undefined && given !== undefined && !same) {
    throw new HebbError(
      'INVALID_VALUE',
      `classes ${show(given)} are not those of the first call to partialFit, ${show(known)}.`,
    );
  }
  if (given !== undefined && given.length < 2) {
    throw new HebbError(
      'INVALID_VALUE',
      `the number of classes has to be greater than one; classes has only ${show(given[0])}.`,
    );
  }
  return given;
}
