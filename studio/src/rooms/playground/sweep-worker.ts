/** The sweep of the learning rate over a copy of the network. */
import { learningRateRange } from 'hebb';
import { featureRows } from './features.ts';
import { makeNetwork, targetRows } from './network.ts';
import { drawPoints } from './points.ts';
import type { Settings } from './settings.ts';

export type SweepResult =
  | {
      readonly rates: Float64Array;
      readonly losses: Float64Array;
      readonly smooth: Float64Array;
      readonly turning: number;
      readonly suggested: number;
    }
  | { readonly failure: string };

addEventListener('message', async ({ data: settings }: MessageEvent<Settings>) => {
  try {
    const { train } = drawPoints(settings);
    const rows = train.targets.length;
    const x = {
      data: featureRows(train.places, settings.features),
      shape: [rows, settings.features.length] as const,
    };
    const y = { data: targetRows(settings, train.targets), shape: [rows, 1] as const };
    const sweep = await learningRateRange(makeNetwork(settings).model, x, y, {
      batchSize: settings.batchSize,
    });
    const result: SweepResult = {
      rates: sweep.learningRates,
      losses: sweep.losses,
      smooth: sweep.smoothLosses,
      turning: sweep.turningPoint,
      suggested: sweep.suggested,
    };
    postMessage(result);
  } catch (error) {
    const result: SweepResult = { failure: error instanceof Error ? error.message : String(error) };
    postMessage(result);
  }
});
