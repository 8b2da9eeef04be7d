/** Summaries, letter by letter as Keras prints them (test/fixtures/keras-summary.json; 80 columns). */
import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { BatchNormalization } from '../../src/nn/layers/batch-normalization.ts';
import { Dense } from '../../src/nn/layers/dense.ts';
import { Dropout } from '../../src/nn/layers/dropout.ts';
import { Input } from '../../src/nn/layers/input.ts';
import { Concatenate } from '../../src/nn/layers/merging.ts';
import { clearSession } from '../../src/nn/layers/names.ts';
import { Model } from '../../src/nn/models/model.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';

interface Printed {
  readonly title: string;
  readonly text: string;
}

const file = new URL('../fixtures/keras-summary.json', import.meta.url);
const { summaries, configs } = JSON.parse(readFileSync(file, 'utf8')) as {
  summaries: readonly Printed[];
  configs: readonly object[];
};

function printed(title: string, count = 0): string {
  return summaries.filter((one) => one.title === title)[count].text;
}

beforeEach(clearSession);

function classifier(): Sequential {
  return new Sequential(
    [
      Input([8]),
      new Dense(16, { activation: 'relu' }),
      new BatchNormalization(),
      new Dropout(0.2),
      new Dense(3, { activation: 'softmax' }),
    ],
    { name: 'classifier' },
  );
}

function wideDeep(): Model {
  classifier();
  const wide = Input([8], { name: 'wide' });
  const deep = Input([4], { name: 'deep' });
  const h1 = new Dense(6, { activation: 'relu', name: 'h1', trainable: false }).apply(deep);
  const encoder = new Sequential([Input([6]), new Dense(5), new Dense(4, { activation: 'tanh' })], {
    name: 'encoder',
  });
  const cat = new Concatenate({ name: 'cat' }).apply([wide, encoder.apply(h1)]);
  const outputs = [new Dense(1, { name: 'main' }).apply(cat), new Dense(1, { name: 'aux' }).apply(h1)];
  return new Model({ inputs: [wide, deep], outputs, name: 'wide_deep' });
}

test('a stack', () => {
  expect(classifier().summary()).toBe(printed('Sequential'));
  clearSession();
  expect(classifier().summary({ showTrainable: true })).toBe(printed('Sequential', 1));
});

test('a stack after training', async () => {
  const model = classifier().compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
  await model.fit([[1, 2, 3, 4, 5, 6, 7, 8]], [1], { verbose: 0 });
  expect(model.summary()).toBe(printed('Sequential after compile and fit (optimizer params row)'));
});

test('a graph', () => {
  expect(wideDeep().summary()).toBe(printed('Functional'));
  clearSession();
  expect(wideDeep().summary({ showTrainable: true, expandNested: true })).toBe(printed('Functional', 1));
  clearSession();
  // Keras's terminal cut the lines at its width.
  const lines = wideDeep().summary({ lineLength: 100 }).split('\n');
  expect(lines.map((line) => line.slice(0, 80)).join('\n')).toBe(printed('Functional', 2));
});

test('a stack without weights', () => {
  wideDeep();
  const model = new Sequential([new Dense(4), new Dense(1)], { name: 'unbuilt' });
  expect(model.summary()).toBe(printed('Unbuilt Sequential'));
});

test('configs', () => {
  const config = (model: Model): unknown => JSON.parse(JSON.stringify(model.getConfig()));
  expect(config(classifier())).toEqual(configs[0]);
  clearSession();
  expect(config(wideDeep())).toEqual(configs[1]);
});
