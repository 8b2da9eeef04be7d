/**
 * Activations and losses by name: Keras's (`'leaky_relu'`), in camelCase too, the name of Keras's class, or an
 * alias (`'swish'`, `'mse'`). Whoever needs one function only imports that; this file brings them all.
 */
import type { Activation } from './activations.ts';
import * as classical from './activations.ts';
import * as crossEntropies from './losses/cross-entropies.ts';
import * as hinges from './losses/hinges.ts';
import type { Loss } from './losses/loss.ts';
import * as metricLearning from './losses/metric-learning.ts';
import * as overlap from './losses/overlap.ts';
import * as regression from './losses/regression.ts';
import * as sequence from './losses/sequence.ts';
import { findNamed } from './named.ts';
import * as piecewise from './piecewise-activations.ts';
import * as rectifiers from './rectifiers.ts';
import * as vectors from './vector-activations.ts';

interface Named {
  readonly name: string;
  readonly aliases?: readonly string[];
}

/**
 * The activation of a name.
 *
 * @throws HebbError `INVALID_VALUE` for a name that none has, with the nearest one
 * @example
 * activationNamed('leaky_relu').apply(tensor([-1, 2])).toArray(); // [-0.2, 2]
 */
export function activationNamed(name: string): Activation {
  const { alongAxis: _, ...records } = classical;
  return find('activation', name, { ...records, ...rectifiers, ...piecewise, ...vectors });
}

/**
 * The loss of a name.
 *
 * @throws HebbError `INVALID_VALUE` for a name that none has, with the nearest one
 * @example
 * computeLoss(lossNamed('mse'), [1, 2], [1, 4]).item(); // 2
 */
export function lossNamed(name: string): Loss {
  const records = { ...crossEntropies, ...hinges, ...metricLearning, ...overlap, ...regression, ...sequence };
  return find('loss', name, records);
}

function find<T extends Named>(kind: string, name: string, records: Readonly<Record<string, T>>): T {
  const candidates = Object.values(records).map((one) => [[one.name, ...(one.aliases ?? [])], one] as const);
  return findNamed(kind, name, candidates);
}
