/** The claim on Covertype with a smaller budget, on the real rows of ../shared/data, and its extrapolation. */
import { expect, test, vi } from 'vitest';
import { covertype, covtypeSample, extrapolated, rowsCurve } from '../../src/cli/book/covtype.ts';
import { describeWithSharedData, sharedData } from '../shared-data.ts';

test('an error that falls as a power goes on so', async () => {
  const rows = [100, 1000, 2000, 8000];
  const right = (count: number): number => 1 - 0.9 * count ** -0.25;
  const further = await extrapolated({ rows, accuracy: rows.map(right) }, [16_000, 128_000]);
  expect(further[0]).toBeCloseTo(right(16_000), 10);
  expect(further[1]).toBeCloseTo(right(128_000), 10);
});

test('the claim asks for what the exercise asks', () => {
  expect(Object.values(covertype.expected).map(({ book, must }) => [book, must])).toEqual([
    [0.93, 'above'],
    [0.93, 'above'],
  ]);
});

describeWithSharedData('on real rows', () => {
  test('small networks learn the more the more rows there are, and foretell the exercise’s 93 %', async () => {
    vi.stubEnv('HEBB_DATA_MIRROR', sharedData());
    const { signal } = new AbortController();
    const sample = await covtypeSample({ signal, report() {} });
    expect(sample.data.shape).toEqual([92_962, 54]);
    const budget = { hiddenLayerSizes: [256, 256], maxIter: 6, randomState: 0 };
    const rows = [5000, 10_000, 20_000];
    const curve = await rowsCurve(sample, { rows, heldOut: 10_000, ...budget }, signal);
    const [few, more, most] = curve.accuracy;
    // A linear model gets 72 % of any number of rows.
    expect(few).toBeGreaterThan(0.75);
    expect(more).toBeGreaterThan(few);
    expect(most).toBeGreaterThan(0.84);
    const [all] = await extrapolated(curve, [581_012]);
    expect(all).toBeGreaterThan(0.93);
    expect(all).toBeLessThan(1);
  });
});
