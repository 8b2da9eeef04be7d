/**
 * The reference numbers of fixtures/preprocessing.json (its `generatedBy` names the versions), and the two
 * public data sets they were computed on, which live beside the repository and not in it.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { sharedData } from '../shared-data.ts';

export interface ReferenceCase {
  readonly estimator: string;
  readonly data?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

const fixture: { cases: ReferenceCase[] } = JSON.parse(
  readFileSync(new URL('../fixtures/preprocessing.json', import.meta.url), 'utf8'),
);

export function casesOf(estimator: string): ReferenceCase[] {
  return fixture.cases.filter((entry) => entry.estimator === estimator);
}

export function readData(name: string): number[][] {
  if (name === 'iris') {
    const text = readFileSync(sharedData('sklearn/iris.csv'), 'utf8');
    return numbers(text, ',')
      .slice(1)
      .map((row) => row.slice(0, 4));
  }
  return numbers(gunzipSync(readFileSync(sharedData(`sklearn/${name}_data_raw.csv.gz`))).toString(), ' ');
}

function numbers(text: string, separator: string): number[][] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(separator).map(Number));
}

/** Every number within `tolerance` of the expected one, relative to it where it is larger than 1. */
export function expectClose(actual: unknown, expected: unknown, tolerance = 1e-12): void {
  const a = flatten(actual);
  const b = flatten(expected);
  expect(a).toHaveLength(b.length);
  a.forEach((value, i) => {
    const distance = Math.abs(value - b[i]) / Math.max(1, Math.abs(b[i]));
    expect(distance, `element ${i}: ${value} against ${b[i]}`).toBeLessThanOrEqual(tolerance);
  });
}

function flatten(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return Array.from(value as Iterable<unknown>, flatten).flat();
}
