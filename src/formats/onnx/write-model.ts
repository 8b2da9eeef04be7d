/**
 * Models of `hebb/nn` as ONNX graphs: every layer is called on stand-ins for its inputs, and the formula it gives is
 * written down under the layer's name. So any layer whose formula ONNX has operators for can be exported, one's own
 * included; it knows none of them.
 */
import type { DType } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { CallContext, inContext } from '../../nn/layers/call-context.ts';
import type { Layer } from '../../nn/layers/layer.ts';
import {
  filled,
  isShape,
  leavesOf,
  mapStructure,
  type Structure,
  type SymbolicShape,
  type SymbolicTensor,
} from '../../nn/layers/symbolic.ts';
import type { FunctionalGraph } from '../../nn/models/functional-graph.ts';
import { Model } from '../../nn/models/model.ts';
import { placeholder } from '../../tensor/creation.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { OnnxGraph } from './onnx-graph.ts';
import { cast, type Typed } from './write-elementwise.ts';
import { BATCHES, TensorWriter, type Twin } from './write-tensor.ts';

/** A tensor's name, shape and type, as inputs have them. */
interface Named {
  readonly name: string;
  readonly shape: SymbolicShape;
  readonly dtype: DType;
}

/** An input as a graph has it: sizes that are open by name. */
interface Port {
  readonly name: string;
  readonly dtype: DType;
  readonly sizes: readonly (number | string)[];
}

/** An output of a model, written down. */
interface Written extends Typed {
  readonly sizes: readonly (number | string)[];
}

/** Sizes other than the batch's that may differ, in the two traces. */
const OTHERS = [5, 7] as const;

/**
 * The graph of a model, as it predicts.
 *
 * @throws HebbError `NOT_FITTED` for a model that has not been built; `UNSUPPORTED` for a layer that ONNX has no
 * operators for, naming it
 */
export function writeModel(model: Model): OnnxGraph {
  const graph = new OnnxGraph(model.dtype);
  const names = model.outputNames ?? [];
  const outputs = new ModelTrace(model, graph).write(({ name, dtype, sizes }) =>
    graph.input(name, dtype, sizes),
  );
  for (const [i, { value, dtype, sizes }] of outputs.entries()) {
    graph.output(names[i] ?? (i === 0 ? 'output' : `output_${i + 1}`), value, dtype, sizes);
  }
  return graph;
}

/**
 * A model of one input and one output as part of a graph: what it makes of `x`, in the graph's float type. Throws as
 * `writeModel` does.
 */
export function writeModelOn(graph: OnnxGraph, model: Model, x: string): string {
  const [output] = new ModelTrace(model, graph).write(({ dtype }) =>
    cast(graph, { value: x, dtype: graph.float }, dtype),
  );
  return cast(graph, output, graph.float);
}

