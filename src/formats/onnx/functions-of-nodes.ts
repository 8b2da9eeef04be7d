/**
 * Functions of tensors that ONNX nodes stand for, where no layer of its own does the same: each becomes a `Lambda`. The
 * functions are here, a file only says which one is meant. Fixed numbers among the inputs are part of the function.
 */
import type { FloatDType } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { Lambda } from '../../nn/layers/simple-layers.ts';
import { fromTyped, Tensor } from '../../tensor/tensor.ts';
import type { Constant, OnnxNode } from './read-onnx.ts';

/** A function of the inputs, in their order. */
type TensorFunction = (...inputs: Tensor[]) => Tensor;

const functions: Readonly<Record<string, TensorFunction>> = {
  Abs: (x) => x.abs(),
  Ceil: (x) => x.ceil(),
  Cos: (x) => x.cos(),
  Erf: (x) => x.erf(),
  Floor: (x) => x.floor(),
  Log: (x) => x.log(),
  Neg: (x) => x.neg(),
  Reciprocal: (x) => x.reciprocal(),
  Round: (x) => x.round(),
  Sign: (x) => x.sign(),
  Sin: (x) => x.sin(),
  Sqrt: (x) => x.sqrt(),
  Add: (a, b) => a.add(b),
  Sub: (a, b) => a.sub(b),
  Mul: (a, b) => a.mul(b),
  Div: (a, b) => a.div(b),
  Pow: (a, b) => a.pow(b),
  Max: (...all) => all.reduce((a, b) => a.maximum(b)),
  Min: (...all) => all.reduce((a, b) => a.minimum(b)),
  PRelu: (x, slope) => x.greater(0).where(x, x.mul(slope)),
  Equal: (a, b) => a.equal(b),
  Greater: (a, b) => a.greater(b),
  GreaterOrEqual: (a, b) => a.greaterEqual(b),
  Less: (a, b) => a.less(b),
  LessOrEqual: (a, b) => a.lessEqual(b),
  And: (a, b) => a.and(b),
  Or: (a, b) => a.or(b),
  Not: (a) => a.not(),
  Where: (condition, a, b) => condition.where(a, b),
};

/** Reductions; their axes come as an attribute, or as a second input. */
const reductions: Readonly<Record<string, (x: Tensor, axes: number[], keepDims: boolean) => Tensor>> = {
  ReduceSum: (x, axes, keepDims) => x.sum(axes, { keepDims }),
  ReduceMean: (x, axes, keepDims) => x.mean(axes, { keepDims }),
  ReduceMax: (x, axes, keepDims) => x.max(axes, { keepDims }),
  ReduceMin: (x, axes, keepDims) => x.min(axes, { keepDims }),
};

/** Operators that give truth values. */
export const comparisons: ReadonlySet<string> = new Set([
  'Equal',
  'Greater',
  'GreaterOrEqual',
  'Less',
  'LessOrEqual',
  'And',
  'Or',
  'Not',
]);

/** Truth values as numbers. */
export function castLayer(dtype: FloatDType): Lambda {
  return new Lambda((x: Tensor) => x.cast(dtype), { dtype });
}

/**
 * The function of a node as a layer; undefined for an operator that is not among them.
 *
 * @throws HebbError `UNSUPPORTED` for a reduction over the batch
 */
export function functionLayer(
  node: OnnxNode,
  dtype: FloatDType,
  constantAt: (place: number) => Constant | undefined,
): Lambda | undefined {
  const { operator, inputs, attributes } = node;
  if (Object.hasOwn(reductions, operator)) {
    const given = attributes.get('axes')?.ints ?? Array.from(constantAt(1)?.values ?? []);
    const axes = [...given];
    if (axes.length === 0 || axes.includes(0)) {
      throw new HebbError('UNSUPPORTED', `${operator} over the batch has no counterpart among the layers.`);
    }
    const keepDims = (attributes.get('keepdims')?.i ?? 1) !== 0;
    return new Lambda((x: Tensor) => reductions[operator](x, axes, keepDims), { dtype });
  }
  if (!Object.hasOwn(functions, operator)) return undefined;
  const fixed = inputs.map((_, place) => {
    const constant = constantAt(place);
    return constant && fixedTensor(constant, dtype);
  });
  return new Lambda(
    (given: Tensor | readonly Tensor[]) => {
      const open = given instanceof Tensor ? [given] : [...given];
      return functions[operator](...fixed.map((one) => one ?? (open.shift() as Tensor)));
    },
    { dtype },
  );
}

function fixedTensor({ values, shape, dtype: own }: Constant, dtype: FloatDType): Tensor {
  const tensor = fromTyped(values, shape);
  return own === 'bool' ? tensor.cast('bool') : tensor.cast(dtype);
}
