/**
 * Layers as expressions of a module, a line each in a table by class name. What a layer does only in training is
 * left out. A row is an array of numbers, `x` the expression that gives it.
 */
import { HebbError } from '../../core/errors.ts';
import type { Layer } from '../../nn/layers/layer.ts';
import { leavesOf } from '../../nn/layers/symbolic.ts';
import type { Model } from '../../nn/models/model.ts';
import type { ModuleText } from './module-text.ts';

/** Numbers of a layer by the names of its weights, and its options under Keras's names. */
interface Facts {
  readonly weight: (name: string) => ArrayLike<number> | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  readonly width: number;
}

type Writer = (text: ModuleText, x: string, facts: Facts) => string;

const same: Writer = (_, x) => x;

/** Functions of a number, as expressions in v; of a row, as the name of a function. */
const activations: Readonly<Record<string, (text: ModuleText, x: string) => string>> = {
  linear: (_, x) => x,
  relu: (text, x) => `${x}.map(${text.use('relu')})`,
  relu6: (text, x) => text.call('clip', x, 0, 6),
  sigmoid: (text, x) => `${x}.map(${text.use('sigmoid')})`,
  tanh: (_, x) => `${x}.map(Math.tanh)`,
  exponential: (_, x) => `${x}.map(Math.exp)`,
  softplus: (text, x) => `${x}.map(${text.use('softplus')})`,
  gelu: (text, x) => `${x}.map(${text.use('gelu')})`,
  softmax: (text, x) => text.call('softmax', x),
  log_softmax: (text, x) => text.call('logSoftmax', x),
  elu: (_, x) => each(x, 'v > 0 ? v : Math.expm1(v)'),
  celu: (_, x) => each(x, 'v > 0 ? v : Math.expm1(v)'),
  selu: (_, x) => each(x, '1.0507009873554805 * (v > 0 ? v : 1.6732632423543772 * Math.expm1(v))'),
  softsign: (_, x) => each(x, 'v / (1 + Math.abs(v))'),
  silu: (_, x) => each(x, 'v / (1 + Math.exp(-v))'),
  mish: (text, x) => each(x, `v * Math.tanh(${text.use('softplus')}(v))`),
  leaky_relu: (_, x) => each(x, 'v > 0 ? v : 0.2 * v'),
  hard_sigmoid: (_, x) => each(x, 'Math.min(Math.max(v + 3, 0), 6) / 6'),
  hard_silu: (_, x) => each(x, '(v * Math.min(Math.max(v + 3, 0), 6)) / 6'),
  hard_tanh: (text, x) => text.call('clip', x, -1, 1),
  log_sigmoid: (text, x) => each(x, `-${text.use('softplus')}(-v)`),
  tanh_shrink: (_, x) => each(x, 'v - Math.tanh(v)'),
};

function each(x: string, expression: string): string {
  return `${x}.map((v) => ${expression})`;
}

/**
 * An activation by Keras's name.
 *
 * @throws HebbError `UNSUPPORTED` for one that is not among those
 */
export function writeActivation(text: ModuleText, x: string, name: unknown): string {
  if (name === null) return x;
  if (typeof name === 'string' && Object.hasOwn(activations, name)) return activations[name](text, x);
  throw new HebbError('UNSUPPORTED', `its activation has no counterpart in a module.`);
}

