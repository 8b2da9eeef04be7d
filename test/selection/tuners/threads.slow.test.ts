/**
 * Trials of tuners on worker threads, and a search that is killed and started again: the package as it is installed, in
 * processes of their own. `npm test` builds it first.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const built = new URL('../../../dist/bundle/nn/index.js', import.meta.url).href;
let folder = '';

/** A module that builds models, as a person writes one. */
const module = `
import { Adam, Dense, EarlyStopping, Sequential } from ${JSON.stringify(built)};
export function build(hp) {
  const layers = Array.from({ length: hp.int('layers', 1, 2) }, (_, i) =>
    new Dense(hp.int('units_' + i, 2, 8), { activation: 'tanh' }));
  const optimizer = new Adam({ learningRate: hp.float('rate', 1e-3, 1e-1, { sampling: 'log' }) });
  if (hp.boolean('broken')) throw new Error('broken');
  return new Sequential([...layers, new Dense(1)]).compile({ optimizer, loss: 'mse' });
}
export const fitOptions = (hp) => ({
  batchSize: hp.choice('batch', [8, 16]),
  callbacks: [new EarlyStopping({ patience: 3 })],
});
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hebb-tuners-'));
  await writeFile(join(folder, 'build.mjs'), module);
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program that has `nn`, data, and a tuner of each kind. `watch` may kill it. */
async function run(program: string, watch?: (kill: () => void) => void): Promise<Ended> {
  const file = join(folder, `${Math.trunc(performance.now() * 1e6)}.mjs`);
  const head = `import * as nn from ${JSON.stringify(built)};
