/** Trains the same network from many seeds, one after the other, and tells how each came out. */
import { featureRows } from './features.ts';
import { outputPicture, scoresOf } from './look.ts';
import { makeNetwork, targetRows } from './network.ts';
import { drawPoints } from './points.ts';
import type { Settings } from './settings.ts';
import type { Scores } from './snapshot.ts';

export interface SeedsOrder {
  readonly settings: Settings;
  readonly seeds: readonly number[];
  readonly epochs: number;
}

export interface SeedResult {
  readonly seed: number;
  readonly test: Scores;
  readonly output: Float32Array;
}

addEventListener('message', async ({ data }: MessageEvent<SeedsOrder>) => {
  const { train, test } = drawPoints(data.settings);
  const rows = train.targets.length;
  for (const seed of data.seeds) {
    const settings = { ...data.settings, seed };
    const network = makeNetwork(settings);
    const x = {
      data: featureRows(train.places, settings.features),
      shape: [rows, settings.features.length] as const,
    };
    const y = { data: targetRows(settings, train.targets), shape: [rows, 1] as const };
    await network.model.fit(x, y, { epochs: data.epochs, batchSize: settings.batchSize, seed, verbose: 0 });
    const output = (await outputPicture(network, settings)).slice();
    const result: SeedResult = { seed, test: await scoresOf(network, settings, test), output };
    postMessage(result);
  }
});
