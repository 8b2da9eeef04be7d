/**
 * What every estimator and transformer has in common, told as plain data: how it is described when it is
 * saved, and the few methods a pipeline calls. It knows no concrete class and no file format.
 */
import type { TypedArray } from './dtype.ts';
import { HebbError, show } from './errors.ts';
import type { Shape } from './shape.ts';

/** Anything JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A named block of numbers inside a saved model. */
export interface StateTensor {
  readonly shape: Shape;
  readonly data: TypedArray;
}

/**
 * A fitted (or unfitted) object as plain data. `kind` is its class name; loading looks the class up in a
 * fixed table and calls its static `fromState`, so no code ever comes from a file.
 */
export interface ModelState {
  readonly kind: string;
  /** The constructor's options. */
  readonly options: { readonly [key: string]: Json };
  /** Fitted scalars, labels and names; absent before `fit`. */
  readonly attributes?: { readonly [key: string]: Json };
  /** Fitted arrays. */
  readonly tensors?: { readonly [key: string]: StateTensor };
  /** Steps of a pipeline, parts of a column transformer, in order. */
  readonly children?: readonly { readonly name: string; readonly state: ModelState }[];
}

/** An object that can be saved. */
export interface Savable {
  toState(): ModelState;
}

/** The class name of a part. @throws HebbError `INVALID_OPTION` for what is no part, with `owner` */
export function kindOf(part: Savable, owner: string): string {
  if (typeof part?.toState === 'function') return part.toState().kind;
  throw new HebbError('INVALID_OPTION', `${owner} takes estimators and transformers, got ${show(part)}.`);
}
