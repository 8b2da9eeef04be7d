/** Models from configs as Keras writes them: a stack of layers, or a graph of them. Numbers are no part of it. */
import { didYouMean, HebbError, show } from '../../core/errors.ts';
import { type Config, optionsOf } from '../configured.ts';
import { InputLayer } from '../layers/input.ts';
import { Layer } from '../layers/layer.ts';
import { type LayerConfig, layerClassNames, layerOf } from '../layers/layer-named.ts';
import { leavesOf, type Structure, type SymbolicShape, type SymbolicTensor } from '../layers/symbolic.ts';
import { type CustomObjects, isObjectConfig, ownObject, withOwnObjects } from './custom-objects.ts';
import { Model } from './model.ts';
import { Sequential } from './sequential.ts';
import { bornNodes } from './write-config.ts';

/** Where a symbolic tensor comes from: layer, which of its applications, which of its outputs. */
type KerasHistory = readonly [layer: string, node: number, tensor: number];

interface NodeConfig {
  readonly args: readonly unknown[];
}

interface GraphLayerConfig extends LayerConfig {
  readonly name: string;
  readonly inbound_nodes: readonly NodeConfig[];
}

/** What configs of models say besides the options that made them. */
const contents = ['layers', 'input_layers', 'output_layers', 'build_input_shape'];

/**
 * The layer or model that a config of Keras describes, with new weights.
 *
 * @param own classes of one's own, and functions and records of activations that options name; a class is made with
 * its options as `getConfig` has them, in camelCase, or by its static `fromConfig`
 * @throws HebbError `INVALID_VALUE` for classes that are not known; `UNSUPPORTED` for what Hebb does not have, and for
 * functions: no code is run from a config
 * @example
 * const model = new Sequential([Input([2]), new Dense(3)]);
 * fromConfig({ class_name: 'Sequential', config: model.getConfig() }).countParams(); // 9
 */
export function fromConfig(config: LayerConfig, own: CustomObjects = {}): Layer {
  return made(config, own, new Map());
}

/** Layers that several models inside have, by their `shared_object_id`. */
type Shared = Map<unknown, Layer>;

function made(
  one: LayerConfig & { readonly shared_object_id?: unknown },
  own: CustomObjects,
  shared: Shared,
): Layer {
  const { shared_object_id: id } = one;
  const layer = shared.get(id) ?? newLayer(one, own, shared);
  if (id !== undefined) shared.set(id, layer);
  return layer;
}

function newLayer({ class_name: name, config }: LayerConfig, own: CustomObjects, shared: Shared): Layer {
  const Own = ownObject(name, own);
  if (Own !== undefined) return ownLayerOf(name, Own as OwnClass, config, own);
  if (name === 'Sequential') return sequentialOf(config, own, shared);
  if (name === 'Functional' || name === 'Model') return functionalOf(config, own, shared);
  if (name === 'Lambda') {
    throw new HebbError(
      'UNSUPPORTED',
      `layer ${show(config.name)} is a Lambda, whose code is never run from a file: write it as a class that extends Layer, and give that as one of the customObjects.`,
    );
  }
  if (!layerClassNames.includes(name)) {
    throw new HebbError(
      'INVALID_VALUE',
      `there is no layer ${show(name)}.${didYouMean(String(name), layerClassNames)} A class of your own is given when the model is loaded: { customObjects: { ${name} } }.`,
    );
  }
  return layerOf({ class_name: name, config: withOwnObjects(config, own) as Config });
}

interface OwnClass {
  new (options: object): unknown;
  readonly fromConfig?: (config: Config) => unknown;
}

function ownLayerOf(name: string, Own: OwnClass, config: Config, own: CustomObjects): Layer {
  const told = Object.entries(config).filter(
    ([key, value]) => !contents.includes(key) && value !== undefined,
  );
  const options = withOwnObjects(Object.fromEntries(told), own) as Config;
  const layer = Own.fromConfig?.(options) ?? new Own(optionsOf(options));
  if (layer instanceof Layer) return layer as Layer;
  throw new HebbError('INVALID_VALUE', `${show(name)} of the customObjects makes no layer.`);
}

function sequentialOf(config: Config, own: CustomObjects, shared: Shared): Sequential {
  const { name, trainable, dtype, layers, build_input_shape: shape } = config;
  const stack = (layers as LayerConfig[]).map((layer) => made(layer, own, shared));
  const symbols = stack.map((layer) => (layer instanceof InputLayer ? layer.output : layer));
  // Layers inside say themselves whether they are trained.
  const model = new Sequential(symbols, optionsOf({ name, trainable, dtype }));
  if (!model.built && Array.isArray(shape)) model.ensureBuilt(shape as SymbolicShape);
  return model;
}

function functionalOf(config: Config, own: CustomObjects, shared: Shared): Model {
  const layers = new Map<string, { layer: Layer; config: GraphLayerConfig; done: number }>();
  for (const one of config.layers as GraphLayerConfig[]) {
    layers.set(one.name, { layer: made(one, own, shared), config: one, done: 0 });
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
    if (!isHistory(given)) return mapEntries(given as object, ends) as Structure<SymbolicTensor>;
    const [layer, node, index] = given;
    const found = tensorOf([layer, node - bornNodes(layers.get(layer)?.layer), index]);
    if (found !== undefined) return found;
    throw new HebbError('INVALID_VALUE', 'the graph of the config has a gap.');
  };
  const { name, trainable } = config;
  return new Model({
    inputs: ends(config.input_layers),
    outputs: ends(config.output_layers),
    ...optionsOf({ name, trainable }),
  });
}

function isHistory(given: unknown): given is KerasHistory {
  return Array.isArray(given) && typeof given[0] === 'string';
}

/** A list or a record of what `of` makes of each. */
function mapEntries<T>(given: object, of: (one: unknown) => T): readonly T[] | Readonly<Record<string, T>> {
  if (Array.isArray(given)) return given.map(of);
  return Object.fromEntries(Object.entries(given).map(([name, one]) => [name, of(one)]));
}

/** A node's inputs; undefined while what they come from is not there. */
function argumentOf(
  given: unknown,
  tensorOf: (history: KerasHistory) => SymbolicTensor | undefined,
): Structure<SymbolicTensor> | undefined {
  if (isObjectConfig(given)) {
    return tensorOf((given.config as { readonly keras_history: KerasHistory }).keras_history);
  }
  const several = mapEntries(given as object, (one) => argumentOf(one, tensorOf));
  const isWhole = Object.values(several).every((one) => one !== undefined);
  return isWhole ? (several as Structure<SymbolicTensor>) : undefined;
}
