/**
 * Fitted predictors as ONNX nodes, from their saved states: networks and linear models, labels as labels with
 * probabilities (or, where there are none, decisions) beside them.
 */
import { HebbError } from '../../core/errors.ts';
import type { Label } from '../../core/labels.ts';
import type { ModelState } from '../../core/model-state.ts';
import { type Architecture, layersOf } from '../../estimators/mlp/network.ts';
import { attributeOf, innerModel, numbersIn, optionOf } from '../fitted-state.ts';
import { type Block, numbersOf } from './columns.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { type ElementType, elementTypes } from './onnx-schema.ts';
import { writeScalar } from './write-elementwise.ts';
import { writeModelOn } from './write-model.ts';
import { writeInverse, writeTransformer } from './write-transformers.ts';

/** What comes out of a graph, the main thing first. */
export interface Outcome {
  readonly name: string;
  readonly value: string;
  readonly type: ElementType;
  /** Numbers a row; undefined for one without an axis of its own. */
  readonly width: number | undefined;
}

type Writer = (graph: OnnxGraph, state: ModelState, x: string) => readonly Outcome[];

/** Rows of numbers that say how sure a model is of each label, and where it says yes. */
interface Scores {
  readonly value: string;
  readonly outputs: number;
  /** Above this a single output, or one of several labels, is a yes. */
  readonly threshold: number;
}

const writers: Readonly<Record<string, Writer>> = {
  MLPRegressor: (graph, state, x) => prediction(graph, writeNetwork(graph, state, x), outputsOf(state)),
  MLPClassifier(graph, state, x) {
    const value = writeNetwork(graph, state, x);
    const scores = { value, outputs: outputsOf(state), threshold: 0.5 };
    return labelled(graph, state, scores, probability(graph, state, scores));
  },
  ModelRegressor: (graph, state, x) =>
    prediction(graph, writeInnerModel(graph, state, x), attributeOf(state, 'nOutputs')),
  ModelClassifier(graph, state, x) {
    const value = writeInnerModel(graph, state, x);
    const scores = { value, outputs: attributeOf<number>(state, 'nOutputs'), threshold: 0.5 };
    return labelled(graph, state, scores, probability(graph, state, scores));
  },
  LinearRegression: writeRegression,
  Ridge: writeRegression,
  SGDRegressor: writeRegression,
  LogisticRegression(graph, state, x) {
    const scores = decisions(graph, state, x);
    const value = activate(graph, scores.outputs === 1 ? 'logistic' : 'softmax', scores.value);
    return labelled(graph, state, scores, probability(graph, state, { ...scores, value }));
  },
  Perceptron: (graph, state, x) => labelled(graph, state, decisions(graph, state, x)),
  SGDClassifier(graph, state, x) {
    const scores = decisions(graph, state, x);
    const value = questionProbabilities(graph, state, scores);
    if (value === undefined) return labelled(graph, state, scores);
    return labelled(graph, state, scores, probability(graph, state, { ...scores, value }));
  },
};

/**
 * What a fitted estimator, transformer or pipeline makes of columns.
 *
 * @throws HebbError `UNSUPPORTED` for one that has no counterpart, naming it; `NOT_FITTED`
 */
export function writeEstimator(
  graph: OnnxGraph,
  state: ModelState,
  blocks: readonly Block[],
): readonly Outcome[] {
  const { kind, children = [] } = state;
  if (kind === 'Pipeline') {
    const last = children.length - 1;
    const columns = children
      .slice(0, last)
      .reduce<readonly Block[]>(
        (before, { name, state: step }) => graph.within(name, () => writeTransformer(graph, step, before)),
        blocks,
      );
    return graph.within(children[last].name, () => writeEstimator(graph, children[last].state, columns));
  }
  if (kind === 'TransformedTargetRegressor') {
    attributeOf(state, 'fitted');
    const [regressor, transformer] = children;
    const [{ value, width, ...rest }] = graph.within(regressor.name, () =>
      writeEstimator(graph, regressor.state, blocks),
    );
    return [
      {
        ...rest,
        width,
        value: graph.within(transformer.name, () => writeInverse(graph, transformer.state, value)),
      },
    ];
  }
  if (Object.hasOwn(writers, kind)) {
    attributeOf(state, 'nFeaturesIn');
    return writers[kind](graph, state, numbersOf(graph, blocks));
  }
  const columns = writeTransformer(graph, state, blocks);
  if (columns.every((block) => block.kind !== 'text')) {
    const width = columns.reduce((sum, block) => sum + block.width, 0);
    return [{ name: 'transformed', value: numbersOf(graph, columns), type: graph.float, width }];
  }
  return columns.map(({ value, kind: held, width }, i) => {
    const type = held === 'text' ? 'string' : held === 'truth' ? 'bool' : graph.float;
    return { name: `transformed_${i}`, value, type, width };
  });
}

function prediction(graph: OnnxGraph, value: string, width: number): readonly Outcome[] {
  return [{ name: 'prediction', value, type: graph.float, width }];
}

function outputsOf(state: ModelState): number {
  return attributeOf<readonly number[]>(state, 'layerSizes').at(-1) ?? 0;
}

function writeInnerModel(graph: OnnxGraph, state: ModelState, x: string): string {
  return writeModelOn(graph, innerModel(state), x);
}

