/**
 * The arithmetic of `npm run bench`: medians, counted operations, ratios and targets, and the check that contenders
 * did the same work, which must fail when they did not. No contender runs here.
 */
import { expect, test } from 'vitest';

interface Report {
  readonly name: string;
  readonly losses: readonly number[];
  readonly looseness?: number;
}

interface Counted {
  readonly name: string;
  readonly steps: number;
  readonly rows: number;
}

interface Statistics {
  quantile(values: readonly number[], p: number): number;
  median(values: readonly number[]): number;
  summary(values: readonly number[]): { median: number; low: number; high: number; count: number };
  trainingOperations(sizes: readonly number[]): number;
  predictionOperations(sizes: readonly number[]): number;
  stepsPerEpoch(task: { rows: number; batch: number }): number;
  lossDifferences(reports: readonly Report[], tolerance: number): string[];
  countDifferences(reports: readonly Counted[], expected: { steps: number; rows: number }): string[];
  growthExponent(sizes: readonly number[], times: readonly number[]): number;
}

interface Entry {
  readonly name: string;
  readonly family: string;
  readonly threads?: number;
  readonly installed?: boolean;
  readonly installedKernels?: boolean;
}

interface Target {
  readonly title: string;
  readonly dtype: string;
}

type Times = Readonly<Record<string, number>>;

interface Targets {
  readonly targets: readonly Target[];
  standing(target: Target, workload: string, contenders: readonly Entry[], times: Times): unknown;
  autoStanding(times: Times): unknown;
  isPeer(contender: Entry): boolean;
}

interface Reporting {
  digits(value: number): string;
  table(rows: readonly (readonly string[])[]): string;
  epochTimes(part: {
    workload: string;
    rows: number;
    figures: Readonly<Record<string, { ms: readonly number[] }>>;
  }): Times;
  peaks(
    contenders: readonly Entry[],
    speeds: Times,
  ): Readonly<Record<string, { speed: number; name: string }>>;
  placed(document: string, text: string): string;
}

const part = (name: string): Promise<unknown> =>
  import(new URL(`../../bench/${name}.mjs`, import.meta.url).href);
const statistics = (await part('statistics')) as Statistics;
const { targets, standing, autoStanding, isPeer } = (await part('targets')) as Targets;
const { digits, table, epochTimes, peaks, placed } = (await part('report')) as Reporting;

test('quartiles lie between the values next to them', () => {
  const { median, quantile, summary } = statistics;
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75); // numpy.quantile([1, 2, 3, 4], 0.25)
  expect(summary([5, 1, 3])).toEqual({ median: 3, low: 2, high: 4, count: 3 });
  expect(summary([7])).toEqual({ median: 7, low: 7, high: 7, count: 1 });
  expect(() => summary([])).toThrow('at least one');
});

test('operations are counted from the layer sizes', () => {
  // 2-3-1: products of 6 and 3 multiplications. Forward 9, weights 9, and 3 handed down from the second layer.
  expect(statistics.trainingOperations([2, 3, 1])).toBe(2 * (9 + 9 + 3));
  expect(statistics.predictionOperations([2, 3, 1])).toBe(18);
  expect(statistics.stepsPerEpoch({ rows: 11_610, batch: 200 })).toBe(59);
  expect(statistics.stepsPerEpoch({ rows: 54_000, batch: 200 })).toBe(270);
});

test('growth is the slope between logarithms', () => {
  expect(statistics.growthExponent([1, 2, 4], [3, 6, 12])).toBeCloseTo(1, 12);
  expect(statistics.growthExponent([10, 20, 40], [1, 4, 16])).toBeCloseTo(2, 12);
});

test('losses that agree pass, losses that do not are named', () => {
  const agreeing = [
    { name: 'a', losses: [2, 1] },
    { name: 'b', losses: [2.0001, 1] },
    { name: 'c', losses: [2, 1.00005] },
  ];
  expect(statistics.lossDifferences(agreeing, 1e-4)).toEqual([]);
  const differing = [...agreeing, { name: 'd', losses: [2, 1.001] }];
  expect(statistics.lossDifferences(differing, 1e-4)).toEqual([
    expect.stringMatching(/^d has loss 1\.001 after epoch 2; the median is 1\.0000/),
  ]);
  const looser = [...agreeing, { name: 'd', losses: [2, 1.001], looseness: 20 }];
  expect(statistics.lossDifferences(looser, 1e-4)).toEqual([]);
  const [broken] = statistics.lossDifferences([...agreeing, { name: 'e', losses: [Number.NaN, 1] }], 1e-4);
  expect(broken).toMatch(/NaN/);
  expect(statistics.lossDifferences([...agreeing, { name: 'f', losses: [2] }], 1e-4)).not.toEqual([]);
});

