/**
 * fetchOpenml: against small answers made up here, at the addresses of the API, and against the recorded answers
 * of OpenML itself where they are to be had. What the recordings hold was counted by scikit-learn.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CategoryColumn, Column } from '../../src/data/column.ts';
import type { Table } from '../../src/data/table.ts';
import { fetchOpenml, type OpenmlOptions } from '../../src/datasets/fetch-openml.ts';
import { errorOf } from '../error-of.ts';
import reference from '../fixtures/openml.json' with { type: 'json' };
import { describeWithSharedData, sharedData } from '../shared-data.ts';

const arff = `@relation pets
@attribute row numeric
@attribute 'pet name' string
@attribute kind {cat,dog,fish}
@attribute age numeric
@attribute note string
@attribute weight real
@data
1,'Tom',cat,3,?,4.5
2,'Rex',dog,?,x,30
3,'Ada',dog,7,y,21.25
`;
const md5 = createHash('md5').update(arff).digest('hex');

const feature = (name: string, data_type: string, flags: object = {}): object => ({
  name,
  data_type,
  is_target: 'false',
  is_ignore: 'false',
  is_row_identifier: 'false',
  ...flags,
});

/** What the API answers, by call. */
function answers(): Record<string, unknown> {
  return {
    'api/v1/json/data/list/data_name/pets/limit/2/status/active/': {
      data: {
        dataset: [
          { did: 7, version: 1 },
          { did: 9, version: 3 },
        ],
      },
    },
    'api/v1/json/data/list/data_name/pets/limit/2/data_version/2/status/deactivated': {
      data: { dataset: [{ did: 8, version: 2 }] },
    },
    'api/v1/json/data/7': description({}),
    'api/v1/json/data/8': description({ id: '8', version: '2', status: 'deactivated', error: 'odd' }),
    'api/v1/json/data/features/7': { data_features: { feature: features } },
    'api/v1/json/data/features/8': { data_features: { feature: features } },
    'data/v1/download/70': arff,
  };
}

const description = (changes: object): unknown => ({
  data_set_description: {
    id: '7',
    name: 'Pets',
    version: '1',
    description: 'Three pets.',
    format: 'ARFF',
    licence: 'CC0',
    status: 'active',
    file_id: '70',
    md5_checksum: md5,
    ...changes,
  },
});

const features = [
  feature('row', 'numeric', { is_row_identifier: 'true' }),
  feature('pet name', 'string'),
  feature('kind', 'nominal', { is_target: 'true' }),
  feature('age', 'numeric'),
  feature('note', 'string', { is_ignore: 'true' }),
  feature('weight', 'numeric'),
];

let cacheFolder: string;
let asked: string[];
let served: Record<string, unknown>;

