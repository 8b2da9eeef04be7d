/** `hebb inspect` in this process. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { version } from '../../src/core/version.ts';
import { MLPClassifier } from '../../src/estimators/mlp/mlp-classifier.ts';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { saveModel } from '../../src/node/save-model.ts';
import { StandardScaler } from '../../src/preprocessing/standard-scaler.ts';
import { hebb, temporaryFolder } from './fake-terminal.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const prices = folder.path('prices.hebb');
const species = folder.path('species.hebb');

beforeAll(async () => {
  await hebb(['train', 'diamonds', '-t', 'price', '-q', '-o', prices, '--epochs', '2', '--hidden', '8,4']);
  await hebb(['train', 'penguins', '-t', 'species', '-q', '-o', species, '--epochs', '3', '--hidden', '5']);
});

test('a network of numbers', async () => {
  const { code, stdout, stderr } = await hebb(['inspect', prices]);
  expect([code, stderr]).toEqual([0, '']);
  const text = stdout.replace(/\s+/g, ' ');
  expect(text).toContain(`saved by hebb ${version} in format 1`);
  expect(text).toContain('Predicts numbers');
  expect(text).toContain('Columns 9: carat, depth, table, x, y, z, cut, color, clarity');
  // 6 numbers and 5 + 7 + 8 categories; (26 + 1) · 8 + (8 + 1) · 4 + (4 + 1) · 1 parameters
  expect(text).toContain('Network 26 → 8 → 4 → 1 units, relu, at the end identity; 257 parameters, float32');
  expect(text).toMatch(/Training 2 epochs, last loss [\d.]+, best validation score 0\.\d{4}/);
  expect(text).toContain('encode: OneHotEncoder (handleUnknown infrequent_if_exist, maxCategories 50)');
  for (const line of stdout.split('\n'))
    if (!line.includes(prices)) expect(line.length).toBeLessThanOrEqual(80);
});

test('a network of classes, as JSON', async () => {
  const { stdout } = await hebb(['inspect', species, '--json']);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    file: species,
    bytes: readFileSync(species).length,
    format: 1,
    version,
    kind: 'Pipeline',
    estimator: 'MLPClassifier',
    isFitted: true,
    classes: ['Adelie', 'Chinstrap', 'Gentoo'],
    columnCount: 6,
    activation: 'relu',
    dtype: 'float32',
    training: { epochs: 3, bestValidationScore: null },
  });
  expect([...report.columns].sort()).toEqual([
    'bill_depth_mm',
    'bill_length_mm',
    'body_mass_g',
    'flipper_length_mm',
    'island',
    'sex',
  ]);
  expect(report.layerSizes.slice(1)).toEqual([5, 3]);
  expect(report.steps.map((step: { kind: string }) => step.kind)).toEqual([
    'ColumnTransformer',
    'MLPClassifier',
  ]);
});

test('a model that is not fitted, and a transformer', async () => {
  const path = folder.path('plain.hebb');
  await saveModel(path, new MLPClassifier({ alpha: 0.5 }));
  expect((await hebb(['inspect', path])).stdout).toMatch(/Kind +MLPClassifier, not fitted\n/);
  await saveModel(
    path,
    await new StandardScaler().fit([
      [1, 2],
      [3, 5],
    ]),
  );
  const { stdout } = await hebb(['inspect', path]);
  expect(stdout).toMatch(/Kind +StandardScaler\nColumns +2, nameless, by position\n/);
});

test('text out of a file cannot steer the terminal', async () => {
  const path = folder.path('steering.hebb');
  const table = folder.file(
    'steering.csv',
    `x\u001b[2J,y\n${Array.from({ length: 9 }, (_, i) => `${i},${i * i}\n`).join('')}`,
  );
  await hebb(['train', table, '-t', 'y', '-q', '-o', path, '--epochs', '1']);
  const { stdout } = await hebb(['inspect', path]);
  expect(stdout).toContain('x·[2J');
  expect(stdout).not.toContain('\u001b');
});

function newer(): Uint8Array {
  const { tensors, metadata } = readSafetensors(readFileSync(species));
  return writeSafetensors(tensors, { hebb: metadata.hebb.replace('"format":1', '"format":99') });
}

test.each<[string, () => string, RegExp]>([
  ['no such file', () => folder.path('none.hebb'), /there is no file .*none\.hebb\.$/],
  ['a folder', () => folder.path('.'), /it is a folder\.$/],
  ['a file that is no model', () => folder.file('no.hebb', 'x,y\n1,2\n'), /no\.hebb: /],
  ['half a file', () => folder.file('half.hebb', readFileSync(species).subarray(0, -500)), /half\.hebb: /],
  [
    'a newer format',
    () => folder.file('newer.hebb', newer()),
    /newer\.hebb: The model was saved by hebb .* in format 99; .* Update hebb to load it\.$/,
  ],
])('%s', async (_, path, sentence) => {
  const { code, stdout, stderr } = await hebb(['inspect', path()]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.trimEnd()).toMatch(sentence);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('a model of a newer format is refused by predict and evaluate alike', async () => {
  const path = folder.file('newer.hebb', newer());
  for (const args of [
    ['predict', path, 'penguins'],
    ['evaluate', path, 'penguins', '-t', 'species'],
  ]) {
    const { code, stdout, stderr } = await hebb(args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/newer\.hebb: .*Update hebb to load it\.\n$/);
  }
});
