/**
 * Hebb's models as a contender: `Sequential.fit` on the engine that is taken by itself, in float32, as models
 * compute unless told otherwise. What the classifiers' last layer gives are probabilities, as is usual with models.
 */
import { availableParallelism } from 'node:os';
import { Adam, Dense, Input, L2, Sequential } from 'hebb/nn';
import { tensor } from 'hebb/tensor';
import {
  converse,
  fastest,
  microseconds,
  peakMemory,
  readNumbers,
  readTask,
  stopwatch,
} from './conversation.mjs';

/** scikit-learn's ε. */
const EPSILON = 1e-8;

let task;

/** Dense layers with ReLU between them, starting from the given weights, and compiled. */
function model({ sizes, batch, alpha, dtype, files }) {
  const classify = sizes.at(-1) > 1;
  const dense = (units, i) =>
    new Dense(units, {
      activation: i < sizes.length - 2 ? 'relu' : classify ? 'softmax' : 'linear',
      // scikit-learn's penalty is alpha / 2 · Σw², divided by the rows of a batch.
      kernelRegularizer: new L2(alpha / (2 * batch)),
    });
  const network = new Sequential([Input([sizes[0]]), ...sizes.slice(1).map(dense)]);
  const count = network.weights.reduce((sum, { size }) => sum + size, 0);
  const values = readNumbers(files.weights, dtype, count);
  let start = 0;
  for (const weight of network.weights) {
    weight.assign(tensor(values.subarray(start, start + weight.size), { shape: weight.shape }));
    start += weight.size;
  }
  return network.compile({
    optimizer: new Adam({ learningRate: 1e-3, epsilon: EPSILON }),
    loss: classify ? 'sparse_categorical_crossentropy' : 'mse',
    lossWeights: [classify ? 1 : 0.5],
  });
}

const fitting = { shuffle: false, verbose: 0 };

/** A fit that runs an epoch when it is told to and waits after it. */
class Fit {
  #go;
  #answer;
  #timed;
  #finished;
  #network = model(task);
  #epochs = 0;

  epoch() {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.#timed = stopwatch();
      if (this.#finished === undefined) this.#begin();
      else this.#go();
    });
  }

  #begin() {
    const onEpochEnd = (_, { loss }) => {
      this.#epochs++;
      this.#answer.resolve({ ...this.#timed(), loss });
      return new Promise((go) => {
        this.#go = go;
      });
    };
    const options = { ...fitting, batchSize: task.batch, epochs: 1_000_000, callbacks: [{ onEpochEnd }] };
    this.#finished = this.#network.fit(task.X, task.y, options);
    this.#finished.catch((error) => this.#answer.reject(error));
  }

  /** Ends it, and tells what it counted. */
  async end() {
    this.#network.stopTraining = true;
    this.#go();
    await this.#finished;
    const [iterations] = this.#network.optimizerWeights;
    return { steps: iterations.values[0], rows: this.#epochs * task.rows };
  }
}

let fit;

await converse({
  about: () => ({
    version: `Node ${process.versions.node}`,
    threads: availableParallelism(),
    dtypes: ['float32'],
  }),

  load({ task: given }) {
    task = fit = undefined;
    globalThis.gc?.();
    task = { ...given, ...readTask(given) };
    fit = new Fit();
  },

  epoch: () => fit.epoch(),
  end: () => fit.end(),

  /** A whole fit, data preparation included. */
  async fit({ epochs }) {
    const timed = stopwatch();
    await model(task).fit(task.X, task.y, { ...fitting, batchSize: task.batch, epochs });
    return timed();
  },

  /** One row through `predict`. */
  async latency({ calls }) {
    const network = model(task);
    const row = { data: task.X.data.slice(0, task.sizes[0]), shape: [1, task.sizes[0]] };
    return { us: await microseconds(calls, () => network.predict(row)) };
  },

  /** All rows of the task at once. */
  async throughput() {
    const network = model(task);
    return { ms: await fastest(3, () => network.predict(task.X, { batchSize: task.rows })) };
  },

  peakMemory,
});
