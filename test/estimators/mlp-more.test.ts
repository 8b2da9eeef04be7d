/**
 * The multilayer perceptrons against scikit-learn's numbers on small drawn data: what mlp-reference.test.ts
 * leaves out (tails of batches, weights, warm starts, partial fits, kinds of labels, 'lbfgs' step by step,
 * float32, printed lines). The file says how its data is drawn; tolerances are relative, 1e-9 and, in
 * float32, 1e-4.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { Label } from '../../src/core/labels.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { MLPRegressor } from '../../src/estimators/mlp/mlp-regressor.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { Tensor } from '../../src/tensor/tensor.ts';

interface Gives {
  loss_: number;
  n_iter_: number;
  t_: number;
  n_layers_: number;
  n_outputs_: number;
  out_activation_: string;
  best_loss_?: number | null;
  loss_curve_?: number[];
  validation_scores_?: number[] | null;
  best_validation_score_?: number | null;
  classes_?: Label[];
  coefs_abs_sum: number[];
  intercepts_sum: number[];
  predict: unknown[];
  predict_proba?: number[][];
  score: number;
  weighted_score: number;
  warnings: string[];
  lines?: string[];
}

interface Step {
  op: 'fit' | 'partial_fit';
  seed: number;
  rows: number;
  weights?: 'plain' | 'zeros';
  classes?: Label[];
  gives: Gives;
}

interface Case {
  estimator: 'MLPRegressor' | 'MLPClassifier';
  target: string;
  features: number;
  dtype: 'float32' | 'float64';
  params: Record<string, unknown>;
  steps: Step[];
}

const fixture = JSON.parse(readFileSync(new URL('../fixtures/mlp-more.json', import.meta.url), 'utf8'));
const cases: Case[] = fixture.cases;

/** Targets of one row, made of its three numbers z. */
const targets: Readonly<Record<string, (z: number[]) => unknown>> = {
  number: ([a]) => a,
  numbers: ([a, b]) => [a, b * 10],
  count: ([a]) => Math.max(Math.floor(a * 2 + 1), 0),
  counts: ([a, , c]) => [Math.max(Math.floor(a * 2 + 1), 0), Math.max(Math.floor(c * 2 + 1), 0)],
  bit: ([a]) => Number(a > 0),
  truth: ([a]) => a > 0,
  yesno: ([a]) => (a > 0 ? 'yes' : 'no'),
  signs: ([a]) => (a > 0.5 ? 3 : -2),
  level: ([a]) => (a < -1 ? 'low' : a < 1 ? 'mid' : 'high'),
  integers: ([a]) => (a < -1 ? 3 : a < 1 ? -7 : -2),
  flags: (z) => z.map((value) => Number(value > 0)),
  only: () => 'only',
};

function draw(
  { target, features, dtype }: Case,
  seed: number,
  rows: number,
): { X: { data: Float32Array | Float64Array; shape: [number, number] }; y: never } {
  const random = new RandomState(seed);
  const x = random.standardNormal(rows * features);
  const e = random.standardNormal(rows * 3);
  const y = Array.from({ length: rows }, (_, i) => {
    const [first, last] = [x[i * features], x[(i + 1) * features - 1]];
    return targets[target]([0, 1, 2].map((k) => first * (k + 1) - last * 0.5 + e[i * 3 + k] * 0.3));
  });
  const data = dtype === 'float32' ? Float32Array.from(x) : x;
  return { X: { data, shape: [rows, features] }, y: y as never };
}

function weigh(kind: Step['weights'], seed: number, rows: number): Float64Array | undefined {
  if (kind === undefined) return undefined;
  const weights = new RandomState(seed + 1000).randomSample(rows).map((value) => value * 2);
  return kind === 'zeros' ? weights.map((value) => (value < 0.4 ? 0 : value)) : weights;
}

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** All values in nested lists, one after the other. */
function flat(values: unknown): unknown[] {
  if (values instanceof Tensor) return Array.from(values.values);
  if (typeof values !== 'object' || values === null) return [values];
  return Array.from(values as Iterable<unknown>).flatMap(flat);
}

