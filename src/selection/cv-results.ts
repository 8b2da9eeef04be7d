/**
 * The results of a search as a table: a row for each candidate, columns with scikit-learn's meanings. It knows
 * outcomes of trials, not how candidates are chosen.
 */
import { type Column, type ColumnValue, NumberColumn } from '../data/column.ts';
import { columnOf } from '../data/column-of.ts';
import { Table } from '../data/table.ts';
import type { Params } from './parameter-space.ts';
import { resultName } from './result-name.ts';
import type { TrialOutcome } from './trial.ts';
import { scoreOf, type TrialOptions } from './trial-options.ts';

/** One candidate and the outcome of its trials, one a split. */
export interface Evaluation {
  readonly params: Params;
  readonly outcomes: readonly TrialOutcome[];
  /** Further columns: the round of a search that has several. */
  readonly more?: Readonly<Record<string, number>>;
}

/** What goes into the table besides the evaluations. */
export interface ResultOptions extends TrialOptions {
  readonly scoreNames: readonly string[];
  readonly returnTrainScore: boolean;
}

/** The mean of the scores of each split. */
export function meanScore(outcomes: readonly TrialOutcome[], name: string, options: TrialOptions): number {
  return mean(outcomes.map(({ testScores }) => scoreOf(testScores, name, options)));
}

export function resultTable(evaluations: readonly Evaluation[], options: ResultOptions): Table {
  const columns: Column[] = [];
  const put = (name: string, values: readonly number[]): void => {
    columns.push(new NumberColumn(name, Float64Array.from(values)));
  };
  for (const name of Object.keys(evaluations[0].more ?? {})) {
    put(
      name,
      evaluations.map(({ more }) => more?.[name] ?? Number.NaN),
    );
  }
  for (const [name, time] of [
    ['fit_time', 'fitTime'],
    ['score_time', 'scoreTime'],
  ] as const) {
    const times = evaluations.map(({ outcomes }) => outcomes.map((outcome) => outcome[time]));
    put(resultName('mean', name), times.map(mean));
    put(resultName('std', name), times.map(standardDeviation));
  }
  columns.push(...parameterColumns(evaluations.map(({ params }) => params)));
  for (const name of options.scoreNames) {
    for (const part of options.returnTrainScore ? ['test', 'train'] : ['test']) {
      const scores = evaluations.map(({ outcomes }) =>
        outcomes.map(({ testScores, trainScores }) =>
          scoreOf(part === 'test' ? testScores : trainScores, name, options),
        ),
      );
      for (const split of scores[0].keys()) {
        put(
          resultName(`split${split}`, part, name),
          scores.map((own) => own[split]),
        );
      }
      const means = scores.map(mean);
      put(resultName('mean', part, name), means);
      put(resultName('std', part, name), scores.map(standardDeviation));
      if (part === 'test') put(resultName('rank', part, name), ranksOf(means));
    }
  }
  const failures = evaluations.map(
    ({ outcomes }) => outcomes.find(({ failure }) => failure !== null)?.failure ?? null,
  );
  if (failures.some((failure) => failure !== null)) columns.push(columnOf('failure', failures));
  return new Table(columns);
}

/** `param_alpha` and so on; what a candidate does not set is missing. */
export function parameterColumns(candidates: readonly Params[]): Column[] {
  const names = new Set(candidates.flatMap((params) => Object.keys(params)));
  return Array.from(names, (name) => {
    const values = candidates.map((params) => params[name]);
    const types = new Set(values.filter((value) => value != null).map((value) => typeof value));
    const [type] = types;
    const isPlain = types.size <= 1 && type !== 'object' && type !== 'function';
    return columnOf(
      `param_${name}`,
      isPlain
        ? (values as ColumnValue[])
        : values.map((value) => (value === undefined ? null : textOf(value))),
    );
  });
}

/** A parameter as a person reads it. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value === 'function') return value.name;
  if (typeof value !== 'object' || value === null) return String(value);
  return value.constructor === Object ? JSON.stringify(value) : value.constructor.name;
}

/** The place of each, 1 for the largest; equal ones share the better place, and NaN comes last. */
export function ranksOf(means: readonly number[]): number[] {
  const value = (own: number): number => (Number.isNaN(own) ? Number.NEGATIVE_INFINITY : own);
  return means.map((own) => 1 + means.filter((other) => value(other) > value(own)).length);
}

/** The mean, summed in NumPy's order, so that scores that are equal there are equal here and share their rank. */
function mean(values: readonly number[]): number {
  const whole = values.length - (values.length % 8);
  const parts = values.slice(0, whole && 8);
  for (let i = 8; i < whole; i++) parts[i % 8] += values[i];
  const [a, b, c, d, e, f, g, h] = parts;
  const start = whole === 0 ? 0 : a + b + (c + d) + (e + f + (g + h));
  return values.slice(whole).reduce((sum, value) => sum + value, start) / values.length;
}

/** Of the whole population. */
function standardDeviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
}
