/**
 * Makes the models of the room Digits, and what is told of them: `npm run build`, then
 * `nice node studio/make-digit-models.mjs`. Some minutes on one core. MNIST and Fashion-MNIST are downloaded once, or
 * read from HEBB_DATA_MIRROR. Each model learns from the 60,000 training images; the two of a data set differ in
 * `labelSmoothing` and in nothing else. The 10,000 test images are looked at once, at the end.
 */
import { writeFile } from 'node:fs/promises';
import { fetchFashionMnist, fetchMnist } from '../dist/bundle/datasets/index.js';
import { MLPClassifier, RandomState, save } from '../dist/bundle/index.js';

const side = 28;
const pixels = side * side;
/** Of the greatest probability, 0.1 … 1, which is told in so many equal steps. */
const bins = 18;
const folder = new URL('src/rooms/digits/models/', import.meta.url);

const options = {
  hiddenLayerSizes: [64],
  batchSize: 128,
  learningRate: 'one_cycle',
  learningRateInit: 0.003,
  maxIter: 30,
  nIterNoChange: Number.POSITIVE_INFINITY,
  randomState: 42,
  // Rounds the same on every machine.
  engine: 'wasm',
  onWarning() {},
};

const sets = [
  // People who draw do not place, turn and size their digits as the census did: each is learned a second time, moved.
  { name: 'mnist', fetchIt: fetchMnist, isMovedToo: true },
  { name: 'fashion', fetchIt: fetchFashionMnist, isMovedToo: false },
];

/** A grey value between pixels, by the four around it. */
function between(image, x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column, row) =>
    column < 0 || row < 0 || column >= side || row >= side ? 0 : image[row * side + column];
  const [right, down] = [x - left, y - top];
  const upper = at(left, top) * (1 - right) + at(left + 1, top) * right;
  const lower = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right;
  return upper * (1 - down) + lower * down;
}

/** The image turned by up to 15 degrees, sized by up to a tenth, and shifted by up to two pixels. */
function moved(image, random, into) {
  const angle = random.uniform(-Math.PI / 12, Math.PI / 12);
  const size = random.uniform(0.9, 1.1);
  const [shiftX, shiftY] = random.uniform(-2, 2, 2);
  const [cos, sin] = [Math.cos(angle) / size, Math.sin(angle) / size];
  const middle = (side - 1) / 2;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [x, y] = [column - middle - shiftX, row - middle - shiftY];
      into[row * side + column] = between(image, cos * x + sin * y + middle, cos * y - sin * x + middle);
    }
  }
}

/** Grey values 0–255 as 0–1, and after them all images once more, moved. */
function trainingRows({ data: { data, shape }, target }, isMovedToo) {
  const [count] = shape;
  const rows = isMovedToo ? 2 * count : count;
  const X = new Float32Array(rows * pixels);
  for (let i = 0; i < data.length; i++) X[i] = data[i] / 255;
  if (!isMovedToo) return { X: { data: X, shape }, y: target };
  const random = new RandomState(0);
  for (let i = 0; i < count; i++) {
    const into = X.subarray((count + i) * pixels, (count + i + 1) * pixels);
    moved(X.subarray(i * pixels, (i + 1) * pixels), random, into);
  }
  const y = new Uint8Array(rows);
  y.set(target);
  y.set(target, count);
  return { X: { data: X, shape: [rows, pixels] }, y };
}

/** The bytes of the model, without what only going on with the training would need. */
function slim(model) {
  const { attributes, tensors, ...rest } = model.toState();
  const kept = Object.entries(tensors).filter(([name]) => !name.startsWith('solver.'));
  const state = { ...rest, attributes: { ...attributes, solver: null }, tensors: Object.fromEntries(kept) };
  return save(MLPClassifier.fromState(state));
}

/** How right and how sure the model is on the test images. */
async function results(model, { data, target }) {
  const X = { data: Float32Array.from(data.data, (grey) => grey / 255), shape: data.shape };
  const mistakes = [];
  const sure = Array.from({ length: bins }, () => ({ count: 0, right: 0, confidence: 0 }));
  let confidence = 0;
  for (const [i, row] of Array.from(await model.predictProba(X)).entries()) {
    const greatest = Math.max(...row);
    const isRight = row.indexOf(greatest) === target[i];
    if (!isRight) mistakes.push(i);
    confidence += greatest;
    const bin = sure[Math.min(bins - 1, Math.floor(((greatest - 0.1) / 0.9) * bins))];
    bin.count++;
    bin.right += isRight ? 1 : 0;
    bin.confidence += greatest;
  }
  const count = target.length;
  return {
    mistakes,
    result: {
      images: count,
      accuracy: (count - mistakes.length) / count,
      meanConfidence: Number((confidence / count).toFixed(5)),
      bins: sure.map((bin) => ({ ...bin, confidence: Number(bin.confidence.toFixed(3)) })),
    },
  };
}

/** One line a model. */
async function tell(file, entries) {
  const lines = Object.entries(entries).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  await writeFile(new URL(file, folder), `{\n${lines.join(',\n')}\n}\n`);
}

const told = {};
const allMistakes = {};
const classes = {};
for (const { name, fetchIt, isMovedToo } of sets) {
  const { train, test, targetNames } = await fetchIt();
  classes[name] = targetNames;
  const { X, y } = trainingRows(train, isMovedToo);
  for (const [kind, labelSmoothing] of [
    ['plain', 0],
    ['smoothed', 0.1],
  ]) {
    const begin = performance.now();
    const model = await new MLPClassifier({ ...options, labelSmoothing }).fit(X, y);
    const bytes = slim(model);
    const { result, mistakes } = await results(model, test);
    const key = `${name}-${kind}`;
    await writeFile(new URL(`${key}.hebb`, folder), bytes);
    told[key] = { trainingRows: y.length, labelSmoothing, ...result };
    allMistakes[key] = mistakes;
    const seconds = Math.round((performance.now() - begin) / 1000);
    console.log(
      `${key}: accuracy ${result.accuracy}, mean confidence ${result.meanConfidence}, ${bytes.length} bytes, ${seconds} s`,
    );
  }
}
await tell('results.json', told);
await tell('classes.json', classes);
// Their numbers in the test set, for the build, which takes some of the images along.
await tell('mistakes.json', allMistakes);
