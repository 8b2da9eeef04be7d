/**
 * Operations on each element alone, with NumPy's broadcasting: arithmetic, functions, comparisons, `where`,
 * casts. Each is one scalar function of the engine and its derivative. The compiler fuses chains of them.
 */
import { type DType, isFloat, promote } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { broadcastShapes, type Shape, sameShape, showShape } from '../../core/shape.ts';
import type { NumberFunction, TruthFunction } from '../../engine/scalar.ts';
import type { Application, MapOperation, Spec } from '../operation.ts';
import type { Tensor } from '../tensor.ts';

type Gradient = (application: Application, upstream: Tensor) => readonly (Tensor | null)[];
type TypeRule = (inputs: readonly Tensor[]) => DType;

/** Sum of what broadcasting stretched, so that a gradient has its input's shape. */
function fit(gradient: Tensor, input: Tensor): Tensor {
  return gradient.sumTo(input.shape);
}

function broadcast(inputs: readonly Tensor[]): Spec['shape'] {
  return inputs.map((input) => input.shape).reduce(broadcastShapes);
}

const meeting: TypeRule = (inputs) => {
  const dtype = inputs.map((input) => input.dtype).reduce(promote);
  return dtype === 'bool' ? 'int32' : dtype;
};
const floating: TypeRule = (inputs) => {
  const dtype = meeting(inputs);
  return isFloat(dtype) ? dtype : 'float64';
};

function map(fn: NumberFunction | TruthFunction, type: TypeRule, gradient?: Gradient): MapOperation {
  return {
    kind: 'map',
    name: fn,
    fn,
    result: (inputs) => ({ shape: broadcast(inputs), dtype: type(inputs) }),
    gradient,
  };
}

/** y = f(x), with dy/dx as a formula in x and y. */
function unary(fn: NumberFunction, derivative: (x: Tensor, y: Tensor) => Tensor): MapOperation {
  return map(fn, floating, ({ inputs, output }, upstream) => [upstream.mul(derivative(inputs[0], output))]);
}

/** Piecewise constant: its derivative is zero wherever it exists. */
function step(fn: NumberFunction): MapOperation {
  return map(fn, meeting, () => [null]);
}

function comparison(fn: TruthFunction): MapOperation {
  return map(fn, () => 'bool', undefined);
}

export const add: MapOperation = map('add', meeting, ({ inputs: [x, y] }, g) => [fit(g, x), fit(g, y)]);

export const sub: MapOperation = map('subtract', meeting, ({ inputs: [x, y] }, g) => [
  fit(g, x),
  fit(g.neg(), y),
]);

export const mul: MapOperation = map('multiply', meeting, ({ inputs: [x, y] }, g) => [
  fit(g.mul(y), x),
  fit(g.mul(x), y),
]);

/** d(x/y) = dx/y − x/y² dy */
export const div: MapOperation = map('divide', floating, ({ inputs: [x, y], output }, g) => [
  fit(g.div(y), x),
  fit(g.mul(output).div(y).neg(), y),
]);

/**
 * d(xʸ) = y xʸ⁻¹ dx + xʸ log x dy. The first term is 0 where y is, whatever x; the second where x ≤ 0, where
 * the logarithm does not exist.
 */
export const pow: MapOperation = map('power', floating, ({ inputs: [x, y], output }, g) => [
  fit(g.mul(y).mul(x.pow(y.equal(0).where(1, y.sub(1)))), x),
  fit(g.mul(output).mul(x.greater(0).where(x, 1).log()), y),
]);

/** The gradient goes to the larger one; where both are equal, half to each. */
export const maximum: MapOperation = map('maximum', meeting, ({ inputs: [x, y] }, g) => [
  fit(g.mul(share(x.greater(y), x.equal(y), g)), x),
  fit(g.mul(share(y.greater(x), x.equal(y), g)), y),
]);

