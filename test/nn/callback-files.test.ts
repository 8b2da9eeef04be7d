/** Callbacks that are given paths: checkpoints, tables and backups in a folder, as Keras 3.15.1 writes them. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { files as browserFiles } from '../../src/nn/callbacks/files-browser.ts';
import * as nn from '../../src/nn/index.ts';
import { loadModel, loadWeights, saveModel, saveWeights } from '../../src/node/index.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { errorOf, errorOfSync } from '../error-of.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hebb-callbacks-'));
});
afterEach(() => rm(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const text = (name: string): Promise<string> => readFile(at(name), 'utf8');
const names = async (name = ''): Promise<string[]> => (await readdir(at(name))).sort();

const x = [
  [0, 1, 2],
  [1, 0, 1],
  [2, 1, 1],
  [1, 1, 0],
  [0, 2, 1],
  [1, 2, 0],
];
const y = x.map(([a, b]) => [a - b]);

function network(): nn.Sequential {
  nn.setRandomSeed(4);
  const layers = [nn.Input([3]), new nn.Dense(4, { activation: 'tanh' }), new nn.Dense(1)];
  return new nn.Sequential(layers).compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
}

const options: nn.FitOptions = { epochs: 3, batchSize: 2, seed: 1, verbose: 0 };
/** Gives validation losses of one's own. */
const losses = (...values: readonly number[]): object => ({
  onEpochEnd(epoch: number, logs: nn.Logs): void {
    logs.val_loss = values[epoch];
  },
});
const predictions = async (model: nn.Model): Promise<unknown> =>
  ((await model.predict(x)) as Tensor).toArray();

describe('ModelCheckpoint', () => {
  test('a model for each epoch, in folders that are made', async () => {
    const model = network();
    const checkpoint = new nn.ModelCheckpoint(at('a/b/{epoch:02d}-{loss:.3f}.hebb'));
    const { history } = await model.fit(x, y, { ...options, callbacks: [checkpoint] });
    expect(await names('a/b')).toEqual(
      history.loss.map((loss, i) => `0${i + 1}-${loss.toFixed(3)}.hebb`).sort(),
    );
    const last = (await names('a/b')).find((name) => name.startsWith('03')) as string;
    const again = await loadModel(at(`a/b/${last}`), nn.Sequential);
    expect(await predictions(again)).toEqual(await predictions(model));
    for (const one of [model, again]) await one.fit(x, y, options);
    expect(await predictions(again)).toEqual(await predictions(model));
  });

  test('only the best, from a threshold on', async () => {
    const saved: (readonly [string, number])[] = [];
    const checkpoint = new nn.ModelCheckpoint('best.hebb', {
      saveBestOnly: true,
      initialValueThreshold: 2,
      save: (path) => void saved.push([path, checkpoint.best as number]),
    });
    const callbacks = [losses(3, 1.5, 1.7, 1.2), checkpoint];
    await network().fit(x, y, { ...options, epochs: 4, callbacks });
    expect(saved).toEqual([
      ['best.hebb', 1.5],
      ['best.hebb', 1.2],
    ]);
  });

  test.each([
    ['max', [1, 3, 2], [1, 2]],
    ['min', [3, 1, 2], [1, 2]],
    ['auto', [3, 1, 2], [1, 2]],
  ] as const)('mode %s', async (mode, values, epochs) => {
    const saved: number[] = [];
    const checkpoint = new nn.ModelCheckpoint('{epoch}', {
      saveBestOnly: true,
      mode,
      save: (path) => void saved.push(Number(path)),
    });
    await network().fit(x, y, { ...options, callbacks: [losses(...values), checkpoint] });
    expect(saved).toEqual(epochs);
  });

  test('weights alone, whenever so many batches are done', async () => {
    const model = network();
    const weights = new nn.ModelCheckpoint(at('w-{epoch}-{batch:02d}.safetensors'), {
      saveWeightsOnly: true,
      saveFreq: 4,
    });
    await model.fit(x, y, { ...options, epochs: 4, callbacks: [weights] });
    // Three batches an epoch: after the 4th, 8th and 12th batch.
    expect(await names()).toEqual(['w-2-01.safetensors', 'w-3-02.safetensors', 'w-4-03.safetensors']);
    const other = network();
    await loadWeights(at('w-4-03.safetensors'), other);
    expect(await predictions(other)).toEqual(await predictions(model));
  });

  test('as Keras archives', async () => {
    const model = network();
    const callbacks = [
      new nn.ModelCheckpoint(at('m.keras')),
      new nn.ModelCheckpoint(at('m.weights.h5'), { saveWeightsOnly: true }),
    ];
    await model.fit(x, y, { ...options, callbacks });
    expect(await predictions(await loadModel(at('m.keras'), nn.Model))).toEqual(await predictions(model));
    const other = network();
    await loadWeights(at('m.weights.h5'), other);
    expect(await predictions(other)).toEqual(await predictions(model));
  });

  test.each<[string, string, object, RegExp]>([
    ['no ending', 'model', {}, /^INVALID_OPTION: .* \.hebb or \.keras/],
    [
      'weights',
      'model.hebb',
      { saveWeightsOnly: true },
      /^INVALID_OPTION: .* \.safetensors or \.weights\.h5/,
    ],
    ['a frequency', 'm.hebb', { saveFreq: 0 }, /^INVALID_OPTION: .*saveFreq/],
    ['a misspelt option', 'm.hebb', { saveBestOnl: true }, /^UNKNOWN_OPTION: .*'saveBestOnly'/],
  ])('refuses %s', (_, path, given, message) => {
    expect(errorOfSync(() => new nn.ModelCheckpoint(path, given))).toMatch(message);
  });

  test('names what a path asks for in vain', async () => {
    const checkpoint = new nn.ModelCheckpoint(at('{val_los:.2f}.hebb'));
    const fit = network().fit(x, y, { ...options, validationSplit: 0.4, callbacks: [checkpoint] });
    expect(await errorOf(() => fit)).toMatch(/^INVALID_VALUE: .*'val_los'.*Did you mean 'val_loss'/);
  });

  test('a folder where the file should be', async () => {
    const checkpoint = new nn.ModelCheckpoint(join(folder, 'm.hebb'));
    await network().fit(x, y, { ...options, callbacks: [new nn.ModelCheckpoint(at('m.hebb/inner.hebb'))] });
    expect(await errorOf(() => network().fit(x, y, { ...options, callbacks: [checkpoint] }))).toMatch(
      /^FILE_ERROR: .*m\.hebb/,
    );
    expect(await names()).toEqual(['m.hebb']);
  });
});

