/**
 * What training minimises, as tensors: the loss that is reported, and δ, the gradient at the last layer's
 * output before its activation. Where loss and activation belong together, δ = (a − y)/n; otherwise it is
 * differentiated. As in scikit-learn, squared, absolute and Huber losses are reported as the mean over
 * outputs while the gradient is that of their sum; the others are summed both ways.
 */
import { gradients } from '../../tensor/gradients.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Architecture, activateOutput } from './network.ts';
import type { Loss } from './options.ts';

interface LossRecord {
  /** Loss of each element, given targets y and outputs a. */
  element(y: Tensor, a: Tensor, huberDelta: number): Tensor;
  /** Reported as the mean over outputs (else their sum). */
  readonly mean: boolean;
  /** The output activations for which δ = a − y. */
  readonly pairs: readonly Architecture['outputActivation'][];
}

/** Probabilities kept a float's epsilon away from 0 and 1, as scikit-learn does. */
function clipped(a: Tensor): Tensor {
  const epsilon = a.dtype === 'float32' ? 2 ** -23 : 2 ** -52;
  return a.clip(epsilon, 1 - epsilon);
}

const logLosses = {
  /** −y log p, for probabilities that sum to one. */
  softmax: (y: Tensor, p: Tensor): Tensor => y.mul(clipped(p).log()).neg(),
  /** −y log p − (1 − y) log(1 − p), each output by itself. */
  logistic(y: Tensor, p: Tensor): Tensor {
    const q = clipped(p);
    return y
      .mul(q.log())
      .add(y.neg().add(1).mul(q.neg().add(1).log()))
      .neg();
  },
};

const losses: Readonly<Record<Exclude<Loss, 'log_loss'>, LossRecord>> = {
  /** ½ (a − y)² */
  squared_error: { element: (y, a) => a.sub(y).square().mul(0.5), mean: true, pairs: ['identity'] },
  /** |a − y| */
  absolute_error: { element: (y, a) => a.sub(y).abs(), mean: true, pairs: [] },
  /** ½ e² up to |e| = d, then d (|e| − ½ d) (Huber 1964). */
  huber: {
    element(y, a, delta) {
      const e = a.sub(y).abs();
      return e.lessEqual(delta).where(e.square().mul(0.5), e.sub(delta / 2).mul(delta));
    },
    mean: true,
    pairs: [],
  },
  /** Half the Poisson deviance: y log(y/a) − y + a, with 0 log 0 = 0. */
  poisson: {
    element: (y, a) =>
      y
        .greater(0)
        .where(y.mul(y.greater(0).where(y, 1).div(a).log()), 0)
        .sub(y)
        .add(a),
    mean: false,
    pairs: ['exp'],
  },
};

function lossRecord(loss: Loss, { outputActivation }: Architecture): LossRecord {
  if (loss !== 'log_loss') return losses[loss];
  const element = outputActivation === 'softmax' ? logLosses.softmax : logLosses.logistic;
  return { element, mean: false, pairs: ['softmax', 'logistic'] };
}

/** The objective of one batch. */
export interface Objective {
  /** Mean loss over the rows, without penalty: a scalar. */
  readonly loss: Tensor;
  /** ∂(Σ outputs' loss)/∂z, rows × outputs. */
  readonly delta: Tensor;
}

/**
 * @param z what the last layer gives, rows × outputs
 * @param y targets, rows × outputs
 * @param weights one weight a row (rows × 1), or none
 * @param weightSum sum of the weights, a scalar; the number of rows without weights
 */
export function objective(
  z: Tensor,
  y: Tensor,
  architecture: Architecture,
  { loss, huberDelta }: { readonly loss: Loss; readonly huberDelta: number },
  weights: Tensor | undefined,
  weightSum: Tensor | number,
): Objective {
  const { element, mean, pairs } = lossRecord(loss, architecture);
  const a = activateOutput(z, architecture);
  const each = element(y, a, huberDelta);
  const total = (weights === undefined ? each : each.mul(weights)).sum().div(weightSum);
  const paired = a.sub(y);
  const delta = pairs.includes(architecture.outputActivation)
    ? (weights === undefined ? paired : paired.mul(weights)).div(weightSum)
    : gradients(total, [z])[0];
  return { loss: mean ? total.mul(1 / z.shape[1]) : total, delta };
}
