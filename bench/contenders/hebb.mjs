/**
 * Hebb as a contender, through its public names. The argument is what to create the engine with, as JSON:
 * `["wasm", { "threads": 1 }]`. An engine that there is not is reported as missing, not as an error.
 */
import { availableParallelism } from 'node:os';
import { createEngine, MLPClassifier, MLPRegressor, makePipeline, StandardScaler } from 'hebb';
import { compile, tensor } from 'hebb/tensor';
import { converse, fastest, microseconds, peakMemory, readTask, stopwatch } from './conversation.mjs';

const [engineName, engineOptions] = JSON.parse(process.argv[2]);
/** Calls after which the engine has found out whether threads pay. */
const PRODUCTS_TO_WARM_UP = 20;
/** What a network has learned makes no difference to how fast it predicts: few rows will do. */
const ROWS_TO_LEARN = 2000;

let engine;
let task;
let product;

/** An estimator for a task; it trains in the order of the rows, so that every contender takes the same steps. */
function estimator({ sizes, batch, alpha, seed, dtype }, more) {
  const Model = sizes.at(-1) === 1 ? MLPRegressor : MLPClassifier;
  return new Model({
    hiddenLayerSizes: sizes.slice(1, -1),
    batchSize: batch,
    alpha,
    randomState: seed,
    shuffle: false,
    tol: 0,
    nIterNoChange: Number.POSITIVE_INFINITY,
    dtype,
    engine,
    onWarning() {},
    ...more,
  });
}

/** A fit that runs an epoch when it is told to and waits after it. */
class Fit {
  #go;
  #answer;
  #timed;
  #finished;

  epoch() {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.#timed = stopwatch();
      if (this.#finished === undefined) this.#begin();
      else this.#go(true);
    });
  }

  #begin() {
    const onEpochEnd = ({ loss }) => {
      this.#answer.resolve({ ...this.#timed(), loss });
      return new Promise((go) => {
        this.#go = go;
      });
    };
    const model = estimator(task, { maxIter: 1_000_000, callbacks: [{ onEpochEnd }] });
    this.#finished = model.fit(task.X, task.y);
    this.#finished.catch((error) => this.#answer.reject(error));
  }

  /** Ends it, and tells what it counted. */
  async end() {
    this.#go(false);
    const model = await this.#finished;
    return { steps: model.toState().attributes.solver.steps, rows: model.samplesSeen };
  }
}

let fit;

await converse({
  about() {
    try {
      engine = createEngine(engineName, engineOptions);
    } catch (error) {
      return { missing: error.message };
    }
    const threads = engineOptions?.threads ?? availableParallelism();
    return { version: `Node ${process.versions.node}`, threads };
  },

  load({ task: given }) {
    task = fit = product = undefined;
    globalThis.gc?.();
    task = { ...given, ...readTask(given) };
    fit = new Fit();
  },

  epoch: () => fit.epoch(),
  end: () => fit.end(),

  /** The fastest of three products of two square matrices, in milliseconds. */
  async product({ side }) {
    if (product === undefined) {
      const Floats = task.X.data.constructor;
      const square = () => tensor(new Floats(side * side).fill(0.5), { shape: [side, side] });
      product = { run: compile((a, b) => a.matmul(b).sum(), { engine }), a: square(), b: square() };
      await fastest(PRODUCTS_TO_WARM_UP, () => product.run(product.a, product.b));
    }
    return { ms: await fastest(3, () => product.run(product.a, product.b)) };
  },

  /** A whole fit, data preparation included. */
  async fit({ epochs }) {
    const timed = stopwatch();
    await estimator(task, { maxIter: epochs }).fit(task.X, task.y);
    return timed();
  },

  /** One row through a pipeline, and through the network alone on the engine. */
  async latency({ calls }) {
    const pipeline = await makePipeline(new StandardScaler(), estimator(task, { maxIter: 1 })).fit(
      task.X,
      task.y,
    );
    const row = [Array.from(task.X.data.subarray(0, task.sizes[0]))];
    const model = await estimator(task, { maxIter: 1 }).fit(task.X, task.y);
    const [kernels, biases] = [model.coefs, model.intercepts];
    const forward = compile(
      (x) =>
        kernels.reduce((h, kernel, i) => {
          const z = h.matmul(kernel).add(tensor(biases[i]));
          return i === kernels.length - 1 ? z : z.maximum(0);
        }, x),
      { engine },
    );
    const x = tensor(task.X.data.slice(0, task.sizes[0]), { shape: [1, task.sizes[0]] });
    return {
      us: await microseconds(calls, () => pipeline.predict(row)),
      networkUs: await microseconds(calls, () => forward(x)),
    };
  },

  /** All rows of the task at once. */
  async throughput() {
    const columns = task.sizes[0];
    const X = { data: task.X.data.subarray(0, ROWS_TO_LEARN * columns), shape: [ROWS_TO_LEARN, columns] };
    const model = await estimator(task, { maxIter: 1 }).fit(X, task.y.subarray(0, ROWS_TO_LEARN));
    return { ms: await fastest(3, () => model.predictProba(task.X)) };
  },

  peakMemory,
});
