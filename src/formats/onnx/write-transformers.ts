/**
 * Fitted transformers as ONNX nodes, a line each in a table by class name, in the order in which they compute.
 * They are written from their saved states, so the graph is that of a model file too.
 */
import { HebbError } from '../../core/errors.ts';
import type { ModelState } from '../../core/model-state.ts';
import type { ScalarFunction } from '../../engine/scalar.ts';
import { PolynomialFeatures } from '../../preprocessing/polynomial-features.ts';
import { columnParts } from '../column-parts.ts';
import { attributeOf, inverseNameOf, numbersIn, optionOf } from '../fitted-state.ts';
import { type Block, type ColumnKind, numbersOf, selectColumns, widthOf } from './columns.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { writeScalar } from './write-elementwise.ts';
import { writeImputer, writeOneHot, writeOrdinal } from './write-encoders.ts';

type Writer = (graph: OnnxGraph, state: ModelState, blocks: readonly Block[]) => readonly Block[];
/** The same for numbers alone: one value in, one out. */
type NumberWriter = (graph: OnnxGraph, state: ModelState, x: string) => string;

/** Steps of arithmetic with a number for each column. */
interface Step {
  readonly operator: 'Add' | 'Sub' | 'Mul' | 'Div';
  readonly numbers: ArrayLike<number>;
}

function writeSteps(graph: OnnxGraph, x: string, steps: readonly Step[]): string {
  return steps.reduce(
    (value, { operator, numbers }) => graph.node(operator, [value, graph.floats(numbers)]),
    x,
  );
}

/** What a scaler does, and what undoes it: the opposite steps in the opposite order. */
const scalers: Readonly<Record<string, (state: ModelState) => readonly Step[]>> = {
  StandardScaler: (state) => shiftAndDivide(state, ['mean', 'withMean'], ['scale', 'withStd']),
  RobustScaler: (state) => shiftAndDivide(state, ['center', 'withCentering'], ['scale', 'withScaling']),
  MinMaxScaler: (state) => [
    { operator: 'Mul', numbers: numbersIn(state, 'scale') },
    { operator: 'Add', numbers: numbersIn(state, 'min') },
  ],
};

function shiftAndDivide(
  state: ModelState,
  [shift, shifts]: readonly [string, string],
  [scale, scales]: readonly [string, string],
): readonly Step[] {
  const steps: Step[] = [];
  if (optionOf(state, shifts, true)) steps.push({ operator: 'Sub', numbers: numbersIn(state, shift) });
  if (optionOf(state, scales, true)) steps.push({ operator: 'Div', numbers: numbersIn(state, scale) });
  return steps;
}

const opposite = { Add: 'Sub', Sub: 'Add', Mul: 'Div', Div: 'Mul' } as const;

/** A function that a `FunctionTransformer` knows by name; all but two are scalar functions of that name. */
function writeFunction(graph: OnnxGraph, name: string | null, x: string): string {
  if (name === null) return x;
  if (name === 'square') return graph.node('Mul', [x, x]);
  if (name === 'reciprocal') return graph.node('Div', [graph.number(1), x]);
  return writeScalar(graph, name as ScalarFunction, [{ value: x, dtype: graph.float }], [], graph.float);
}

const ofNumbers: Readonly<Record<string, NumberWriter>> = {
  StandardScaler: (graph, state, x) => writeSteps(graph, x, scalers.StandardScaler(state)),
  RobustScaler: (graph, state, x) => writeSteps(graph, x, scalers.RobustScaler(state)),
  MinMaxScaler(graph, state, x) {
    const scaled = writeSteps(graph, x, scalers.MinMaxScaler(state));
    if (!optionOf(state, 'clip', false)) return scaled;
    const [low, high] = optionOf<readonly number[]>(state, 'featureRange', [0, 1]);
    return graph.node('Min', [graph.node('Max', [scaled, graph.number(low)]), graph.number(high)]);
  },
  PCA(graph, state, x) {
    const centered = graph.node('Sub', [x, graph.floats(numbersIn(state, 'mean'))]);
    const shape = state.tensors?.components.shape ?? [];
    const components = graph.floats(numbersIn(state, 'components'), shape);
    const projected = graph.node('Gemm', [centered, components], { attributes: { transB: 1 } });
    if (!optionOf(state, 'whiten', false)) return projected;
    const deviations = Array.from(numbersIn(state, 'explainedVariance'), (v) =>
      Math.max(Math.sqrt(v), Number.EPSILON),
    );
    return graph.node('Div', [projected, graph.floats(deviations)]);
  },
  FunctionTransformer: (graph, state, x) =>
    writeFunction(graph, optionOf<string | null>(state, 'func', null), x),
  /** √(2/n) cos(x · weights + offset) of n waves. */
  RBFSampler(graph, state, x) {
    const shape = state.tensors?.randomWeights.shape ?? [];
    const offset = numbersIn(state, 'randomOffset');
    const constants = [graph.floats(numbersIn(state, 'randomWeights'), shape), graph.floats(offset)];
    const waves = graph.node('Cos', [graph.node('Gemm', [x, ...constants])]);
    return graph.node('Mul', [waves, graph.number(Math.sqrt(2 / offset.length))]);
  },
  /** Factor after factor of all products at once; a column of ones stands in where a product has fewer. */
  PolynomialFeatures(graph, state, x) {
    const powers = PolynomialFeatures.fromState(state).powers;
    const count = attributeOf<number>(state, 'nFeaturesIn');
    const factors = powers.map((exponents) =>
      exponents.flatMap((exponent, j) => new Array<number>(exponent).fill(j)),
    );
    const most = Math.max(1, ...factors.map((list) => list.length));
    const widths = graph.integers([0, 0, 0, 1]);
    const padded = graph.node('Pad', [x, widths, graph.number(1)]);
    const columns = Array.from({ length: most }, (_, k) =>
      graph.node('Gather', [padded, graph.integers(factors.map((list) => list[k] ?? count))], {
        attributes: { axis: 1 },
      }),
    );
    return columns.reduce((product, next) => graph.node('Mul', [product, next]));
  },
};

