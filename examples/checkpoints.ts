/**
 * Training that looks after itself: it keeps the best model in a file, stops when nothing gets better, and goes on
 * where it was after an interruption, however it was interrupted.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDigits } from 'hebb/datasets';
import {
  BackupAndRestore,
  Dense,
  Dropout,
  EarlyStopping,
  Input,
  ModelCheckpoint,
  ReduceLROnPlateau,
  Rescaling,
  Sequential,
} from 'hebb/nn';
import { loadModel } from 'hebb/node';

const epochs = Number(process.env.EPOCHS ?? 100);
const { data, target } = await loadDigits();
const folder = await mkdtemp(join(tmpdir(), 'checkpoints-'));

const model = new Sequential([
  Input([64]),
  new Rescaling(1 / 16),
  new Dense(64, { activation: 'relu' }),
  new Dropout(0.2, { seed: 1 }),
  new Dense(10, { activation: 'softmax' }),
]);
model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
const history = await model.fit(data, target, {
  epochs,
  validationSplit: 0.2,
  seed: 1,
  verbose: 0,
  callbacks: [
    new ModelCheckpoint(join(folder, 'best.keras'), { saveBestOnly: true }),
    new BackupAndRestore(join(folder, 'backup')),
    new ReduceLROnPlateau({ factor: 0.5, patience: 5 }),
    new EarlyStopping({ patience: 12, restoreBestWeights: true }),
  ],
});

const losses = history.history.val_loss;
const best = losses.indexOf(Math.min(...losses));
console.log(`stopped after ${losses.length} of ${epochs} epochs; the best was epoch ${best + 1}`);

const saved = await loadModel(join(folder, 'best.keras'));
const rows = { data: data.data.subarray(-200 * 64), shape: [200, 64] };
const [kept, restored] = [await saved.predict(rows), await model.predict(rows)];
console.log('the file and the restored weights say the same:', String(kept) === String(restored));
await rm(folder, { recursive: true });
