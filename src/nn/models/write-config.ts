/** What configs of models say of the layers inside, as Keras writes it. */
import { type Config, serialize } from '../configured.ts';
import type { Layer } from '../layers/layer.ts';
import { isShape, leavesOf, mapStructure, type Structure, type SymbolicTensor } from '../layers/symbolic.ts';
import type { FunctionalGraph } from './functional-graph.ts';

/** The layers of the config that is being written, and what it says of them. */
let written: Map<Layer, Record<string, unknown>> | undefined;

/** What `write` gives. A layer that several models inside have is marked as one by Keras's `shared_object_id`. */
function marked(write: () => Config): Config {
  if (written !== undefined) return write();
  written = new Map();
  try {
    return write();
  } finally {
    written = undefined;
  }
}

/** A layer inside a model. */
function layerConfig(layer: Layer): Record<string, unknown> {
  const { inputShape } = layer;
  const isBuilt = inputShape !== undefined && (layer.build !== undefined || !isShape(inputShape));
  const built = isBuilt ? { build_config: { input_shape: inputShape } } : {};
  const config: Record<string, unknown> = {
    ...serialize(layer),
    ...built,
    ...(layer.module === 'keras' ? { compile_config: {} } : {}),
  };
  const before = written?.get(layer);
  if (before === undefined) written?.set(layer, config);
  else {
    before.shared_object_id ??= [...(written ?? new Map()).keys()].indexOf(layer);
    config.shared_object_id = before.shared_object_id;
  }
  return config;
}

/** What a stack of layers is made of. */
export function stackConfig(layers: readonly Layer[], graph: FunctionalGraph | undefined): Config {
  return marked(() => {
    const [input] = graph === undefined ? [] : leavesOf(graph.inputs);
    if (input === undefined) return { layers: layers.map(layerConfig) };
    return { layers: [input.layer, ...layers].map(layerConfig), build_input_shape: input.shape };
  });
}

/** What a graph of layers is made of. */
export function graphConfig({ layers, nodes, inputs, outputs }: FunctionalGraph): Config {
  const historyOf = ({ layer, node, tensorIndex }: SymbolicTensor): readonly [string, number, number] => {
    const used = layer.nodes.filter((one) => nodes.includes(one));
    return [layer.name, used.indexOf(node), tensorIndex];
  };
  const endOf = (tensor: SymbolicTensor): readonly [string, number, number] => {
    const [name, node, index] = historyOf(tensor);
    return [name, node + bornNodes(tensor.layer), index];
  };
  const argument = (tensor: SymbolicTensor): Config => ({
    class_name: '__keras_tensor__',
    config: { shape: tensor.shape, dtype: tensor.dtype, keras_history: historyOf(tensor) },
  });
  const nodesOf = (layer: Layer): Config[] =>
    layer.nodes
      .filter((node) => nodes.includes(node) && leavesOf(node.inputs).length > 0)
      .map((node) => ({
        args: [mapStructure(node.inputs as Structure<SymbolicTensor>, argument)],
        kwargs: layer.layers.length > 0 ? { mask: null } : {},
      }));
  return marked(() => ({
    layers: layers.map((layer) =>
      Object.assign(layerConfig(layer), { name: layer.name, inbound_nodes: nodesOf(layer) }),
    ),
    input_layers: mapStructure(inputs, endOf),
    output_layers: mapStructure(outputs, endOf),
  }));
}

/** At its ends a graph counts the nodes of the layers inside from this: a graph inside is born with one. */
export function bornNodes(layer: Layer | undefined): 0 | 1 {
  return layer?.className === 'Functional' ? 1 : 0;
}
