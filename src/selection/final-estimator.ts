/**
 * What searches and cross-validation must know of an estimator before or after it is fitted, told from what it
 * offers at the end of its pipeline. It knows no concrete estimator but the pipeline.
 */
import { HebbError, show } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import { Pipeline } from '../estimators/pipeline.ts';

/** What stands for another estimator: a search, for the one it tunes. */
export interface StandsFor {
  readonly subject: object;
}

/** The last step of a pipeline, what a search tunes, however deep; anything else is its own. */
function finalEstimator(model: object): object {
  if (model instanceof Pipeline) return finalEstimator(model.at(-1));
  if (typeof model !== 'object' || model === null || !('fit' in model || 'predict' in model)) {
    throw new HebbError('INVALID_VALUE', `an estimator is needed, got ${show(model)}.`);
  }
  return 'subject' in model ? finalEstimator((model as StandsFor).subject) : model;
}

/** Whether it predicts labels: classifiers have `classes`, fitted or not. */
export function isClassifier(model: object): boolean {
  return 'classes' in finalEstimator(model);
}

/** The labels in the order of the probabilities of a fitted classifier; undefined for a model of numbers. */
export function classesOf(model: object): readonly Label[] | undefined {
  const last = finalEstimator(model);
  return 'classes' in last ? (last.classes as readonly Label[]) : undefined;
}
