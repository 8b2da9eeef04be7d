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
import { BATCHES, TensorWriter, type Twin } from './write-tensor.ts';

/** A tensor's name, shape and type, as inputs have them. */
interface Named {
  readonly name: string;
  readonly shape: SymbolicShape;
  readonly dtype: DType;
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
  const trace = new ModelTrace(model);
  trace.write();
  return trace.graph;
}

class ModelTrace {
  readonly graph: OnnxGraph;
  readonly #model: Model;
  readonly #writer: TensorWriter;
  readonly #contexts = BATCHES.map(
    () => new CallContext({ training: false, seed: 0, step: Tensor.scalar(0, 'int32') }),
  );

  constructor(model: Model) {
    this.graph = new OnnxGraph(model.dtype);
    this.#model = model;
    this.#writer = new TensorWriter(this.graph);
  }

  write(): void {
    const model = this.#model;
    const given = this.#inputsOf(model);
    const twins = given.map(({ name, shape, dtype }): Twin => {
      const sizes = shape.map((size, axis) => size ?? (axis === 0 ? 'batch' : `${name}_${axis}`));
      const twin = BATCHES.map((batch, i) => {
        const [, ...rest] = filled(shape, OTHERS[i]);
        return placeholder([shape[0] ?? batch, ...rest], dtype);
      }) as unknown as Twin;
      this.#writer.given(twin, this.graph.input(name, dtype, sizes));
      return twin;
    });
    const outputs =
      model.graph === undefined ? this.#call(model, inForm(model, twins)) : this.#run(model.graph, twins);
    const names = model.outputNames ?? [];
    for (const [i, twin] of outputs.entries()) {
      const [a, b] = twin;
      const name = names[i] ?? (i === 0 ? 'output' : `output_${i + 1}`);
      const sizes = a.shape.map((size, axis) =>
        size === b.shape[axis] ? size : axis === 0 ? 'batch' : `${name}_${axis}`,
      );
      this.graph.output(name, this.#writer.write(twin), a.dtype, sizes);
    }
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
