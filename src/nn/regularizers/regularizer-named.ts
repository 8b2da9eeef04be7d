/** Regularizers by name. */
import type { Config } from '../configured.ts';
import { type Family, memberOf } from '../named.ts';
import { L1, L1L2, L2, OrthogonalRegularizer, Regularizer } from './regularizer.ts';

/** A regularizer, Keras's name of one, or its config. */
export type RegularizerOption = 'l1' | 'l2' | 'l1_l2' | 'orthogonal_regularizer' | Regularizer | Config;

const family: Family<Regularizer> = {
  kind: 'regularizer',
  base: Regularizer,
  classes: { L1, L2, L1L2, OrthogonalRegularizer },
};

/**
 * The regularizer that a name, a config or a regularizer stands for.
 *
 * @throws HebbError `INVALID_VALUE` for a name that none has, with the nearest one
 * @example
 * regularizerOf('l2').penalty(tensor([3, 4])).item(); // 0.25
 */
export function regularizerOf(given: RegularizerOption): Regularizer {
  return memberOf(family, given);
}
