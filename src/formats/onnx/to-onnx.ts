/** `toOnnx`: models and fitted estimators as ONNX files. */
import type { FloatDType } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import type { Label } from '../../core/labels.ts';
import type { ModelState, Savable } from '../../core/model-state.ts';
import { checkOptions, matching, oneOf, type Rule } from '../../core/options.ts';
import { Model } from '../../nn/models/model.ts';
import { namesOf } from '../../preprocessing/seen-features.ts';
import { featuresIn, stateOf } from '../fitted-state.ts';
import type { Block, ColumnKind } from './columns.ts';
import { OnnxGraph } from './onnx-graph.ts';
import { writeModel } from './write-model.ts';
import { writeEstimator } from './write-predictors.ts';
import { columnKinds } from './write-transformers.ts';

export interface OnnxOptions {
  /**
   * The type that an estimator's numbers go in and out with and are computed in. Default `'float32'`, what programs
   * mostly feed; `'float64'` gives the same digits as Hebb. Models have the type that they were made with.
   */
  readonly dtype?: FloatDType;
  /** What the graph is called. Default: the model's name, or the estimator's class. */
  readonly name?: string;
  /** Texts to keep in the file, beside `feature_names` and `classes`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const rules: Readonly<Record<keyof OnnxOptions, Rule>> = {
  dtype: oneOf('float32', 'float64'),
  name: matching('a text', (value) => typeof value === 'string'),
  metadata: matching('texts by name', (value) =>
    Object.values(value ?? {}).every((text) => typeof text === 'string'),
  ),
};

/**
 * A model of `hebb/nn`, or a fitted estimator, transformer or pipeline, as the bytes of an ONNX file: opset 17,
 * IR version 8, with `ai.onnx.ml` 3 where texts are encoded. The batch may have any size.
 *
 * A model's inputs and outputs have the names of its layers. An estimator that takes numbers only has one input
 * `X`; where some columns are texts or truth values, each column is an input of its own, shape (batch, 1), under its
 * name. Regressors give `prediction` (batch, outputs); classifiers `label` (batch) in the type of the labels, and
 * `probabilities` (batch, classes), or `scores` where they know none; transformers `transformed`. A graph cannot refuse
 * a category that was not seen: it sets no column.
 *
 * @throws HebbError `UNSUPPORTED` for a layer or step without counterpart, naming it; `NOT_FITTED`;
 * `UNKNOWN_OPTION`, `INVALID_OPTION`; `INVALID_VALUE` for what is neither model nor estimator
 * @example
 * const model = makePipeline(new StandardScaler(), new LogisticRegression());
 * await model.fit([[1], [2], [3]], ['low', 'low', 'high']);
 * const bytes = toOnnx(model, { dtype: 'float64' });
 * (await fromOnnx(bytes).predict([[2]])).shape; // [1, 2]
 */
export function toOnnx(source: Model | Savable, options: OnnxOptions = {}): Uint8Array<ArrayBuffer> {
  const { dtype, name, metadata = {} } = checkOptions('toOnnx', options, rules);
  if (source instanceof Model) {
    if (dtype !== undefined && dtype !== source.dtype) {
      throw new HebbError(
        'INVALID_OPTION',
        `toOnnx: ${source.className} '${source.name}' computes in ${source.dtype}; dtype is for estimators.`,
      );
    }
    return writeModel(source).toBytes({ name: name ?? source.name, metadata });
  }
  const state = stateOf('toOnnx', source);
  const graph = new OnnxGraph(dtype ?? 'float32');
  const features = featuresIn(state);
  const names = namesOf(features);
  const kinds = columnKinds(state, features.count);
  const blocks = writeInputs(graph, names, features.names === null ? kinds.map(numberUnlessUsed) : kinds);
  for (const { name: output, value, type, width } of writeEstimator(graph, state, blocks)) {
    graph.output(output, value, type, width === undefined ? ['batch'] : ['batch', width]);
  }
  return graph.toBytes({
    name: name ?? state.kind,
    metadata: { feature_names: JSON.stringify(names), ...classesOf(state), ...metadata },
  });
}

/** Of columns without names, those that nothing uses are numbers if the others are. */
function numberUnlessUsed(
  kind: ColumnKind | undefined,
  _: number,
  kinds: readonly (ColumnKind | undefined)[],
): ColumnKind | undefined {
  return kinds.every((one) => one === undefined || one === 'number') ? 'number' : kind;
}

/** One input for numbers alone, else one a column; columns that nothing uses are none. */
function writeInputs(
  graph: OnnxGraph,
  names: readonly string[],
  kinds: readonly (ColumnKind | undefined)[],
): Block[] {
  const { float } = graph;
  if (kinds.every((kind) => kind === 'number')) {
    return [{ value: graph.input('X', float, ['batch', kinds.length]), width: kinds.length, kind: 'number' }];
  }
  const types = { number: float, text: 'string', truth: 'bool' } as const;
  return kinds.map((kind = 'number', j): Block => {
    const value = kinds[j] === undefined ? '' : graph.input(names[j], types[kind], ['batch', 1]);
    return { value, width: 1, kind };
  });
}

/** The labels of the classifier at the end, as JSON. */
function classesOf({ attributes, children = [] }: ModelState): Record<string, string> {
  const classes = attributes?.classes as readonly Label[] | undefined;
  if (classes !== undefined) return { classes: JSON.stringify(classes) };
  const last = children.at(-1);
  return last === undefined ? {} : classesOf(last.state);
}
