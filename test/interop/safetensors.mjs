/** Weights for the safetensors package, in Keras's and PyTorch's layouts; and files of the package with all its types. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MLPRegressor, makePipeline, StandardScaler } from 'hebb';
import { fromSafetensors, toSafetensors } from 'hebb/formats';
import { BatchNormalization, Dense, Dropout, Input, Sequential } from 'hebb/nn';

const makeModel = () =>
  new Sequential([
    Input([3]),
    new Dense(5, { activation: 'relu', name: 'first' }),
    new BatchNormalization({ epsilon: 1e-5, name: 'norm' }),
    new Dropout(0.2),
    new Dense(2, { name: 'last' }),
  ]);
const X = Array.from({ length: 20 }, (_, i) => [Math.sin(i), Math.cos(i), i / 20]);

export async function write(folder, check) {
  const model = makeModel();
  model.compile({ optimizer: 'adam', loss: 'mse' });
  await model.fit(
    X,
    X.map(([a, b]) => [a * b, a]),
    { epochs: 5, verbose: 0 },
  );
  for (const style of ['keras', 'pytorch']) {
    const bytes = toSafetensors(model, { style, metadata: { style } });
    writeFileSync(join(folder, `${style}.safetensors`), bytes);
    const copy = fromSafetensors(bytes, makeModel());
    check.near(`${style}: comes back`, (await copy.predict(X)).values, (await model.predict(X)).values, 0);
  }
  const mlp = await makePipeline(
    new StandardScaler(),
    new MLPRegressor({ hiddenLayerSizes: [4], maxIter: 5, randomState: 1, onWarning: () => {} }),
  ).fit(
    X,
    X.map(([a]) => a),
  );
  writeFileSync(join(folder, 'mlp.safetensors'), toSafetensors(mlp, { style: 'pytorch' }));
  const expected = { X, model: [...(await model.predict(X)).values], mlp: [...(await mlp.predict(X))] };
  writeFileSync(join(folder, 'expected.json'), JSON.stringify(expected));
}

export async function read(folder, check) {
  const { tensors, metadata } = fromSafetensors(readFileSync(join(folder, 'types.safetensors')));
  const expected = JSON.parse(readFileSync(join(folder, 'types.json'), 'utf8'));
  check('types: metadata', metadata.by === 'python');
  for (const [name, values] of Object.entries(expected)) {
    check.near(`types: ${name}`, tensors[name].values, values, 0);
  }
  const model = fromSafetensors(readFileSync(join(folder, 'weights.safetensors')), makeModel());
  const { y } = JSON.parse(readFileSync(join(folder, 'weights.json'), 'utf8'));
  check.near('weights of another program', (await model.predict(X)).values, y.flat(), 1e-6);
}
