/**
 * Layers that were learned once serve again: a model that tells eight digits apart lends its lower layers to one that
 * must tell 3 from 8 after five images of each. First they are frozen, then all of it learns a little more.
 */
import { loadDigits } from 'hebb/datasets';
import { Adam, Dense, Input, Rescaling, Sequential, setRandomSeed } from 'hebb/nn';

const epochs = Number(process.env.EPOCHS ?? 40);
const { data, target } = await loadDigits();

/** Images of some digits, some of each, and which of them they are. */
function imagesOf(digits: readonly number[], from: number, to: number) {
  const seen = new Map<number, number>();
  const rows = Array.from(target, Number).flatMap((digit, row) => {
    const count = seen.get(digit) ?? 0;
    seen.set(digit, count + 1);
    return digits.includes(digit) && count >= from && count < to ? [row] : [];
  });
  const x = rows.map((row) => Array.from(data.data.subarray(row * 64, (row + 1) * 64)));
  return [x, rows.map((row) => digits.indexOf(Number(target[row])))] as const;
}
const [xOld, yOld] = imagesOf([0, 1, 2, 4, 5, 6, 7, 9], 0, 1000);
const [xFew, yFew] = imagesOf([3, 8], 0, 5);
const [xTest, yTest] = imagesOf([3, 8], 5, 1000);

setRandomSeed(7);

/** Train; what is frozen is looked at when the model is compiled. */
async function train(model: Sequential, optimizer: 'adam' | Adam, x: number[][], y: number[]) {
  model.compile({ optimizer, loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  await model.fit(x, y, { epochs, batchSize: Math.min(32, x.length / 5), verbose: 0, seed: 7 });
  return model;
}

/** Layers that see digits, and one above them that tells up to eight apart. */
function on(lower: readonly Dense[]): Sequential {
  return new Sequential([
    Input([64]),
    new Rescaling(1 / 16),
    ...lower,
    new Dense(8, { activation: 'softmax' }),
  ]);
}

async function tell(name: string, model: Sequential): Promise<void> {
  const [, accuracy] = (await model.evaluate(xTest, yTest)) as number[];
  console.log(`${name}: ${(100 * accuracy).toFixed(1)} % of new images right`);
}

const layers = () => [64, 64].map((units) => new Dense(units, { activation: 'relu' }));
await tell('from scratch', await train(on(layers()), 'adam', xFew, yFew));

const lower = layers();
await train(on(lower), 'adam', xOld, yOld);
for (const layer of lower) layer.trainable = false;
const model = await train(on(lower), 'adam', xFew, yFew);
await tell('with frozen layers of the other model', model);

for (const layer of lower) layer.trainable = true;
await tell('and all layers a little more', await train(model, new Adam({ learningRate: 1e-4 }), xFew, yFew));
