/**
 * TensorFlow.js on its WebAssembly backend as a contender: a plain training loop on the core API, every step in a
 * tidy. In Node the backend has SIMD and one thread. It has float32 only.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import {
  converse,
  fastest,
  microseconds,
  peakMemory,
  readNumbers,
  readTask,
  stopwatch,
} from '../contenders/conversation.mjs';

setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
await tf.setBackend('wasm');
await tf.ready();

/** Added to the root of the second moment before its bias is corrected, as the others do; here it comes after. */
const EPSILON = 1e-8;
const BETA2 = 0.999;

let task;
let training;

/** Variables of the network: a kernel and a bias for each layer, from the given weights. */
function network() {
  const { sizes, files } = task;
  const count = sizes.slice(1).reduce((sum, units, i) => sum + (sizes[i] + 1) * units, 0);
  const values = readNumbers(files.weights, 'float32', count);
  let start = 0;
  const take = (shape) => {
    const count = shape.reduce((a, b) => a * b);
    start += count;
    return tf.variable(tf.tensor(values.slice(start - count, start), shape));
  };
  return sizes.slice(1).map((units, i) => ({ kernel: take([sizes[i], units]), bias: take([units]) }));
}

const forward = (layers, x) =>
  layers.reduce((h, { kernel, bias }, i) => {
    const z = h.matMul(kernel).add(bias);
    return i === layers.length - 1 ? z : z.relu();
  }, x);

/** A training over the rows in their order. */
class Training {
  #layers = network();
  #optimizer = tf.train.adam(1e-3, 0.9, BETA2, EPSILON);
  #X = tf.tensor2d(task.X.data, task.X.shape);
  #y =
    task.sizes.at(-1) === 1
      ? tf.tensor2d(task.y, [task.rows, 1])
      : tf.tidy(() => tf.oneHot(tf.tensor1d(task.y, 'int32'), task.sizes.at(-1)).toFloat());
  rows = 0;

  get steps() {
    return this.#optimizer.iterations;
  }

  /** One epoch; the penalty is part of the gradients, and of the loss it returns when asked for. */
  epoch(withPenalty) {
    const { rows, batch, alpha } = task;
    let total = 0;
    for (let start = 0; start < rows; start += batch) {
      const count = Math.min(batch, rows - start);
      total += tf.tidy(() => {
        const x = this.#X.slice([start, 0], [count, -1]);
        const y = this.#y.slice([start, 0], [count, -1]);
        const penalty = withPenalty ? (alpha / 2) * this.#squares() : 0;
        const { value, grads } = tf.variableGrads(() => this.#loss(x, y));
        for (const { kernel } of this.#layers) {
          grads[kernel.name] = grads[kernel.name].add(kernel.mul(alpha / count));
        }
        this.#optimizer.epsilon = EPSILON / Math.sqrt(1 - BETA2 ** (this.steps + 1));
        this.#optimizer.applyGradients(grads);
        return value.dataSync()[0] * count + penalty;
      });
    }
    this.rows += rows;
    return total / rows;
  }

  #loss(x, y) {
    const z = forward(this.#layers, x);
    return y.shape[1] === 1 ? z.sub(y).square().mean().mul(0.5) : tf.losses.softmaxCrossEntropy(y, z);
  }

  #squares() {
    return this.#layers.reduce((sum, { kernel }) => sum + kernel.square().sum().dataSync()[0], 0);
  }

  dispose() {
    for (const { kernel, bias } of this.#layers) tf.dispose([kernel, bias]);
    tf.dispose([this.#X, this.#y]);
    this.#optimizer.dispose();
  }
}

await converse({
  about: () => ({ version: `TensorFlow.js ${tf.version.tfjs} wasm`, threads: 1, dtypes: ['float32'] }),

  load({ task: given }) {
    training?.dispose();
    training = undefined;
    task = { ...given, ...readTask(given) };
  },

  epoch({ check }) {
    training ??= new Training();
    const timed = stopwatch();
    const loss = training.epoch(check);
    return { ...timed(), loss };
  },

  end: () => ({ steps: training.steps, rows: training.rows }),

  async product({ side }) {
    const [a, b] = [tf.fill([side, side], 0.5), tf.fill([side, side], 0.5)];
    const ms = await fastest(3, () => tf.tidy(() => a.matMul(b).sum().dataSync()));
    tf.dispose([a, b]);
    return { ms };
  },

  /** A whole training, data preparation included. */
  fit({ epochs }) {
    const timed = stopwatch();
    const whole = new Training();
    for (let epoch = 0; epoch < epochs; epoch++) whole.epoch(false);
    whole.dispose();
    return timed();
  },

  async latency({ calls }) {
    const layers = network();
    const { mean, variance } = tf.moments(tf.tensor2d(task.X.data, task.X.shape), 0);
    const scale = variance.sqrt();
    const row = [Array.from(task.X.data.subarray(0, task.sizes[0]))];
    const predict = () => tf.tidy(() => forward(layers, tf.tensor2d(row).sub(mean).div(scale)).dataSync());
    return { us: await microseconds(calls, predict) };
  },

  async throughput() {
    const layers = network();
    const predict = () =>
      tf.tidy(() => forward(layers, tf.tensor2d(task.X.data, task.X.shape)).softmax().dataSync());
    return { ms: await fastest(3, predict) };
  },

  peakMemory,
});
