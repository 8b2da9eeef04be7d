/**
 * brain.js as a contender, where it can do the work: it learns row by row, without batches, and its errors are
 * those of squares, so an epoch is as many rows but other steps. It has no classes either: one output only.
 */
import brain from 'brain.js';
import { converse, peakMemory, readTask, stopwatch } from '../contenders/conversation.mjs';

let rows;
let network;

await converse({
  about: () => ({ version: 'brain.js 1.6', threads: 1, otherWork: true, dtypes: ['float32'], outputs: 1 }),

  load({ task }) {
    const { X, y } = readTask(task);
    const inputs = task.sizes[0];
    rows = Array.from({ length: task.rows }, (_, i) => ({
      input: Array.from(X.data.subarray(i * inputs, (i + 1) * inputs)),
      output: [y[i]],
    }));
    network = new brain.NeuralNetwork({ hiddenLayers: task.sizes.slice(1, -1), activation: 'relu' });
  },

  epoch() {
    const timed = stopwatch();
    network.train(rows, { iterations: 1, learningRate: 1e-3 });
    return timed();
  },

  end: () => ({}),
  peakMemory,
});
