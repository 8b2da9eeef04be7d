/**
 * What all linear models have in common: options, what was learned, one fit at a time. What is learned, and
 * from what, is the subclasses' business.
 */
import { HebbError, type HebbWarning } from '../../core/errors.ts';
import { fitted } from '../../core/fitted.ts';
import { areFinite, checkFinite, type MatrixLike, nonFinite } from '../../core/matrix.ts';
import { readAgain } from '../../preprocessing/seen-features.ts';
import type { TableLike } from '../../preprocessing/transformer.ts';
import { decisions, type LinearModel } from './linear-model.ts';

/** The base of the linear models; not for use by itself. */
export abstract class LinearEstimator<Options extends object, Model extends LinearModel> {
  readonly options: Options;
  #learned: Model | undefined;
  #fitting = false;

  constructor(options: Options) {
    this.options = options;
  }

  protected abstract readonly name: string;

  /** Learn; what was learned before stays when that fails. */
  protected async learn(fit: (earlier: Model | undefined) => Promise<Model>): Promise<void> {
    if (this.#fitting) {
      throw new HebbError('INVALID_VALUE', `${this.name} is being fitted already; wait for that fit to end.`);
    }
    this.#fitting = true;
    try {
      const learned = await fit(this.#learned);
      if (!areFinite(learned.coef) || !areFinite(learned.intercept)) {
        throw new HebbError('NON_FINITE', `${this.name}: the numbers are too large; scale them down first.`);
      }
      this.#learned = learned;
    } finally {
      this.#fitting = false;
    }
  }

  /** Put what was learned elsewhere (a file) in place. */
  protected restore(learned: Model): void {
    this.#learned = learned;
  }

  protected get isFitted(): boolean {
    return this.#learned !== undefined;
  }

  /** What was learned. @throws HebbError `NOT_FITTED` */
  protected get learned(): Model {
    return fitted(this.#learned, this.name);
  }

  /** Decisions on the rows of X: rows × outputs. */
  protected decisionsOn(X: TableLike): { values: Float64Array; rows: number; outputs: number } {
    const matrix = checkFinite(readAgain(X as MatrixLike, this.learned.features, this.name));
    const { rows } = matrix;
    const outputs = this.learned.intercept.length;
    const values = decisions(this.learned, matrix);
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong !== -1) {
      throw nonFinite('the result', values[wrong], wrong, { columns: outputs }, 'the numbers are too large');
    }
    return { values, rows, outputs };
  }

  /** Number of features. */
  get nFeaturesIn(): number {
    return this.learned.features.count;
  }
  /** Names of the features, where X had them. */
  get featureNamesIn(): readonly string[] | null {
    return this.learned.features.names;
  }
  /** What the last fit had to warn of. */
  get warnings(): readonly HebbWarning[] {
    return this.learned.warnings;
  }
}
