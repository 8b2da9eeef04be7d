/**
 * Fitted transformers and predictors as expressions of a module, from their saved states. A row is an array of
 * values, `x` the expression that gives it.
 */
import { HebbError } from '../../core/errors.ts';
import type { Label } from '../../core/labels.ts';
import type { ModelState } from '../../core/model-state.ts';
import { type Architecture, layersOf } from '../../estimators/mlp/network.ts';
import { PolynomialFeatures } from '../../preprocessing/polynomial-features.ts';
import { oneHotTables, ordinalTables } from '../category-tables.ts';
import { columnParts } from '../column-parts.ts';
import { attributeOf, featuresIn, innerModel, inverseNameOf, numbersIn, optionOf } from '../fitted-state.ts';
import { literal, type ModuleText } from './module-text.ts';
import { writeActivation, writeModelLines } from './write-layers.ts';

type Writer = (text: ModuleText, state: ModelState, x: string) => string;

const scalers: Readonly<
  Record<string, readonly [shift: string, shifts: string, scale: string, scales: string]>
> = {
  StandardScaler: ['mean', 'withMean', 'scale', 'withStd'],
  RobustScaler: ['center', 'withCentering', 'scale', 'withScaling'],
};

/** What is subtracted and what is divided by. */
function shiftAndScale(state: ModelState): readonly ArrayLike<number>[] {
  const [shift, shifts, scale, scales] = scalers[state.kind];
  const center = numbersIn(state, shift);
  return [
    optionOf(state, shifts, true) ? center : new Float64Array(center.length),
    optionOf(state, scales, true) ? numbersIn(state, scale) : new Float64Array(center.length).fill(1),
  ];
}

/** Functions that a `FunctionTransformer` knows by name. */
const functions: Readonly<Record<string, string>> = {
  log: 'Math.log(v)',
  exp: 'Math.exp(v)',
  log1p: 'Math.log1p(v)',
  expm1: 'Math.expm1(v)',
  sqrt: 'Math.sqrt(v)',
  square: 'v * v',
  reciprocal: '1 / v',
  abs: 'Math.abs(v)',
  sin: 'Math.sin(v)',
  cos: 'Math.cos(v)',
};

function writeFunction(x: string, name: string | null): string {
  return name === null ? x : `${x}.map((v) => ${functions[name]})`;
}

/** The row, after its numbers have been looked at. */
function checked(text: ModuleText, state: ModelState, x: string): string {
  return text.call('numbers', x, attributeOf<number>(state, 'nFeaturesIn'));
}

const transformers: Readonly<Record<string, Writer>> = {
  StandardScaler: (text, state, x) => text.call('shiftAndDivide', x, text.keep(...shiftAndScale(state))),
  RobustScaler: (text, state, x) => text.call('shiftAndDivide', x, text.keep(...shiftAndScale(state))),
  MinMaxScaler(text, state, x) {
    const at = text.keep(numbersIn(state, 'scale'), numbersIn(state, 'min'));
    const scaled = text.call('multiplyAndShift', x, at);
    if (!optionOf(state, 'clip', false)) return scaled;
    return text.call('clip', scaled, ...optionOf<readonly number[]>(state, 'featureRange', [0, 1]));
  },
  PCA(text, state, x) {
    const mean = numbersIn(state, 'mean');
    const variances = Array.from(numbersIn(state, 'explainedVariance'));
    const centered = text.call('shiftAndDivide', checked(text, state, x), text.keep(mean, ones(mean.length)));
    const at = text.keep(numbersIn(state, 'components'));
    const projected = text.call('project', centered, at, variances.length);
    if (!optionOf(state, 'whiten', false)) return projected;
    const deviations = variances.map((v) => Math.max(Math.sqrt(v), Number.EPSILON));
    return text.call('shiftAndDivide', projected, text.keep(new Float64Array(deviations.length), deviations));
  },
  RBFSampler(text, state, x) {
    const offset = numbersIn(state, 'randomOffset');
    const at = text.keep(numbersIn(state, 'randomWeights'), offset);
    const waves = text.call('dense', checked(text, state, x), at, offset.length);
    return `${waves}.map((v) => ${Math.sqrt(2 / offset.length)} * Math.cos(v))`;
  },
  FunctionTransformer: (_, state, x) => writeFunction(x, optionOf<string | null>(state, 'func', null)),
  PolynomialFeatures(text, state, x) {
    const terms = PolynomialFeatures.fromState(state).powers.map((exponents) =>
      exponents.flatMap((exponent, j) => new Array<number>(exponent).fill(j)),
    );
    return text.call('products', checked(text, state, x), literal(terms));
  },
  OneHotEncoder(text, state, x) {
    const tables = oneHotTables(state).map(({ categories, columns, unknown, width }) => [
      categories,
      columns,
      unknown,
      width,
    ]);
    return text.call('oneHot', x, literal(tables), String(acceptsUnknown(state)));
  },
  OrdinalEncoder(text, state, x) {
    const tables = ordinalTables(state).map(({ categories, numbers, unknown }) => [
      categories,
      numbers,
      unknown,
    ]);
    return text.call('ordinal', x, literal(tables), String(acceptsUnknown(state)));
  },
  SimpleImputer(text, state, x) {
    const fills = attributeOf<readonly (string | number | null)[]>(state, 'statistics');
    const indicated = attributeOf<readonly number[]>(state, 'indicators');
    const given = optionOf<string | number | null>(state, 'missingValues', null);
    const marker = typeof given === 'number' && Number.isNaN(given) ? null : given;
    const shown = optionOf(state, 'addIndicator', false) ? indicated : [];
    return text.call('impute', x, literal(fills), literal(shown), literal(marker));
  },
  Pipeline: (text, { children = [] }, x) =>
    children.reduce((row, { state }) => writeTransformer(text, state, row), x),
  ColumnTransformer(text, state, x) {
    const parts = columnParts(state).map(({ columns, child }) => {
      const own = `[${columns.map((j) => `x[${j}]`).join(', ')}]`;
      return child === undefined ? own : writeTransformer(text, child, own);
    });
    const joined = parts.length === 1 ? parts[0] : `[${parts.map((part) => `...${part}`).join(', ')}]`;
    return x === 'x' ? joined : `((x) => ${joined})(${x})`;
  },
};

