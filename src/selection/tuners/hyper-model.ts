/**
 * What a tuner tunes: a function that builds a model of hyperparameters, an object with such a method, or the address
 * of a module that exports one, which worker threads can open themselves.
 */
import { HebbError, show } from '../../core/errors.ts';
import { clearSession } from '../../nn/layers/names.ts';
import type { FitOptions } from '../../nn/models/fit-options.ts';
import { Model } from '../../nn/models/model.ts';
import type { HyperParameters } from './hyper-parameters.ts';

/** Builds and compiles a model; may take its time. */
export type BuildModel = (hp: HyperParameters) => Model | Promise<Model>;

export interface HyperModel {
  readonly build: BuildModel;
  /** Options of the models' `fit` that depend on hyperparameters, and callbacks of a trial's own. */
  fitOptions?(hp: HyperParameters): FitOptions;
}

/** A function, an object, or where a module is that exports `build` and, if it likes, `fitOptions`. */
export type HyperModelSource = BuildModel | HyperModel | URL | string;

/** @throws HebbError `INVALID_VALUE` for something that has no `build`, or a `fit` */
export function hyperModelOf(given: unknown): HyperModel {
  if (typeof given === 'function') return { build: given as BuildModel };
  if (typeof given !== 'object' || given === null || typeof (given as HyperModel).build !== 'function') {
    throw new HebbError(
      'INVALID_VALUE',
      `a tuner needs a function build(hp), an object with such a method, or the address of a module that exports it; got ${show(given)}.`,
    );
  }
  if ('fit' in given) {
    throw new HebbError(
      'INVALID_VALUE',
      'a tuner trains models itself: have fitOptions(hp) return what fit should be told, such as the batch size.',
    );
  }
  return given as HyperModel;
}

/** Is it a module that is meant? */
export function isAddress(source: HyperModelSource): source is URL | string {
  return typeof source === 'string' || source instanceof URL;
}

/**
 * A compiled model, and what its `fit` is told beyond what all are told. The same seed gives the same model.
 *
 * @throws HebbError `INVALID_VALUE` for what is no compiled model; whatever `build` throws
 */
export async function builtOf(
  { build, fitOptions }: HyperModel,
  hp: HyperParameters,
): Promise<{ model: Model; fitOptions: FitOptions }> {
  clearSession();
  const model = await build(hp);
  if (!(model instanceof Model)) {
    throw new HebbError('INVALID_VALUE', `build(hp) must return a model, got ${show(model)}.`);
  }
  if (!model.compiled) {
    throw new HebbError(
      'INVALID_VALUE',
      'build(hp) must return a compiled model; call compile before returning it.',
    );
  }
  return { model, fitOptions: fitOptions?.(hp) ?? {} };
}