function near(actual: unknown, expected: unknown, tolerance: number, what: string): void {
  const [a, b] = [flat(actual), flat(expected)];
  expect(a.length, what).toBe(b.length);
  for (const [i, want] of b.entries()) {
    if (typeof want !== 'number') expect(a[i], what).toBe(want);
    else {
      const error = Math.abs((a[i] as number) - want) / Math.max(Math.abs(want), 1e-3);
      expect(error, `${what}, element ${i}: ${a[i]} against ${want}`).toBeLessThanOrEqual(tolerance);
    }
  }
}

async function check(reference: Case): Promise<void> {
  const tolerance = reference.dtype === 'float32' ? 1e-4 : 1e-9;
  const options = Object.fromEntries(Object.entries(reference.params).map(([k, v]) => [camel(k), v]));
  const verbose = reference.steps.some(({ gives }) => gives.lines !== undefined);
  const all = { ...options, verbose, onWarning() {} };
  const model = reference.estimator === 'MLPRegressor' ? new MLPRegressor(all) : new MLPClassifier(all);
  const test = draw(reference, 999, 6);
  for (const { op, seed, rows, weights, classes, gives } of reference.steps) {
    const { X, y } = draw(reference, seed, rows);
    const sampleWeight = weigh(weights, seed, rows);
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    if (op === 'fit') await model.fit(X, y, { sampleWeight });
    else await model.partialFit(X, y, { sampleWeight, ...(classes && { classes }) });
    const lines = log.mock.calls.map(([line]) => line);
    log.mockRestore();

    expect(lines).toEqual(gives.lines ?? []);
    expect(model.warnings.map(({ code }) => code)).toEqual(gives.warnings);
    expect(model.nIter).toBe(gives.n_iter_);
    expect(model.samplesSeen).toBe(gives.t_);
    expect(model.nLayers).toBe(gives.n_layers_);
    expect(model.nOutputs).toBe(gives.n_outputs_);
    expect(model.outputActivation).toBe(gives.out_activation_);
    near(model.finalLoss, gives.loss_, tolerance, 'loss');
    near(model.bestLoss, gives.best_loss_ ?? null, tolerance, 'best loss');
    if (gives.loss_curve_ !== undefined) near(model.lossCurve, gives.loss_curve_, tolerance, 'loss curve');
    near(model.validationScores, gives.validation_scores_ ?? null, tolerance, 'validation scores');
    near(model.bestValidationScore, gives.best_validation_score_ ?? null, tolerance, 'best validation score');
    const sum = (values: Iterable<unknown>, f: (x: number) => number): number =>
      Array.from(values as Iterable<number>).reduce((total, x) => total + f(x), 0);
    const weightSums = model.coefs.map(({ values }) => sum(values, Math.abs));
    near(weightSums, gives.coefs_abs_sum, tolerance, 'weights');
    const biasSums = model.intercepts.map((values) => sum(values, (x) => x));
    near(biasSums, gives.intercepts_sum, tolerance * 10, 'biases');
    near(await model.predict(test.X), gives.predict, tolerance * 10, 'predictions');
    near(await model.score(test.X, test.y), gives.score, tolerance * 10, 'score');
    const weighted = { sampleWeight: weigh('plain', 999, 6) };
    near(await model.score(test.X, test.y, weighted), gives.weighted_score, tolerance * 10, 'weighted score');
    if (model instanceof MLPClassifier) {
      expect(model.classes).toEqual(gives.classes_);
      const proba = (await model.predictProba(test.X)).values;
      const expected = gives.predict_proba?.flat() ?? [];
      near(proba.subarray(0, expected.length), expected, tolerance * 10, 'probabilities');
    }
  }
}

describe(`multilayer perceptrons give the numbers of ${fixture.generatedBy}`, () => {
  for (const reference of cases) {
    const { estimator, target, dtype, params, steps } = reference;
    const calls = steps.map(({ op, weights }) => (weights ? `${op} (${weights})` : op)).join(', ');
    test(`${estimator}, ${target}, ${dtype}, ${JSON.stringify(params)}: ${calls}`, () => check(reference));
  }
});