const x = Array.from({ length: 64 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
const y = x.map(([a, b]) => [a * b + a]);
const options = {
  RandomSearch: { maxTrials: 8 },
  GridSearch: { maxTrials: 8 },
  Hyperband: { maxEpochs: 4, factor: 2 },
  BayesianOptimization: { maxTrials: 8, numInitialPoints: 4, proposals: 2 },
};
const tunerOf = (kind, more) => new nn[kind](${JSON.stringify(join(folder, 'build.mjs'))}, {
  seed: 3, onWarning() {}, ...options[kind], ...more,
});
const fit = { epochs: 6, validationSplit: 0.25, verbose: 0 };
const essence = async (tuner) => {
  const [model] = await tuner.getBestModels();
  return JSON.stringify([tuner.trials.map(({ seconds, ...rest }) => rest), await model.evaluate(x, y)]);
};
`;
  await writeFile(file, head + program);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { env: { PATH: process.env.PATH } });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (_, signal) => resolve({ signal, stdout, stderr }));
    watch?.(() => child.kill('SIGKILL'));
  });
}

/** The JSON that a program prints last. */
async function answer(program: string): Promise<unknown> {
  const { stdout, stderr } = await run(program);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').pop() ?? '');
}

describe('worker threads', () => {
  test.each(['RandomSearch', 'GridSearch', 'Hyperband', 'BayesianOptimization'])(
    'give %s the same results, however many',
    async (kind) => {
      const results = (await answer(`
      const results = [];
      for (const nJobs of [1, 2, 3]) {
        results.push(await essence(await tunerOf('${kind}', { nJobs }).search(x, y, fit)));
      }
      console.log(JSON.stringify(results));
    `)) as string[];
      expect(JSON.parse(results[0])[0].length).toBeGreaterThan(7);
      expect(new Set(results).size).toBe(1);
    },
  );

  test('take every form of data, refuse what cannot travel, and pass errors on', async () => {
    const told = (await answer(`
      const search = (x, y, more = {}, own = {}) =>
        tunerOf('RandomSearch', { nJobs: 2, maxTrials: 2, objective: 'loss', ...own })
          .search(x, y, { ...fit, epochs: 1, ...more })
          .then(({ bestScore }) => bestScore, (error) => error.code + ' ' + error.message);
      const flat = Float32Array.from(x.flat());
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error('enough')), 300);
      console.log(JSON.stringify([
        await search({ data: Float64Array.from(x.flat()), shape: [64, 2] }, Float64Array.from(y.flat())),
        await search(x, y, { sampleWeight: y.map(() => 1), validationSplit: 0, validationData: [x, y] }),
        await search(Object.assign(flat, { shape: [64, 2] }), y),
        await search(x, y, { callbacks: [{ onEpochEnd() {} }] }),
        await search(() => [[x, y]], null, { validationSplit: 0, stepsPerEpoch: 1 }),
        await search(x, y, {}, { objective: 'los' }),
        await search(x, y, { epochs: 1e6, signal: controller.signal }),
        await new nn.RandomSearch('nowhere.mjs').search(x, y).catch(({ code }) => code),
      ]));
    `)) as unknown[];
    expect(told.slice(0, 3).every(Number.isFinite)).toBe(true);
    expect(told[1]).not.toBe(told[0]);
    expect(told[2]).toBe(told[0]);
    expect(told.slice(3)).toEqual([
      'UNSUPPORTED The trials cannot go to worker threads: callbacks are functions; have fitOptions(hp) of the module return them. Or run them on this thread with nJobs: 1.',
      'UNSUPPORTED The trials cannot go to worker threads: the data is a stream. Or run them on this thread with nJobs: 1.',
      "INVALID_OPTION there is no objective 'los'; the metrics are loss, val_loss. Did you mean 'loss'?",
      'undefined enough',
      'INVALID_VALUE',
    ]);
  });
});

test('a model of layers goes to the threads of searches over estimators', async () => {
  const main = new URL('../../../dist/bundle/index.js', import.meta.url).href;
  const results = (await answer(`
    import { GridSearchCV, makePipeline, StandardScaler } from ${JSON.stringify(main)};
    const model = new nn.Sequential([nn.Input([2]), new nn.Dense(8, { activation: 'relu' }), new nn.Dense(1)]);
    model.compile({ optimizer: 'adam', loss: 'mse' });
    const net = makePipeline(new StandardScaler(), new nn.ModelRegressor({ model, randomState: 1 }));
    const results = [];
    for (const nJobs of [1, 2]) {
      const search = new GridSearchCV(net, { modelregressor__epochs: [1, 5] }, { cv: 2, nJobs });
      await search.fit(x, y.map(([value]) => value));
      results.push(JSON.stringify([search.bestParams, [...search.cvResults.column('meanTestScore').values]]));
    }
    console.log(JSON.stringify(results));
  `)) as string[];
  expect(results[0]).toContain('"modelregressor__epochs":5');
  expect(results[1]).toBe(results[0]);
});

describe('a search that is killed', () => {
  const trialsIn = async (directory: string): Promise<Map<string, number>> => {
    const names = await readdir(directory).catch((): string[] => []);
    const times = names
      .filter((name) => /^trial-\d+\.json$/.test(name))
      .map(async (name): Promise<[string, number]> => [name, (await stat(join(directory, name))).mtimeMs]);
    return new Map(await Promise.all(times));
  };

  test.each([
    ['RandomSearch', 1],
    ['Hyperband', 2],
    ['BayesianOptimization', 1],
  ])('%s goes on where it was, with nJobs %d', async (kind, nJobs) => {
    const program = (directory: string): string => `
      const more = { nJobs: ${nJobs}, directory: ${JSON.stringify(directory)}, projectName: 'one' };
      console.log(JSON.stringify(await essence(await tunerOf('${kind}', more).search(x, y, fit))));
    `;
    const expected = await answer(program(join(folder, `${kind}-whole`)));
    const directory = join(folder, `${kind}-killed`);
    const project = join(directory, 'one');
    let before = new Map<string, number>();
    // Killed twice, each time after a few more trials.
    for (const enough of [2, 5]) {
      const { signal } = await run(program(directory), (kill) => {
        const look = setInterval(async () => {
          if ((await trialsIn(project)).size < enough) return;
          clearInterval(look);
          kill();
        }, 5);
      });
      expect(signal).toBe('SIGKILL');
      const now = await trialsIn(project);
      expect(now.size).toBeGreaterThanOrEqual(enough);
      for (const [name, time] of before) expect(now.get(name), name).toBe(time);
      before = now;
    }
    expect(await answer(program(directory))).toEqual(expected);
    const after = await trialsIn(project);
    expect(after.size).toBeGreaterThan(before.size);
    for (const [name, time] of before) expect(after.get(name), name).toBe(time);
  });
});
