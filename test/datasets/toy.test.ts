/** Toy data: scikit-learn's points for the same seed, and the Playground's formulas. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NumberRows } from '../../src/datasets/dataset.ts';
import * as datasets from '../../src/datasets/index.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { errorOfSync } from '../error-of.ts';

type Numbers = ArrayLike<number>;
interface Toy {
  readonly data: NumberRows;
  readonly target: Numbers | NumberRows;
  readonly coef?: Numbers | NumberRows;
  readonly centers?: NumberRows;
  readonly targetNames: readonly string[];
}
type Maker = (options?: object) => Toy;

interface ReferenceCase {
  readonly maker: string;
  readonly options: object;
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly target: readonly number[];
  readonly coef?: readonly number[];
  readonly centers?: readonly number[];
}

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/toy-data.json', import.meta.url), 'utf8')) as {
  cases: readonly ReferenceCase[];
};

const makers: Readonly<Record<string, Maker>> = {
  makeBlobs: datasets.makeBlobs,
  makeCircle: datasets.makeCircle,
  makeCircles: datasets.makeCircles,
  makeClassification: datasets.makeClassification,
  makeGauss: datasets.makeGauss,
  makeMoons: datasets.makeMoons,
  makeMultiGauss: datasets.makeMultiGauss,
  makePlane: datasets.makePlane,
  makeRegression: datasets.makeRegression,
  makeSpiral: datasets.makeSpiral,
  makeXor: datasets.makeXor,
};
const playground = ['makeCircle', 'makeXor', 'makeGauss', 'makeSpiral', 'makePlane', 'makeMultiGauss'];

const numbersOf = (value: Numbers | NumberRows): Numbers => ('data' in value ? value.data : value);

function expectNear(actual: Numbers | NumberRows | undefined, expected: readonly number[]): void {
  const got = numbersOf(actual ?? []);
  expect(got).toHaveLength(expected.length);
  for (const [i, want] of expected.entries()) {
    expect(Math.abs(got[i] - want) / Math.max(1, Math.abs(want)), `number ${i}`).toBeLessThanOrEqual(1e-12);
  }
}

describe('scikit-learn’s points', () => {
  test.each(cases.map((entry) => [`${entry.maker} ${JSON.stringify(entry.options)}`, entry] as const))(
    '%s',
    (_, entry) => {
      const toy = makers[entry.maker](entry.options);
      expect(toy.data.shape).toEqual(entry.shape);
      expectNear(toy.data, entry.data);
      expectNear(toy.target, entry.target);
      if (entry.coef !== undefined) expectNear(toy.coef, entry.coef);
      if (entry.centers !== undefined) expectNear(toy.centers, entry.centers);
    },
  );

  test('every maker but the Playground’s is compared', () => {
    const exported = Object.keys(datasets).filter((name) => name.startsWith('make'));
    expect(Object.keys(makers)).toEqual(exported.sort());
    const compared = new Set(cases.map(({ maker }) => maker));
    expect(
      Object.keys(makers)
        .filter((name) => !compared.has(name))
        .sort(),
    ).toEqual([...playground].sort());
  });
});

describe('every maker', () => {
  test.each(Object.entries(makers))('%s: same seed, same points; another seed, others', (_, make) => {
    const [a, b, c] = [1, 1, 2].map((randomState) => make({ nSamples: 20, randomState }));
    expect(a).toEqual(b);
    expect(numbersOf(a.target)).toHaveLength(20);
    expect(a.data.shape[0]).toBe(20);
    expect([...a.data.data]).not.toEqual([...c.data.data]);
    expect(make({ nSamples: 20, randomState: new RandomState(1) })).toEqual(a);
  });

  test.each(Object.entries(makers))('%s draws other points each time without a seed', (_, make) => {
    expect(make({ nSamples: 20 })).not.toEqual(make({ nSamples: 20 }));
  });

  test.each(Object.entries(makers))('%s refuses what it does not know', (name, make) => {
    expect(errorOfSync(() => make({ nSample: 20 }))).toBe(
      `UNKNOWN_OPTION: ${name} has no option 'nSample'. Did you mean 'nSamples'?`,
    );
    expect(errorOfSync(() => make({ nSamples: 0.5 }))).toMatch(/^INVALID_OPTION: .*'nSamples'/);
    expect(errorOfSync(() => make({ randomState: 'x' }))).toMatch(/^INVALID_OPTION: .*'randomState'/);
  });
});

describe('the Playground’s data', () => {
  /** [x, y, target] of each point. */
  function points(name: string, options: object): [number, number, number][] {
    const { data, target } = makers[name](options);
    return Array.from(numbersOf(target) as Float64Array, (value, i) => [
      data.data[2 * i],
      data.data[2 * i + 1],
      value,
    ]);
  }
  const seeded = fc.record({ randomState: fc.nat(10_000), nSamples: fc.integer({ min: 2, max: 60 }) });
  const ofEach = (
    name: string,
    property: (x: number, y: number, target: number) => boolean,
    more = {},
  ): void =>
    fc.assert(
      fc.property(seeded, (options) => points(name, { ...options, ...more }).every((p) => property(...p))),
      { numRuns: 30 },
    );

  test('500 points for classification, 1200 for regression', () => {
    for (const name of playground) {
      const isRegression = ['makePlane', 'makeMultiGauss'].includes(name);
      expect(makers[name]({}).data.shape).toEqual([isRegression ? 1200 : 500, 2]);
      expect(makers[name]({}).targetNames).toEqual(isRegression ? ['value'] : ['orange', 'blue']);
    }
  });

  test.each(['makeCircle', 'makeXor', 'makeGauss', 'makeSpiral'])('%s is half 1 and half −1', (name) => {
    const labels = points(name, { randomState: 3 }).map(([, , label]) => label);
    const blue = labels.filter((label) => label === 1).length;
    expect(labels.filter((label) => label === -1).length).toBe(500 - blue);
    expect(Math.abs(blue - 250)).toBeLessThan(name === 'makeXor' ? 50 : 1);
  });

  test('circle: radius up to 2.5 inside, 3.5 to 5 outside', () => {
    ofEach('makeCircle', (x, y, label) => {
      const r = Math.hypot(x, y);
      return label === 1 ? r < 2.5 : r >= 3.5 && r <= 5;
    });
  });

  test('xor: the sign of x · y, no point near an axis', () => {
    const far = (value: number): boolean => Math.abs(value) >= 0.3 && Math.abs(value) <= 5.3;
    ofEach('makeXor', (x, y, label) => far(x) && far(y) && Math.sign(x * y) === label);
  });

  test('gauss: around (2, 2) and (−2, −2), with variance 0.5 + 7 · noise', () => {
    for (const noise of [0, 0.5]) {
      const drawn = points('makeGauss', { nSamples: 20_000, noise, randomState: 1 });
      const distances = drawn.flatMap(([x, y, label]) => [x - 2 * label, y - 2 * label]);
      const mean = distances.reduce((sum, d) => sum + d) / distances.length;
      const variance = distances.reduce((sum, d) => sum + d * d, 0) / distances.length;
      expect(Math.abs(mean)).toBeLessThan(0.05);
      expect(variance / (0.5 + 7 * noise)).toBeGreaterThan(0.97);
      expect(variance / (0.5 + 7 * noise)).toBeLessThan(1.03);
    }
  });

  test('spiral: r = 5 t, angle = 3.5 π t, the second turned by π', () => {
    const n = 40;
    const drawn = points('makeSpiral', { nSamples: n, shuffle: false });
    for (const [i, [x, y, label]] of drawn.entries()) {
      const t = (i % (n / 2)) / (n / 2);
      const angle = 3.5 * Math.PI * t + (label === 1 ? 0 : Math.PI);
      expect([x, y]).toEqual([
        expect.closeTo(5 * t * Math.sin(angle), 12),
        expect.closeTo(5 * t * Math.cos(angle), 12),
      ]);
      expect(label).toBe(i < n / 2 ? 1 : -1);
    }
    const noisy = points('makeSpiral', { nSamples: n, shuffle: false, noise: 0.5, randomState: 0 });
    const moves = noisy.flatMap(([x, y], i) => [x - drawn[i][0], y - drawn[i][1]].map(Math.abs));
    expect(Math.max(...moves)).toBeLessThanOrEqual(0.5);
    expect(Math.max(...moves)).toBeGreaterThan(0.3);
  });

  test('plane and multi-gauss: their functions over [−6, 6]²', () => {
    const within = (x: number, y: number): boolean => Math.max(Math.abs(x), Math.abs(y)) <= 6;
    ofEach('makePlane', (x, y, value) => within(x, y) && Math.abs(value - (x + y) / 10) < 1e-12);
    ofEach('makeMultiGauss', (x, y, value) => {
      const column = Math.min(2, Math.max(0, Math.round((x + 4) / 4)));
      const row = y > 0 ? 1 : 0;
      const height = Math.max(0, 1 - Math.hypot(x - (column - 1) * 4, y - (row ? 2.5 : -2.5)) / 2);
      const sign = (column + row) % 2 === 1 ? 1 : -1;
      return within(x, y) && Math.abs(value - sign * height) < 1e-12;
    });
  });

  test.each(['makeCircle', 'makeXor'])('%s: noise changes labels and no point', (name) => {
    const labelsFrom = (noise: number): number[] =>
      points(name, { noise, randomState: 5, shuffle: false }).map(([, , label]) => label);
    const where = (noise: number): number[][] =>
      points(name, { noise, randomState: 5, shuffle: false }).map(([x, y]) => [x, y]);
    expect(where(0.4)).toEqual(where(0));
    const flipped = labelsFrom(0.4).filter((label, i) => label !== labelsFrom(0)[i]).length;
    expect(flipped).toBeGreaterThan(20);
    expect(flipped).toBeLessThan(250);
  });

  test('noise in percent is refused', () => {
    expect(errorOfSync(() => makers.makeCircle({ noise: 25 }))).toBe(
      "INVALID_OPTION: makeCircle: option 'noise' must be a number ≥ 0 and ≤ 0.5, got 25.",
    );
  });
});

