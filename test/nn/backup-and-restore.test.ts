/** Trainings that are interrupted here and there, and end with the same bits; backups that are none. */
import { describe, expect, test } from 'vitest';
import * as nn from '../../src/nn/index.ts';
import { jsonMutants } from '../data/mutants.ts';
import { errorOf } from '../error-of.ts';
import { bits, checkInterruptions, memory } from './check-interruptions.ts';
import { trainings } from './interrupted-trainings.ts';

describe.each(Object.keys(trainings))('%s', (name) => {
  // backup-and-restore.slow.test.ts interrupts them everywhere.
  test.each(['epoch', 3] as const)('saved at every %s', async (saveFreq) => {
    expect(await checkInterruptions(trainings[name], saveFreq, 17)).toBeGreaterThan(25);
  });
});

const first = trainings['early stopping, plateaus, tables, checkpoints'];

test('a training that was over, and one that goes on for more epochs', async () => {
  const [store, whole] = [memory(), first(nn)];
  const backup = (): nn.BackupAndRestore => new nn.BackupAndRestore(store, { deleteCheckpoint: false });
  await whole.fit([...whole.callbacks, backup()]);
  const again = first(nn);
  const { epoch } = await again.fit([...again.callbacks, backup()]);
  expect(epoch).toEqual([]);
  expect(bits(again.model)).toEqual(bits(whole.model));
});

test('a training that its signal stopped keeps its backup, and goes on', async () => {
  const x = [[1], [2], [3], [4]];
  const make = (): nn.Sequential => {
    nn.setRandomSeed(1);
    return new nn.Sequential([nn.Input([1]), new nn.Dense(1)]).compile({ optimizer: 'sgd', loss: 'mse' });
  };
  const options = { epochs: 6, seed: 3, batchSize: 1, verbose: 0 } as const;
  const [whole, part, rest, store] = [make(), make(), make(), memory()];
  await whole.fit(x, x, options);
  const stop = new AbortController();
  const abort = { onEpochEnd: (epoch: number): void => void (epoch === 2 && stop.abort()) };
  const backup = new nn.BackupAndRestore(store);
  await part.fit(x, x, { ...options, signal: stop.signal, callbacks: [backup, abort] });
  expect(store.bytes).toBeDefined();
  const { epoch } = await rest.fit(x, x, { ...options, callbacks: [backup] });
  expect(epoch).toEqual([3, 4, 5]);
  expect(bits(rest)).toEqual(bits(whole));
});

test('a signal in the middle of a validation', async () => {
  const store = memory();
  const stop = new AbortController();
  let batches = 0;
  const abort = { onTestBatchEnd: (): void => void (++batches === 5 && stop.abort()) };
  const x = Array.from({ length: 20 }, (_, i) => [Math.sin(i), Math.cos(i), 1, 0]);
  const y = x.map(([a, b]) => [a * b]);
  const options = { epochs: 5, batchSize: 4, seed: 1, validationData: [x, y], verbose: 0 } as const;
  const train = async (callbacks: readonly object[], signal?: AbortSignal): Promise<nn.Model> => {
    const { model } = first(nn);
    const watch = new nn.ReduceLROnPlateau({ patience: 1, factor: 0.5, minDelta: 0.5 });
    await model.fit(x, y, { ...options, signal, callbacks: [...callbacks, watch] });
    return model;
  };
  const expected = await train([]);
  await train([new nn.BackupAndRestore(store), abort], stop.signal);
  expect(bits(await train([new nn.BackupAndRestore(store)]))).toEqual(bits(expected));
});

describe('backups that are none', () => {
  const backupOf = async (): Promise<Uint8Array> => {
    const [store, one] = [memory(), first(nn)];
    await one.fit([...one.callbacks, new nn.BackupAndRestore(store, { deleteCheckpoint: false })]);
    return store.bytes as Uint8Array;
  };
  const resumed = async (
    bytes: Uint8Array,
    change?: (callbacks: readonly object[]) => readonly object[],
  ): Promise<string> => {
    const one = first(nn);
    const all = [...one.callbacks, new nn.BackupAndRestore({ ...memory(), load: async () => bytes })];
    return errorOf(() => one.fit(change?.(all) ?? all));
  };

  test('cut off anywhere', async () => {
    const bytes = await backupOf();
    for (let length = 0; length < bytes.length; length += 37) {
      expect(await resumed(bytes.slice(0, length))).toMatch(/^CORRUPT_FILE/);
    }
  });

  test('with other values in it', async () => {
    const bytes = await backupOf();
    const end = bytes.indexOf(10);
    let refused = 0;
    const heads = jsonMutants([bytes.slice(0, end)], 3);
    for (let i = 0; i < 150; i++) {
      const head = heads.next().value as Uint8Array;
      const mutant = new Uint8Array(head.length + bytes.length - end);
      mutant.set(head);
      mutant.set(bytes.subarray(end), head.length);
      const outcome = await resumed(mutant);
      if (outcome !== 'nothing thrown') refused++;
    }
    expect(refused).toBeGreaterThan(50);
  });

  test('of another model', async () => {
    const other = trainings['a model that runs eagerly, stopped in an epoch'](nn);
    const load = async (): Promise<Uint8Array> => backupOf();
    const all = [...other.callbacks, new nn.BackupAndRestore({ ...memory(), load })];
    expect(await errorOf(() => other.fit(all))).toMatch(
      /^SHAPE_MISMATCH: the backup has .* arrays of the optimizer/,
    );
  });

  test('with other callbacks', async () => {
    expect(await resumed(await backupOf(), (all) => all.slice(1))).toMatch(
      /^INVALID_VALUE: the backup is of a training with 2 callbacks/,
    );
  });

  test('options', async () => {
    expect(await errorOf(() => new nn.BackupAndRestore(memory(), { saveFreq: 0 }))).toMatch('INVALID_OPTION');
  });
});