/** The gradient goes to the smaller one; where both are equal, half to each. */
export const minimum: MapOperation = map('minimum', meeting, ({ inputs: [x, y] }, g) => [
  fit(g.mul(share(x.less(y), x.equal(y), g)), x),
  fit(g.mul(share(y.less(x), x.equal(y), g)), y),
]);

function share(mine: Tensor, tie: Tensor, like: Tensor): Tensor {
  return mine.cast(like.dtype).add(tie.cast(like.dtype).mul(0.5));
}

export const neg: MapOperation = map('negate', meeting, (_, g) => [g.neg()]);
export const abs: MapOperation = map('abs', meeting, ({ inputs: [x] }, g) => [g.mul(x.sign())]);
export const sqrt: MapOperation = unary('sqrt', (_, y) => y.mul(2).reciprocal());
export const exp: MapOperation = unary('exp', (_, y) => y);
export const expm1: MapOperation = unary('expm1', (_, y) => y.add(1));
export const log: MapOperation = unary('log', (x) => x.reciprocal());
export const log1p: MapOperation = unary('log1p', (x) => x.add(1).reciprocal());
export const sin: MapOperation = unary('sin', (x) => x.cos());
export const cos: MapOperation = unary('cos', (x) => x.sin().neg());
/** 1 − tanh² */
export const tanh: MapOperation = unary('tanh', (_, y) => y.square().neg().add(1));
/** (2/√π) e^(−x²) */
export const erf: MapOperation = unary('erf', (x) =>
  x
    .square()
    .neg()
    .exp()
    .mul(2 / Math.sqrt(Math.PI)),
);
/** σ (1 − σ) */
export const sigmoid: MapOperation = unary('sigmoid', (_, y) => y.mul(y.neg().add(1)));
/** log(1 + eˣ)′ = σ(x) */
export const softplus: MapOperation = unary('softplus', (x) => x.sigmoid());

export const floor: MapOperation = step('floor');
export const ceil: MapOperation = step('ceil');
export const round: MapOperation = step('round');
export const trunc: MapOperation = step('truncate');

export const equal: MapOperation = comparison('equal');
export const notEqual: MapOperation = comparison('notEqual');
export const less: MapOperation = comparison('less');
export const lessEqual: MapOperation = comparison('lessEqual');
export const greater: MapOperation = comparison('greater');
export const greaterEqual: MapOperation = comparison('greaterEqual');
export const and: MapOperation = comparison('and');
export const or: MapOperation = comparison('or');
export const not: MapOperation = comparison('not');

/** where(condition, x, y): x where the condition holds, else y. */
export const where: MapOperation = map(
  'select',
  ([, x, y]) => promote(x.dtype, y.dtype),
  ({ inputs: [condition, x, y] }, g) => [null, fit(condition.where(g, 0), x), fit(condition.where(0, g), y)],
);

/** The same elements stretched to a larger shape. */
export const broadcastTo: MapOperation = {
  ...map('identity', meeting, ({ inputs: [x] }, g) => [fit(g, x)]),
  name: 'broadcastTo',
  result([x], attributes) {
    const shape = attributes.shape as Shape;
    if (!sameShape(broadcastShapes(x.shape, shape), shape)) {
      throw new HebbError(
        'SHAPE_MISMATCH',
        `shape ${showShape(x.shape)} does not stretch to ${showShape(shape)}.`,
      );
    }
    return { shape, dtype: x.dtype };
  },
};

/** The same numbers in another type; int32 truncates towards zero. */
function conversion(name: string, fn: NumberFunction, dtype: DType): MapOperation {
  return {
    ...map(fn, () => dtype),
    name,
    gradient: ({ inputs: [x] }, g) => [isFloat(dtype) && isFloat(x.dtype) ? g.cast(x.dtype) : null],
  };
}

export const toFloat32: MapOperation = conversion('toFloat32', 'identity', 'float32');
export const toFloat64: MapOperation = conversion('toFloat64', 'identity', 'float64');
export const toInt32: MapOperation = conversion('toInt32', 'truncate', 'int32');
