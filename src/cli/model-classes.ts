/**
 * The classes a model chooses between, found at the end of its pipeline.
 */
import type { Label } from '../core/labels.ts';
import type { Savable } from '../core/model-state.ts';
import { Pipeline } from '../estimators/pipeline.ts';

/** The labels in the order of the probabilities; undefined for a model of numbers. */
export function classesOf(model: Savable): readonly Label[] | undefined {
  if (model instanceof Pipeline) return classesOf(model.at(-1));
  return 'classes' in model ? (model.classes as readonly Label[]) : undefined;
}