class ModelTrace {
  readonly graph: OnnxGraph;
  readonly #model: Model;
  readonly #writer: TensorWriter;
  readonly #contexts = BATCHES.map(
    () => new CallContext({ training: false, seed: 0, step: Tensor.scalar(0, 'int32') }),
  );

  constructor(model: Model, graph: OnnxGraph) {
    this.graph = graph;
    this.#model = model;
    this.#writer = new TensorWriter(this.graph);
  }

  /** @param place the value in the graph that an input is */
  write(place: (input: Port) => string): readonly Written[] {
    const model = this.#model;
    const twins = this.#inputsOf(model).map(({ name, shape, dtype }): Twin => {
      const sizes = shape.map((size, axis) => size ?? (axis === 0 ? 'batch' : `${name}_${axis}`));
      const twin = BATCHES.map((batch, i) => {
        const [, ...rest] = filled(shape, OTHERS[i]);
        return placeholder([shape[0] ?? batch, ...rest], dtype);
      }) as unknown as Twin;
      this.#writer.given(twin, place({ name, dtype, sizes }));
      return twin;
    });
    const outputs =
      model.graph === undefined ? this.#call(model, inForm(model, twins)) : this.#run(model.graph, twins);
    return outputs.map((twin, i) => {
      const [a, b] = twin;
      const sizes = a.shape.map((size, axis) =>
        size === b.shape[axis] ? size : axis === 0 ? 'batch' : `output_${i + 1}_${axis}`,
      );
      return { value: this.#writer.write(twin), dtype: a.dtype, sizes };
    });
  }

  #inputsOf(model: Model): readonly Named[] {
    const { graph, inputShape } = model;
    if (graph !== undefined) {
      return leavesOf(graph.inputs).map(({ layer, shape, dtype }) => ({ name: layer.name, shape, dtype }));
    }
    if (inputShape === undefined) {
      throw new HebbError(
        'NOT_FITTED',
        `${model.className} '${model.name}' has not been built yet; fit it, or call it once.`,
      );
    }
    if (isShape(inputShape)) return [{ name: 'input', shape: inputShape, dtype: model.dtype }];
    return Object.entries<SymbolicShape>(inputShape).map(([key, shape]) => ({
      name: Array.isArray(inputShape) ? `input_${Number(key) + 1}` : key,
      shape,
      dtype: model.dtype,
    }));
  }

  /** Layer by layer, models inside likewise. */
  #run(graph: FunctionalGraph, given: readonly Twin[]): readonly Twin[] {
    const values = new Map<SymbolicTensor, Twin>();
    for (const [i, input] of leavesOf(graph.inputs).entries()) values.set(input, given[i]);
    for (const { layer, inputs, outputs } of graph.nodes) {
      const made = leavesOf(outputs);
      if (made.every((output) => values.has(output))) continue;
      const results = this.graph.within(layer.name, () => this.#apply(layer, inputs, values));
      for (const [i, output] of made.entries()) values.set(output, results[i]);
    }
    return leavesOf(graph.outputs).map((output) => values.get(output) as Twin);
  }

  #apply(
    layer: Layer,
    inputs: Structure<SymbolicTensor>,
    values: ReadonlyMap<SymbolicTensor, Twin>,
  ): readonly Twin[] {
    if (layer instanceof Model && layer.graph !== undefined) {
      return this.#run(
        layer.graph,
        leavesOf(inputs).map((input) => values.get(input) as Twin),
      );
    }
    const given = BATCHES.map((_, i) => mapStructure(inputs, (input) => (values.get(input) as Twin)[i]));
    return this.#call(layer, given);
  }

  /** What a layer gives in both traces, written down. */
  #call(layer: Layer, inputs: readonly Structure<Tensor>[]): readonly Twin[] {
    for (const weight of layer.weights) this.#writer.call(weight.value, weight.name);
    try {
      const [outputs, others] = inputs.map((own, i) =>
        leavesOf(inContext(this.#contexts[i], (): Structure<Tensor> => layer.applyMany(own))),
      );
      const twins = outputs.map((output, i): Twin => [output, others[i]]);
      for (const twin of twins) this.#writer.write(twin);
      return twins;
    } catch (error) {
      if (!(error instanceof HebbError) || error.code !== 'UNSUPPORTED') throw error;
      const message = `${layer.className} '${layer.name}' cannot be exported: ${error.message}`;
      throw new HebbError('UNSUPPORTED', message, { cause: error });
    }
  }
}

/** The stand-ins in the form that a model without a graph takes them, for each trace. */
function inForm({ inputShape }: Model, twins: readonly Twin[]): readonly Structure<Tensor>[] {
  return BATCHES.map((_, i) => {
    if (inputShape === undefined || isShape(inputShape)) return twins[0][i];
    const own = twins.map((twin) => twin[i]);
    if (Array.isArray(inputShape)) return own;
    return Object.fromEntries(Object.keys(inputShape).map((key, k) => [key, own[k]]));
  });
}
