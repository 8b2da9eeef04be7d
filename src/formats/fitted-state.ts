/** What a fitted object learned, read from its own description. It knows no class. */
import { HebbError, show } from '../core/errors.ts';
import type { Json, ModelState, Savable } from '../core/model-state.ts';
import type { Model } from '../nn/models/model.ts';
import { modelFromState } from '../nn/models/model-from-state.ts';

/**
 * What an estimator, transformer or pipeline says of itself.
 *
 * @param asker the function that was given it, for the message
 * @throws HebbError `INVALID_VALUE` for what is none
 */
export function stateOf(asker: string, source: unknown): ModelState {
  if (isSavable(source)) return source.toState();
  throw new HebbError('INVALID_VALUE', `${asker} takes a model or a fitted estimator, got ${show(source)}.`);
}

function isSavable(source: unknown): source is Savable {
  return typeof source === 'object' && source !== null && 'toState' in source;
}

/** A fitted attribute. @throws HebbError `NOT_FITTED` */
export function attributeOf<T extends Json>({ kind, attributes }: ModelState, name: string): T {
  if (attributes === undefined) {
    throw new HebbError('NOT_FITTED', `${kind} is not fitted yet; call fit first.`);
  }
  return attributes[name] as T;
}

/** The numbers of a fitted array. @throws HebbError `NOT_FITTED` */
export function numbersIn(state: ModelState, name: string): ArrayLike<number> {
  const data = state.tensors?.[name]?.data;
  if (data === undefined)
    throw new HebbError('NOT_FITTED', `${state.kind} is not fitted yet; call fit first.`);
  return data;
}

/** An option, in the spelling that is compared with; `byDefault` where it was not given. */
export function optionOf<T extends Json>({ options }: ModelState, name: string, byDefault: T): T {
  const value = (options[name] ?? byDefault) as T;
  return (
    typeof value === 'string' ? value.replace(/[A-Z]/g, (c: string) => `_${c.toLowerCase()}`) : value
  ) as T;
}

/** How many features a fitted object takes, and their names, if they had any. */
export function featuresIn(state: ModelState): { count: number; names: readonly string[] | null } {
  const [first] = state.children ?? [];
  const isOwn = state.attributes?.nFeaturesIn !== undefined || state.kind === 'ColumnTransformer';
  if (!isOwn && first !== undefined) return featuresIn(first.state);
  return {
    count: attributeOf<number>(state, 'nFeaturesIn'),
    names: attributeOf<readonly string[] | null>(state, 'featureNamesIn'),
  };
}

const inverses: Readonly<Record<string, string | undefined>> = {
  log: 'exp',
  exp: 'log',
  log1p: 'expm1',
  expm1: 'log1p',
  sqrt: 'square',
  square: 'sqrt',
  reciprocal: 'reciprocal',
};

/** The function that undoes a `FunctionTransformer`'s: by name, null for none to undo, undefined where none is known. */
export function inverseNameOf(state: ModelState): string | null | undefined {
  const func = optionOf<string | null>(state, 'func', null);
  return optionOf<string | null>(state, 'inverseFunc', null) ?? (func === null ? null : inverses[func]);
}

/** The network inside a fitted `ModelClassifier` or `ModelRegressor`. @throws HebbError `NOT_FITTED` */
export function innerModel(state: ModelState): Model {
  attributeOf(state, 'nFeaturesIn');
  const [{ state: inside }] = state.children ?? [];
  return modelFromState(inside, { compile: false });
}
