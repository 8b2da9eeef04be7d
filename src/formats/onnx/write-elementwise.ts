/**
 * Scalar functions as ONNX operators, one line each. Where ONNX has no operator for one, or its runtimes none for
 * doubles, it is a formula of others. Truth values and numbers are different types in ONNX, so inputs are cast.
 */
import { type DType, isFloat, promote } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import type { ScalarFunction } from '../../engine/scalar.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { elementTypes } from './onnx-schema.ts';

/** A value of a graph and its element type. */
export interface Typed {
  readonly value: string;
  readonly dtype: DType;
}

/** A formula in a type: the inputs are of that type already. */
type Formula = (graph: OnnxGraph, inputs: readonly string[], number: (value: number) => string) => string;

const operators: Partial<Record<ScalarFunction, string>> = {
  identity: 'Identity',
  add: 'Add',
  subtract: 'Sub',
  multiply: 'Mul',
  divide: 'Div',
  maximum: 'Max',
  minimum: 'Min',
  power: 'Pow',
  negate: 'Neg',
  abs: 'Abs',
  sqrt: 'Sqrt',
  floor: 'Floor',
  ceil: 'Ceil',
  round: 'Round',
  exp: 'Exp',
  log: 'Log',
  sin: 'Sin',
  cos: 'Cos',
  tanh: 'Tanh',
  equal: 'Equal',
  less: 'Less',
  lessEqual: 'LessOrEqual',
  greater: 'Greater',
  greaterEqual: 'GreaterOrEqual',
};

const formulas: Partial<Record<ScalarFunction, Formula>> = {
  truncate: (graph, [x]) =>
    graph.node('Mul', [graph.node('Sign', [x]), graph.node('Floor', [graph.node('Abs', [x])])]),
  expm1: (graph, [x], number) => graph.node('Sub', [graph.node('Exp', [x]), number(1)]),
  log1p: (graph, [x], number) => graph.node('Log', [graph.node('Add', [x, number(1)])]),
  /** max(x, 0) + log(1 + e^−|x|): the operator Softplus overflows in some runtimes, and has no doubles in others. */
  softplus: (graph, [x], number) => {
    const decay = graph.node('Exp', [graph.node('Neg', [graph.node('Abs', [x])])]);
    const bend = graph.node('Log', [graph.node('Add', [decay, number(1)])]);
    return graph.node('Add', [graph.node('Max', [x, number(0)]), bend]);
  },
  /** 1 / (1 + e⁻ˣ), for doubles: the operator Sigmoid of ONNX Runtime gives no more digits of them than of floats. */
  sigmoid(graph, [x], number) {
    const decay = graph.node('Exp', [graph.node('Neg', [x])]);
    return graph.node('Div', [number(1), graph.node('Add', [decay, number(1)])]);
  },
  notEqual: (graph, inputs) => graph.node('Not', [graph.node('Equal', inputs)]),
};

const ofTruth: Partial<Record<ScalarFunction, string>> = { and: 'And', or: 'Or', not: 'Not' };

/** The value in another type. Numbers become truth values by being other than 0. */
export function cast(graph: OnnxGraph, { value, dtype }: Typed, to: DType): string {
  return dtype === to ? value : graph.node('Cast', [value], { attributes: { to: elementTypes[to] } });
}

/**
 * A scalar function of values.
 *
 * @param numbers which inputs are bare numbers, whose type is whatever the others have
 * @throws HebbError `UNSUPPORTED` for a function that ONNX has no operators for
 */
export function writeScalar(
  graph: OnnxGraph,
  fn: ScalarFunction,
  inputs: readonly Typed[],
  numbers: readonly (number | undefined)[],
  result: DType,
): string {
  const truth = ofTruth[fn];
  if (truth !== undefined)
    return graph.node(
      truth,
      inputs.map((input) => cast(graph, input, 'bool')),
    );
  const scalar = (value: number, dtype: DType): string =>
    isFloat(dtype)
      ? graph.constant(dtype === 'float32' ? Float32Array.of(value) : Float64Array.of(value), dtype, [])
      : graph.constant(Int32Array.of(value), dtype, []);
  const inType = (i: number, dtype: DType): string => {
    const number = numbers[i];
    return number === undefined ? cast(graph, inputs[i], dtype) : scalar(number, dtype);
  };
  if (fn === 'select') {
    return graph.node('Where', [inType(0, 'bool'), inType(1, result), inType(2, result)]);
  }
  const types = inputs.filter((_, i) => numbers[i] === undefined).map(({ dtype }) => dtype);
  const met = result === 'bool' ? types.reduce(promote, 'int32') : result;
  const given = inputs.map((_, i) => inType(i, met));
  if (fn === 'erf') return erf(graph, given[0], met);
  if (fn === 'sigmoid' && met === 'float32') return graph.node('Sigmoid', given);
  const operator = operators[fn];
  if (operator !== undefined) return graph.node(operator, given);
  const formula = formulas[fn];
  if (formula !== undefined) return formula(graph, given, (value) => scalar(value, met));
  throw new HebbError('UNSUPPORTED', `ONNX has no operator for '${fn}'.`);
}

/** ONNX Runtime has no error function of doubles: it is taken in float32. */
function erf(graph: OnnxGraph, value: string, dtype: DType): string {
  const single = graph.node('Erf', [cast(graph, { value, dtype }, 'float32')]);
  return cast(graph, { value: single, dtype: 'float32' }, dtype);
}
