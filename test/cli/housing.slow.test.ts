/** `hebb train` on 20,640 rows of California housing. */
import { afterAll, expect } from 'vitest';
import { sharedData, testWithSharedData } from '../shared-data.ts';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

testWithSharedData('California housing: R² above 0.70', async () => {
  const path = sharedData('california-housing/housing.csv');
  const options = ['-t', 'median_house_value', '--json', '-o', folder.path('housing.hebb')];
  const { code, stdout } = await hebb(['train', path, ...options]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '').scores.r2).toBeGreaterThan(0.7);
});
