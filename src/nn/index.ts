/**
 * `hebb/nn`: activations and losses, one record each, and how a loss is computed over a batch.
 */
export {
  type Activation,
  type AxisOptions,
  exponential,
  heaviside,
  identity,
  logSigmoid,
  logSoftmax,
  type ReluOptions,
  relu,
  sigmoid,
  sign,
  softmax,
  softplus,
  softsign,
  tanh,
} from './activations.ts';
export { activationNamed, lossNamed } from './find-by-name.ts';
export * from './losses/cross-entropies.ts';
export * from './losses/hinges.ts';
export { computeLoss, type Loss, type Reduction, type ReductionOptions } from './losses/loss.ts';
export * from './losses/metric-learning.ts';
export * from './losses/overlap.ts';
export * from './losses/regression.ts';
export * from './losses/sequence.ts';
export * from './piecewise-activations.ts';
export * from './rectifiers.ts';
export * from './vector-activations.ts';
