/** Log directories for TensorBoard, written by the callbacks and by hand; and event files that TensorBoard's own writer made. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MLPClassifier } from 'hebb';
import { logTraining, readEvents } from 'hebb/formats';
import { Concatenate, Dense, Input, Model, Sequential, TensorBoard } from 'hebb/nn';
import { logDirectory } from 'hebb/node';

const X = Array.from({ length: 64 }, (_, i) => [Math.sin(i), Math.cos(i)]);
const y = X.map(([a, b]) => [a * b]);

export async function write(folder) {
  const expected = {};
  for (const units of [3, 6]) {
    const model = new Sequential([Input([2]), new Dense(units, { activation: 'relu' }), new Dense(1)]);
    model.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
    const board = new TensorBoard(join(folder, 'logs', `stack-${units}`), {
      histogramFreq: 1,
      writeImages: true,
      writeGrads: true,
      updateFreq: 2,
      hparams: { units, activation: 'relu', bias: true },
    });
    const options = { epochs: 3, batchSize: 16, validationSplit: 0.25, verbose: 0, callbacks: [board] };
    const { history } = await model.fit(X, y, options);
    expected[`stack-${units}`] = { history, weights: model.getWeights().map((weight) => [...weight.values]) };
  }

  const left = Input([2], { name: 'left' });
  const right = Input([2], { name: 'right' });
  const inside = new Sequential([Input([2], { name: 'inside_input' }), new Dense(2, { name: 'inner' })], {
    name: 'inside',
  });
  const joint = new Concatenate({ name: 'joint' }).apply([inside.apply(left), right]);
  const model = new Model({ inputs: [left, right], outputs: new Dense(1, { name: 'out' }).apply(joint) });
  model.compile({ loss: 'mse' });
  const callbacks = [new TensorBoard(join(folder, 'logs', 'graph'))];
  await model.fit([X, X], y, { epochs: 1, verbose: 0, callbacks });

  const mlp = new MLPClassifier({
    hiddenLayerSizes: [4],
    maxIter: 4,
    earlyStopping: true,
    onWarning: () => {},
    callbacks: [logTraining(logDirectory(join(folder, 'logs', 'mlp')))],
  });
  await mlp.fit(
    X,
    y.map(([product]) => (product > 0 ? 'yes' : 'no')),
  );
  expected.mlp = { loss: [...mlp.lossCurve], score: [...mlp.validationScores] };

  const writer = logDirectory(join(folder, 'logs')).open('by hand');
  writer.text('note', '# A *note*\n\nwith <b>words</b>', 0);
  writer.image(
    'checks',
    Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, k) => (i + k) % 2)),
    0,
  );
  writer.image(
    'colours',
    [
      [
        [1, 0, 0],
        [0, 0.5, 0],
      ],
    ],
    5,
  );
  writer.scalar('odd', Number.NaN, 0);
  writer.scalar('odd', -1e30, 1);
  writer.histogram('same', [4, 4, 4], 0);
  await writer.close();
  const experiment = logDirectory(join(folder, 'described')).open();
  experiment.experiment({ hparams: { units: 1 }, metrics: ['train/epoch_loss'] });
  await experiment.close();
  const trial = logDirectory(join(folder, 'described')).open('trial');
  trial.hparams({ units: 5 });
  await trial.close();
  const trained = logDirectory(join(folder, 'described')).open('trial/train');
  trained.scalar('epoch_loss', 0.75, 9);
  await trained.close();
  writeFileSync(join(folder, 'expected.json'), JSON.stringify(expected));
}

export function read(folder, check) {
  const written = join(folder, 'python');
  const [name] = readdirSync(written);
  const file = readEvents(readFileSync(join(written, name)));
  check(
    'the file of another writer is whole',
    file.isWhole && file.version === 'brain.Event:2',
    file.version,
  );
  const of = (tag) => file.values.filter((value) => value.tag === tag);
  check.near(
    'scalars',
    of('loss').map(({ value }) => value),
    [0.5, 0.25, 0.125],
    0,
  );
  check.near(
    'their steps',
    of('loss').map(({ step }) => step),
    [0, 10, 20],
    0,
  );
  check('a scalar of older programs', of('old')[0]?.value === 3, JSON.stringify(of('old')[0]));
  const [histogram] = of('weights');
  check.near(
    'a histogram',
    histogram.value.map(({ left, right, count }) => [left, right, count]),
    [
      [0, 1, 2],
      [1, 2, 3],
    ],
    0,
  );
  const [older] = of('old weights');
  check.near(
    'a histogram of older programs',
    older.value.map(({ left, right, count }) => [left, right, count]),
    [
      [-1, 0, 4],
      [0, 2, 5],
    ],
    0,
  );
  check('a text', of('note')[0]?.value === 'a *note*', JSON.stringify(of('note')[0]));
  const [image] = of('image');
  check('an image', image?.value.width === 2 && image.value.height === 3 && image.value.files.length === 1);
}
