/**
 * The layers of a model and what goes where, as TensorFlow writes graphs: a node for each application of a layer, with
 * the shapes of its outputs. Models inside are drawn as boxes that open. It knows nothing of events.
 * Format: TensorFlow's graph.proto, node_def.proto and attr_value.proto
 */
import { leavesOf, type SymbolicTensor } from '../../nn/layers/symbolic.ts';
import { Model } from '../../nn/models/model.ts';
import { encodeMessage, type Schema } from '../protobuf.ts';

interface ShapeList {
  readonly shape?: readonly { readonly dim?: readonly { readonly size?: number }[] }[];
}

interface NodeMessage {
  readonly name?: string;
  readonly op?: string;
  readonly input?: readonly string[];
  readonly attr?: readonly { readonly key?: string; readonly value?: { readonly list?: ShapeList } }[];
}

interface GraphMessage {
  readonly node?: readonly NodeMessage[];
}

const schema: Schema<GraphMessage> = {
  node: [
    1,
    {
      name: [1, 'string'],
      op: [2, 'string'],
      input: [3, 'string', 'repeated'],
      attr: [
        5,
        {
          key: [1, 'string'],
          value: [
            2,
            { list: [1, { shape: [7, { dim: [2, { size: [1, 'int64'] }, 'repeated'] }, 'repeated'] }] },
          ],
        },
        'repeated',
      ],
    },
    'repeated',
  ],
};

/** The graph of a model's layers; of a stack that does not know its shapes yet, a chain of them. */
export function toGraphDef(model: Model): Uint8Array {
  const nodes: NodeMessage[] = [];
  if (model.graph !== undefined) addNodes(model, '', new Map(), nodes);
  else {
    for (const [i, { name, className }] of model.layers.entries()) {
      nodes.push({ name, op: className, input: i === 0 ? [] : [model.layers[i - 1].name] });
    }
  }
  return encodeMessage(schema, { node: nodes });
}

/**
 * Add the nodes of a model, and of those inside.
 *
 * @param scope stands before all names
 * @param sources what the model's inputs are called outside, where it is inside another
 * @returns what its outputs are called
 */
function addNodes(
  { graph }: Model,
  scope: string,
  sources: ReadonlyMap<SymbolicTensor, string>,
  nodes: NodeMessage[],
): readonly string[] {
  if (graph === undefined) return [];
  const named = new Map<SymbolicTensor, string>();
  const applied = new Map<string, number>();
  for (const { layer, inputs, outputs } of graph.nodes) {
    const times = applied.get(layer.name) ?? 0;
    applied.set(layer.name, times + 1);
    const name = `${scope}${layer.name}${times === 0 ? '' : `_${times}`}`;
    const made = leavesOf(outputs);
    const given = leavesOf(inputs).map((input) => named.get(input) ?? '');
    const outside = made.flatMap((output) => sources.get(output) ?? []);
    if (layer instanceof Model && layer.graph !== undefined) {
      const into = new Map(leavesOf(layer.graph.inputs).map((input, i) => [input, given[i]]));
      const out = addNodes(layer, `${name}/`, into, nodes);
      for (const [i, output] of made.entries()) named.set(output, out[i]);
    } else {
      nodes.push({ name, op: layer.className, input: [...given, ...outside], attr: [shapesOf(made)] });
      for (const [i, output] of made.entries()) named.set(output, i === 0 ? name : `${name}:${i}`);
    }
  }
  return leavesOf(graph.outputs).map((output) => named.get(output) ?? '');
}

/** Sizes that are not known are −1. */
function shapesOf(tensors: readonly SymbolicTensor[]): NonNullable<NodeMessage['attr']>[number] {
  const shape = tensors.map((tensor) => ({ dim: tensor.shape.map((size) => ({ size: size ?? -1 })) }));
  return { key: '_output_shapes', value: { list: { shape } } };
}
