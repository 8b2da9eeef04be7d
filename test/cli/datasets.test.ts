/** `hebb datasets` in this process, with a server of its own for what comes from the network. */
import { readdirSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { catalogue } from '../../src/cli/dataset-catalogue.ts';
import { loadIris } from '../../src/datasets/load-iris.ts';
import { loadDiamonds, loadPenguins } from '../../src/datasets/load-tables.ts';
import { describeWithSharedData, sharedData } from '../shared-data.ts';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
let count = 0;
let cache = '';
beforeEach(() => {
  cache = folder.path(`cache-${count++}`);
  vi.stubEnv('XDG_CACHE_HOME', cache);
  vi.stubEnv('HEBB_DATA_MIRROR', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(() => folder.remove());

test('lists what there is, in 80 columns', async () => {
  const { code, stdout, stderr } = await hebb(['datasets']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^iris +150 rows, 5 columns, embedded: /);
  expect(stdout).toMatch(/\nmnist +70,000 rows, 785 columns, not fetched yet: /);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  for (const { name } of catalogue) expect(stdout).toContain(`\n${name}`.slice(name === 'iris' ? 1 : 0));
});

test('as JSON', async () => {
  const sets = JSON.parse((await hebb(['datasets', '--json'])).stdout);
  expect(sets).toHaveLength(catalogue.length);
  expect(sets[1]).toMatchObject({
    name: 'penguins',
    rows: 344,
    columns: 7,
    licence: 'CC0',
    place: 'embedded',
  });
});

test.each([
  ['iris', loadIris],
  ['penguins', loadPenguins],
  ['diamonds', loadDiamonds],
])('%s is as the list says', async (name, load) => {
  const entry = catalogue.find((candidate) => candidate.name === name);
  const { table, licence } = await load();
  expect([entry?.rows, entry?.columns]).toEqual([table.rowCount, table.columns.length]);
  expect(licence).toContain(entry?.licence);
});

test('an embedded data set needs no fetching', async () => {
  const { code, stdout } = await hebb(['datasets', 'fetch', 'iris']);
  expect([code, stdout]).toEqual([
    0,
    'iris (150 rows, 5 columns) comes with hebb; there is nothing to fetch.\n',
  ]);
});

test.each([
  [['fetch'], 'which data set? They are: iris, '],
  [['fetch', 'minst'], "there is no data set 'minst'. Did you mean 'mnist'?"],
  [['get', 'mnist'], "'get' is not known; there is only hebb datasets fetch NAME."],
  [['fetch', 'iris', 'mnist'], "'mnist' is one argument too many: hebb datasets [fetch NAME] [options]."],
])('%j is refused', async (args, sentence) => {
  const { code, stderr } = await hebb(['datasets', ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(sentence);
});

describe('a mirror that answers', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  async function serve(listener: RequestListener): Promise<void> {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('HEBB_DATA_MIRROR', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  test('with the wrong file is refused, and nothing is kept', async () => {
    await serve((_, response) => {
      response.end('not what was asked for');
    });
    const { code, stdout, stderr } = await hebb(['datasets', 'fetch', 'covtype']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^hebb datasets: http:.*covtype\.data\.gz is damaged or another file/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('slowly can be interrupted', async () => {
    await serve((_, response) => {
      response.write('x'.repeat(1000));
    });
    const { code, stdout, stderr } = await hebb(['datasets', 'fetch', 'covtype'], {
      isTerminal: true,
      interrupt: { at: 'covtype ', times: 1 },
    });
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toMatch(/covtype ─+ 1 kB/);
  });
});

describeWithSharedData('data sets out of the shared data folder', () => {
  test('are found in a mirror that is a folder', async () => {
    vi.stubEnv('HEBB_DATA_MIRROR', sharedData());
    const { code, stdout } = await hebb(['datasets', 'fetch', 'california-housing']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^california-housing \(20,640 rows, 9 columns\) is in .*cal_housing\.data\.\n$/);
    expect(JSON.parse((await hebb(['datasets', '--json'])).stdout)[4].place).toBe('mirror');
    expect(() => readdirSync(cache)).toThrow();
  });

  const fetched = catalogue.flatMap((entry) =>
    entry.remote === undefined || entry.name === 'covtype' ? [] : [{ ...entry, fetch: entry.remote.fetch }],
  );
  test.each(fetched)('$name is as the list says', async ({ rows, columns, licence, fetch }) => {
    const found = (await fetch({ mirror: sharedData() })) as { data: { shape: number[] }; licence: string };
    expect(found.data.shape).toEqual([rows, columns - 1]);
    expect(found.licence).toContain(licence);
  });
});
