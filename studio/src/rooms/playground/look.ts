/** What a network gives, looked at: scores, pictures of every unit, and how its layers are doing. */
import { accuracyScore, confusionMatrix, r2Score } from 'hebb';
import { computeLoss, lossNamed } from 'hebb/nn';
import { fromTyped, gradients, type Tensor } from 'hebb/tensor';
import { featureRows, gridPoints } from './features.ts';
import { lossOf, type Network, targetRows } from './network.ts';
import type { Points } from './points.ts';
import { type ActivationName, classCount, outputCount, type Settings } from './settings.ts';
import { type LayerHealth, outputGrid, type Scores, unitGrid } from './snapshot.ts';

const unitPlaces = gridPoints(unitGrid);
const outputPlaces = gridPoints(outputGrid);

type Rows = { readonly data: Float32Array; readonly shape: readonly [number, number] };

function rowsAt(places: Float32Array, { features }: Settings): Rows {
  return { data: featureRows(places, features), shape: [places.length / 2, features.length] };
}

async function outputsOf({ model }: Network, rows: Rows): Promise<Float32Array> {
  return ((await model.predictOnBatch(rows)) as Tensor).values as Float32Array;
}

/** Loss and score over points; of no points, NaN. */
export async function scoresOf(network: Network, settings: Settings, points: Points): Promise<Scores> {
  const count = points.targets.length;
  if (count === 0) return { loss: Number.NaN, score: Number.NaN, confusion: [] };
  const outputs = await outputsOf(network, rowsAt(points.places, settings));
  const width = outputCount(settings);
  const targets = fromTyped(targetRows(settings, points.targets), [count, 1]);
  const loss = computeLoss(lossNamed(lossOf(settings)), targets, fromTyped(outputs, [count, width])).item();
  // A network that has diverged has no score.
  if (!Number.isFinite(loss)) return { loss, score: Number.NaN, confusion: [] };
  if (settings.problem === 'regression') {
    return { loss, score: r2Score(points.targets, outputs), confusion: [] };
  }
  const said = Float32Array.from({ length: count }, (_, i) => classAt(outputs, i, settings));
  const labels = Array.from({ length: classCount(settings) }, (_, k) => k);
  const confusion = confusionMatrix(points.targets, said, { labels }).flat();
  return { loss, score: accuracyScore(points.targets, said), confusion };
}

/** The class that the outputs of a row speak for. */
function classAt(outputs: Float32Array, row: number, settings: Settings): number {
  const width = outputCount(settings);
  if (width === 1) return outputs[row] > (settings.loss === 'cross_entropy' ? 0.5 : 0) ? 1 : 0;
  let best = 0;
  for (let k = 1; k < width; k++) if (outputs[row * width + k] > outputs[row * width + best]) best = k;
  return best;
}

/** The output over the plane; see `Snapshot.output`. */
export async function outputPicture(network: Network, settings: Settings): Promise<Float32Array> {
  const outputs = await outputsOf(network, rowsAt(outputPlaces, settings));
  const width = outputCount(settings);
  if (width === 1) {
    const isShare = settings.problem === 'classification' && settings.loss === 'cross_entropy';
    return isShare ? outputs.map((share) => 2 * share - 1) : outputs;
  }
  return Float32Array.from({ length: outputs.length / width }, (_, row) => {
    const best = classAt(outputs, row, settings);
    const sure = (outputs[row * width + best] - 1 / width) / (1 - 1 / width);
    return best + Math.min(0.999, Math.max(0, sure));
  });
}

/** Every hidden unit over the plane, layer by layer, from −1 to 1. */
export async function unitPictures({ inside }: Network, settings: Settings): Promise<Float32Array[]> {
  if (settings.layers.length === 0) return [];
  const made = (await inside.predictOnBatch(rowsAt(unitPlaces, settings))) as Tensor[];
  const cells = unitGrid * unitGrid;
  return settings.layers.map(({ units }, k) => {
    const values = made[k].values as Float32Array;
    let largest = 1;
    for (const value of values) largest = Math.max(largest, Math.abs(value));
    const pictures = new Float32Array(units * cells);
    for (let unit = 0; unit < units; unit++) {
      for (let i = 0; i < cells; i++) pictures[unit * cells + i] = values[i * units + unit] / largest;
    }
    return pictures;
  });
}

/** How far from flat an activation still counts as flat. */
const FLAT = 0.02;

/** Bounded activations saturate towards their ends, rectifiers are off at 0. */
const ends: Readonly<Partial<Record<ActivationName, readonly number[]>>> = {
  tanh: [-1, 1],
  sigmoid: [0, 1],
  relu: [0],
};

/** Gradients and activations of every layer over the points trained on, the output layer last. */
export async function healthOf(network: Network, settings: Settings, points: Points): Promise<LayerHealth[]> {
  const count = points.targets.length;
  if (count === 0) return [];
  const rows = rowsAt(points.places, settings);
  const outputs = network.model.call(fromTyped(rows.data, rows.shape), { training: false }) as Tensor;
  const targets = fromTyped(targetRows(settings, points.targets), [count, 1]);
  const loss = computeLoss(lossNamed(lossOf(settings)), targets, outputs);
  const kernels = network.dense.map((layer) => layer.weights[0].value);
  const slopes = gradients(loss, kernels).map((slope) => slope.values as Float32Array);
  const given = (await network.inside.predictOnBatch(rows)) as Tensor | Tensor[];
  const layers = Array.isArray(given) ? given : [given];
  return network.dense.map((layer, k) => {
    const values = layers[k].values as Float32Array;
    const units = layer.weights[1].values.length;
    const activation = settings.layers[k]?.activation ?? settings.activation;
    const flat = k < settings.layers.length ? (ends[activation] ?? []) : [];
    const stuckIn = new Array<number>(units).fill(0);
    for (const [i, value] of values.entries()) {
      if (flat.some((end) => Math.abs(value - end) < FLAT)) stuckIn[i % units]++;
    }
    return {
      gradient: rootMeanSquare(slopes[k]),
      slopes: slopes[k].slice(),
      activation: deviation(values),
      stuck: stuckIn.reduce((sum, n) => sum + n, 0) / values.length,
      dead: stuckIn.map((n) => n === count),
    };
  });
}

function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}

function deviation(values: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / values.length - (sum / values.length) ** 2));
}
