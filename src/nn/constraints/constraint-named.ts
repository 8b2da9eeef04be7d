/** Constraints by name. */
import type { Config } from '../configured.ts';
import { type Family, memberOf } from '../named.ts';
import { Constraint } from './constraint.ts';
import { MaxNorm, MinMaxNorm, NonNeg, UnitNorm } from './norm-constraints.ts';

/** A constraint, Keras's name of one, or its config. */
export type ConstraintOption = 'max_norm' | 'min_max_norm' | 'non_neg' | 'unit_norm' | Constraint | Config;

const family: Family<Constraint> = {
  kind: 'constraint',
  base: Constraint,
  classes: { MaxNorm, MinMaxNorm, NonNeg, UnitNorm },
};

/**
 * The constraint that a name, a config or a constraint stands for.
 *
 * @throws HebbError `INVALID_VALUE` for a name that none has, with the nearest one
 * @example
 * constraintOf('non_neg').project(tensor([-1, 2])).toArray(); // [0, 2]
 */
export function constraintOf(given: ConstraintOption): Constraint {
  return memberOf(family, given);
}