const layers: Readonly<Record<string, Writer>> = {
  Activation: (text, x, { config }) => writeActivation(text, x, config.activation),
  ActivityRegularization: same,
  AlphaDropout: same,
  BatchNormalization(text, x, { weight, config, width }) {
    const epsilon = Number(config.epsilon);
    const mean = weight('moving_mean') ?? [];
    const deviation = Array.from(weight('moving_variance') ?? [], (v) => Math.sqrt(v + epsilon));
    const factor = deviation.map((d, j) => (weight('gamma')?.[j] ?? 1) / d);
    const shift = factor.map((f, j) => (weight('beta')?.[j] ?? 0) - mean[j] * f);
    checkWidth(factor, width);
    return text.call('multiplyAndShift', x, text.keep(factor, shift));
  },
  Dense(text, x, { weight, config }) {
    const units = Number(config.units);
    const bias = weight('bias') ?? new Float64Array(units);
    const product = text.call('dense', x, text.keep(weight('kernel') ?? [], bias), units);
    return writeActivation(text, product, config.activation);
  },
  Dropout: same,
  ELU: (_, x, { config }) => each(x, `v > 0 ? v : ${Number(config.alpha)} * Math.expm1(v)`),
  Flatten: (_, x) => `${x}.flat(Infinity)`,
  GaussianDropout: same,
  GaussianNoise: same,
  Identity: same,
  LayerNormalization(text, x, { weight, config, width }) {
    const axes = [config.axis].flat();
    if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== 1)) {
      throw new HebbError(
        'UNSUPPORTED',
        'only normalization along the last axis has a counterpart in a module.',
      );
    }
    const scaled = text.call('normalize', x, Number(config.epsilon));
    const [gamma, beta] = [weight('gamma') ?? ones(width), weight('beta') ?? new Float64Array(width)];
    return text.call('multiplyAndShift', scaled, text.keep(gamma, beta));
  },
  LeakyReLU: (_, x, { config }) => each(x, `v > 0 ? v : ${Number(config.negative_slope)} * v`),
  Normalization(text, x, { weight, config, width }) {
    const spread = (given: unknown): number[] => alike(given, width);
    const mean = spread(weight('mean') ?? config.mean);
    const deviation = spread(weight('variance') ?? config.variance).map((v) => Math.max(Math.sqrt(v), 1e-7));
    if (config.invert === true) return text.call('multiplyAndShift', x, text.keep(deviation, mean));
    return text.call('shiftAndDivide', x, text.keep(mean, deviation));
  },
  ReLU(text, x, { config }) {
    const [slope, limit, start] = [config.negative_slope, config.max_value, config.threshold];
    if (slope === 0 && limit === null && start === 0) return writeActivation(text, x, 'relu');
    const above = limit === null ? 'v' : `Math.min(v, ${Number(limit)})`;
    return each(x, `v > ${Number(start)} ? ${above} : ${Number(slope)} * (v - ${Number(start)})`);
  },
  Rescaling: (text, x, { config, width }) =>
    text.call('multiplyAndShift', x, text.keep(alike(config.scale, width), alike(config.offset, width))),
  Softmax: (text, x) => text.call('softmax', x),
  SpatialDropout1D: same,
};

function ones(length: number): Float64Array {
  return new Float64Array(length).fill(1);
}

/** One number for each of so many, where one stands for all. */
function alike(given: unknown, width: number): number[] {
  const list = Array.from([given as number | readonly number[]].flat(Infinity) as readonly number[]);
  const numbers = ArrayBuffer.isView(given) ? Array.from(given as Float64Array) : list.map(Number);
  const all = numbers.length === 1 ? new Array<number>(width).fill(numbers[0]) : numbers;
  checkWidth(all, width);
  return all;
}

function checkWidth(numbers: readonly number[], width: number): void {
  if (numbers.length === width) return;
  throw new HebbError('UNSUPPORTED', 'only normalization of each feature has a counterpart in a module.');
}

/**
 * A stack of layers as lines that change `x`.
 *
 * @throws HebbError `UNSUPPORTED` for layers without counterpart, naming them, and for graphs that branch; `NOT_FITTED`
 * for models that have not been built
 */
export function writeModelLines(text: ModuleText, model: Model): string[] {
  const { graph } = model;
  if (graph === undefined) {
    throw new HebbError(
      'NOT_FITTED',
      `${model.className} '${model.name}' has no graph of layers: build it, or give it inputs and outputs.`,
    );
  }
  const lines: string[] = [];
  let [tip] = leavesOf(graph.inputs);
  const isChain = leavesOf(graph.inputs).length === 1 && leavesOf(graph.outputs).length === 1;
  for (const { layer, inputs, outputs } of graph.nodes) {
    const given = leavesOf(inputs);
    if (given.length === 0) continue;
    if (!isChain || given.length > 1 || given[0] !== tip) {
      throw new HebbError(
        'UNSUPPORTED',
        `${layer.className} '${layer.name}' is a branch; modules are stacks of layers.`,
      );
    }
    [tip] = leavesOf(outputs);
    if (lines.length === 0 && given[0].rank === 2) {
      lines.push(`x = ${text.call('numbers', 'x', given[0].shape[1] ?? 'x.length')};`);
    }
    if ('graph' in layer) lines.push(...writeModelLines(text, layer as Model));
    else lines.push(`x = ${writeLayer(text, layer, given[0].shape)};`);
  }
  return lines;
}

function writeLayer(text: ModuleText, layer: Layer, shape: readonly (number | null)[]): string {
  const { className, name } = layer;
  const named = (what: string): HebbError =>
    new HebbError('UNSUPPORTED', `${className} '${name}' cannot be exported: ${what}`);
  if (!Object.hasOwn(layers, className)) throw named('it has no counterpart in a module.');
  if (className !== 'Flatten' && shape.length !== 2)
    throw named('modules compute with rows of numbers only.');
  const weights = new Map(layer.weights.map((weight) => [weight.name, weight.values]));
  const facts = {
    weight: (key: string) => weights.get(key),
    config: layer.getConfig(),
    width: shape[1] ?? 0,
  };
  try {
    return layers[className](text, 'x', facts);
  } catch (error) {
    throw error instanceof HebbError ? named(error.message) : error;
  }
}
