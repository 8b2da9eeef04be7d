/**
 * Losses of linear models trained one row at a time: what a decision p costs when y was meant, and the
 * derivative by p. Classes are y = −1 and 1 (0 and 1 for the logistic loss). They know nothing of training.
 */

import { preciseExp } from './precise-exp.ts';

export type ClassificationLoss = 'hinge' | 'squared_hinge' | 'perceptron' | 'log_loss' | 'modified_huber';
export type RegressionLoss =
  | 'squared_error'
  | 'huber'
  | 'epsilon_insensitive'
  | 'squared_epsilon_insensitive';
export type LinearLossName = ClassificationLoss | RegressionLoss;

export interface LinearLoss {
  /** The loss of decision `p` where `y` was meant. */
  value(y: number, p: number): number;
  /** The derivative of `value` by p. */
  slope(y: number, p: number): number;
  /** What y is for rows outside the positive class. */
  readonly negative: -1 | 0;
}

/** max(0, threshold − yp): with threshold 1 that of support vector machines, with 0 Rosenblatt's perceptron's. */
function hinge(threshold: number): LinearLoss {
  return {
    value: (y, p) => (p * y <= threshold ? threshold - p * y : 0),
    slope: (y, p) => (p * y <= threshold ? -y : 0),
    negative: -1,
  };
}

const squaredHinge: LinearLoss = {
  value: (y, p) => (1 - p * y > 0 ? (1 - p * y) * (1 - p * y) : 0),
  slope: (y, p) => (1 - p * y > 0 ? -2 * y * (1 - p * y) : 0),
  negative: -1,
};

/** T. Zhang, Solving Large Scale Linear Prediction Problems Using Stochastic Gradient Descent, ICML 2004. */
const modifiedHuber: LinearLoss = {
  value(y, p) {
    const z = p * y;
    return z >= 1 ? 0 : z >= -1 ? (1 - z) * (1 - z) : -4 * z;
  },
  slope(y, p) {
    const z = p * y;
    return z >= 1 ? 0 : z >= -1 ? 2 * (1 - z) * -y : -4 * y;
  },
  negative: -1,
};

/** log(1 + e^p) − yp, the negative log likelihood of σ(p). The cuts keep exp from overflowing. */
const logLoss: LinearLoss = {
  value: (y, p) => softplus(p) - y * p,
  slope(y, p) {
    if (p <= -37) return preciseExp(p) - y;
    const e = preciseExp(-p);
    return (1 - y - y * e) / (1 + e);
  },
  negative: 0,
};

/** log(1 + e^x), exact to the last digits everywhere (M. Mächler, Accurately Computing log(1 − exp(−|a|))). */
function softplus(x: number): number {
  if (x <= -2) return Math.log1p(preciseExp(x));
  if (x <= 18) return Math.log(1 + preciseExp(x));
  return x <= 33.3 ? x + preciseExp(-x) : x;
}

const squaredError: LinearLoss = {
  value: (y, p) => 0.5 * (p - y) * (p - y),
  slope: (y, p) => p - y,
  negative: -1,
};

/** Square up to an error of epsilon, straight beyond. */
function huber(epsilon: number): LinearLoss {
  return {
    value(y, p) {
      const error = Math.abs(y - p);
      return error <= epsilon ? 0.5 * error * error : epsilon * (error - 0.5 * epsilon);
    },
    slope(y, p) {
      const error = p - y;
      return Math.abs(error) <= epsilon ? error : error >= 0 ? epsilon : -epsilon;
    },
    negative: -1,
  };
}

/** Errors up to epsilon cost nothing: the loss of support vector regression. */
function epsilonInsensitive(epsilon: number): LinearLoss {
  return {
    value: (y, p) => Math.max(0, Math.abs(y - p) - epsilon),
    slope: (y, p) => (y - p > epsilon ? -1 : p - y > epsilon ? 1 : 0),
    negative: -1,
  };
}

function squaredEpsilonInsensitive(epsilon: number): LinearLoss {
  return {
    value(y, p) {
      const excess = Math.max(0, Math.abs(y - p) - epsilon);
      return excess * excess;
    },
    slope(y, p) {
      const error = y - p;
      return error > epsilon ? -2 * (error - epsilon) : error < -epsilon ? 2 * (-error - epsilon) : 0;
    },
    negative: -1,
  };
}

const losses: Readonly<Record<LinearLossName, (epsilon: number) => LinearLoss>> = {
  hinge: () => hinge(1),
  squared_hinge: () => squaredHinge,
  perceptron: () => hinge(0),
  log_loss: () => logLoss,
  modified_huber: () => modifiedHuber,
  squared_error: () => squaredError,
  huber,
  epsilon_insensitive: epsilonInsensitive,
  squared_epsilon_insensitive: squaredEpsilonInsensitive,
};

/** @param epsilon of the losses that have one */
export function linearLoss(name: LinearLossName, epsilon: number): LinearLoss {
  return losses[name](epsilon);
}
