/**
 * `fromOnnx`: networks from ONNX files as models of layers, whoever made the file. Nodes become layers one by one;
 * products and the additions behind them become dense layers. Outputs that are labels are left out: what comes out is
 * what a model can learn.
 */
import type { FloatDType } from '../../core/dtype.ts';
import { HebbError, show } from '../../core/errors.ts';
import { sizeOf } from '../../core/shape.ts';
import { awaitingNumbers } from '../../nn/layers/first-values.ts';
import { Input } from '../../nn/layers/input.ts';
import type { Layer } from '../../nn/layers/layer.ts';
import {
  leavesOf,
  type Structure,
  type SymbolicShape,
  type SymbolicTensor,
} from '../../nn/layers/symbolic.ts';
import { Model } from '../../nn/models/model.ts';
import { Sequential } from '../../nn/models/sequential.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { castLayer, comparisons } from './functions-of-nodes.ts';
import {
  biasOf,
  denseOf,
  kernelOf,
  layerOfNode,
  type NodeContext,
  type PlannedLayer,
  sigmoidLayer,
} from './layers-of-nodes.ts';
import { type Constant, corrupt, type OnnxFile, type OnnxNode, type Port, readOnnx } from './read-onnx.ts';

/** More layers than this are no model that anybody trains here. */
const MOST_LAYERS = 500;
/** Taller stacks are made as graphs, at once; a `Sequential` is put together layer by layer. */
const MOST_STACKED = 100;
/** A sample in between is not wider than this. */
const MOST_UNITS = 2 ** 22;

/** Constants of this many bytes may be used over and over in any file. */
const SMALL_CHANGE = 2 ** 16;

/** A layer, applied to values. */
interface Step extends PlannedLayer {
  readonly inputs: readonly string[];
  readonly output: string;
}

/** Operators that change nothing in a prediction. */
const passing = new Set(['Identity', 'Dropout', 'Cast', 'ai.onnx.ml.ZipMap', 'ai.onnx.ml.CastMap']);

/**
 * The network of an ONNX file as a model: a `Sequential` where it is a stack of layers, else a functional one. It
 * predicts what the file does, and can be compiled and trained on. Multilayer perceptrons as PyTorch, Keras,
 * scikit-learn's converter and `toOnnx` write them: products and additions, activations, normalizations, scalers,
 * reshapes, embeddings, branches that are added, multiplied or joined. Labels that a classifier gives are left out, its
 * probabilities stay.
 *
 * @throws HebbError `CORRUPT_FILE` for anything that is no whole, valid file; `UNSUPPORTED` for operators that no layer
 * stands for, naming them, for numbers in other files, and for graphs of other things than numbers; `NON_FINITE` for
 * weights that are NaN or infinite
 * @example
 * const model = fromOnnx(toOnnx(new Sequential([Input([3]), new Dense(2, { activation: 'relu' })])));
 * model.countParams(); // 8
 */
export function fromOnnx(bytes: Uint8Array): Model {
  const file = readOnnx(bytes);
  const total = [...file.constants.values()].reduce((sum, { values }) => sum + values.length, 0);
  const attributes = bytes.length / 4;
  try {
    return awaitingNumbers(total + attributes, () => new GraphReader(file, bytes.length).model());
  } catch (error) {
    if (error instanceof HebbError && error.code !== 'SHAPE_MISMATCH' && error.code !== 'INVALID_OPTION')
      throw error;
    throw new HebbError('CORRUPT_FILE', `The layers of the ONNX file do not fit together: ${told(error)}`, {
      cause: error,
    });
  }
}