describe('what does not fit together', () => {
  test.each<[string, object, RegExp]>([
    ['makeBlobs', { centers: [[0, 1], [2]] }, /^LENGTH_MISMATCH: .*rows of one length/],
    ['makeBlobs', { centers: [[1], [2]], clusterStd: [1] }, /^LENGTH_MISMATCH: .*'clusterStd' has 1 numbers/],
    ['makeBlobs', { centers: 2, nSamples: [1, 2, 3] }, /^LENGTH_MISMATCH: .*'nSamples' has 3 numbers/],
    ['makeBlobs', { centerBox: [2, 1] }, /^INVALID_OPTION: .*'centerBox'/],
    ['makeClassification', { nFeatures: 3 }, /^INVALID_VALUE: .*4 informative, .* do not fit in 3/],
    ['makeClassification', { nClasses: 5 }, /^INVALID_VALUE: .*10 clusters .* 2 informative features have 4/],
    ['makeClassification', { weights: [0.1, 0.1, 0.1] }, /^LENGTH_MISMATCH: .*'weights' has 3/],
    ['makeClassification', { weights: [0.9, 0.9] }, /^INVALID_VALUE: .*'weights' sum to 1.8/],
    ['makeClassification', { shift: [1] }, /^LENGTH_MISMATCH: .*'shift' has 1 numbers/],
    ['makeCircles', { factor: 1 }, /^INVALID_OPTION: .*'factor'/],
    ['makeMoons', { nSamples: [1, 2, 3] }, /^INVALID_OPTION: .*'nSamples'/],
  ])('%s %o', (name, options, message) => {
    expect(errorOfSync(() => makers[name](options))).toMatch(message);
  });
});
