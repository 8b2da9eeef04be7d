/**
 * The parts of a model that meet a table's columns by their names. It knows only what models are made of.
 */
import { Pipeline } from '../estimators/pipeline.ts';
import { ColumnTransformer } from '../preprocessing/column-transformer.ts';

/** The transformers at a model's beginning, and those that follow them while the columns keep their names. */
export function firstTransformers(step: object): object[] {
  if (step instanceof Pipeline) {
    const [first, ...others] = step.steps.map(([, part]) => part as object);
    return [...firstTransformers(first), ...others.filter(knowsNames).flatMap(firstTransformers)];
  }
  if (step instanceof ColumnTransformer) {
    return Object.values(step.namedTransformers).flatMap((action) =>
      typeof action === 'string' ? [] : firstTransformers(action),
    );
  }
  return [step];
}

function knowsNames(part: object): boolean {
  return !(part instanceof Pipeline) && 'featureNamesIn' in part && part.featureNamesIn !== null;
}