test('steps and rows that are missing are named', () => {
  const expected = { steps: 59, rows: 11_610 };
  expect(statistics.countDifferences([{ name: 'a', ...expected }], expected)).toEqual([]);
  expect(statistics.countDifferences([{ name: 'a', steps: 58, rows: 11_600 }], expected)).toEqual([
    'a counted 58 steps an epoch instead of 59',
    'a counted 11600 rows an epoch instead of 11610',
  ]);
});

const contenders: readonly Entry[] = [
  { name: 'hebb-wasm-1', family: 'hebb', threads: 1 },
  { name: 'hebb-wasm', family: 'hebb', threads: 2 },
  { name: 'hebb-blas', family: 'hebb', threads: 2 },
  { name: 'sklearn', family: 'scikit-learn', threads: 2, installed: true },
  { name: 'sklearn-1', family: 'scikit-learn', threads: 1, installedKernels: true },
  { name: 'sklearn-skylakex-1', family: 'scikit-learn', threads: 1 },
  { name: 'torch', family: 'pytorch', threads: 2 },
];
const times = {
  'hebb-wasm-1': 8,
  'hebb-wasm': 5,
  'hebb-blas': 4,
  sklearn: 20,
  'sklearn-1': 18,
  'sklearn-skylakex-1': 15,
  torch: 30,
};

test('a target takes the contenders it is about', () => {
  const [plain, installed, bestSettings, , tensorFlow] = targets;
  expect(standing(plain, 'W1', contenders, times)).toEqual({
    own: 'hebb-wasm',
    peer: 'sklearn-1',
    ratio: 18 / 5,
    needed: 3.5,
    met: true,
  });
  expect(standing(installed, 'W1', contenders, times)).toMatchObject({
    own: 'hebb-blas',
    peer: 'sklearn',
    ratio: 5,
    met: true,
  });
  expect(standing(bestSettings, 'W1', contenders, times)).toMatchObject({
    own: 'hebb-blas',
    peer: 'sklearn-skylakex-1',
    ratio: 3.75,
    met: false,
  });
  expect(standing(tensorFlow, 'W1', contenders, times)).toBeUndefined();
  const { 'hebb-wasm': _, ...oneThread } = times;
  const alone = contenders.filter(({ name }) => name !== 'hebb-wasm');
  expect(standing(plain, 'W1', alone, oneThread)).toMatchObject({ own: 'hebb-wasm-1', met: false });
});

test('a model is held against the estimator, and is no peer of it', () => {
  const models = targets[targets.length - 1];
  const both: readonly Entry[] = [
    ...contenders,
    { name: 'hebb-auto', family: 'hebb' },
    { name: 'hebb-model', family: 'hebb-model' },
  ];
  const measured = { ...times, 'hebb-auto': 4.6, 'hebb-model': 5 };
  expect(standing(models, 'W2', both, measured)).toMatchObject({
    own: 'hebb-model',
    peer: 'hebb-auto',
    ratio: 4.6 / 5,
    met: true,
  });
  expect(both.filter(isPeer).map(({ family }) => family)).not.toContain('hebb-model');
});

test('auto is held against the best engine it can pick', () => {
  expect(autoStanding({ 'hebb-wasm': 5, 'hebb-blas': 4, 'hebb-auto': 4.6 })).toEqual({
    ratio: 1.15,
    met: true,
  });
  expect(autoStanding({ 'hebb-wasm': 5, 'hebb-blas': 4, 'hebb-auto': 5 })).toEqual({
    ratio: 1.25,
    met: false,
  });
  expect(autoStanding({ 'hebb-auto': 5 })).toBeUndefined();
});

test('times of fewer rows are scaled to whole epochs', () => {
  const figures = { a: { ms: [1, 3, 2] }, b: { ms: [] } };
  expect(epochTimes({ workload: 'W2', rows: 10_800, figures })).toEqual({ a: 10 });
});

test('the peak is the fastest product with as many threads', () => {
  expect(peaks(contenders, { 'hebb-wasm-1': 60, 'sklearn-1': 110, sklearn: 200, torch: 190 })).toEqual({
    1: { speed: 110, name: 'sklearn-1' },
    2: { speed: 200, name: 'sklearn' },
  });
});

test('numbers have three digits that count', () => {
  expect([1234.5, 123.4, 12.34, 1.234, 0.1234, 0].map(digits)).toEqual([
    ...['1235', '123', '12.3', '1.23', '0.123', '0'],
  ]);
});

test('tables are put between the markers, and nowhere else', () => {
  const rows = table([
    ['who', 'ms'],
    ['a', '1'],
  ]);
  expect(rows).toBe('| who | ms |\n| --- | ---: |\n| a | 1 |');
  const page = 'before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n';
  const next = `before\n<!-- bench:begin -->\n\n${rows}\n\n<!-- bench:end -->\nafter\n`;
  expect(placed(page, rows)).toBe(next);
  expect(placed(next, rows)).toBe(next);
  expect(() => placed('no markers', rows)).toThrow('bench:begin');
});
