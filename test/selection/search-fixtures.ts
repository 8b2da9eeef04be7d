/** The reference runs of searches (test/fixtures/search*.json), in Hebb's words. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Table } from '../../src/data/table.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { makePipeline } from '../../src/estimators/pipeline.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { resultName } from '../../src/selection/result-name.ts';
import { referenceData } from '../estimators/reference-data.ts';

function fixture(name: string): Record<string, never> {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

export const cases: readonly Record<string, never>[] = fixture('search').cases;
export const more: Record<string, never> = fixture('search-more');

/** `max_iter` → `maxIter`, step names (`mlpclassifier__`) kept. */
export function camel(name: string): string {
  return name
    .split('__')
    .map((part) => part.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()))
    .join('__');
}

export function camelKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [camel(name), value]));
}

export async function iris(): Promise<{ X: number[][]; y: number[] }> {
  return referenceData.iris();
}

/** Columns with mean 0 and standard deviation 1. */
export function standardized(X: readonly number[][]): number[][] {
  const moments = X[0].map((_, j) => {
    const mean = X.reduce((sum, row) => sum + row[j], 0) / X.length;
    return { mean, sd: Math.sqrt(X.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / X.length) };
  });
  return X.map((row) => row.map((value, j) => (value - moments[j].mean) / moments[j].sd));
}

/** Numbers within a relative tolerance of what is expected; anything else exactly. */
export function isClose(actual: unknown, expected: unknown, tolerance: number): boolean {
  if (typeof expected === 'number' && typeof actual === 'number') {
    return Math.abs(actual - expected) <= tolerance * Math.max(1e-300, Math.abs(expected));
  }
  return JSON.stringify(actual) === JSON.stringify(expected);
}

export function expectClose(actual: Iterable<number>, expected: readonly number[], tolerance = 1e-9): void {
  const values = Array.from(actual);
  expect(values).toHaveLength(expected.length);
  for (const [i, value] of values.entries()) {
    expect(Math.abs(value - expected[i]), `${i}: ${value}, expected ${expected[i]}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(expected[i])),
    );
  }
}

/** Every column scikit-learn has, by its name in camelCase. */
export function expectResults(results: Table, expected: Readonly<Record<string, number[]>>): void {
  for (const [name, values] of Object.entries(expected)) {
    const [first, ...rest] = name.split('_');
    expectClose(results.column(resultName(first, ...rest)).toArray() as number[], values);
  }
}

export const irisPipeline = (): ReturnType<typeof makePipeline<MLPClassifier>> =>
  makePipeline(
    new StandardScaler(),
    new MLPClassifier({
      hiddenLayerSizes: [6],
      maxIter: 20,
      randomState: 0,
      learningRateInit: 0.02,
      onWarning() {},
    }),
  );