function acceptsUnknown(state: ModelState): boolean {
  return optionOf<string>(state, 'handleUnknown', 'error') !== 'error';
}

function ones(length: number): Float64Array {
  return new Float64Array(length).fill(1);
}

/** @throws HebbError `UNSUPPORTED` for one that has no counterpart, naming it; `NOT_FITTED` */
function writeTransformer(text: ModuleText, state: ModelState, x: string): string {
  if (!Object.hasOwn(transformers, state.kind)) {
    throw new HebbError('UNSUPPORTED', `${state.kind} has no counterpart in a module.`);
  }
  if (state.kind !== 'Pipeline') attributeOf(state, 'nFeaturesIn');
  return transformers[state.kind](text, state, x);
}

/** What undoes a transformer of targets. @throws HebbError `UNSUPPORTED` where nothing is known to */
function writeInverse(text: ModuleText, state: ModelState, x: string): string {
  const { kind } = state;
  attributeOf(state, 'nFeaturesIn');
  if (Object.hasOwn(scalers, kind)) {
    const [shift, scale] = shiftAndScale(state);
    return text.call('multiplyAndShift', x, text.keep(scale, shift));
  }
  if (kind === 'MinMaxScaler') {
    return text.call('shiftAndDivide', x, text.keep(numbersIn(state, 'min'), numbersIn(state, 'scale')));
  }
  const name = kind === 'FunctionTransformer' ? inverseNameOf(state) : undefined;
  if (name !== undefined) return writeFunction(x, name);
  throw new HebbError('UNSUPPORTED', `the inverse of ${kind} has no counterpart in a module.`);
}

/** What a predictor's lines leave in `x`, and what is made of it. */
export interface Outcome {
  readonly kind: 'features' | 'number' | 'numbers' | 'label' | 'flags';
  readonly classes?: readonly Label[];
  /** A label from scores: of the largest, or of a single one above this. */
  readonly threshold?: number;
  /** Expression in `x` that makes probabilities of scores; absent where there are none. */
  readonly probabilities?: string;
}

const activationNames: Readonly<Record<Architecture['outputActivation'], string>> = {
  identity: 'linear',
  relu: 'relu',
  softplus: 'softplus',
  logistic: 'sigmoid',
  tanh: 'tanh',
  exp: 'exponential',
  softmax: 'softmax',
};

/** The lines of a fitted estimator. @throws HebbError `UNSUPPORTED` for one without counterpart; `NOT_FITTED` */
export function writeEstimatorLines(text: ModuleText, state: ModelState, lines: string[]): Outcome {
  const { kind, children = [] } = state;
  if (kind === 'Pipeline') {
    for (const { state: step } of children.slice(0, -1)) {
      lines.push(`x = ${writeTransformer(text, step, 'x')};`);
    }
    return writeEstimatorLines(text, children[children.length - 1].state, lines);
  }
  if (kind === 'TransformedTargetRegressor') {
    attributeOf(state, 'fitted');
    const [regressor, transformer] = children;
    const outcome = writeEstimatorLines(text, regressor.state, lines);
    lines.push(`x = ${writeInverse(text, transformer.state, 'x')};`);
    return outcome;
  }
  attributeOf(state, 'nFeaturesIn');
  if (kind === 'MLPRegressor' || kind === 'MLPClassifier') return writeNetwork(text, state, lines);
  if (kind === 'ModelRegressor' || kind === 'ModelClassifier') return writeInnerModel(text, state, lines);
  if (Object.hasOwn(state.tensors ?? {}, 'coef')) return writeLinear(text, state, lines);
  lines.push(`x = ${writeTransformer(text, state, 'x')};`);
  return { kind: 'features' };
}

