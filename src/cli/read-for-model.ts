/**
 * A table for a saved model: each column that the model uses in the type it wants, and a target in the type of
 * its classes. It knows nothing of what the model is asked.
 */
import type { Label } from '../core/labels.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { expectedKinds, type Kind, misreadColumns, typesOf } from './expected-columns.ts';
import { classesOf } from './model-classes.ts';
import { type Input, readInput } from './read-input.ts';
import type { TextOptions } from './text-options.ts';

export interface ModelInputOptions extends TextOptions {
  /** A column that holds what the model predicts. */
  readonly target?: string;
}

/**
 * The table in a file, or an embedded one, as a model wants it.
 *
 * @throws HebbError what `readInput` throws; `UNKNOWN_COLUMN` for a target that is not there
 */
export async function readForModel(
  model: Predictor,
  source: string,
  { target, ...options }: ModelInputOptions = {},
): Promise<Input> {
  const input = await readInput(source, options);
  const wanted: Record<string, Kind> = expectedKinds(model);
  if (target !== undefined) wanted[target] = targetKind(classesOf(model));
  const types = misreadColumns(typesOf(input.table), wanted);
  return Object.keys(types).length === 0 ? input : readInput(source, { ...options, types });
}

/** The kind of column that holds such classes; numbers where there are none. */
function targetKind(classes: readonly Label[] = []): Kind {
  const kinds = { number: 'number', string: 'category', boolean: 'boolean' } as const;
  return kinds[typeof classes[0] as keyof typeof kinds] ?? 'number';
}
