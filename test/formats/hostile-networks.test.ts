/** Files of networks that mean harm: each is refused with a typed error, in a moment, and no code of theirs is run. */
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readHdf5, writeHdf5 } from '../../src/formats/hdf5.ts';
import { fromKeras, toKeras } from '../../src/formats/keras/keras-file.ts';
import { toKerasWeights } from '../../src/formats/keras/keras-weights.ts';
import { unzip, zip } from '../../src/formats/zip.ts';
import { Dense, Input, Sequential } from '../../src/nn/index.ts';
import { fuzz } from '../data/fuzz.ts';
import { errorOf, errorOfSync } from '../error-of.ts';
import { fuzzedNetworks } from './fuzzed-networks.ts';

const readers = await fuzzedNetworks();
const model = new Sequential([Input([1]), new Dense(1)]);
const archive = await toKeras(model);
const weights = await toKerasWeights(model);
const members = unzip(archive, ['metadata.json', 'config.json', 'model.weights.h5'], 'it');
const config = JSON.parse(new TextDecoder().decode(members.get('config.json')));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const withConfig = (given: unknown): Uint8Array =>
  zip({ 'config.json': utf8(JSON.stringify(given)), 'model.weights.h5': weights });
const withLayer = (layer: object): Uint8Array =>
  withConfig({ ...config, config: { ...config.config, layers: [config.config.layers[0], layer] } });
const refused = /^(CORRUPT_FILE|UNSUPPORTED|INVALID_VALUE|INVALID_OPTION|UNKNOWN_OPTION|NON_FINITE): /;

describe('damage', () => {
  test('cut off at every byte', async () => {
    for (let end = 0; end < archive.length; end++) {
      expect(await errorOf(() => fromKeras(archive.subarray(0, end)))).toMatch(/^CORRUPT_FILE: /);
    }
    const bare = await writeHdf5([
      { path: 'vars', name: 'm', arrays: [{ shape: [2], values: Float32Array.of(1, 2) }] },
    ]);
    for (let end = 0; end < bare.length; end++) {
      expect(await errorOf(() => readHdf5(bare.subarray(0, end)))).toMatch(/^CORRUPT_FILE: /);
    }
  }, 60_000);

  test.each(readers)('$name', async (reader) => {
    const { read, refused: no } = await fuzz(reader, 40, 11);
    expect([read + no, no > 0]).toEqual([40, true]);
  });
});

describe('zip archives', () => {
  test('that unpack to far more than they are', async () => {
    const zeros = new Uint8Array(70 << 20);
    const bomb = zipSync({ 'config.json': zeros }, { level: 9 });
    expect(bomb.length).toBeLessThan(1 << 20);
    expect(await errorOf(() => fromKeras(bomb))).toMatch(/^CORRUPT_FILE: .*would become 73400320 bytes/);
  });

  test('with two members of one name', () => {
    const twice = zip({ 'config.json': utf8('{}'), 'config.jsoN': utf8('{}') });
    const text = Buffer.from(twice);
    for (let at = text.indexOf('jsoN'); at >= 0; at = text.indexOf('jsoN')) text[at + 3] = 'n'.charCodeAt(0);
    expect(errorOfSync(() => unzip(text, ['config.json'], 'it'))).toMatch(
      /^CORRUPT_FILE: .*two members 'config.json'/,
    );
  });

  test.each(['../config.json', '/etc/passwd', 'a/../../b', 'C:x', '..\\x'])('with a member %s', (name) => {
    const evil = zip({ 'config.json': utf8('{}'), [name]: utf8('x') });
    expect(errorOfSync(() => unzip(evil, ['config.json'], 'it'))).toMatch(/^CORRUPT_FILE: .*leads out of it/);
  });

  test('whose bytes were changed behind their checksum', async () => {
    const changed = archive.slice();
    const at = Buffer.from(changed).indexOf('GlorotUniform');
    changed[at]++;
    expect(await errorOf(() => fromKeras(changed))).toMatch(/^CORRUPT_FILE: .*not those that were packed/);
  });

  test('that lack what they need', async () => {
    expect(await errorOf(() => fromKeras(zip({ 'config.json': utf8('{}') })))).toMatch(refused);
    expect(await errorOf(() => fromKeras(zip({ 'model.weights.h5': weights })))).toMatch(/no config\.json/);
    expect(await errorOf(() => fromKeras(utf8('PK')))).toMatch(/^CORRUPT_FILE: /);
  });
});

describe('configs', () => {
  const dense = config.config.layers[1];
  const changed = (options: object): object => ({ ...dense, config: { ...dense.config, ...options } });

  test.each([
    ['a layer nobody has', { ...dense, class_name: 'Evil' }, /^INVALID_VALUE: .*'Evil'/],
    ['a Lambda', lambda(), /^UNSUPPORTED: Lambda 'odd' .*code from files is never run/],
    ['a function as code', changed({ activation: lambda().config.function }), /^UNSUPPORTED: .*never run/],
    ['an operation between layers', { ...dense, module: 'keras.src.ops.numpy' }, /^UNSUPPORTED: .*operation/],
    ['more numbers than there are', changed({ units: 1e9 }), /^CORRUPT_FILE: .*does not have the numbers/],
    ['shapes that overflow', changed({ units: 2 ** 53 - 1 }), refused],
    ['an activation that is an object', changed({ activation: { apply: 1 } }), refused],
    ['prototypes', changed({ __proto__: { units: 3 }, constructor: 1 }), refused],
  ])('%s', async (_, layer, expected) => {
    expect(await errorOf(() => fromKeras(withLayer(layer)))).toMatch(expected);
  });

  test.each([
    ['nothing', null],
    ['a list', []],
    ['layers that are none', { ...config, config: { ...config.config, layers: 'dense' } }],
    ['a layer, not a model', dense],
    ['a graph that ends nowhere', graph([['x', 0, 0]], ['y', 0, 0])],
    ['a graph that feeds itself', graph([['d', 0, 0]], ['d', 0, 0])],
  ])('%s', async (_, given) => {
    expect(await errorOf(() => fromKeras(withConfig(given)))).toMatch(refused);
  });

  test('nested beyond any sense, and with the same key twice', async () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    for (const text of [deep, '{"class_name": "Sequential", "class_name": "Lambda"}']) {
      const bytes = zip({ 'config.json': utf8(text), 'model.weights.h5': weights });
      expect(await errorOf(() => fromKeras(bytes))).toMatch(/^CORRUPT_FILE: /);
    }
  });

  test('many thousand layers take no time', async () => {
    const layers = Array.from({ length: 60_000 }, () => dense);
    const start = performance.now();
    expect(await errorOf(() => fromKeras(withConfig({ ...config, config: { layers } })))).toMatch(
      /^UNSUPPORTED: /,
    );
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  function lambda(): { config: { function: object } } & object {
    const code = { class_name: '__lambda__', config: { code: '4wEAAAA=', defaults: null, closure: null } };
    return { module: 'keras.layers', class_name: 'Lambda', config: { name: 'odd', function: code } } as never;
  }

  function graph(inputs: unknown[], output: unknown[]): object {
    const history = (given: unknown): object => ({
      class_name: '__keras_tensor__',
      config: { keras_history: given },
    });
    const layers = [
      { ...config.config.layers[0], name: 'x', inbound_nodes: [] },
      { ...changed({ name: 'd' }), name: 'd', inbound_nodes: [{ args: inputs.map(history), kwargs: {} }] },
    ];
    const ends = { input_layers: ['x', 0, 0], output_layers: output };
    return { module: 'keras', class_name: 'Functional', config: { name: 'm', layers, ...ends } };
  }
});
