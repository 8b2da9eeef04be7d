/** `hebb evaluate` of networks of hebb/nn, in Hebb's files and Keras's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Dense, Input, Sequential } from '../../src/nn/index.ts';
import { saveModel } from '../../src/node/save-model.ts';
import { csv, hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const rows = Array.from({ length: 50 }, (_, i) => [Math.sin(i), Math.cos(2 * i), i % 3]);
const table = folder.file('rows.csv', csv('a,b,kind', rows));
const x = rows.map((row) => row.slice(0, 2));
const kinds = rows.map(([, , kind]) => kind);
const network = new Sequential([
  Input([2]),
  new Dense(8, { activation: 'tanh' }),
  new Dense(3, { activation: 'softmax' }),
]);
const paths = ['net.hebb', 'net.keras'].map((name) => folder.path(name));

beforeAll(async () => {
  network.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  await network.fit(x, kinds, { epochs: 3, verbose: 0 });
  for (const path of paths) await saveModel(path, network);
});

test('the scores are the model’s own, in either file', async () => {
  const { loss, accuracy } = (await network.evaluate(x, kinds, { returnDict: true })) as Record<
    string,
    number
  >;
  for (const path of paths) {
    const { code, stdout, stderr } = await hebb(['evaluate', path, table, '-t', 'kind', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    const outcome = JSON.parse(stdout);
    expect(outcome).toMatchObject({ task: null, baseline: null, rows: { scored: 50, dropped: 0 } });
    expect(outcome.scores.loss).toBeCloseTo(loss, 6);
    expect(outcome.scores.accuracy).toBeCloseTo(accuracy, 6);
  }
});

test('as a table', async () => {
  const { stdout } = await hebb(['evaluate', paths[0], table, '-t', 'kind']);
  expect(stdout).toMatch(/: kind\n\nOn 50 rows +model\naccuracy +[\d.]+\nloss +[\d.]+\n$/);
});

test('rows without a target are left out', async () => {
  const gaps = folder.file('gaps.csv', csv('a,b,kind', [...rows, [1, 1, ''], [2, 2, '']]));
  const { stdout } = await hebb(['evaluate', paths[0], gaps, '-t', 'kind', '--json']);
  expect(JSON.parse(stdout).rows).toEqual({ scored: 50, dropped: 2 });
});

test('a network without a loss says the way out', async () => {
  const path = folder.path('plain.hebb');
  await saveModel(path, new Sequential([Input([2]), new Dense(1)]));
  const { code, stderr } = await hebb(['evaluate', path, table, '-t', 'kind']);
  expect([code, stderr]).toEqual([
    1,
    `hebb evaluate: ${table}: the network was saved without a loss and metrics to score it by; compile it, and save it again.\n`,
  ]);
});

test.each([
  ['a target of text', 'a,b,kind', rows.map(([a, b, kind]) => [a, b, `k${kind}`]), /kind.*number/],
  ['a column too many', 'a,b,c,kind', rows.map(([a, b, kind]) => [a, b, 1, kind]), /3/],
  ['a feature of text', 'a,b,kind', rows.map(([a, , kind]) => [a, 'red', kind]), /'b'/],
])('%s is refused', async (_, header, cells, words) => {
  const { code, stderr } = await hebb([
    'evaluate',
    paths[0],
    folder.file('odd.csv', csv(header, cells)),
    '-t',
    'kind',
  ]);
  expect(code).toBe(1);
  expect(stderr).toMatch(words);
});
