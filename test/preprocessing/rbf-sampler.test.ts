/**
 * RBFSampler: scikit-learn's draws and numbers (fixtures/rbf-sampler.json, tolerance 1e-12), the kernel it
 * approximates, saving, and every refusal.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { load, save } from '../../src/formats/model-file.ts';
import { RBFSampler, type RBFSamplerOptions } from '../../src/preprocessing/rbf-sampler.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { errorOf } from '../error-of.ts';
import { expectClose } from './reference.ts';

interface Case {
  readonly options: RBFSamplerOptions;
  readonly fit: number[][];
  readonly query: number[][];
  readonly randomWeights: number[][];
  readonly randomOffset: number[];
  readonly result: number[][];
  readonly names: string[];
}

const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../fixtures/rbf-sampler.json', import.meta.url), 'utf8'),
);

describe('scikit-learn numbers', () => {
  test.each(fixture.cases)('$options', async ({ options, fit, query, ...expected }) => {
    const sampler = await new RBFSampler(options).fit(fit);
    expectClose(sampler.randomWeights.toArray(), expected.randomWeights);
    expectClose(sampler.randomOffset, expected.randomOffset);
    expectClose((await sampler.transform(query)).toArray(), expected.result);
    expect(sampler.getFeatureNamesOut()).toEqual(expected.names);
    expect([sampler.nFeaturesIn, sampler.featureNamesIn]).toEqual([fit[0].length, null]);
  });
});

test('products of rows are about exp(−gamma · distance²)', async () => {
  const X = [
    [0, 0],
    [1, 0],
    [0.5, -2],
  ];
  const waves = await new RBFSampler({ gamma: 0.3, nComponents: 20_000, randomState: 5 }).fitTransform(X);
  const products = waves.matmul(waves, { transposeB: true }).toArray() as number[][];
  for (const [i, a] of X.entries()) {
    for (const [j, b] of X.entries()) {
      const distance = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;
      // The standard error of a mean of 20,000 products that vary by at most 1.5.
      expect(Math.abs(products[i][j] - Math.exp(-0.3 * distance))).toBeLessThan(4 * 0.01);
    }
  }
});

test('float32 comes back as float32, with the same waves', async () => {
  const sampler = await new RBFSampler({ nComponents: 8, randomState: 2 }).fit([[1, 2]]);
  const narrow = await sampler.transform({ data: Float32Array.of(1, 2), shape: [1, 2] });
  expect(narrow.dtype).toBe('float32');
  expectClose(narrow.toArray(), (await sampler.transform([[1, 2]])).toArray(), 1e-6);
});

test('a generator goes on from draw to draw', async () => {
  const randomState = new RandomState(9);
  const one = await new RBFSampler({ nComponents: 2, randomState }).fitTransform([[1]]);
  const two = await new RBFSampler({ nComponents: 2, randomState }).fitTransform([[1]]);
  expect(one.toArray()).not.toEqual(two.toArray());
});

test('saved and loaded, fitted or not', async () => {
  const sampler = await new RBFSampler({ gamma: 'scale', nComponents: 3, randomState: 4 }).fit([
    [1, 5],
    [2, 3],
  ]);
  const again = await load(await save(sampler), RBFSampler);
  expect(again.options).toEqual(sampler.options);
  const query = [[0.5, 0.25]];
  expect((await again.transform(query)).toArray()).toEqual((await sampler.transform(query)).toArray());
  const unfitted = await load(await save(new RBFSampler({ randomState: new RandomState(1) })), RBFSampler);
  expect(unfitted.options).toEqual({});
  expect(await errorOf(() => unfitted.transform(query))).toMatch(/^NOT_FITTED/);
});

test('refusals', async () => {
  const code = async (options: object, X: number[][] = [[1]]): Promise<string> => {
    return (await errorOf(() => new RBFSampler(options).fit(X))).split(':')[0];
  };
  expect(await code({ gamma: -1 })).toBe('INVALID_OPTION');
  expect(await code({ nComponents: 0 })).toBe('INVALID_OPTION');
  expect(await code({ nComponent: 3 })).toBe('UNKNOWN_OPTION');
  expect(await code({ randomState: -3 })).toBe('INVALID_OPTION');
  expect(await code({}, [])).toBe('EMPTY_DATA');
  expect(await code({}, [[Number.NaN]])).toBe('NON_FINITE');
  const sampler = await new RBFSampler().fit([[1, 2]]);
  expect(await errorOf(() => sampler.transform([[1]]))).toMatch(/^SHAPE_MISMATCH/);
  const { tensors, ...state } = sampler.toState();
  expect(await errorOf(() => RBFSampler.fromState(state))).toMatch(/^CORRUPT_FILE/);
  const torn = { ...state, tensors: { ...tensors, randomOffset: { shape: [3], data: new Float64Array(3) } } };
  expect(await errorOf(() => RBFSampler.fromState(torn))).toMatch(/^CORRUPT_FILE/);
});
