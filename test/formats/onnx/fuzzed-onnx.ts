/**
 * ONNX files and safetensors files, to be damaged: as bytes, and ONNX files as graphs too, whose messages stay whole
 * while what they say of each other does not.
 */
import { readFileSync } from 'node:fs';
import { fromOnnx } from '../../../src/formats/onnx/from-onnx.ts';
import {
  type GraphProto,
  type ModelProto,
  modelSchema,
  type NodeProto,
} from '../../../src/formats/onnx/onnx-schema.ts';
import { toOnnx } from '../../../src/formats/onnx/to-onnx.ts';
import { decodeMessage, encodeMessage } from '../../../src/formats/protobuf.ts';
import { fromSafetensors, toSafetensors } from '../../../src/formats/safetensors-weights.ts';
import * as nn from '../../../src/nn/index.ts';
import { leavesOf } from '../../../src/nn/layers/symbolic.ts';
import { RandomState } from '../../../src/random/random-state.ts';
import { zeros } from '../../../src/tensor/creation.ts';
import type { FuzzedReader } from '../../data/fuzz.ts';
import { mutants } from '../../data/mutants.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8')) as T;

const stack = (): nn.Sequential =>
  new nn.Sequential([nn.Input([3]), new nn.Dense(2, { activation: 'relu', name: 'd' }), new nn.Softmax()]);

const branches = (): nn.Model => {
  const x = nn.Input([3]);
  const shared = new nn.Dense(3, { name: 's' });
  const sum = new nn.Concatenate().apply([
    shared.apply(x),
    new nn.BatchNormalization().apply(shared.apply(x)),
  ]);
  return new nn.Model({ inputs: x, outputs: [sum, new nn.Activation('selu').apply(sum)] });
};

const onnxFiles: readonly Bytes[] = [
  ...[stack(), branches()].map((model) => toOnnx(model)),
  ...fixture<{ cases: { file: string }[] }>('onnx-files.json').cases.map(({ file }) => fromBase64(file)),
];

/** Predict with what came of a file, unless its inputs are larger than anybody's. */
async function use(model: nn.Model): Promise<void> {
  const inputs = leavesOf(model.inputs as nn.SymbolicTensor);
  const shapes = inputs.map(({ shape }) => [2, ...shape.slice(1).map((size) => size ?? 3)]);
  if (shapes.some((shape) => shape.reduce((a, b) => a * b) > 10_000)) return;
  const rows = shapes.map((shape, i) => zeros(shape, inputs[i].dtype));
  await model.predict(rows.length === 1 ? rows[0] : rows);
}

const operators = [
  'Add',
  'Gemm',
  'MatMul',
  'Concat',
  'Reshape',
  'Gather',
  'Transpose',
  'Where',
  'Clip',
  'ReduceSum',
  'Cast',
  'Div',
];
const sizes = [-1, 0, 1, 2, 3, 2 ** 16, 2 ** 31, 2 ** 52];

