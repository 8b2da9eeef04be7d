/**
 * How long an epoch takes on one thread, through the public `fit`: four networks, data made up.
 * This machine may be shared, so each epoch is paired with a large matrix product timed right beside it: the
 * product's speed says what the core gives at that moment. `npm run bench:steps [-- W1,W3] [-- float64]`
 */
import { MLPClassifier, MLPRegressor, RandomState } from 'hebb';
import { compile, tensor } from 'hebb/tensor';

/** sizes; rows per step and per epoch; milliseconds per epoch of the hand-written prototype this engine is held against. */
const workloads = {
  W1: { sizes: [8, 50, 50, 50, 1], batch: 200, rows: 11_610, epochs: 40, prototype: 8.6 },
  W2: { sizes: [784, 300, 100, 10], batch: 200, rows: 54_000, epochs: 7, prototype: 1200 },
  W2b: { sizes: [784, 300, 100, 10], batch: 32, rows: 54_000, epochs: 7, prototype: 1600 },
  W3: { sizes: [512, 1024, 1024, 10], batch: 512, rows: 5_120, epochs: 9, prototype: 798 },
};
/** GFLOP/s of one core that the prototype's figures were measured at (its own large product, float32). */
const PROTOTYPE_PEAK = 57;

const argument = process.argv.slice(2);
const dtype = argument.includes('float64') ? 'float64' : 'float32';
const names = argument.find((word) => word.startsWith('W'))?.split(',') ?? Object.keys(workloads);

const random = new RandomState(0);
const floats = (count) => {
  const values = new (dtype === 'float32' ? Float32Array : Float64Array)(count);
  random.fillUniform(values, -1, 1);
  return values;
};
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const side = 512;
const [left, right] = [
  tensor(floats(side * side), { shape: [side, side] }),
  tensor(floats(side * side), { shape: [side, side] }),
];
const product = await compile((a, b) => a.matmul(b).sum(), { engine: 'wasm' });
async function productSpeed() {
  const begin = performance.now();
  await product(left, right);
  return (2 * side ** 3) / (performance.now() - begin) / 1e6;
}
for (let i = 0; i < 20; i++) await productSpeed();

/** Multiplications and additions of the matrix products of one row: forward, and backward twice but for the first layer's input. */
function flopsPerRow(sizes) {
  return sizes.slice(1).reduce((sum, units, i) => sum + 2 * units * sizes[i] * (i === 0 ? 2 : 3), 0);
}

console.log(`one thread, ${dtype}, Node ${process.version}; medians`);
for (const name of names) {
  const { sizes, batch, rows, epochs, prototype } = workloads[name];
  const [inputs, outputs] = [sizes[0], sizes.at(-1)];
  const X = { data: floats(rows * inputs), shape: [rows, inputs] };
  const times = [];
  const speeds = [];
  let last;
  const callbacks = [
    {
      async onEpochEnd() {
        times.push(performance.now() - last);
        speeds.push(await productSpeed());
        last = performance.now();
      },
    },
  ];
  const options = {
    hiddenLayerSizes: sizes.slice(1, -1),
    batchSize: batch,
    maxIter: epochs,
    tol: 0,
    nIterNoChange: epochs,
    randomState: 0,
    dtype,
    engine: 'wasm',
    callbacks,
    onWarning() {},
  };
  const model = outputs === 1 ? new MLPRegressor(options) : new MLPClassifier(options);
  const y = outputs === 1 ? floats(rows) : Int32Array.from({ length: rows }, (_, i) => i % outputs);
  last = performance.now();
  await model.fit(X, y);
  const [ms, speed] = [median(times.slice(1)), median(speeds)];
  const achieved = (flopsPerRow(sizes) * rows) / ms / 1e6;
  const scaled =
    dtype === 'float32'
      ? `; prototype ${prototype} ms, ratio ${(ms / prototype).toFixed(2)}, at equal core speed ${((ms * speed) / (prototype * PROTOTYPE_PEAK)).toFixed(2)}`
      : '';
  console.log(
    `${name.padEnd(3)} ${ms.toFixed(1).padStart(7)} ms per epoch, ${achieved.toFixed(1)} GFLOP/s in products (512³ product beside it: ${speed.toFixed(1)})${scaled}`,
  );
}
