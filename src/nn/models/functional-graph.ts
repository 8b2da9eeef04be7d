/**
 * The graph between symbolic tensors: which layers are applied to what, in order, and how numbers run through it.
 * Layers are ordered as Keras orders them, by their distance from the outputs.
 */
import { HebbError } from '../../core/errors.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Layer } from '../layers/layer.ts';
import {
  leavesOf,
  mapStructure,
  type Node,
  type Structure,
  type SymbolicShape,
  type SymbolicTensor,
  showSymbolic,
} from '../layers/symbolic.ts';

export class FunctionalGraph {
  readonly inputs: Structure<SymbolicTensor>;
  readonly outputs: Structure<SymbolicTensor>;
  /** Every layer once, those farthest from the outputs first. */
  readonly layers: readonly Layer[];
  /** The applications of layers, each after those that it needs. */
  readonly nodes: readonly Node[];

  /** @throws HebbError `INVALID_VALUE` when outputs need an input that is not among `inputs`, and for equal names */
  constructor(inputs: Structure<SymbolicTensor>, outputs: Structure<SymbolicTensor>) {
    this.inputs = inputs;
    this.outputs = outputs;
    const order = nodesBefore(leavesOf(inputs), leavesOf(outputs));
    const depths = new Map<Node, number>();
    const layerDepths = new Map<Layer, number>();
    for (const node of [...order].reverse()) {
      const depth = Math.max(depths.get(node) ?? 0, layerDepths.get(node.layer) ?? 0);
      depths.set(node, depth);
      layerDepths.set(node.layer, depth);
      for (const { node: before } of leavesOf(node.inputs)) {
        depths.set(before, Math.max(depth + 1, depths.get(before) ?? 0));
      }
    }
    const seen = [...new Set(order.map(({ layer }) => layer))];
    this.layers = seen.sort((a, b) => (layerDepths.get(b) ?? 0) - (layerDepths.get(a) ?? 0));
    checkNames(this.layers);
    this.nodes = order;
  }

  /** Names of the inputs, and of the outputs: those of the layers they come from. */
  get inputNames(): readonly string[] {
    return leavesOf(this.inputs).map(({ layer }) => layer.name);
  }

  get outputNames(): readonly string[] {
    return leavesOf(this.outputs).map(({ layer }) => layer.name);
  }

  /** What comes out for tensors that go in: a list in order, or a record by the inputs' names. */
  run(given: Structure<Tensor>): Structure<Tensor> {
    const values = new Map<SymbolicTensor, Tensor>();
    const tensors = this.#inOrder(given);
    for (const [i, input] of leavesOf(this.inputs).entries()) values.set(input, fitted(tensors[i], input));
    for (const { layer, inputs, outputs } of this.nodes) {
      const made = leavesOf(outputs);
      if (made.every((output) => values.has(output))) continue;
      const results: Structure<Tensor> = layer.applyMany(
        mapStructure(inputs, (input) => values.get(input) as Tensor),
      );
      for (const [i, result] of leavesOf(results).entries()) values.set(made[i], result);
    }
    return mapStructure(this.outputs, (output) => values.get(output) as Tensor);
  }

  #inOrder(given: Structure<Tensor>): readonly Tensor[] {
    const names = this.inputNames;
    const tensors = leavesOf(given);
    if (tensors.length !== names.length) {
      throw new HebbError(
        'LENGTH_MISMATCH',
        `the model has ${names.length} inputs (${names.join(', ')}), got ${tensors.length}.`,
      );
    }
    if (Array.isArray(given) || tensors[0] === given) return tensors;
    const record = given as Readonly<Record<string, Tensor>>;
    return names.every((name) => Object.hasOwn(record, name)) ? names.map((name) => record[name]) : tensors;
  }
}

/** Configs, and targets given by name, know layers by their names alone. */
function checkNames(layers: readonly Layer[]): void {
  const names = layers.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw new HebbError('INVALID_VALUE', `two layers of the model are called '${twice}'; names must differ.`);
}

/** The applications that outputs need, each after those that it needs, not looking behind the inputs. */
function nodesBefore(inputs: readonly SymbolicTensor[], outputs: readonly SymbolicTensor[]): Node[] {
  const given = new Set(inputs);
  const order = new Set<Node>();
  const visit = (tensor: SymbolicTensor): void => {
    const { node } = tensor;
    if (order.has(node)) return;
    if (!given.has(tensor)) {
      const before = leavesOf(node.inputs);
      if (before.length === 0) {
        throw new HebbError(
          'INVALID_VALUE',
          `the outputs depend on input '${node.layer.name}', which is not among the inputs of the model.`,
        );
      }
      for (const input of before) visit(input);
    }
    order.add(node);
  };
  for (const output of outputs) visit(output);
  for (const input of inputs) visit(input);
  return [...order];
}

/** The tensor in the rank of the input, by a last axis of size 1 more or less. */
function fitted(x: Tensor, input: SymbolicTensor): Tensor {
  const { shape } = input;
  const rank = x.rank - shape.length;
  const y =
    rank === -1 && shape.at(-1) === 1
      ? x.expandDims(-1)
      : rank === 1 && x.shape.at(-1) === 1
        ? x.reshape(x.shape.slice(0, -1))
        : x;
  const fits =
    y.rank === shape.length && shape.every((size, axis) => size === null || size === y.shape[axis]);
  if (fits) return y;
  throw new HebbError(
    'SHAPE_MISMATCH',
    `input '${input.layer.name}' needs shape ${showSymbolic(shape)}, got ${showSymbolic(x.shape as SymbolicShape)}.`,
  );
}
