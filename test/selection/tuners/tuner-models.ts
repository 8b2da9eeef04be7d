/** Models whose loss is known, and models that learn, for tuners to try. */
import { Constant } from '../../../src/nn/initializers/constant-initializers.ts';
import { Dense } from '../../../src/nn/layers/dense.ts';
import { Dropout } from '../../../src/nn/layers/dropout.ts';
import type { LossOption } from '../../../src/nn/models/compile-options.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';
import { Adam } from '../../../src/nn/optimizers/adam.ts';
import { SGD } from '../../../src/nn/optimizers/sgd.ts';
import type { HyperParameters } from '../../../src/selection/tuners/hyper-parameters.ts';
import type { Tuner } from '../../../src/selection/tuners/tuner.ts';
import type { TunerStore } from '../../../src/selection/tuners/tuner-platform.ts';

export const x: readonly number[][] = [[1]];
export const y: readonly number[][] = [[0.3]];
export const quiet = { epochs: 1, verbose: 0 } as const;

/** A model that gives `w` and does not learn. */
export function still(w: number, loss: LossOption = 'mse'): Sequential {
  const layer = new Dense(1, { kernelInitializer: new Constant(w), useBias: false });
  return new Sequential([layer]).compile({ optimizer: new SGD({ learningRate: 1e-30 }), loss, engine: 'js' });
}

export const valley = (hp: HyperParameters): Sequential => still(hp.float('w', -1, 1));

/** A model that learns, and has all that is random. */
export function learner(hp: HyperParameters): Sequential {
  const learningRate = hp.float('rate', 1e-3, 1e-1, { sampling: 'log' });
  const layers = [new Dense(hp.int('units', 2, 6), { activation: 'tanh' }), new Dropout(0.2), new Dense(1)];
  return new Sequential(layers).compile({ optimizer: new Adam({ learningRate }), loss: 'mse', engine: 'js' });
}

export const rows: readonly number[][] = Array.from({ length: 12 }, (_, i) => [Math.sin(i), Math.cos(2 * i)]);
export const targets: readonly number[][] = rows.map(([a, b]) => [a * b]);

export function mapStore(): TunerStore & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    load: async (name) => kept.get(name),
    save: (name, bytes) => void kept.set(name, bytes),
    remove: (name) => void kept.delete(name),
  };
}

/** All that must not depend on when or where trials run. */
export function essence({ trials }: Tuner): unknown {
  return trials.map(({ seconds: _, ...rest }) => rest);
}