function writeNetwork(text: ModuleText, state: ModelState, lines: string[]): Outcome {
  const { activation, outputActivation, ...architecture } = state.attributes as unknown as Architecture;
  lines.push(`x = ${checked(text, state, 'x')};`);
  const weights = Array.from(numbersIn(state, 'parameters.weights'));
  const biases = Array.from(numbersIn(state, 'parameters.biases'));
  const layers = layersOf(architecture);
  for (const [i, { inputs, units, weightStart, biasStart }] of layers.entries()) {
    const kernel = weights.slice(weightStart, weightStart + inputs * units);
    const product = text.call(
      'dense',
      'x',
      text.keep(kernel, biases.slice(biasStart, biasStart + units)),
      units,
    );
    const name = activationNames[i === layers.length - 1 ? outputActivation : activation];
    lines.push(`x = ${writeActivation(text, product, name)};`);
  }
  const outputs = architecture.layerSizes[architecture.layerSizes.length - 1];
  if (state.kind === 'MLPRegressor') {
    return { kind: attributeOf<string>(state, 'targets') === 'numbers' ? 'number' : 'numbers' };
  }
  return labelled(state, 0.5, probabilityOf(state, outputs, 'x'));
}

function writeInnerModel(text: ModuleText, state: ModelState, lines: string[]): Outcome {
  lines.push(...writeModelLines(text, innerModel(state)));
  if (state.kind === 'ModelRegressor') {
    return { kind: attributeOf<string>(state, 'targets') === 'numbers' ? 'number' : 'numbers' };
  }
  return labelled(state, 0.5, probabilityOf(state, attributeOf(state, 'nOutputs'), 'x'));
}

function writeLinear(text: ModuleText, state: ModelState, lines: string[]): Outcome {
  const prefix = state.attributes?.shown === 'average' ? 'average.' : '';
  const [coef, intercept] = ['coef', 'intercept'].map((name) => numbersIn(state, prefix + name));
  const [inputs, outputs] = [featuresIn(state).count, intercept.length];
  const kernel = Array.from(
    { length: coef.length },
    (_, i) => coef[(i % outputs) * inputs + Math.floor(i / outputs)],
  );
  lines.push(
    `x = ${checked(text, state, 'x')};`,
    `x = ${text.call('dense', 'x', text.keep(kernel, intercept), outputs)};`,
  );
  if (state.attributes?.classes === undefined) {
    return { kind: state.attributes?.form === 'rows' ? 'numbers' : 'number' };
  }
  return labelled(state, 0, linearProbabilities(text, state, outputs));
}

function linearProbabilities(text: ModuleText, state: ModelState, outputs: number): string | undefined {
  const sigmoids = (): string => writeActivation(text, 'x', 'sigmoid');
  if (state.kind === 'LogisticRegression') {
    return probabilityOf(state, outputs, outputs === 1 ? sigmoids() : text.call('softmax', 'x'));
  }
  const loss = state.kind === 'SGDClassifier' ? optionOf<string>(state, 'loss', 'hinge') : 'perceptron';
  if (loss !== 'log_loss' && loss !== 'modified_huber') return undefined;
  const own = loss === 'log_loss' ? sigmoids() : `${text.call('clip', 'x', -1, 1)}.map((v) => (v + 1) / 2)`;
  const isApart = outputs === 1 || attributeOf<boolean>(state, 'multilabel');
  return probabilityOf(state, outputs, isApart ? own : text.call('share', own));
}

/** Of a single output those of both classes. */
function probabilityOf(state: ModelState, outputs: number, expression: string): string {
  if (outputs > 1 || attributeOf<boolean>(state, 'multilabel')) return expression;
  return `${expression}.flatMap((p) => [1 - p, p])`;
}

function labelled(state: ModelState, threshold: number, probabilities: string | undefined): Outcome {
  const kind = attributeOf<boolean>(state, 'multilabel') ? 'flags' : 'label';
  return { kind, classes: attributeOf<readonly Label[]>(state, 'classes'), threshold, probabilities };
}