/** An endless row of graphs in which something does not fit. */
function* graphMutants(files: readonly Uint8Array[], seed: number): Generator<Bytes> {
  const random = new RandomState(seed);
  const pick = <T>(list: readonly T[]): T => list[random.randint(0, Math.max(1, list.length))];
  const models = files.map((file) => decodeMessage<ModelProto>(modelSchema, file, 'it'));
  const replaced = <T>(list: readonly T[] | undefined, change: (one: T) => T | readonly T[]): T[] => {
    const at = random.randint(0, Math.max(1, list?.length ?? 0));
    return (list ?? []).flatMap((one, i) => (i === at ? change(one) : [one])) as T[];
  };
  const names = ({ node = [], initializer = [], input = [] }: GraphProto): string[] => [
    '',
    ...node.flatMap(({ output = [] }) => output),
    ...initializer.map(({ name = '' }) => name),
    ...input.map(({ name = '' }) => name),
  ];
  const inNode = (
    graph: GraphProto,
    change: (node: NodeProto) => NodeProto | readonly NodeProto[],
  ): GraphProto => ({
    ...graph,
    node: replaced(graph.node, change),
  });
  const changes: readonly ((graph: GraphProto) => GraphProto)[] = [
    (graph) => inNode(graph, (node) => ({ ...node, input: replaced(node.input, () => pick(names(graph))) })),
    (graph) => inNode(graph, (node) => ({ ...node, input: [...(node.input ?? []), pick(names(graph))] })),
    (graph) =>
      inNode(graph, (node) => ({ ...node, output: replaced(node.output, () => pick(names(graph))) })),
    (graph) => inNode(graph, (node) => ({ ...node, opType: pick(operators) })),
    (graph) => inNode(graph, () => []),
    (graph) => inNode(graph, (node) => [node, { ...node, output: ['twin'] }]),
    (graph) =>
      inNode(graph, (node) => ({
        ...node,
        attribute: [
          {
            name: pick(['axis', 'transB', 'perm', 'epsilon']),
            i: pick(sizes),
            ints: [pick(sizes)],
            f: Number.NaN,
          },
        ],
      })),
    (graph) => ({ ...graph, node: [...(graph.node ?? [])].reverse() }),
    (graph) => ({
      ...graph,
      initializer: replaced(graph.initializer, (one) => ({
        ...one,
        dims: replaced(one.dims, () => pick(sizes)),
      })),
    }),
    (graph) => ({
      ...graph,
      initializer: replaced(graph.initializer, (one) => ({ ...one, dims: [...(one.dims ?? []), 1] })),
    }),
    (graph) => ({
      ...graph,
      initializer: replaced(graph.initializer, (one) => ({ ...one, dims: [...(one.dims ?? [])].reverse() })),
    }),
    (graph) => ({
      ...graph,
      initializer: replaced(graph.initializer, (one) => ({
        ...one,
        dataType: pick([0, 1, 6, 7, 9, 10, 11, 16]),
      })),
    }),
    (graph) => ({ ...graph, initializer: replaced(graph.initializer, () => []) }),
    (graph) => ({
      ...graph,
      input: replaced(graph.input, (one) => ({
        ...one,
        type: {
          tensorType: {
            elemType: pick([1, 7, 8, 11]),
            shape: { dim: [{ dimParam: 'n' }, { dimValue: Math.abs(pick(sizes)) }] },
          },
        },
      })),
    }),
    (graph) => ({
      ...graph,
      output: replaced(graph.output, (one) => ({ ...one, name: pick(names(graph)) })),
    }),
  ];
  while (true) {
    const model = pick(models);
    let graph: GraphProto = model.graph ?? {};
    for (let count = pick([1, 1, 2, 4]); count > 0; count--) graph = pick(changes)(graph);
    yield encodeMessage<ModelProto>(modelSchema, { ...model, graph });
  }
}

const safetensorsFiles: readonly Bytes[] = [
  fromBase64(fixture<{ file: string }>('safetensors-python.json').file),
  Uint8Array.from(toSafetensors(stack())),
  Uint8Array.from(toSafetensors(stack(), { style: 'pytorch' })),
];
const target = stack();

export const fuzzedFormats: readonly FuzzedReader[] = [
  {
    name: 'ONNX',
    files: onnxFiles,
    damage: mutants,
    read: async (bytes) => use(fromOnnx(bytes)),
  },
  {
    name: 'ONNX graphs',
    files: onnxFiles,
    damage: graphMutants,
    read: async (bytes) => use(fromOnnx(bytes)),
  },
  {
    name: 'safetensors',
    files: safetensorsFiles,
    damage: mutants,
    read: async (bytes) => {
      for (const { values } of Object.values(fromSafetensors(bytes).tensors)) values.at(0);
    },
  },
  {
    name: 'safetensors of a model',
    files: safetensorsFiles.slice(1),
    damage: mutants,
    read: async (bytes) => {
      fromSafetensors(bytes, target);
    },
  },
];