test.each<[string, Record<string, number>, string]>([
  // print('{…}'.format(…)) of Python 3.12
  ['{epoch}', { epoch: 7 }, '7'],
  ['{epoch:03d}/{epoch:3d}', { epoch: 7 }, '007/  7'],
  ['{loss:.2f} {loss:08.3f} {loss:f}', { loss: 1.23456 }, '1.23 0001.235 1.234560'],
  ['{loss:.2e} {loss:e}', { loss: 0.000123456 }, '1.23e-04 1.234560e-04'],
  ['{loss:.3g} {loss:.3g}', { loss: 0.0123456 }, '0.0123 0.0123'],
])('a path %s', async (path, logs, expected) => {
  const saved: string[] = [];
  const checkpoint = new nn.ModelCheckpoint(path, { save: (one) => void saved.push(one) });
  checkpoint.setModel(network());
  await checkpoint.onEpochEnd((logs.epoch ?? 1) - 1, logs);
  expect(saved).toEqual([expected]);
});

describe('CSVLogger', () => {
  test('a table, begun anew and gone on with', async () => {
    const { history } = await network().fit(x, y, {
      ...options,
      callbacks: [new nn.CSVLogger(at('log.csv'))],
    });
    const row = (i: number, loss: number): string => `${i},${loss},${history.mae[i]},NA,NA\r\n`;
    const lines = `epoch,loss,mae,val_loss,val_mae\r\n${history.loss.map((loss, i) => row(i, loss)).join('')}`;
    expect(await text('log.csv')).toBe(lines);
    await network().fit(x, y, { ...options, callbacks: [new nn.CSVLogger(at('log.csv'), { append: true })] });
    expect(await text('log.csv')).toBe(lines + lines.slice(lines.indexOf('\n') + 1));
    await network().fit(x, y, { ...options, callbacks: [new nn.CSVLogger(at('log.csv'))] });
    expect(await text('log.csv')).toBe(lines);
  });

  test('appending to no table writes a heading; separators; columns by name, those of the validation in their place', async () => {
    const logger = new nn.CSVLogger(at('log.csv'), { append: true, separator: ';' });
    await network().fit(x, y, { ...options, epochs: 1, validationSplit: 0.5, callbacks: [logger] });
    expect((await text('log.csv')).split('\r\n')[0]).toBe('epoch;loss;mae;val_loss;val_mae');
  });

  test('a metric that comes later has no column, one that is missing is NA', async () => {
    const rename = {
      onEpochEnd(epoch: number, logs: nn.Logs): void {
        if (epoch === 1) {
          delete logs.mae;
          logs.other = 1;
        }
      },
    };
    const { history } = await network().fit(x, y, {
      ...options,
      epochs: 2,
      callbacks: [rename, new nn.CSVLogger(at('log.csv'))],
    });
    expect((await text('log.csv')).split('\r\n')[2]).toBe(`1,${history.loss[1]},NA,NA,NA`);
  });

  test('no folder', async () => {
    const fit = network().fit(x, y, { ...options, callbacks: [new nn.CSVLogger(at('none/log.csv'))] });
    expect(await errorOf(() => fit)).toMatch(
      /^FILE_ERROR: cannot write .*log\.csv: its folder does not exist/,
    );
  });
});

