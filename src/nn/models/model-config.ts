/** Models from configs as Keras writes them: a stack of layers, or a graph of them. Numbers are no part of it. */
import { HebbError, show } from '../../core/errors.ts';
import type { Config } from '../configured.ts';
import { InputLayer } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { type LayerConfig, layerOf } from '../layers/layer-named.ts';
import { leavesOf, type Structure, type SymbolicShape, type SymbolicTensor } from '../layers/symbolic.ts';
import { Model } from './model.ts';
import { Sequential } from './sequential.ts';

/** Where a symbolic tensor comes from: layer, which of its applications, which of its outputs. */
type KerasHistory = readonly [layer: string, node: number, tensor: number];

interface NodeConfig {
  readonly args: readonly unknown[];
}

interface GraphLayerConfig extends LayerConfig {
  readonly name: string;
  readonly inbound_nodes: readonly NodeConfig[];
}

/** Class names, and classes of one's own. */
export type OwnLayers = Parameters<typeof layerOf>[1];

/**
 * The layer or model that a config of Keras describes, with new weights.
 *
 * @param own classes of one's own, by name
 * @throws HebbError `INVALID_VALUE` for classes that are not known; `UNSUPPORTED` for what Hebb does not have
 * @example
 * const model = new Sequential([Input([2]), new Dense(3)]);
 * fromConfig({ class_name: 'Sequential', config: model.getConfig() }).countParams(); // 9
 */
export function fromConfig({ class_name: name, config }: LayerConfig, own: OwnLayers = {}): Layer {
  if (name === 'Sequential') return sequentialOf(config, own);
  if (name === 'Functional' || name === 'Model') return functionalOf(config, own);
  return layerOf({ class_name: name, config }, own);
}

function sequentialOf(config: Config, own: OwnLayers): Sequential {
  const { name, trainable, layers, build_input_shape: shape } = config;
  const stack = (layers as LayerConfig[]).map((layer) => fromConfig(layer, own));
  const symbols = stack.map((layer) => (layer instanceof InputLayer ? layer.output : layer));
  const model = new Sequential(symbols, { name: name as string });
  if (!model.built && Array.isArray(shape)) model.ensureBuilt(shape as SymbolicShape);
  if (trainable === false) model.trainable = false;
  return model;
}

function functionalOf(config: Config, own: OwnLayers): Model {
  const layers = new Map<string, { layer: Layer; config: GraphLayerConfig; done: number }>();
  for (const one of config.layers as GraphLayerConfig[]) {
    layers.set(one.name, { layer: fromConfig(one, own), config: one, done: 0 });
  }
  const tensorOf = ([name, node, index]: KerasHistory): SymbolicTensor | undefined => {
    const entry = layers.get(name);
    if (entry === undefined)
      throw new HebbError('INVALID_VALUE', `there is no layer ${show(name)} in the config.`);
    const { layer } = entry;
    const first = layer instanceof InputLayer ? 0 : layer.nodes.length - entry.done;
    const made = layer.nodes[first + node];
    return made === undefined ? undefined : leavesOf(made.outputs)[index];
  };
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const entry of layers.values()) {
      const { layer, config: one } = entry;
      for (const node of one.inbound_nodes.slice(entry.done)) {
        const inputs = argumentOf(node.args[0], tensorOf);
        if (inputs === undefined) break;
        layer.apply(inputs);
        entry.done++;
        isMoving = true;
      }
    }
  }
  const ends = (given: unknown): Structure<SymbolicTensor> => {
    const found = histories(given).map((history) => tensorOf(history));
    const known = found.filter((tensor) => tensor !== undefined);
    if (known.length < found.length)
      throw new HebbError('INVALID_VALUE', 'the graph of the config has a gap.');
    return known.length === 1 && isHistory(given) ? known[0] : known;
  };
  const model = new Model({
    inputs: ends(config.input_layers),
    outputs: ends(config.output_layers),
    name: config.name as string,
  });
  if (config.trainable === false) model.trainable = false;
  return model;
}

function isHistory(given: unknown): given is KerasHistory {
  return Array.isArray(given) && typeof given[0] === 'string';
}

function histories(given: unknown): KerasHistory[] {
  return isHistory(given) ? [given] : (given as KerasHistory[]);
}

/** A node's inputs; undefined while what they come from is not there. */
function argumentOf(
  given: unknown,
  tensorOf: (history: KerasHistory) => SymbolicTensor | undefined,
): Structure<SymbolicTensor> | undefined {
  if (Array.isArray(given)) {
    const list = given.map((one) => argumentOf(one, tensorOf));
    return list.some((one) => one === undefined) ? undefined : (list as SymbolicTensor[]);
  }
  const { config } = given as { readonly config: { readonly keras_history: KerasHistory } };
  return tensorOf(config.keras_history);
}