function writeNetwork(graph: OnnxGraph, state: ModelState, x: string): string {
  const architecture = state.attributes as unknown as Architecture;
  const weights = Float64Array.from(numbersIn(state, 'parameters.weights'));
  const biases = Float64Array.from(numbersIn(state, 'parameters.biases'));
  const layers = layersOf(architecture);
  let value = x;
  for (const [i, { inputs, units, weightStart, biasStart }] of layers.entries()) {
    const kernel = weights.subarray(weightStart, weightStart + inputs * units);
    const bias = biases.subarray(biasStart, biasStart + units);
    const constants = [
      graph.floats(kernel, [inputs, units], `coefficient_${i}`),
      graph.floats(bias, [units], `intercept_${i}`),
    ];
    value = graph.node('Gemm', [value, ...constants]);
    const isLast = i === layers.length - 1;
    value = activate(graph, isLast ? architecture.outputActivation : architecture.activation, value);
  }
  return value;
}

function activate(graph: OnnxGraph, name: Architecture['outputActivation'], value: string): string {
  if (name === 'identity') return value;
  if (name === 'softmax') return softmax(graph, value);
  if (name === 'relu') return graph.node('Relu', [value]);
  const fn = name === 'logistic' ? 'sigmoid' : name;
  return writeScalar(graph, fn, [{ value, dtype: graph.float }], [], graph.float);
}

function softmax(graph: OnnxGraph, value: string): string {
  return graph.node('Softmax', [value], { attributes: { axis: -1 } });
}

function writeRegression(graph: OnnxGraph, state: ModelState, x: string): readonly Outcome[] {
  const { value, outputs } = decisions(graph, state, x);
  return prediction(graph, value, outputs);
}

/** x · coefᵀ + intercept. */
function decisions(graph: OnnxGraph, state: ModelState, x: string): Scores {
  const prefix = state.attributes?.shown === 'average' ? 'average.' : '';
  const intercept = numbersIn(state, `${prefix}intercept`);
  const shape = [intercept.length, attributeOf<number>(state, 'nFeaturesIn')];
  const constants = [
    graph.floats(numbersIn(state, `${prefix}coef`), shape, 'coef'),
    graph.floats(intercept, [intercept.length], 'intercept'),
  ];
  const value = graph.node('Gemm', [x, ...constants], { attributes: { transB: 1 } });
  return { value, outputs: intercept.length, threshold: 0 };
}

/** What decisions of questions say on their own; undefined for losses that say nothing of probabilities. */
function questionProbabilities(
  graph: OnnxGraph,
  state: ModelState,
  { value, outputs }: Scores,
): string | undefined {
  const loss = optionOf<string>(state, 'loss', 'hinge');
  if (loss !== 'log_loss' && loss !== 'modified_huber') return undefined;
  let positive: string;
  if (loss === 'log_loss') {
    // Not the operator Sigmoid, which cuts off what is small: it may be divided by what is small too.
    const decay = graph.node('Exp', [graph.node('Neg', [value])]);
    positive = graph.node('Div', [graph.number(1), graph.node('Add', [decay, graph.number(1)])]);
  } else {
    const clipped = graph.node('Min', [graph.node('Max', [value, graph.number(-1)]), graph.number(1)]);
    positive = graph.node('Div', [graph.node('Add', [clipped, graph.number(1)]), graph.number(2)]);
  }
  if (outputs === 1 || attributeOf<boolean>(state, 'multilabel')) return positive;
  const total = graph.node('ReduceSum', [positive, graph.integers([1])]);
  const isNothing = graph.node('Equal', [total, graph.number(0)]);
  const even = graph.number(1 / outputs);
  return graph.node('Where', [isNothing, even, graph.node('Div', [positive, total])]);
}

/** Probabilities of all classes: of a single output those of both, 1 − p and p. */
function probability(graph: OnnxGraph, state: ModelState, { value, outputs }: Scores): Outcome {
  const name = 'probabilities';
  if (outputs > 1 || attributeOf<boolean>(state, 'multilabel')) {
    return { name, value, type: graph.float, width: outputs };
  }
  const rest = graph.node('Sub', [graph.number(1), value]);
  const both = graph.node('Concat', [rest, value], { attributes: { axis: 1 } });
  return { name, value: both, type: graph.float, width: 2 };
}

function labelled(
  graph: OnnxGraph,
  state: ModelState,
  { value, outputs, threshold }: Scores,
  beside: Outcome = { name: 'scores', value, type: graph.float, width: outputs },
): readonly Outcome[] {
  const classes = attributeOf<readonly Label[]>(state, 'classes');
  const isYes = (): string => {
    const flags = graph.node('Greater', [value, graph.number(threshold)]);
    return graph.node('Cast', [flags], { attributes: { to: elementTypes.int64 } });
  };
  if (attributeOf<boolean>(state, 'multilabel')) {
    return [{ name: 'label', value: isYes(), type: 'int64', width: outputs }, beside];
  }
  const code =
    outputs === 1
      ? graph.node('Squeeze', [isYes(), graph.integers([1])])
      : graph.node('ArgMax', [value], { attributes: { axis: 1, keepdims: 0 } });
  // A classifier that has seen one class says that one, whatever its output.
  const names = outputs === 1 && classes.length === 1 ? [classes[0], classes[0]] : classes;
  const { type, value: list } = writeLabels(graph, names);
  const label = graph.node('Gather', [list, code], { attributes: { axis: 0 } });
  return [{ name: 'label', value: label, type, width: undefined }, beside];
}

function writeLabels(graph: OnnxGraph, classes: readonly Label[]): { type: ElementType; value: string } {
  if (classes.every((label) => typeof label === 'string'))
    return { type: 'string', value: graph.texts(classes) };
  if (classes.every((label) => typeof label === 'boolean')) {
    return {
      type: 'bool',
      value: graph.constant(Int32Array.from(classes, Number), 'bool', [classes.length]),
    };
  }
  const numbers = classes.map(Number);
  if (numbers.every(Number.isSafeInteger)) return { type: 'int64', value: graph.integers(numbers) };
  throw new HebbError(
    'UNSUPPORTED',
    'ONNX files hold labels that are texts, truth values or integers up to 2^53.',
  );
}
