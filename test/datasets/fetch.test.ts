/** The fetched data sets, out of the shared data folder as a mirror. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readCovtype } from '../../src/datasets/fetch-covtype.ts';
import {
  fetchCaliforniaHousing,
  fetchCovtype,
  fetchFashionMnist,
  fetchMnist,
} from '../../src/datasets/index.ts';
import { errorOf } from '../error-of.ts';
import { describeWithSharedData, sharedData } from '../shared-data.ts';

const mirror = sharedData();

describeWithSharedData('fetched data sets', () => {
  let cacheFolder: string;
  beforeAll(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), 'hebb-cache-'));
  });
  afterAll(() => rm(cacheFolder, { recursive: true }));

  test('California housing is as scikit-learn prepares it', async () => {
    const { data, target, featureNames, table } = await fetchCaliforniaHousing({ mirror, cacheFolder });
    expect(data.shape).toEqual([20_640, 8]);
    expect(featureNames).toEqual([
      'MedInc',
      'HouseAge',
      'AveRooms',
      'AveBedrms',
      'Population',
      'AveOccup',
      'Latitude',
      'Longitude',
    ]);
    expect(table.columnNames).toEqual([...featureNames, 'MedHouseVal']);
    // the first row as scikit-learn's user guide prints it
    const first = [8.3252, 41, 6.98412698, 1.02380952, 322, 2.55555556, 37.88, -122.23];
    first.forEach((value, j) => {
      expect(data.data[j]).toBeCloseTo(value, 8);
    });
    expect(target[0]).toBe(4.526);
    const mean = (values: Float64Array): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    // scikit-learn's means
    expect(mean(target)).toBeCloseTo(2.06855817, 8);
    expect(mean(data.data.filter((_, k) => k % 8 === 2))).toBeCloseTo(5.42899974, 8);
  });

  test.each([
    // mean pixels / 255, as published
    ['Fashion-MNIST', fetchFashionMnist, 0.28604, 0.28685, [9, 0, 0], 6000],
    ['MNIST', fetchMnist, 0.13066, 0.13251, [5, 0, 4], 5923],
  ])('%s', async (_, fetchIt, trainMean, testMean, firstLabels, zeros) => {
    const {
      data,
      target,
      train,
      test: testPart,
      imageShape,
      targetNames,
    } = await fetchIt({ mirror, cacheFolder });
    expect(data.shape).toEqual([70_000, 784]);
    expect(imageShape).toEqual([28, 28]);
    expect(targetNames).toHaveLength(10);
    expect(train.data.shape).toEqual([60_000, 784]);
    expect(testPart.data.shape).toEqual([10_000, 784]);
    expect(train.data.data.buffer).toBe(data.data.buffer);
    expect(testPart.data.data.buffer).toBe(data.data.buffer);
    expect([...train.target.subarray(0, 3)]).toEqual(firstLabels);
    expect([...target.subarray(60_000)]).toEqual([...testPart.target]);
    expect(train.target.filter((label) => label === 0).length).toBe(zeros);
    const mean = (pixels: Uint8Array): number =>
      pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length / 255;
    expect(mean(train.data.data)).toBeCloseTo(trainMean, 5);
    expect(mean(testPart.data.data)).toBeCloseTo(testMean, 5);
  });

  test('files of a mirror folder are used in place, not copied', async () => {
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  test('Covertype, from the file of its first 20,000 rows', async () => {
    const bytes = await readFile(sharedData('covtype/covtype.first20k.data.gz'));
    const { data, target, featureNames, table } = await readCovtype(bytes);
    expect(data.shape).toEqual([20_000, 54]);
    // the counts that the folder's README states
    const counts = Array.from({ length: 7 }, (_, k) => target.filter((each) => each === k + 1).length);
    expect(counts).toEqual([2942, 6022, 2160, 2160, 2396, 2160, 2160]);
    expect(featureNames[13]).toBe('Wilderness_Area_3');
    expect(table.columnNames).toEqual([...featureNames, 'Cover_Type']);
    // one wilderness area and one kind of soil everywhere
    for (let i = 0; i < 20_000; i++) {
      const flags = data.data.subarray(i * 54 + 10, i * 54 + 54);
      if (flags.subarray(0, 4).reduce((a, b) => a + b) !== 1) throw new Error(`row ${i}`);
      if (flags.subarray(4).reduce((a, b) => a + b) !== 1) throw new Error(`row ${i}`);
    }
    expect(table.column('Soil_Type_39').at(0)).toBe(data.data[53]);
  });
});

test('Covertype that is nowhere says where to put it', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') });
  });
  const cacheFolder = join(tmpdir(), 'hebb-nowhere');
  const told = await errorOf(() => fetchCovtype({ cacheFolder, mirror: cacheFolder }));
  vi.unstubAllGlobals();
  expect(told).toMatch(/^NETWORK_ERROR: cannot get covtype\/covtype\.data\.gz /);
  expect(told).toContain(`put the file at ${join(cacheFolder, 'covtype', 'covtype.data.gz')}`);
});
