/**
 * Configs of Keras 2 and of TensorFlow.js in the form of Keras 3: other names of options, inputs that are part of the
 * first layer, nodes as nested lists. What is in Keras 3's form already stays as it is. Initializers are left out, as the
 * weights are there.
 */
import { HebbError, show } from '../../core/errors.ts';
import type { Activation } from '../../nn/activations.ts';
import type { Config } from '../../nn/configured.ts';

/** A layer or a model, of Keras 2 or 3. */
interface AnyConfig extends Config {
  readonly class_name: string;
  readonly config: Config | readonly unknown[];
  readonly inbound_nodes?: unknown;
}

/** Models: their nodes are counted from 1, as each is born with one. */
const models = new Set(['Sequential', 'Functional', 'Model']);
/** Layers that take several inputs, as a list even where there is one. */
const merging = new Set([
  'Add',
  'Average',
  'Concatenate',
  'Dot',
  'Maximum',
  'Minimum',
  'Multiply',
  'Subtract',
]);
/** Options that Keras 3 no longer has, and that change nothing. */
const dropped = new Set([
  'adjustment',
  'batch_input_shape',
  'fused',
  'input_dtype',
  'input_length',
  'renorm_clipping',
  'virtual_batch_size',
]);

/** clip(0.2 x + 0.5, 0, 1): what `hard_sigmoid` was before Keras 3. */
const oldHardSigmoid: Activation = {
  name: 'hard_sigmoid',
  formula: 'min(max(0.2 x + 0.5, 0), 1)',
  source: 'Keras 2',
  apply: (x) => x.mul(0.2).add(0.5).maximum(0).minimum(1),
};

/**
 * @param version what wrote the config: `3.15.1`, `2.13.1`, `tfjs-layers 4.22.0`
 * @throws HebbError `CORRUPT_FILE` for what is no config of a layer
 */
export function keras3Config(given: unknown, version: unknown): Config {
  return converted(asLayer(given), typeof version === 'string' && version.startsWith('3.'));
}

function asLayer(given: unknown): AnyConfig {
  const { class_name: name, config } = (given ?? {}) as Partial<AnyConfig>;
  if (typeof name === 'string' && typeof config === 'object' && config !== null) return given as AnyConfig;
  throw new HebbError('CORRUPT_FILE', `a layer of the model is described by ${show(given)}.`);
}

function converted(layer: AnyConfig, isNew: boolean): Config {
  const { class_name: name, config } = layer;
  // The oldest stacks are a list of layers and nothing more.
  const own: Config = Array.isArray(config) ? { layers: config } : (config as Config);
  if (name === 'Sequential') return { ...layer, config: stack(own, isNew) };
  if (models.has(name)) return { ...layer, class_name: 'Functional', config: graph(own, isNew) };
  return { ...layer, config: isNew ? own : options(name, own) };
}

function layersOf({ layers }: Config): readonly AnyConfig[] {
  if (Array.isArray(layers)) return layers.map(asLayer);
  throw new HebbError('CORRUPT_FILE', `the layers of the model are ${show(layers)}.`);
}

function stack(config: Config, isNew: boolean): Config {
  const layers = layersOf(config).map((layer) => converted(layer, isNew));
  const [first] = layersOf(config);
  const { batch_input_shape: shape, dtype = 'float32', name } = (first?.config ?? {}) as Config;
  if (isNew || shape === undefined || first.class_name === 'InputLayer') return { ...config, layers };
  const input = { batch_shape: shape, dtype, name: `${name}_input` };
  return { ...config, layers: [{ class_name: 'InputLayer', config: input }, ...layers] };
}

/** Options of a layer under the names of Keras 3. */
function options(name: string, config: Config): Config {
  const entries = Object.entries(config).flatMap(([key, value]): [string, unknown][] => {
    if (dropped.has(key) && !(key === 'batch_input_shape' && name === 'InputLayer')) return [];
    if (value === null || key.endsWith('_initializer')) return [];
    if (key === 'batch_input_shape') return [['batch_shape', value]];
    if (key === 'alpha' && name === 'LeakyReLU') return [['negative_slope', value]];
    if (key === 'axis' && Array.isArray(value) && value.length === 1) return [[key, value[0]]];
    if (key === 'dtype' && name === 'InputLayer') return [[key, value]];
    if (key.endsWith('activation') && value === 'hard_sigmoid') return [[key, oldHardSigmoid]];
    return [[key, value]];
  });
  return Object.fromEntries(entries);
}

function graph(config: Config, isNew: boolean): Config {
  const given = layersOf(config);
  const classes = new Map(
    given.map((layer) => [layer.name ?? (layer.config as Config).name, layer.class_name]),
  );
  const place = (reference: unknown): readonly [string, number, number] => {
    const [name, node, index] = Array.isArray(reference) ? reference : [];
    if (typeof name !== 'string' || !Number.isInteger(node) || !Number.isInteger(index)) {
      throw new HebbError('CORRUPT_FILE', `a layer of the model is called on ${show(reference)}.`);
    }
    return [name, models.has(classes.get(name) ?? '') ? Math.max(0, node - 1) : node, index];
  };
  const layers = given.map((layer) => {
    const name = layer.name ?? (layer.config as Config).name;
    const nodes = layer.inbound_nodes;
    const made = { ...converted(layer, isNew), name };
    if (!Array.isArray(nodes) || !nodes.some(Array.isArray)) return { ...made, inbound_nodes: nodes ?? [] };
    return { ...made, inbound_nodes: nodes.map((node) => call(node, layer.class_name, place)) };
  });
  if (isNew) return { ...config, layers };
  const end = (reference: unknown): unknown => {
    const [name, node, index] = place(reference);
    // At its ends Keras 3 counts graphs, though not stacks, from 1.
    const isGraph = ['Functional', 'Model'].includes(classes.get(name) ?? '');
    return [name, node + (isGraph ? 1 : 0), index];
  };
  const ends = (list: unknown): unknown => {
    if (!Array.isArray(list)) throw new HebbError('CORRUPT_FILE', `an end of the model is ${show(list)}.`);
    const found = typeof list[0] === 'string' ? [end(list)] : list.map(end);
    return found.length === 1 ? found[0] : found;
  };
  return {
    ...config,
    layers,
    input_layers: ends(config.input_layers),
    output_layers: ends(config.output_layers),
  };
}

/** A call as `[[layer, node, tensor, further arguments], …]` in the form of Keras 3. */
function call(node: unknown, className: string, place: (reference: unknown) => readonly unknown[]): Config {
  const references: readonly unknown[] =
    Array.isArray(node) && typeof node[0] === 'string' ? [node] : (node as unknown[]);
  const tensors = references.map((reference) => ({
    class_name: '__keras_tensor__',
    config: { keras_history: place(reference) },
  }));
  const [first] = references;
  const kwargs = Array.isArray(first) ? (first[3] ?? {}) : {};
  return { args: [tensors.length === 1 && !merging.has(className) ? tensors[0] : tensors], kwargs };
}
