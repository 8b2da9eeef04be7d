/**
 * Losses of large margins: nothing is lost once a prediction is right by 1. Labels are −1 and 1; where all
 * labels of a batch are 0 or 1, they are read as −1 and 1.
 */
import type { Tensor } from '../../tensor/tensor.ts';
import type { Loss } from './loss.ts';

/** max(0, 1 − y ŷ) */
function margins(yTrue: Tensor, yPred: Tensor): Tensor {
  return signed(yTrue).mul(yPred).neg().add(1).maximum(0);
}

function signed(labels: Tensor): Tensor {
  const isBinary = labels.equal(0).or(labels.equal(1)).cast(labels.dtype).min();
  return isBinary.equal(1).where(labels.mul(2).sub(1), labels);
}

/**
 * @example
 * computeLoss(hinge, [[1], [-1]], [[0.5], [-2]]).item(); // close to 0.25
 */
export const hinge: Loss = {
  name: 'hinge',
  formula: 'mean max(0, 1 − y ŷ)',
  source: 'C. Cortes, V. Vapnik, "Support-vector networks", Machine Learning 20(3), 1995',
  perSample: (yTrue, yPred) => margins(yTrue, yPred).mean(-1),
};

/**
 * @example
 * computeLoss(squaredHinge, [[1], [-1]], [[0.5], [-2]]).item(); // close to 0.125
 */
export const squaredHinge: Loss = {
  name: 'squared_hinge',
  formula: 'mean max(0, 1 − y ŷ)²',
  source: 'Y. Tang, "Deep learning using linear support vector machines", 2013, arXiv:1306.0239',
  perSample: (yTrue, yPred) => margins(yTrue, yPred).square().mean(-1),
};

/**
 * @example
 * computeLoss(categoricalHinge, [[0, 1]], [[0.4, 0.6]]).item(); // close to 0.8
 */
export const categoricalHinge: Loss = {
  name: 'categorical_hinge',
  formula: 'max(0, 1 + max (1 − y) ŷ − Σ y ŷ), y being 1 for the class and 0 for the others',
  source: 'J. Weston, C. Watkins, "Multi-class support vector machines", 1998',
  perSample(yTrue, yPred) {
    const right = yTrue.mul(yPred).sum(-1);
    const wrong = yTrue.neg().add(1).mul(yPred).max(-1);
    return wrong.sub(right).add(1).maximum(0);
  },
};
