/**
 * The data of a workload. They are made up from one seed and lie in files, so that every contender reads the same
 * bytes. It knows nothing of who reads them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomState } from 'hebb';

/** The seed of the data, and of the initial weights of who can draw them as scikit-learn does. */
const SEED = 0;

/**
 * Writes X, y and initial weights of a workload to files in `folder`.
 *
 * X: rows × inputs, uniform with mean 0 and variance 1. y: for one output sin(x₀) + x₁x₂, in the type of X; for
 * several the position of the largest of as many features, int32. Weights: kernels (inputs × units), then biases,
 * layer by layer, drawn from `SEED` as scikit-learn draws them.
 *
 * @returns what a contender needs to train on them
 */
export function makeTask({ name, sizes, batch, rows, alpha }, dtype, folder) {
  mkdirSync(folder, { recursive: true });
  const Floats = dtype === 'float32' ? Float32Array : Float64Array;
  const [inputs, outputs] = [sizes[0], sizes.at(-1)];
  const X = new Floats(rows * inputs);
  new RandomState(SEED + 1).fillUniform(X, -Math.sqrt(3), Math.sqrt(3));
  const y = outputs === 1 ? new Floats(rows) : new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const x = X.subarray(i * inputs, (i + 1) * inputs);
    y[i] = outputs === 1 ? Math.sin(x[0]) + x[1] * x[2] : largest(x.subarray(0, outputs));
  }
  const stem = join(folder, `${name}-${sizes.join('-')}-${rows}-${dtype}`);
  const files = { X: `${stem}.X`, y: `${stem}.y`, weights: `${stem}.weights` };
  writeFileSync(files.X, X);
  writeFileSync(files.y, y);
  writeFileSync(files.weights, initialWeights(sizes, Floats));
  return { name, sizes, batch, rows, alpha, dtype, seed: SEED, files };
}

function largest(values) {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}

function initialWeights(sizes, Floats) {
  const random = new RandomState(SEED);
  const counts = sizes.slice(1).map((units, i) => (sizes[i] + 1) * units);
  const values = new Floats(counts.reduce((sum, count) => sum + count, 0));
  let start = 0;
  for (const [i, count] of counts.entries()) {
    const bound = Math.sqrt(6 / (sizes[i] + sizes[i + 1]));
    random.fillUniform(values.subarray(start, start + count), -bound, bound);
    start += count;
  }
  return values;
}
