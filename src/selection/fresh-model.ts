/**
 * New, unfitted copies of an estimator for trials. Copies must not share what changes while they are fitted:
 * each gets generators of its own, in the state they have now. It knows no concrete estimator.
 */
import { cloneWith, paramsOf } from '../core/params.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { RandomState } from '../random/random-state.ts';
import type { Params } from './parameter-space.ts';

/**
 * A new, unfitted copy with `params` changed.
 *
 * @throws HebbError `UNKNOWN_OPTION` for a step that a pipeline does not have
 */
export function freshModel<M extends Predictor>(estimator: M, params: Params = {}): M {
  const isReplaced = (path: string): boolean =>
    Object.keys(params).some((name) => path.startsWith(`${name}__`));
  const own = Object.fromEntries(
    Object.entries(paramsOf(estimator)).flatMap(([path, value]) =>
      value instanceof RandomState && !isReplaced(path) ? [[path, copyOf(value)]] : [],
    ),
  );
  const copied = Object.entries(params).map(([path, value]) => [
    path,
    value instanceof RandomState ? copyOf(value) : isEstimator(value) ? freshModel(value) : value,
  ]);
  return cloneWith(estimator, { ...own, ...Object.fromEntries(copied) });
}

function copyOf(random: RandomState): RandomState {
  const copy = new RandomState(0);
  copy.setState(random.getState());
  return copy;
}

/** Models of layers are none: who takes one copies it. */
function isEstimator(value: unknown): value is Predictor {
  if (typeof value !== 'object' || value === null) return false;
  return 'toState' in value && 'options' in value && ('score' in value || 'transform' in value);
}
