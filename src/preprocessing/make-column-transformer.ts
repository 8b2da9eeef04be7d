/**
 * `makeColumnTransformer`: a `ColumnTransformer` without the naming. It knows no concrete transformer.
 */
import { defaultNames } from '../core/default-names.ts';
import { kindOf } from '../core/model-state.ts';
import type { ColumnSelector } from './column-selector.ts';
import { type ColumnAction, ColumnTransformer, type ColumnTransformerOptions } from './column-transformer.ts';

/**
 * A `ColumnTransformer` whose entries are called by their class names in lower case, numbered where one comes
 * more than once; options, if any, come last.
 *
 * @example
 * makeColumnTransformer([new StandardScaler(), { type: 'number' }], { remainder: 'passthrough' });
 */
export function makeColumnTransformer(
  ...args:
    | (readonly [ColumnAction, ColumnSelector])[]
    | [...(readonly [ColumnAction, ColumnSelector])[], ColumnTransformerOptions]
): ColumnTransformer {
  const entries: (readonly [ColumnAction, ColumnSelector])[] = [];
  let options: ColumnTransformerOptions = {};
  for (const arg of args) {
    if (isEntry(arg)) entries.push(arg);
    else options = arg;
  }
  const names = defaultNames(
    entries.map(([action]) =>
      typeof action === 'string' ? action : kindOf(action, 'makeColumnTransformer'),
    ),
  );
  return new ColumnTransformer(
    entries.map(([action, columns], i) => [names[i], action, columns]),
    options,
  );
}

function isEntry(arg: object): arg is readonly [ColumnAction, ColumnSelector] {
  return Array.isArray(arg);
}