function told(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

class GraphReader {
  readonly #file: OnnxFile;
  readonly #dtype: FloatDType;
  /** What may yet be taken from constants as options of layers. */
  #budget: number;
  /** Values that are others under another name. */
  readonly #alias = new Map<string, string>();
  readonly #users = new Map<string, OnnxNode[]>();
  /** Layers that were made, by operator and constants: what shares its numbers is one layer. */
  readonly #made = new Map<string, PlannedLayer>();
  readonly #names = new Set<string>();
  /** What comparisons give. */
  readonly #truths: ReadonlySet<string>;

  constructor(file: OnnxFile, length: number) {
    this.#file = file;
    this.#budget = 8 * length + SMALL_CHANGE;
    this.#truths = new Set(
      file.nodes.flatMap(({ operator, outputs }) => (comparisons.has(operator) ? outputs : [])),
    );
    const isDouble = [...file.inputs, ...file.outputs].some(({ type }) => type === 'float64');
    this.#dtype = isDouble ? 'float64' : 'float32';
  }

  model(): Model {
    const outputs = this.#outputs();
    const nodes = this.#needed(outputs);
    for (const node of nodes) {
      for (const input of node.inputs) {
        const users = this.#users.get(input);
        if (users === undefined) this.#users.set(input, [node]);
        else users.push(node);
      }
    }
    const steps = this.#steps(nodes, new Set(outputs));
    return this.#build(
      steps,
      outputs.map((name) => this.#named(name)),
    );
  }

  /** Outputs that are numbers; probabilities by label are the numbers behind them. */
  #outputs(): string[] {
    const { outputs, nodes } = this.#file;
    const producer = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
    const isNumber = (type: Port['type']): boolean => type === undefined || /^b?float/.test(type);
    const found = outputs.filter(({ type }) => isNumber(type)).map(({ name }) => name);
    const behind = found.map((name) => {
      const node = producer.get(name);
      return node?.operator === 'ai.onnx.ml.ZipMap' ? node.inputs[0] : name;
    });
    if (behind.length > 0) return behind;
    throw new HebbError('UNSUPPORTED', 'the ONNX file gives no numbers that a model could give.');
  }

  /** The nodes that outputs need, in order. */
  #needed(outputs: readonly string[]): OnnxNode[] {
    const wanted = new Set(outputs);
    const needed: OnnxNode[] = [];
    for (const node of this.#file.nodes.toReversed()) {
      if (!node.outputs.some((name) => wanted.has(name))) continue;
      needed.push(node);
      for (const input of node.inputs) wanted.add(input);
    }
    return needed.reverse();
  }

  #named(name: string): string {
    let own = name;
    for (let next = this.#alias.get(own); next !== undefined; next = this.#alias.get(own)) own = next;
    return own;
  }

  #constant(name: string | undefined): Constant | undefined {
    return name === undefined ? undefined : this.#file.constants.get(this.#named(name));
  }

  #steps(nodes: readonly OnnxNode[], outputs: ReadonlySet<string>): Step[] {
    const steps: Step[] = [];
    const done = new Set<OnnxNode>();
    for (const node of nodes) {
      if (done.has(node)) continue;
      if (steps.length === MOST_LAYERS) {
        throw new HebbError('UNSUPPORTED', `the ONNX file has more than ${MOST_LAYERS} layers.`);
      }
      const [first = ''] = node.inputs;
      if (passing.has(node.operator) && !this.#truths.has(first)) {
        for (const output of node.outputs.slice(0, 1)) this.#alias.set(output, first);
        continue;
      }
      const inputs = node.inputs
        .filter((name) => name !== '' && this.#constant(name) === undefined)
        .map((name) => this.#named(name));
      const sigmoid = this.#sigmoidFrom(node, outputs);
      const addition = node.operator === 'MatMul' ? this.#additionTo(node, outputs) : undefined;
      for (const one of [...sigmoid, addition]) if (one !== undefined) done.add(one);
      const last = sigmoid.at(-1) ?? addition ?? node;
      const layer = passing.has(node.operator)
        ? { layer: castLayer(this.#dtype) as Layer, weights: [] }
        : sigmoid.length > 0
          ? sigmoidLayer(this.#dtype)
          : this.#layer(node, addition);
      // Of a linear classifier the labels come first.
      const output = last.outputs[last.operator === 'ai.onnx.ml.LinearClassifier' ? 1 : 0] ?? '';
      steps.push({ ...layer, inputs, output });
    }
    return steps;
  }

  /** The only node that uses what a node gives; none for what comes out of the graph. */
  #onlyUser({ outputs: [name] }: OnnxNode, outputs: ReadonlySet<string>): OnnxNode | undefined {
    const users = this.#users.get(name) ?? [];
    return users.length === 1 && !outputs.has(name) ? users[0] : undefined;
  }

  /** The nodes of 1 / (e⁻ˣ + 1), which begins here; none for anything else. */
  #sigmoidFrom(node: OnnxNode, outputs: ReadonlySet<string>): readonly OnnxNode[] {
    const chain = [node];
    for (const operator of ['Exp', 'Add', 'Div']) {
      const next = this.#onlyUser(chain[chain.length - 1], outputs);
      if (node.operator !== 'Neg' || next?.operator !== operator) return [];
      chain.push(next);
    }
    const [, , sum, quotient] = chain;
    const ones = [...sum.inputs, quotient.inputs[0]].map((name) => this.#constant(name));
    const areOnes = ones.filter((one) => one?.values.length === 1 && one.values[0] === 1).length === 2;
    return areOnes && this.#constant(quotient.inputs[0]) !== undefined ? chain : [];
  }

  /** The addition of a bias behind a product, where nothing else uses the product. */
  #additionTo(product: OnnxNode, outputs: ReadonlySet<string>): OnnxNode | undefined {
    const user = this.#onlyUser(product, outputs);
    if (user?.operator !== 'Add') return undefined;
    const bias = user.inputs.map((input) => this.#constant(input)).find((one) => one !== undefined);
    const units = this.#constant(product.inputs[1])?.shape[1];
    const isVector = bias !== undefined && sizeOf(bias.shape) === units && bias.shape.at(-1) === units;
    return isVector ? user : undefined;
  }

  #layer(node: OnnxNode, addition: OnnxNode | undefined): PlannedLayer {
    const fixed = [node, ...(addition === undefined ? [] : [addition])].flatMap(({ operator, inputs }) => [
      operator,
      ...inputs.map((name) => (this.#constant(name) === undefined ? '' : this.#named(name))),
    ]);
    const isShared = fixed.some((name, i) => i > 0 && name !== '' && name !== addition?.operator);
    const key = isShared && node.attributes.size === 0 ? JSON.stringify(fixed) : undefined;
    const known = key === undefined ? undefined : this.#made.get(key);
    if (known !== undefined) return { layer: known.layer, weights: [] };
    const context = this.#context(node);
    const bias = addition?.inputs.map((name) => this.#constant(name)).find((one) => one !== undefined);
    const made = bias === undefined ? layerOfNode(context) : this.#dense(context, bias);
    if (key !== undefined) this.#made.set(key, made);
    return made;
  }

  #dense(context: NodeContext, bias: Constant): PlannedLayer {
    const kernel = kernelOf(context);
    return denseOf(kernel, biasOf(bias, kernel.shape[1], this.#dtype), context);
  }

  #context(node: OnnxNode): NodeContext {
    return {
      node,
      dtype: this.#dtype,
      constant: (place) => this.#constant(node.inputs[place]),
      name: this.#nameFor(node),
      numbers: ({ values }) => {
        this.#budget -= values.length * 8;
        if (this.#budget < 0) throw corrupt('its constants are used more often than its size allows');
        return Array.from(values);
      },
    };
  }

  /** The name that the constants of a node have from their layer: `fc1.weight`, `net/dense/kernel`. */
  #nameFor({ inputs }: OnnxNode): string | undefined {
    const [, name] = /(?:^|[/.])([\w-]+)[/.](?:kernel|weight)$/.exec(inputs[1] ?? '') ?? [];
    if (name === undefined || this.#names.has(name)) return undefined;
    this.#names.add(name);
    return name;
  }

  #build(steps: readonly Step[], outputs: readonly string[]): Model {
    const symbols = new Map<string, SymbolicTensor>();
    const inputs = this.#file.inputs.map((port) => {
      const symbol = this.#input(port, steps);
      symbols.set(port.name, symbol);
      return symbol;
    });
    const symbolOf = (name: string): SymbolicTensor => {
      const symbol = symbols.get(name);
      if (symbol !== undefined) return symbol;
      throw new HebbError(
        'UNSUPPORTED',
        `the value ${show(name)} of the ONNX file is made of fixed numbers alone.`,
      );
    };
    const isStack = isChain(steps, inputs.length === 1 ? this.#file.inputs[0].name : undefined, outputs);
    if (isStack) {
      const model = new Sequential([inputs[0], ...steps.map(({ layer }) => layer)]);
      for (const { layer, weights } of steps) settle(layer, weights);
      return model;
    }
    for (const { layer, weights, inputs: names, output } of steps) {
      const given = names.map(symbolOf);
      const made = leavesOf<SymbolicTensor>(
        layer.apply(given.length === 1 ? given[0] : given) as Structure<SymbolicTensor>,
      )[0];
      checkWidth(made.shape);
      settle(layer, weights);
      symbols.set(output, made);
    }
    const ends = outputs.map(symbolOf);
    const used = inputs.filter((input) =>
      steps.some((step) => step.inputs.some((name) => symbols.get(name) === input)),
    );
    return new Model({
      inputs: used.length === 1 ? used[0] : used,
      outputs: ends.length === 1 ? ends[0] : ends,
    });
  }

  /** What is given; a width that the file leaves open is that of the first layer that uses it. */
  #input({ name, type, shape }: Port, steps: readonly Step[]): SymbolicTensor {
    if (shape === undefined || shape.length === 0 || type === undefined || type === 'string') {
      throw new HebbError('UNSUPPORTED', `the input ${show(name)} of the ONNX file is no batch of numbers.`);
    }
    const [, ...rest] = shape;
    const user = steps.find((step) => step.inputs[0] === name && step.weights.length > 0);
    const sizes = rest.map(
      (size, axis) => size ?? (axis === rest.length - 1 ? (user?.weights[0].shape[0] ?? null) : null),
    );
    const isNumber = /^b?float/.test(type);
    const label = /^[\w.-]+$/.test(name) ? { name } : {};
    return Input(sizes, { dtype: isNumber ? this.#dtype : 'int32', ...label });
  }
}

/** One layer on top of the other, each once, from the only input to the only output. */
function isChain(steps: readonly Step[], input: string | undefined, outputs: readonly string[]): boolean {
  let tip = input;
  for (const { inputs, output } of steps) {
    if (inputs.length !== 1 || inputs[0] !== tip) return false;
    tip = output;
  }
  const isOnce = new Set(steps.map(({ layer }) => layer)).size === steps.length;
  return (
    isOnce && steps.length <= MOST_STACKED && steps.length > 0 && outputs.length === 1 && outputs[0] === tip
  );
}

function settle(layer: Layer, weights: readonly Tensor[]): void {
  if (weights.length === 0) return;
  for (const { values } of weights) {
    const at = values.findIndex((value: number) => !Number.isFinite(value));
    if (at >= 0)
      throw new HebbError('NON_FINITE', `a weight of the ONNX file is ${values[at]} at element ${at}.`);
  }
  layer.setWeights(weights);
}

function checkWidth(shape: SymbolicShape): void {
  const size = shape.reduce<number>((product, one) => product * (one ?? 1), 1);
  if (size <= MOST_UNITS) return;
  throw new HebbError(
    'UNSUPPORTED',
    `the ONNX file makes ${size} numbers of a sample, more than ${MOST_UNITS}.`,
  );
}
