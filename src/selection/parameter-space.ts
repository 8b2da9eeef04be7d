/**
 * The parameters a search may try: a list of values or a distribution for each option, by name. Options of
 * steps are named by path (`mlpclassifier__alpha`) or in an object of their own (`{ mlpclassifier: { alpha } }`),
 * which comes to the same. This file knows no estimator and no search.
 */
import { HebbError, show } from '../core/errors.ts';
import type { Pipeline } from '../estimators/pipeline.ts';
import { type Distribution, isDistribution } from './distributions.ts';

/** Options by name or path, as one trial sets them. */
export type Params = Readonly<Record<string, unknown>>;

/** Values of one option to try, one after the other; `D` says what may stand in place of a list. */
type Candidates<T, D> = readonly T[] | D;

interface LooseSpace<D> {
  readonly [name: string]: Candidates<unknown, D> | LooseSpace<D>;
}

/** Options of steps by path, which the compiler does not look into. */
type PathSpace<D> = { readonly [path: `${string}__${string}`]: Candidates<unknown, D> };

/**
 * Values for the options of `M`, checked by its option types. In a pipeline the last step's options may stand
 * in an object under its name, checked too; those of every step may be named by path.
 */
export type ParameterSpace<M, D = Distribution<unknown>> =
  M extends Pipeline<infer Last>
    ? PathSpace<D> & { readonly [step: string]: Candidates<unknown, D> | ParameterSpace<Last, D> }
    : M extends { readonly options: infer Options }
      ? keyof Options extends never
        ? LooseSpace<D>
        : PathSpace<D> & {
            readonly [K in keyof Options]?:
              | Candidates<Exclude<Options[K], undefined>, D>
              | (Options[K] extends { readonly options: object } ? ParameterSpace<Options[K], D> : never);
          }
      : LooseSpace<D>;

/** One space, or several to try one after the other: for options that only go together. */
export type ParameterSpaces<M, D = Distribution<unknown>> =
  | ParameterSpace<M, D>
  | readonly ParameterSpace<M, D>[];

/** What is left of a space once it is checked: paths in alphabetical order, each with its values. */
export type FlatSpace = ReadonlyMap<string, readonly unknown[] | Distribution<unknown>>;

/**
 * Spaces by path.
 *
 * @param owner whom they were given to, for messages
 * @throws HebbError `INVALID_OPTION` for a space without parameters, a parameter without values, what is neither
 * a list nor a distribution, and a parameter that is named twice
 */
export function flatSpaces(spaces: unknown, owner: string): FlatSpace[] {
  const list: readonly unknown[] = Array.isArray(spaces) ? spaces : [spaces];
  if (list.length === 0) {
    throw new HebbError('INVALID_OPTION', `${owner}: the list of parameter spaces is empty; nothing to try.`);
  }
  return list.map((space) => {
    if (!isPlainObject(space)) {
      throw new HebbError(
        'INVALID_OPTION',
        `${owner}: parameters must be an object such as { alpha: [0.001, 0.01] }, got ${show(space)}.`,
      );
    }
    const flat = flatten(space, '', owner);
    if (flat.length === 0) {
      throw new HebbError('INVALID_OPTION', `${owner}: the parameter space is empty; nothing to try.`);
    }
    const sorted = flat.sort(([a], [b]) => (a < b ? -1 : 1));
    const twice = sorted.find(([path], i) => path === sorted[i + 1]?.[0]);
    if (twice !== undefined) {
      throw new HebbError('INVALID_OPTION', `${owner}: the parameter '${twice[0]}' is given twice.`);
    }
    return new Map(sorted);
  });
}

type Entry = [path: string, values: readonly unknown[] | Distribution<unknown>];

function flatten(space: object, prefix: string, owner: string): Entry[] {
  return Object.entries(space).flatMap(([name, values]): Entry[] => {
    const path = prefix + name;
    if (values === undefined) return [];
    if (isDistribution(values)) return [[path, values]];
    if (Array.isArray(values) || ArrayBuffer.isView(values)) {
      const list = Array.from(values as ArrayLike<unknown>);
      if (list.length > 0) return [[path, list]];
      throw new HebbError('INVALID_OPTION', `${owner}: the parameter '${path}' has no values to try.`);
    }
    if (isPlainObject(values)) return flatten(values, `${path}__`, owner);
    throw new HebbError(
      'INVALID_OPTION',
      `${owner}: the parameter '${path}' must be a list of values or a distribution, got ${show(values)}; a single value is a list of one, [${show(values)}].`,
    );
  });
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
