/** The network with the weights that are seen, as files. Loaded when one is asked for. */
import { save } from 'hebb';
import { toKeras } from 'hebb/formats';
import type { Model } from 'hebb/nn';
import { fromTyped } from 'hebb/tensor';
import { makeNetwork } from './network.ts';
import type { Settings } from './settings.ts';
import type { Snapshot } from './snapshot.ts';

function modelOf({ kernels, biases }: Snapshot, settings: Settings): Model {
  const { model, dense } = makeNetwork(settings);
  for (const [k, layer] of dense.entries()) {
    const units = biases[k].length;
    layer.setWeights([
      fromTyped(kernels[k], [kernels[k].length / units, units]),
      fromTyped(biases[k], [units]),
    ]);
  }
  return model;
}

export function hebbFile(snapshot: Snapshot, settings: Settings): Uint8Array {
  return save(modelOf(snapshot, settings));
}

export function kerasFile(snapshot: Snapshot, settings: Settings): Promise<Uint8Array> {
  return toKeras(modelOf(snapshot, settings));
}
