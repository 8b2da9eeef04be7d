/** What is told of the room's models, and the images that the build takes along, held against the data itself. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fetchFashionMnist, fetchMnist } from '../../src/datasets/index.ts';
import { digitFiles } from '../../studio/digit-images.ts';
import mistakes from '../../studio/src/rooms/digits/models/mistakes.json' with { type: 'json' };
import { classNames } from '../../studio/src/rooms/digits/names.ts';
import { Recogniser } from '../../studio/src/rooms/digits/recogniser.ts';
import { type ImageIndex, readImages } from '../../studio/src/rooms/digits/test-images.ts';
import { describeWithSharedData, sharedData } from '../shared-data.ts';

test('without the data the build has no images, and says so', async () => {
  expect(Array.from(await digitFiles([]))).toEqual([['index.json', '{}']]);
});

describeWithSharedData('with the data', () => {
  const sets = [
    ['mnist', fetchMnist],
    ['fashion', fetchFashionMnist],
  ] as const;

  test.each(sets)('%s: the models get wrong just what is told', async (set, fetchIt) => {
    const { test: part, targetNames } = await fetchIt({ mirror: sharedData() });
    expect(classNames[set]).toEqual(targetNames);
    for (const kind of ['plain', 'smoothed'] as const) {
      const file = new URL(`../../studio/src/rooms/digits/models/${set}-${kind}.hebb`, import.meta.url);
      const classes = await new Recogniser(readFileSync(file)).classesOf(part.data.data);
      const wrong = classes.flatMap((label, i) => (label === part.target[i] ? [] : [i]));
      expect(wrong).toEqual(mistakes[`${set}-${kind}`]);
    }
  });

  test('some images and their licences go along, small', async () => {
    const files = await digitFiles([sharedData()]);
    expect([...files.keys()].sort()).toEqual([
      'fashion-images.idx.gz',
      'index.json',
      'licences.txt',
      'mnist-images.idx.gz',
    ]);
    const index = JSON.parse(files.get('index.json') as string) as ImageIndex;
    const bytes = Array.from(files.values()).reduce((sum, { length }) => sum + length, 0);
    expect(bytes).toBeLessThan(250_000);
    expect(files.get('licences.txt')).toMatch(/ShareAlike 3\.0[\s\S]*2017 Zalando SE/);
    for (const [set, fetchIt] of sets) {
      const { test: part } = await fetchIt({ mirror: sharedData() });
      const entry = index[set];
      if (entry === undefined) throw new Error(`no ${set}`);
      const { pixels } = await readImages(files.get(entry.file) as Uint8Array, entry);
      expect(entry.labels).toEqual(entry.indices.map((i) => part.target[i]));
      for (const [at, i] of entry.indices.entries()) {
        const [taken, given] = [pixels, part.data.data].map((all, of) =>
          all.subarray((of === 0 ? at : i) * 784, ((of === 0 ? at : i) + 1) * 784),
        );
        expect(Buffer.from(taken).equals(Buffer.from(given))).toBe(true);
      }
    }
  });
});
