/**
 * Trials on worker threads, and a search that is killed and started again: the package as it is installed, in
 * processes of their own. `npm test` builds it first.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const built = new URL('../../dist/bundle/index.js', import.meta.url).href;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hebb-threads-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program that has Hebb's names. `watch` may kill it. */
async function run(program: string, watch?: (kill: () => void) => void): Promise<Ended> {
  const file = join(folder, `${Math.trunc(performance.now() * 1e6)}.mjs`);
  const imports = `import * as hebb from ${JSON.stringify(built)};
const rows = Array.from({ length: 120 }, (_, i) => [Math.sin(i), Math.cos(1.7 * i), (i * 0.618) % 1]);
const labels = rows.map(([a, b, c]) => (a + b * c > 0 ? 'yes' : 'no'));
const dates = hebb.Table.fromColumns({
  a: rows.map(([a]) => a),
  b: rows.map(([, b]) => b),
  flag: labels.map((label) => label === 'yes'),
  word: rows.map(([, , c]) => (c > 0.5 ? 'high' : 'low')),
  day: rows.map((_, i) => new Date(i * 864e5)),
  note: rows.map((_, i) => 'row ' + i),
});
`;
  await writeFile(file, imports + program);
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

const columns = `search.cvResults.select('meanTestScore', 'stdTestScore', 'rankTestScore').toRows()`;

describe('worker threads', () => {
  test('give the same results, however many', async () => {
    const results = (await answer(`
      const told = [];
      const results = [];
      for (const nJobs of [1, 2, -1]) {
        const model = hebb.makePipeline(
          new hebb.StandardScaler(),
          new hebb.MLPClassifier({
            hiddenLayerSizes: [8],
            maxIter: 12,
            randomState: new hebb.RandomState(5),
            onWarning: ({ code }) => told.push(code),
          }),
        );
        const space = { mlpclassifier: { alpha: hebb.loguniform(1e-4, 1), learningRateInit: [0.01, -1] } };
        const search = new hebb.RandomizedSearchCV(model, space, {
          nIter: 4, cv: 3, randomState: 3, nJobs, scoring: { acc: 'accuracy', loss: 'neg_log_loss' }, refit: 'loss',
          onWarning: ({ message }) => told.push(message),
        });
        await search.fit(rows, labels);
        results.push(JSON.stringify([
          search.cvResults.select('meanTestAcc', 'meanTestLoss', 'split2TestLoss').toRows(),
          [...(await search.predictProba(rows)).values],
          told.splice(0).sort(),
        ]));
      }
      console.log(JSON.stringify(results));
    `)) as string[];
    expect(results[0]).toContain('NOT_CONVERGED');
    expect(results[0]).toContain('trials failed and count as NaN');
    expect(new Set(results).size).toBe(1);
  });

  test('take every form of data', async () => {
    const scores = (await answer(`
      const { data, rows: n, columns } = dates.select('a', 'b').toMatrix();
      const shape = [n, columns];
      const encode = () => hebb.makePipeline(
        hebb.makeColumnTransformer([new hebb.OneHotEncoder(), ['word', 'flag']], [new hebb.StandardScaler(), ['a', 'b']]),
        new hebb.LogisticRegression(),
      );
      const cases = [
        [new hebb.Ridge(), { data, shape }, dates.column('a')],
        [new hebb.Ridge(), Object.assign(Float32Array.from(data), { shape }), Float64Array.from(rows, ([, b]) => b)],
        [new hebb.Ridge(), dates.select('a', 'b'), rows.map(([a, b]) => [a, b])],
        [encode(), dates, labels],
        [encode(), dates, dates.column('word')],
        [hebb.makePipeline(new hebb.DateFeatures(), new hebb.Ridge()), dates.select('day'), dates.column('b')],
      ];
      const scores = [];
      for (const [model, X, y] of cases) {
        for (const nJobs of [1, 2]) scores.push([...(await hebb.crossValScore(model, X, y, { cv: 3, nJobs }))]);
      }
      console.log(JSON.stringify(scores));
    `)) as number[][];
    expect(scores).toHaveLength(12);
    for (let i = 0; i < scores.length; i += 2) {
      expect(scores[i].every(Number.isFinite)).toBe(true);
      expect(scores[i + 1]).toEqual(scores[i]);
    }
  });

  test('refuse what cannot travel, and pass errors on', async () => {
    const refusals = (await answer(`
      const net = (options) => new hebb.MLPClassifier({ maxIter: 2, randomState: 0, onWarning() {}, ...options });
      class Own extends hebb.Ridge {}
      const cases = [
        () => hebb.crossValScore(net({ callbacks: [{ onEpochEnd() {} }] }), rows, labels, { nJobs: 2 }),
        () => hebb.crossValScore(net(), rows, labels, { nJobs: 2, scoring: function mine() {} }),
        () => hebb.crossValScore(new hebb.GridSearchCV(net(), { alpha: [1] }), rows, labels, { nJobs: 2 }),
        () => hebb.crossValScore(new Own(), rows, rows.map(([a]) => a), { nJobs: 2 }),
        () => new hebb.GridSearchCV(net(), { alfa: [1, 2] }, { nJobs: 2 }).fit(rows, labels),
        () => new hebb.GridSearchCV(net(), { alpha: [-1, -2] }, { nJobs: 2 }).fit(rows, labels),
        () => {
          const call = new hebb.GridSearchCV(net({ maxIter: 1e6, tol: 0, nIterNoChange: Infinity }), { alpha: [1, 2] }, { nJobs: 2 });
          const controller = new AbortController();
          setTimeout(() => controller.abort(), 500);
          return call.fit(rows, labels, { signal: controller.signal });
        },
      ];
      const refusals = [];
      for (const work of cases) refusals.push(await work().then(() => 'done', (error) => error.name + ' ' + error.code + ' ' + error.message));
      console.log(JSON.stringify(refusals));
    `)) as string[];
    expect(refusals).toEqual([
      "HebbError UNSUPPORTED The trials cannot go to worker threads: its option 'callbacks' is [an object]. Run them on this thread with nJobs: 1.",
      "HebbError UNSUPPORTED The trials cannot go to worker threads: the score 'score' is function mine. Run them on this thread with nJobs: 1.",
      'HebbError UNSUPPORTED The trials cannot go to worker threads: a GridSearchCV would arrive as a MLPClassifier. Run them on this thread with nJobs: 1.',
      'HebbError UNSUPPORTED The trials cannot go to worker threads: a Own would arrive as a Ridge. Run them on this thread with nJobs: 1.',
      "HebbError UNKNOWN_OPTION MLPClassifier has no option 'alfa'. Did you mean 'alpha'?",
      "HebbError TRIAL_FAILED All 10 trials failed. MLPClassifier: option 'alpha' must be a number ≥ 0, got -1.",
      'AbortError 20 This operation was aborted',
    ]);
  });
});

describe('a search that is killed', () => {
  const program = (checkpoint: string, nJobs: number): string => `
    const model = new hebb.MLPClassifier({ hiddenLayerSizes: [20], maxIter: 80, randomState: 1, onWarning() {} });
    const search = new hebb.RandomizedSearchCV(
      model,
      { alpha: hebb.loguniform(1e-4, 1), learningRateInit: hebb.loguniform(1e-3, 1e-1) },
      { nIter: 5, cv: 3, randomState: 7, nJobs: ${nJobs}, checkpoint: ${JSON.stringify(checkpoint)} },
    );
    await search.fit(rows, labels);
    console.log(JSON.stringify({ best: search.bestParams, score: search.bestScore, rows: ${columns}, weights: search.bestEstimator.coefs[0].toArray() }));
  `;
  const trialsIn = async (checkpoint: string): Promise<string[]> =>
    (await readdir(checkpoint).catch(() => [])).filter((name) => name.startsWith('trial-'));

  test.each([1, 2])('goes on where it was, with nJobs %d', async (nJobs) => {
    const expected = await answer(program(join(folder, `whole-${nJobs}`), nJobs));
    const checkpoint = join(folder, `killed-${nJobs}`);
    let killed = 0;
    let before = new Map<string, number>();
    const times = async (): Promise<Map<string, number>> => {
      const names = await trialsIn(checkpoint);
      const entries = names.map(
        async (name): Promise<[string, number]> => [name, (await stat(join(checkpoint, name))).mtimeMs],
      );
      return new Map(await Promise.all(entries));
    };
    // Killed twice, each time after a few more trials.
    for (const enough of [3, 8]) {
      const { signal } = await run(program(checkpoint, nJobs), (kill) => {
        const look = setInterval(async () => {
          if ((await trialsIn(checkpoint)).length < enough) return;
          clearInterval(look);
          kill();
        }, 5);
      });
      expect(signal).toBe('SIGKILL');
      const now = await times();
      expect(now.size).toBeGreaterThan(killed);
      for (const [name, time] of before) expect(now.get(name), name).toBe(time);
      killed = now.size;
      before = now;
    }
    expect(killed).toBeLessThan(15);
    expect(await answer(program(checkpoint, nJobs))).toEqual(expected);
    const after = await times();
    expect(after.size).toBe(15);
    for (const [name, time] of before) expect(after.get(name), name).toBe(time);
  });
});
