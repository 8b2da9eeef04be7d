/**
 * `ParameterGrid`: every combination of the values given for each parameter. It knows no estimator.
 */
import { HebbError, show } from '../core/errors.ts';
import { type FlatSpace, flatSpaces, type ParameterSpaces, type Params } from './parameter-space.ts';

/**
 * Every combination of listed values, in scikit-learn's order: parameters by name, the last one changing fastest;
 * several grids one after the other.
 *
 * @example
 * [...new ParameterGrid({ alpha: [0.1, 1], activation: ['relu', 'tanh'] })];
 * // [{ activation: 'relu', alpha: 0.1 }, { activation: 'relu', alpha: 1 }, …]
 */
export class ParameterGrid implements Iterable<Params> {
  readonly #grids: readonly ReadonlyMap<string, readonly unknown[]>[];
  /** How many combinations there are. */
  readonly length: number;

  /** @throws HebbError `INVALID_OPTION` for an empty grid, an empty list, and what is no list */
  constructor(grid: ParameterSpaces<unknown, never>) {
    this.#grids = flatSpaces(grid, 'ParameterGrid').map(onlyLists);
    this.length = this.#grids.reduce((sum, own) => sum + sizeOf(own), 0);
  }

  /** The combination at a place, counted from 0. @throws HebbError `INVALID_VALUE` */
  at(index: number): Params {
    let rest = index;
    if (Number.isInteger(index) && index >= 0) {
      for (const grid of this.#grids) {
        if (rest < sizeOf(grid)) return combination(grid, rest);
        rest -= sizeOf(grid);
      }
    }
    throw new HebbError(
      'INVALID_VALUE',
      `ParameterGrid has ${this.length} combinations, counted from 0; there is none at ${show(index)}.`,
    );
  }

  *[Symbol.iterator](): IterableIterator<Params> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
}

function sizeOf(grid: ReadonlyMap<string, readonly unknown[]>): number {
  let size = 1;
  for (const values of grid.values()) size *= values.length;
  return size;
}

/** The digits of `index` in the mixed radix of the lists' lengths, the last parameter's the lowest. */
function combination(grid: ReadonlyMap<string, readonly unknown[]>, index: number): Params {
  let rest = index;
  const chosen = [...grid].reverse().map(([name, values]): [string, unknown] => {
    const value = values[rest % values.length];
    rest = Math.floor(rest / values.length);
    return [name, value];
  });
  return Object.fromEntries(chosen.reverse());
}

function onlyLists(space: FlatSpace): ReadonlyMap<string, readonly unknown[]> {
  return new Map(
    Array.from(space, ([name, values]) => {
      if ('sample' in values) {
        throw new HebbError(
          'INVALID_OPTION',
          `ParameterGrid: the parameter '${name}' is a distribution, which has no end; list its values, or use RandomizedSearchCV.`,
        );
      }
      return [name, values];
    }),
  );
}