beforeEach(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'hebb-openml-'));
  asked = [];
  served = answers();
  vi.stubEnv('HEBB_DATA_MIRROR', '');
  vi.stubGlobal('fetch', async (url: string) => {
    const call = url.replace(/^https:\/\/(www|api)\.openml\.org\//, '');
    asked.push(call);
    if (!Object.hasOwn(served, call)) {
      return new Response('{"error":{"code":"372","message":"No results"}}', { status: 412 });
    }
    const body = served[call];
    return new Response(typeof body === 'string' ? body : JSON.stringify(body));
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await rm(cacheFolder, { recursive: true });
});

const get = (options: OpenmlOptions): ReturnType<typeof fetchOpenml> =>
  fetchOpenml({ cacheFolder, ...options });

describe('by number', () => {
  test('features, target and their names', async () => {
    const pets = await get({ dataId: 7 });
    expect(pets.data.toRows()).toEqual([
      { 'pet name': 'Tom', age: 3, weight: 4.5 },
      { 'pet name': 'Rex', age: Number.NaN, weight: 30 },
      { 'pet name': 'Ada', age: 7, weight: 21.25 },
    ]);
    expect((pets.target as CategoryColumn).toArray()).toEqual(['cat', 'dog', 'dog']);
    expect(pets).toMatchObject({
      id: 7,
      name: 'Pets',
      version: 1,
      targetNames: ['cat', 'dog', 'fish'],
      featureNames: ['pet name', 'age', 'weight'],
      description: 'Three pets.',
      source: 'OpenML data set 7, https://www.openml.org/d/7',
      licence: 'CC0',
      warnings: [],
    });
    expect(pets.table.columnNames).toEqual(['pet name', 'age', 'weight', 'kind']);
  });

  test('the second time nothing is asked', async () => {
    await get({ dataId: 7 });
    const calls = ['api/v1/json/data/7', 'api/v1/json/data/features/7', 'data/v1/download/70'];
    expect(asked).toEqual(calls);
    await get({ dataId: 7 });
    expect(asked).toEqual(calls);
    expect((await readdir(join(cacheFolder, 'sklearn/openml/id_7'))).sort()).toEqual([
      'api-v1-jd-7.json',
      'api-v1-jdf-7.json',
      'data-v1-dl-70.arff',
    ]);
  });

  test('other targets: one, several, none, those that are left aside otherwise', async () => {
    const weight = await get({ dataId: 7, targetColumn: 'weight' });
    expect((weight.target as Column).toArray()).toEqual([4.5, 30, 21.25]);
    expect(weight.targetNames).toEqual(['weight']);
    expect(weight.featureNames).toEqual(['pet name', 'kind', 'age']);
    const two = await get({ dataId: 7, targetColumn: ['kind', 'pet name'] });
    expect((two.target as Table).columnNames).toEqual(['kind', 'pet name']);
    expect(two.targetNames).toEqual(['kind', 'pet name']);
    const none = await get({ dataId: 7, targetColumn: null });
    expect(none.target).toBeNull();
    expect(none.featureNames).toEqual(['pet name', 'kind', 'age', 'weight']);
    const row = await get({ dataId: 7, targetColumn: 'row' });
    expect(row.warnings).toEqual([
      { code: 'DATA', message: "the target 'row' numbers the rows, says OpenML." },
    ]);
  });

  test('what OpenML found wrong is told', async () => {
    expect((await get({ dataId: 8 })).warnings.map(({ message }) => message)).toEqual([
      "version 2 of 'Pets' is deactivated: faults were found in it; https://www.openml.org/d/8.",
      "OpenML found a fault in 'Pets': odd",
    ]);
  });

  test('progress is that of the data', async () => {
    const seen: [number, number][] = [];
    await get({ dataId: 7, onProgress: (...step) => seen.push(step) });
    expect(seen.at(-1)).toEqual([arff.length, arff.length]);
  });
});

describe('by name', () => {
  test('the oldest active one, with a word about the others', async () => {
    const pets = await get({ name: 'PETS' });
    expect(pets.id).toBe(7);
    expect(pets.warnings).toEqual([
      {
        code: 'DATA',
        message:
          "OpenML has several active data sets called 'PETS', which may differ in everything; this is version 1.",
      },
    ]);
  });

  test('a version, even one that is not active any more', async () => {
    expect((await get({ name: 'pets', version: 2 })).id).toBe(8);
    expect(asked.slice(0, 3)).toEqual([
      'api/v1/json/data/list/data_name/pets/limit/2/data_version/2',
      'api/v1/json/data/list/data_name/pets/limit/2/data_version/2',
      'api/v1/json/data/list/data_name/pets/limit/2/data_version/2/status/deactivated',
    ]);
  });
});

describe('trouble', () => {
  test.each<[string, OpenmlOptions, string]>([
    ['nothing asked for', {}, "INVALID_OPTION: fetchOpenml needs the option 'name' or 'dataId'."],
    [
      'too much asked for',
      { dataId: 7, version: 1 },
      "INVALID_OPTION: fetchOpenml: 'dataId' already says which data set and version; leave out 'name' and 'version'.",
    ],
    [
      'no such number',
      { dataId: 99 },
      'INVALID_OPTION: fetchOpenml: OpenML has no data set with the number 99.',
    ],
    [
      'no such name',
      { name: 'pest' },
      "INVALID_OPTION: fetchOpenml: OpenML has no active data set called 'pest'.",
    ],
    [
      'no such version',
      { name: 'pets', version: 5 },
      "INVALID_OPTION: fetchOpenml: OpenML has no version 5 of 'pets'.",
    ],
    [
      'no such target',
      { dataId: 7, targetColumn: 'wieght' },
      "UNKNOWN_COLUMN: fetchOpenml: there is no column 'wieght' for a target. Did you mean 'weight'? The columns are: row, pet name, kind, age, note, weight.",
    ],
    [
      'targets of two kinds',
      { dataId: 7, targetColumn: ['kind', 'weight'] },
      'INVALID_VALUE: fetchOpenml: some of the targets kind, weight are numbers and some are not; they must all be of one kind.',
    ],
    [
      'a target with gaps',
      { dataId: 7, targetColumn: 'age' },
      "INVALID_VALUE: fetchOpenml: the target 'age' lacks 1 of its 3 values; fetch with targetColumn: null and leave those rows out.",
    ],
    [
      'a wrong version',
      { name: 'pets', version: 0 },
      "INVALID_OPTION: fetchOpenml: option 'version' must be an integer ≥ 1 or 'active', got 0.",
    ],
    [
      'a slip',
      { dataID: 7 } as OpenmlOptions,
      "UNKNOWN_OPTION: fetchOpenml has no option 'dataID'. Did you mean 'dataId'?",
    ],
  ])('%s', async (_, options, message) => {
    expect(await errorOf(() => get(options))).toBe(message);
  });

  test('ARFF with another MD5 is refused and not kept', async () => {
    served['data/v1/download/70'] = `${arff}4,'Eve',fish,1,?,0.1\n`;
    expect(await errorOf(() => get({ dataId: 7 }))).toMatch(
      /^CHECKSUM_MISMATCH: https:\/\/www\.openml\.org\/data\/v1\/download\/70 is damaged or another file: its MD5 is \w{32}, expected \w{32}\. It was not used and not kept\.$/,
    );
    expect(await readdir(join(cacheFolder, 'sklearn/openml/id_7'))).not.toContain('data-v1-dl-70.arff');
  });

  test('a page in place of an answer is not kept', async () => {
    served['api/v1/json/data/7'] = '<html>please log in</html>';
    expect(await errorOf(() => get({ dataId: 7 }))).toContain('it is not JSON');
    expect(existsSync(join(cacheFolder, 'sklearn'))).toBe(false);
  });

  test('an answer of another shape', async () => {
    served['api/v1/json/data/7'] = description({ file_id: undefined });
    expect(await errorOf(() => get({ dataId: 7 }))).toBe(
      "CORRUPT_FILE: fetchOpenml: an answer of OpenML's holds no 'file_id'.",
    );
    served['api/v1/json/data/8'] = description({ format: 'Parquet' });
    expect(await errorOf(() => get({ dataId: 8 }))).toBe(
      'UNSUPPORTED: fetchOpenml: data set 8 is kept as Parquet, only ARFF is read.',
    );
  });

  test('offline it says where to put the file', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') });
    });
    const place = join(cacheFolder, 'sklearn', 'openml', 'id_7', 'api-v1-jd-7.json');
    const told = await errorOf(() => get({ dataId: 7 }));
    expect(told).toMatch(/^NETWORK_ERROR: cannot get sklearn\/openml\/id_7\/api-v1-jd-7\.json\.gz/);
    expect(told).toContain(`put the file at ${place}.gz or ${place}, or set HEBB_DATA_MIRROR`);
  });
});

