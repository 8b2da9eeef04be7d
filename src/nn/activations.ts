/**
 * Activation functions, one record each: name, formula, and where the composition's own gradient would do
 * needless work or differ from the convention, the derivative. They know neither layers nor estimators.
 */
import type { CompositeOperation } from '../tensor/operation.ts';
import { Tensor } from '../tensor/tensor.ts';

export interface Activation {
  readonly name: string;
  /** Elementwise (softmax: along the last axis); the shape stays. */
  apply(x: Tensor): Tensor;
}

/** max(0, x); the derivative at 0 is 0, as in scikit-learn and Keras. NaN stays NaN. */
const rectify: CompositeOperation = {
  kind: 'composite',
  name: 'relu',
  result: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
  forward: ([x]) => x.less(0).where(0, x),
  gradient: ({ output: y }, g) => [y.greater(0).where(g, 0)],
};

export const identity: Activation = { name: 'identity', apply: (x) => x };
export const relu: Activation = { name: 'relu', apply: (x) => Tensor.apply(rectify, [x]) };
/** 1 / (1 + e⁻ˣ), called logistic by scikit-learn. */
export const sigmoid: Activation = { name: 'sigmoid', apply: (x) => x.sigmoid() };
export const tanh: Activation = { name: 'tanh', apply: (x) => x.tanh() };
/** log(1 + eˣ) */
export const softplus: Activation = { name: 'softplus', apply: (x) => x.softplus() };
/** eˣ, the inverse link of Poisson regression. */
export const exponential: Activation = { name: 'exp', apply: (x) => x.exp() };
/** eˣⁱ / Σⱼ eˣʲ along the last axis. */
export const softmax: Activation = { name: 'softmax', apply: (x) => x.softmax() };
