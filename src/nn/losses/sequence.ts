/**
 * The loss of sequences that are shorter than what is predicted for them, and not aligned with it.
 */
import { HebbError } from '../../core/errors.ts';
import { range } from '../../core/range.ts';
import { showShape } from '../../core/shape.ts';
import { fromTyped, Tensor } from '../../tensor/tensor.ts';
import type { Loss } from './loss.ts';

/** Stands for log 0, so that no ∞ − ∞ arises. */
const farBelow = -1e5;

/**
 * Targets are batch × labels, class numbers from 1 on, with zeros after the last; predictions are
 * batch × steps × classes, as logits; class 0 is the blank.
 *
 * @example
 * // three of the four ways through two steps spell the label: −log 0.75
 * computeLoss(ctc, [[1]], [[[0, 0], [0, 0]]]).item(); // close to 0.28768
 */
export const ctc: Loss = {
  name: 'ctc',
  formula:
    '−log of the sum, over all ways to spread the labels over the steps with blanks between, of the product of the ' +
    'steps’ softmax',
  source: 'A. Graves et al., "Connectionist temporal classification", ICML 2006',
  targetShape(predictions, _, targets) {
    if (predictions.length === 3) return [predictions[0], targets[1] ?? 1];
    const came = showShape(predictions);
    throw new HebbError(
      'SHAPE_MISMATCH',
      `ctc needs predictions batch × steps × classes, got shape ${came}.`,
    );
  },
  perSample(yTrue, yPred) {
    const [batch, steps, classes] = yPred.shape;
    // Blank, first label, blank, second label, …, blank: one state each.
    const none = [0, 0] as const;
    const pairs = yTrue.expandDims(2).pad([none, none, [1, 0]]);
    const states = pairs.reshape([batch, 2 * yTrue.shape[1]]).pad([none, [0, 1]]);
    const count = states.shape[1];
    const isClass = states.expandDims(2).equal(upTo(classes));
    const logarithms = yPred.logSoftmax();
    const logOfStates = (step: number): Tensor => {
      const row = logarithms.slice([0, step, 0], [batch, 1, classes]);
      return isClass.where(row, 0).sum(2);
    };
    // A label may follow another one without a blank, unless they are the same.
    const skips = states.notEqual(0).and(states.notEqual(later(states, 2, 0)));
    const first = upTo(count).lessEqual(1);
    let paths = first.where(logOfStates(0), farBelow);
    for (let step = 1; step < steps; step++) {
      const skipping = skips.where(later(paths, 2, farBelow), farBelow);
      const ways = [paths, later(paths, 1, farBelow), skipping].map((way) => way.expandDims(2));
      paths = logSumExp(Tensor.concat(ways, 2)).add(logOfStates(step));
    }
    // The last label and the blank after it are where a sequence may end.
    const last = yTrue.notEqual(0).cast(yPred.dtype).sum(1, { keepDims: true }).mul(2);
    const ends = upTo(count)
      .equal(last)
      .or(upTo(count).equal(last.sub(1)));
    return logSumExp(ends.where(paths, farBelow)).neg();
  },
};

/** 0, 1, … n − 1 */
function upTo(n: number): Tensor {
  return fromTyped(range(n), [n]);
}

/** Columns moved to the right by so many; what comes in from the left is `filling`. */
function later(x: Tensor, by: number, filling: number): Tensor {
  return x
    .pad(
      [
        [0, 0],
        [by, 0],
      ],
      filling,
    )
    .slice([0, 0], x.shape);
}

/** log Σ eˣ along the last axis. */
function logSumExp(x: Tensor): Tensor {
  const largest = x.max(-1, { keepDims: true });
  return x
    .sub(largest)
    .exp()
    .sum(-1)
    .log()
    .add(largest.reshape(x.shape.slice(0, -1)));
}
