/**
 * Layers that were learned once serve again: a model that knows the digits 0 to 4 lends its lower layers to one that
 * learns 5 to 9 from twenty images of each. First they are frozen, then all of it learns a little more.
 */
import { loadDigits } from 'hebb/datasets';
import { Adam, Dense, Input, Rescaling, Sequential, setRandomSeed } from 'hebb/nn';

const epochs = Number(process.env.EPOCHS ?? 40);
const { data, target } = await loadDigits();

/** Rows of some digits: the first ones of each, or those after them. */
function rowsOf(digits: readonly number[], from: number, to: number) {
  const seen = new Map<number, number>();
  const rows = Array.from(target.keys()).filter((row) => {
    const count = seen.get(target[row]) ?? 0;
    seen.set(target[row], count + 1);
    return digits.includes(target[row]) && count >= from && count < to;
  });
  const x = rows.map((row) => Array.from(data.data.subarray(row * 64, (row + 1) * 64)));
  return [x, rows.map((row) => target[row] - digits[0])] as const;
}
const [xOld, yOld] = rowsOf([0, 1, 2, 3, 4], 0, 1000);
const [xFew, yFew] = rowsOf([5, 6, 7, 8, 9], 0, 20);
const [xTest, yTest] = rowsOf([5, 6, 7, 8, 9], 20, 1000);

setRandomSeed(7);

/** Train; what is frozen is looked at when the model is compiled. */
async function train(model: Sequential, optimizer: 'adam' | Adam, x: number[][], y: number[]) {
  model.compile({ optimizer, loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  await model.fit(x, y, { epochs, verbose: 0, seed: 7 });
  return model;
}

/** Layers that see digits, and one above them that tells five apart. */
function on(lower: readonly Dense[]): Sequential {
  return new Sequential([
    Input([64]),
    new Rescaling(1 / 16),
    ...lower,
    new Dense(5, { activation: 'softmax' }),
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
