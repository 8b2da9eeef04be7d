/**
 * Trainings to be interrupted. They differ in what must be brought back: the order of rows, passes that are not epochs,
 * streams, schedules, averages, gradients that are being accumulated, callbacks with a memory. Nothing is imported, so
 * that they can run in processes of their own, with the package as it is built.
 */
import type * as hebb from '../../src/nn/index.ts';

type Nn = typeof hebb;

export interface Training {
  readonly model: hebb.Model;
  /** Callbacks besides those that interrupt and bring back. */
  readonly callbacks: readonly hebb.Callback[];
  fit(callbacks: readonly object[]): Promise<hebb.History>;
}

/** Rows of a function of four numbers, the same in every process. */
const wave = (i: number, k: number): number => Math.sin(i * (k + 1.3) + k);
const rows = (count: number): number[][] =>
  Array.from({ length: count }, (_, i) => [0, 1, 2, 3].map((k) => wave(i, k)));
const targets = (count: number): number[][] =>
  rows(count).map(([a, b, c, d]) => [a * b + 0.5 * c + 0.1 * Math.sin(40 * d)]);

function network({
  Sequential,
  Input,
  Dense,
  Dropout,
  BatchNormalization,
  setRandomSeed,
}: Nn): hebb.Sequential {
  setRandomSeed(3);
  const hidden = new Dense(12, { activation: 'relu', kernelRegularizer: 'l2' });
  return new Sequential([Input([4]), hidden, new Dropout(0.2), new BatchNormalization(), new Dense(1)]);
}

/** Each makes a training anew. `folder` is for files, where a callback keeps some. */
export const trainings: Readonly<Record<string, (nn: Nn, folder?: string) => Training>> = {
  'early stopping, plateaus, tables, checkpoints'(nn, folder) {
    const model = network(nn).compile({ optimizer: new nn.Adam(0.02), loss: 'mse', metrics: ['mae'] });
    const kept =
      folder === undefined
        ? []
        : [
            new nn.CSVLogger(`${folder}/log.csv`),
            new nn.ModelCheckpoint(`${folder}/best.hebb`, { saveBestOnly: true }),
            new nn.ModelCheckpoint(`${folder}/{epoch:02d}-{batch}.safetensors`, {
              saveWeightsOnly: true,
              saveFreq: 11,
            }),
          ];
    const callbacks = [
      new nn.ReduceLROnPlateau({ factor: 0.5, patience: 1, minDelta: 0.03 }),
      ...kept,
      new nn.EarlyStopping({ patience: 2, minDelta: 0.03, restoreBestWeights: true }),
    ];
    const options = { epochs: 12, batchSize: 8, seed: 4, validationSplit: 0.2, verbose: 0 } as const;
    return {
      model,
      callbacks,
      fit: (all) => model.fit(rows(80), targets(80), { ...options, callbacks: all }),
    };
  },
  'passes longer than epochs, averages, accumulated gradients'(nn) {
    const rate = new nn.ExponentialDecay({ initialLearningRate: 0.05, decaySteps: 7, decayRate: 0.8 });
    const optimizer = new nn.SGD(rate, { momentum: 0.9, useEma: true, gradientAccumulationSteps: 3 });
    const model = network(nn).compile({ optimizer, loss: 'huber' });
    const options = { epochs: 6, batchSize: 8, stepsPerEpoch: 4, seed: 8, verbose: 0 } as const;
    return {
      model,
      callbacks: [],
      fit: (all) => model.fit(rows(77), targets(77), { ...options, callbacks: all }),
    };
  },
  'streams, and rates that follow each other'(nn) {
    const model = network(nn).compile({ optimizer: 'nadam', loss: 'mse' });
    const callbacks = [
      new nn.LearningRateScheduler((epoch, rate) => (epoch === 0 ? rate : rate * 0.8)),
      new nn.EarlyStopping({ monitor: 'val_loss', patience: 2, minDelta: 0.05 }),
    ];
    async function* batches(first: number, count: number): AsyncGenerator<hebb.Batches> {
      for (let i = first; i < first + count; i++) {
        const size = 5 + (i % 2);
        yield [rows(size + i).slice(i), targets(size + i).slice(i)];
      }
    }
    const validationData = (): AsyncGenerator<hebb.Batches> => batches(20, 5);
    const options = {
      epochs: 5,
      stepsPerEpoch: 5,
      validationData,
      validationSteps: 2,
      seed: 2,
      verbose: 0,
    } as const;
    return { model, callbacks, fit: (all) => model.fit(() => batches(0, 7), { ...options, callbacks: all }) };
  },
  'a model that runs eagerly, stopped in an epoch'(nn) {
    const model = network(nn).compile({ optimizer: 'rmsprop', loss: 'mse', runEagerly: true });
    const stop = {
      onTrainBatchEnd: (batch: number): void => {
        if (batch === 3 && ++ends === 3) model.stopTraining = true;
      },
      getState: () => ({ ends }),
      setState(state: { readonly ends?: unknown }): void {
        ends = Number(state.ends);
      },
    };
    let ends = 0;
    const options = { epochs: 4, batchSize: 4, seed: 5, verbose: 0 } as const;
    const callbacks = [new nn.LambdaCallback(stop as never)];
    return {
      model,
      callbacks,
      fit: (all) => model.fit(rows(24), targets(24), { ...options, callbacks: all }),
    };
  },
};
