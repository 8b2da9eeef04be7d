/**
 * Which columns a saved model wants to be numbers and which text, as far as its imputers tell. So a column of
 * categories that happen to be all digits is read as categories, and a wrong cell is named with its line.
 */
import type { Column } from '../data/column.ts';
import type { Table } from '../data/table.ts';
import { Pipeline } from '../estimators/pipeline.ts';
import { ColumnTransformer } from '../preprocessing/column-transformer.ts';
import { SimpleImputer } from '../preprocessing/simple-imputer.ts';

/** What a column is wanted to be. */
export type Kind = 'number' | 'category' | 'boolean';

/**
 * The columns of a table that came in another type than is wanted, with the type they should have.
 *
 * @param further the wanted types of columns that the model does not use
 */
export function misreadColumns(
  model: object,
  table: Table,
  further: Readonly<Record<string, Kind>> = {},
): Record<string, Kind> {
  const misread: Record<string, Kind> = {};
  for (const [name, kind] of [...expectedKinds(model), ...Object.entries(further)]) {
    if (table.has(name) && !fits(table.column(name), kind)) misread[name] = kind;
  }
  return misread;
}

function fits({ type, length, missing }: Column, kind: Kind): boolean {
  if (missing === length || type === kind) return true;
  return kind === 'category' ? type === 'text' : kind === 'number' && type === 'boolean';
}

function expectedKinds(step: object): [string, Kind][] {
  if (step instanceof Pipeline) return step.steps.slice(0, 1).flatMap(([, first]) => expectedKinds(first));
  if (step instanceof ColumnTransformer) {
    return Object.values(step.namedTransformers).flatMap((action) =>
      typeof action === 'string' ? [] : expectedKinds(action),
    );
  }
  if (!(step instanceof SimpleImputer)) return [];
  return (step.featureNamesIn ?? []).flatMap((name, j): [string, Kind][] => {
    const statistic = step.statistics[j];
    if (statistic === null) return [];
    return [[name, typeof statistic === 'number' ? 'number' : 'category']];
  });
}
