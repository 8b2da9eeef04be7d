/**
 * What `Perceptron` and `SGDClassifier` have in common: they are one machine with other options.
 */
import type { Label } from '../../core/labels.ts';
import type { ModelState } from '../../core/model-state.ts';
import { readOptions } from '../../core/read-state.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { announcedClasses } from '../class-targets.ts';
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
export interface SgdPartialFitOptions<L extends Label = Label> extends Pick<SgdFitOptions, 'sampleWeight'> {
  /** All labels there will ever be; needed by the first call only. */
  readonly classes?: Iterable<L>;
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

  protected async trainPart(X: TableLike, y: unknown, fitOptions: SgdPartialFitOptions): Promise<void> {
    const options = { ...resolveSgdOptions(this.name, this.options, true), maxIter: 1, tol: null };
    const task = { owner: this.name, options, X, y, fitOptions, incremental: true };
    await this.learn((earlier) =>
      fitSgdClasses({ ...task, earlier, announced: announcedClasses(y, fitOptions.classes, earlier) }),
    );
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
