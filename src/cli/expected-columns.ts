/**
 * Which columns a saved model wants to be numbers and which text, as far as its first parts tell. So a column of
 * categories that happen to be all digits is read as categories, and a wrong cell is named with its line.
 */
import type { GuessedType } from '../data/infer.ts';
import type { Table } from '../data/table.ts';
import { DateFeatures } from '../preprocessing/date-features.ts';
import { SimpleImputer } from '../preprocessing/simple-imputer.ts';
import { firstTransformers } from './first-transformers.ts';

/** What a column is wanted to be. */
export type Kind = 'number' | 'category' | 'boolean' | 'date';

/** The columns that are of another type than is wanted, with the type they should have. */
export function misreadColumns(
  types: Readonly<Record<string, GuessedType>>,
  wanted: Readonly<Record<string, Kind>>,
): Record<string, Kind> {
  const misread = Object.entries(wanted).filter(
    ([name, kind]) => Object.hasOwn(types, name) && !fits(types[name], kind),
  );
  return Object.fromEntries(misread);
}

/** The types of a table's columns; those without any value, which fit everything, are left out. */
export function typesOf(table: Table): Record<string, GuessedType> {
  const present = table.columns.filter(({ missing, length }) => missing < length);
  return Object.fromEntries(present.map(({ name, type }) => [name, type]));
}

function fits(type: GuessedType, kind: Kind): boolean {
  if (type === kind) return true;
  return kind === 'category' ? type === 'text' || type === 'label' : kind === 'number' && type === 'boolean';
}

/** What a model wants its columns to be. */
export function expectedKinds(model: object): Record<string, Kind> {
  const kinds = firstTransformers(model).flatMap((step): [string, Kind][] => {
    if (step instanceof DateFeatures) return (step.featureNamesIn ?? []).map((name) => [name, 'date']);
    if (!(step instanceof SimpleImputer)) return [];
    return (step.featureNamesIn ?? []).flatMap((name, j): [string, Kind][] => {
      const statistic = step.statistics[j];
      if (statistic === null) return [];
      return [[name, typeof statistic === 'number' ? 'number' : 'category']];
    });
  });
  return Object.fromEntries(kinds);
}