const ofColumns: Readonly<Record<string, Writer>> = {
  OneHotEncoder: writeOneHot,
  OrdinalEncoder: writeOrdinal,
  SimpleImputer: writeImputer,
  Pipeline: (graph, { children = [] }, blocks) =>
    children.reduce<readonly Block[]>(
      (columns, { name, state }) => graph.within(name, () => writeTransformer(graph, state, columns)),
      blocks,
    ),
  ColumnTransformer(graph, state, blocks) {
    return columnParts(state).flatMap(({ name, columns, child }) => {
      const own = selectColumns(graph, blocks, columns);
      return child === undefined ? own : graph.within(name, () => writeTransformer(graph, child, own));
    });
  },
};

/**
 * What a transformer makes of columns.
 *
 * @throws HebbError `UNSUPPORTED` for one that has no counterpart, naming it; `NOT_FITTED`
 */
export function writeTransformer(
  graph: OnnxGraph,
  state: ModelState,
  blocks: readonly Block[],
): readonly Block[] {
  const { kind } = state;
  if (Object.hasOwn(ofColumns, kind)) return ofColumns[kind](graph, state, blocks);
  if (!Object.hasOwn(ofNumbers, kind)) {
    throw new HebbError('UNSUPPORTED', `${kind} has no counterpart in ONNX.`);
  }
  attributeOf(state, 'nFeaturesIn');
  const value = ofNumbers[kind](graph, state, numbersOf(graph, blocks));
  return [{ value, width: widthAfter(state, widthOf(blocks)), kind: 'number' }];
}

function widthAfter(state: ModelState, width: number): number {
  if (state.kind === 'PCA') return state.tensors?.components.shape[0] ?? width;
  if (state.kind === 'RBFSampler') return numbersIn(state, 'randomOffset').length;
  return state.kind === 'PolynomialFeatures' ? PolynomialFeatures.fromState(state).nOutputFeatures : width;
}

/** What undoes a transformer of numbers. @throws HebbError `UNSUPPORTED` where nothing is known to */
export function writeInverse(graph: OnnxGraph, state: ModelState, x: string): string {
  const { kind } = state;
  attributeOf(state, 'nFeaturesIn');
  if (Object.hasOwn(scalers, kind)) {
    const steps = scalers[kind](state).map(({ operator, numbers }) => ({
      operator: opposite[operator],
      numbers,
    }));
    return writeSteps(graph, x, steps.reverse());
  }
  const name = kind === 'FunctionTransformer' ? inverseNameOf(state) : undefined;
  if (name !== undefined) return writeFunction(graph, name, x);
  throw new HebbError('UNSUPPORTED', `the inverse of ${kind} has no counterpart in ONNX.`);
}

/**
 * What each feature of a fitted transformer or pipeline has to be; undefined for one that nothing uses.
 *
 * @throws HebbError `UNSUPPORTED` where one column is both numbers and text
 */
export function columnKinds(state: ModelState, count: number): readonly (ColumnKind | undefined)[] {
  const { kind, children = [] } = state;
  if (kind === 'ColumnTransformer') {
    const kinds = new Array<ColumnKind | undefined>(count).fill(undefined);
    for (const { columns, child } of columnParts(state)) {
      const own = child === undefined ? [] : columnKinds(child, columns.length);
      for (const [i, position] of columns.entries()) {
        kinds[position] = meetingKind(kinds[position], own[i] ?? 'number', position);
      }
    }
    return kinds;
  }
  if (children.length > 0) return columnKinds(children[0].state, count);
  if (kind === 'OneHotEncoder' || kind === 'OrdinalEncoder') {
    const lists = attributeOf<readonly (readonly (string | number | boolean | null)[])[]>(
      state,
      'categories',
    );
    return lists.map((categories) => kindOf(categories.find((category) => category !== null) ?? 0));
  }
  if (kind === 'SimpleImputer') {
    return attributeOf<readonly (string | number | null)[]>(state, 'statistics').map((one) =>
      kindOf(one ?? 0),
    );
  }
  return new Array<ColumnKind>(count).fill('number');
}

function kindOf(cell: string | number | boolean): ColumnKind {
  return typeof cell === 'string' ? 'text' : typeof cell === 'boolean' ? 'truth' : 'number';
}

function meetingKind(a: ColumnKind | undefined, b: ColumnKind, position: number): ColumnKind {
  if (a === undefined || a === b) return b;
  if (a !== 'text' && b !== 'text') return 'truth';
  throw new HebbError('UNSUPPORTED', `column ${position} is used as numbers and as text.`);
}