describe('BackupAndRestore', () => {
  test('keeps its folder while it is needed, and removes what a killed process has left', async () => {
    const seen: string[][] = [];
    const look = { onEpochEnd: async (): Promise<void> => void seen.push(await names('backup')) };
    await network().fit(x, y, { ...options, callbacks: [new nn.BackupAndRestore(at('backup')), look] });
    expect(seen).toEqual([['training.backup'], ['training.backup'], ['training.backup']]);
    expect(await names()).toEqual([]);
    const kept = new nn.BackupAndRestore(at('backup'), { deleteCheckpoint: false });
    await network().fit(x, y, { ...options, callbacks: [kept] });
    await writeFile(at('backup/.training.backup.123.tmp'), 'half');
    await writeFile(at('backup/notes.txt'), 'of mine');
    await network().fit(x, y, { ...options, epochs: 5, callbacks: [new nn.BackupAndRestore(at('backup'))] });
    expect(await names('backup')).toEqual(['notes.txt']);
  });

  test('a damaged backup is named', async () => {
    const backup = new nn.BackupAndRestore(at('backup'), { deleteCheckpoint: false });
    await network().fit(x, y, { ...options, callbacks: [backup] });
    await writeFile(at('backup/training.backup'), 'no backup');
    expect(await errorOf(() => network().fit(x, y, { ...options, callbacks: [backup] }))).toMatch(
      /^CORRUPT_FILE/,
    );
  });

  test('a table goes on where it was, without lines of epochs that are trained again', async () => {
    const log = (): nn.CSVLogger => new nn.CSVLogger(at('log.csv'));
    await network().fit(x, y, { ...options, epochs: 5, callbacks: [log()] });
    const whole = await text('log.csv');
    const kill = {
      onEpochEnd(epoch: number): void {
        if (epoch === 2) throw new Error('killed');
      },
    };
    const backup = new nn.BackupAndRestore(at('backup'));
    const killed = network().fit(x, y, { ...options, epochs: 5, callbacks: [backup, log(), kill] });
    await expect(killed).rejects.toThrow('killed');
    expect((await text('log.csv')).split('\n').length).toBe(5);
    await network().fit(x, y, { ...options, epochs: 5, callbacks: [backup, log()] });
    expect(await text('log.csv')).toBe(whole);
  });
});

describe('files by path', () => {
  test('weights of another model change nothing', async () => {
    const other = new nn.Sequential([nn.Input([3]), new nn.Dense(4), new nn.Dense(2)]);
    await saveWeights(at('w.safetensors'), other);
    const model = network();
    const before = await predictions(model);
    expect(await errorOf(() => loadWeights(at('w.safetensors'), model))).toMatch(/w\.safetensors: /);
    expect(await predictions(model)).toEqual(before);
    expect(await errorOf(() => loadWeights(at('none.safetensors'), model))).toMatch(/^FILE_NOT_FOUND/);
  });

  test('weights of a saved model', async () => {
    const [model, other] = [network(), network()];
    await model.fit(x, y, options);
    await saveModel(at('m.hebb'), model);
    await loadWeights(at('m.hebb'), other);
    expect(await predictions(other)).toEqual(await predictions(model));
    const wider = new nn.Sequential([nn.Input([3]), new nn.Dense(4), new nn.Dense(2)]);
    const before = await predictions(wider);
    expect(await errorOf(() => loadWeights(at('m.hebb'), wider))).toMatch(/^CORRUPT_FILE: .*dense_1\/kernel/);
    expect(await predictions(wider)).toEqual(before);
    const unbuilt = new nn.Sequential([new nn.Dense(4), new nn.Dense(1)]);
    expect(await errorOf(() => loadWeights(at('m.hebb'), unbuilt))).toMatch(/^NOT_FITTED/);
  });

  test('a network by any class it is, and no other', async () => {
    await saveModel(at('m.hebb'), network());
    expect(await loadModel(at('m.hebb'), nn.Model)).toBeInstanceOf(nn.Sequential);
    expect((await loadModel(at('m.hebb'), nn.Sequential, { compile: false })).compiled).toBe(false);
    expect(await errorOf(() => loadModel(at('m.hebb'), nn.Model, { customObject: {} } as object))).toMatch(
      /^UNKNOWN_OPTION: .*m\.hebb/,
    );
  });

  test('browsers have none', () => {
    const refusals = [
      () => browserFiles.saveModel('m.hebb', network()),
      () => browserFiles.saveWeights('m.safetensors', network()),
      () => browserFiles.table('log.csv'),
      () => browserFiles.backup('backup'),
    ];
    for (const refusal of refusals)
      expect(errorOfSync(refusal)).toMatch(/^UNSUPPORTED: .* browsers have no files; give it /);
  });
});
