/**
 * The network in a model that `hebb train` or `hebb search` made. It knows how such models are put together.
 */
import type { MLPClassifier } from '../estimators/mlp/mlp-classifier.ts';
import type { MLPRegressor } from '../estimators/mlp/mlp-regressor.ts';
import type { Pipeline } from '../estimators/pipeline.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { TransformedTargetRegressor } from '../estimators/transformed-target-regressor.ts';

/** The fitted network at the end of a fitted pipeline. */
export function networkOf(model: Pipeline<Predictor>): MLPClassifier | MLPRegressor {
  const last = model.at(-1);
  if (last instanceof TransformedTargetRegressor) return last.regressor as MLPRegressor;
  return last as MLPClassifier;
}