describeWithSharedData('the recorded answers of OpenML, as a mirror', () => {
  test.each(reference.datasets)(
    '$name',
    async ({ id, name, version, rows, featureNames, targets, columns }) => {
      const dataset = await get({ dataId: id, mirror: sharedData() });
      expect(dataset).toMatchObject({ id, name, version, featureNames });
      expect(dataset.table.columnNames).toEqual([...featureNames, ...targets]);
      expect(dataset.table.rowCount).toBe(rows);
      for (const expected of columns) {
        const column = dataset.table.column(expected.name);
        expect(column.missing, expected.name).toBe(expected.missing);
        if (expected.categories !== undefined) {
          const { codes, categories } = column as CategoryColumn;
          expect(categories.length, expected.name).toBe(expected.categories);
          expect(codes.filter((code) => code >= 0).reduce((sum, code) => sum + code, 0)).toBe(
            expected.codeSum,
          );
        } else if (expected.length !== undefined) {
          expect(['category', 'text']).toContain(column.type);
          const texts = column.toArray().filter((value) => value !== null) as string[];
          expect(texts.join('').length).toBe(expected.length);
        } else {
          const numbers = (column.toArray() as number[]).filter((value) => !Number.isNaN(value));
          const sum = numbers.reduce((total, value) => total + value, 0);
          const wanted = expected.sum as number;
          expect(Math.abs(sum - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)) * rows);
        }
      }
      const isOne = targets.length === 1;
      expect(dataset.target).toBe(isOne ? dataset.table.column(targets[0]) : dataset.target);
      expect(isOne || (dataset.target as Table).columnNames.join() === targets.join()).toBe(true);
      expect(asked).toEqual([]);
    },
  );

  test.each([
    ['iris', 61],
    ['anneal', 2],
    ['Emotions', 40589],
  ])('%s by name, with and without a version', async (name, id) => {
    const mirror = sharedData();
    expect((await get({ name, mirror })).id).toBe(id);
    const version = id === 40589 ? 3 : 1;
    expect((await get({ name, version, mirror })).id).toBe(id);
    expect(asked).toEqual([]);
  });
});

test('gzipped files of a mirror address are unpacked, and their MD5 is that of the content', async () => {
  const onMirror: Record<string, Uint8Array<ArrayBuffer>> = {
    'api-v1-jd-7.json.gz': Uint8Array.from(gzipSync(JSON.stringify(description({})))),
    'api-v1-jdf-7.json.gz': Uint8Array.from(
      gzipSync(JSON.stringify({ data_features: { feature: features } })),
    ),
    'data-v1-dl-70.arff.gz': Uint8Array.from(gzipSync(arff)),
  };
  vi.stubGlobal('fetch', async (url: string) => {
    const name = /^http:\/\/mirror\/data\/sklearn\/openml\/id_7\/(.*)$/.exec(url)?.[1] ?? '';
    return Object.hasOwn(onMirror, name) ? new Response(onMirror[name]) : new Response('', { status: 404 });
  });
  expect((await get({ dataId: 7, mirror: 'http://mirror/data/' })).data.rowCount).toBe(3);
});
