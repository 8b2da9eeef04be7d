/**
 * What fixtures/preprocessing.json leaves open, against scikit-learn's numbers (fixtures/preprocessing-more.json,
 * whose `generatedBy` names the versions; tolerance 1e-12, relative to what is larger than 1; text exactly):
 * results, fitted attributes, names and inverses over the options, in one go and in parts, weighted, with NaN.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { LabelBinarizer, type LabelBinarizerOptions } from '../../src/preprocessing/label-binarizer.ts';
import { MinMaxScaler } from '../../src/preprocessing/min-max-scaler.ts';
import { OneHotEncoder } from '../../src/preprocessing/one-hot-encoder.ts';
import { OrdinalEncoder } from '../../src/preprocessing/ordinal-encoder.ts';
import { PCA } from '../../src/preprocessing/pca.ts';
import { PolynomialFeatures } from '../../src/preprocessing/polynomial-features.ts';
import { RobustScaler } from '../../src/preprocessing/robust-scaler.ts';
import { SimpleImputer } from '../../src/preprocessing/simple-imputer.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import type { Cell, TableLike, Transformer } from '../../src/preprocessing/transformer.ts';
import { Tensor } from '../../src/tensor/tensor.ts';

type Rows = Cell[][];

interface Case {
  readonly estimator: keyof typeof classes;
  readonly options: object;
  /** What `fit` sees, or what `partialFit` sees one after the other. */
  readonly fits: Rows[];
  readonly weights?: number[][];
  /** What is transformed; what `fit` saw first, when absent. */
  readonly query?: Rows;
  readonly result: Rows;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly inverse?: Rows;
  readonly names?: string[];
}

interface LabelCase {
  readonly options: LabelBinarizerOptions;
  readonly y: string[] | number[][];
  readonly query: string[] | number[][];
  readonly classes: unknown[];
  readonly result: number[][];
  readonly scores: number[][];
  readonly threshold?: number;
  readonly inverse: unknown[];
}

/** The few further methods that some of them have. */
interface Learner extends Transformer {
  fit(X: TableLike, y?: unknown, options?: object): Promise<this>;
  partialFit?(X: TableLike, y?: unknown, options?: object): Promise<this>;
  inverseTransform?(X: TableLike): Promise<Tensor | Table>;
}

const classes = {
  MinMaxScaler,
  OneHotEncoder,
  OrdinalEncoder,
  PCA,
  PolynomialFeatures,
  RobustScaler,
  SimpleImputer,
  StandardScaler,
} as unknown as Readonly<Record<string, new (options: object) => Learner>>;

const fixture: { cases: Case[]; labels: LabelCase[] } = JSON.parse(
  readFileSync(new URL('../fixtures/preprocessing-more.json', import.meta.url), 'utf8'),
);

/** Nested arrays of numbers, texts and null, whatever they came as. */
function plain(value: unknown): unknown {
  if (value instanceof Table) {
    return [...value.rows()].map((row) => plain(Object.values(row)));
  }
  if (value instanceof Tensor) return plain(value.toArray());
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as Iterable<unknown>, plain);
  return Number.isNaN(value) ? null : value;
}

/** The same nesting, texts and nulls, and numbers within 1e-12. */
function expectSame(actual: unknown, expected: unknown, where: string): void {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    expect(actual.length, `${where}: length`).toBe(expected.length);
    actual.forEach((element, i) => {
      expectSame(element, expected[i], `${where}[${i}]`);
    });
    return;
  }
  if (typeof actual !== 'number' || typeof expected !== 'number') {
    expect(actual, where).toEqual(expected);
    return;
  }
  const distance = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  expect(distance, `${where}: ${actual} against ${expected}`).toBeLessThanOrEqual(1e-12);
}

/** Numbers with NaN for null; cells with text as they are. */
function given(rows: Rows): Rows {
  const hasText = rows.some((row) => row.some((cell) => typeof cell === 'string'));
  return hasText ? rows : rows.map((row) => row.map((cell) => cell ?? Number.NaN));
}

describe.each(Object.keys(classes))('%s', (name) => {
  test.each(fixture.cases.filter(({ estimator }) => estimator === name))('$options', async (reference) => {
    const learner = new classes[name](reference.options);
    for (const [i, rows] of reference.fits.entries()) {
      const options = reference.weights && { sampleWeight: reference.weights[i] };
      if (reference.fits.length === 1) await learner.fit(given(rows), undefined, options);
      else await learner.partialFit?.(given(rows), undefined, options);
    }
    const Z = await learner.transform(given(reference.query ?? reference.fits[0]));
    expectSame(plain(Z), reference.result, 'result');
    for (const [attribute, value] of Object.entries(reference.attributes ?? {})) {
      expectSame(plain(learner[attribute as keyof Learner]), value, attribute);
    }
    if (reference.names !== undefined) expect(learner.getFeatureNamesOut()).toEqual(reference.names);
    if (reference.inverse === undefined) return;
    expectSame(plain(await learner.inverseTransform?.(Z)), reference.inverse, 'inverse');
  });
});

describe('LabelBinarizer', () => {
  test.each(fixture.labels)('$options, classes $classes', async (reference) => {
    const binarizer = await new LabelBinarizer(reference.options).fit(reference.y);
    expect(binarizer.classes).toEqual(reference.classes);
    expect((await binarizer.transform(reference.query)).toArray()).toEqual(reference.result);
    const { threshold } = reference;
    expect(plain(await binarizer.inverseTransform(reference.scores, { threshold }))).toEqual(
      reference.inverse,
    );
  });
});
