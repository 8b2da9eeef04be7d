/**
 * Round trips with Keras: models of ours are opened, asked and trained on there, and models of Keras here. Both sides
 * write next to each archive, as JSON, what they make of the same inputs and how training goes on.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromKeras, loadKerasWeights, toKeras, toKerasWeights } from 'hebb/formats';
import { Dense, Input, Sequential } from 'hebb/nn';
import { askedModels, noise, trainedModels } from './keras-models.mjs';

const going = { epochs: 2, batchSize: 8, shuffle: false, verbose: 0 };

const asked = async (model, inputs) => [await model.predict(inputs)].flat().map((output) => output.toArray());
const weightsOf = (model) => model.getWeights().map((weight) => weight.toArray());

export async function write(folder) {
  const save = (name, bytes) => writeFileSync(join(folder, name), bytes);
  const cases = [];
  for (const [i, { name, model, inputs }] of (await askedModels()).entries()) {
    const file = `ours-${i}.keras`;
    save(file, await toKeras(model));
    cases.push({ name, file, inputs, outputs: await asked(model, inputs) });
  }
  for (const [i, { name, model, x, y }] of trainedModels().entries()) {
    const file = `trained-${i}.keras`;
    await model.fit(x, y, going);
    save(file, await toKeras(model));
    const outputs = await asked(model, x);
    const { history } = await model.fit(x, y, going);
    cases.push({ name, file, inputs: x, outputs, y, history, after: weightsOf(model) });
  }
  const plain = new Sequential([Input([4]), new Dense(3, { activation: 'relu' }), new Dense(2)]);
  save('plain.weights.h5', await toKerasWeights(plain));
  save('ours.json', JSON.stringify({ cases, plain: weightsOf(plain), rows: noise(5, 4, 1) }));
}

export async function read(folder, check) {
  const theirs = JSON.parse(readFileSync(join(folder, 'theirs.json'), 'utf8'));
  for (const { name, file, inputs, outputs, y, history, after } of theirs.cases) {
    try {
      const model = await fromKeras(readFileSync(join(folder, file)));
      check.near(`${name}: Keras's predictions`, await asked(model, inputs), outputs, 1e-6);
      if (y === undefined) continue;
      const here = (await model.fit(inputs, y, going)).history;
      for (const [key, values] of Object.entries(history)) {
        check.near(`${name}: ${key} as training goes on`, here[key] ?? [], values, 1e-5);
      }
      check.near(`${name}: weights after that`, weightsOf(model), after, 1e-5);
    } catch (error) {
      check(`${name}: Keras's archive opens`, false, String(error));
    }
  }
  const plain = new Sequential([Input([4]), new Dense(3, { activation: 'relu' }), new Dense(2)]);
  await loadKerasWeights(plain, readFileSync(join(folder, 'theirs.weights.h5')));
  check.near("weights that Keras's save_weights wrote", weightsOf(plain), theirs.plain, 0);
  check(
    'there are archives of Keras',
    readdirSync(folder).some((file) => file.startsWith('theirs')),
  );
}
