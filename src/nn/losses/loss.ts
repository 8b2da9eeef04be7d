/**
 * What a loss is, one record each: its name, formula and source, and how it is computed for each sample. The
 * records of the other files know nothing of weights and batches; `computeLoss` weighs, masks and sums up what
 * they give. Both follow Keras 3.15.
 */
import { HebbError } from '../../core/errors.ts';
import {
  checkOptionNames,
  checkOptions,
  nullable,
  oneOf,
  type Rule,
  type Spelled,
} from '../../core/options.ts';
import { type Shape, sameShape, sameUpToLastOne, showShape } from '../../core/shape.ts';
import { asTensor, type TensorInput } from '../../tensor/creation.ts';
import { Tensor } from '../../tensor/tensor.ts';

/** A loss; `computeLoss` checks its options and targets, and makes one number of the losses of the samples. */
export interface Loss<Options extends object = object> {
  /** Keras's name for the function. */
  readonly name: string;
  /** Other names it is known by. */
  readonly aliases?: readonly string[];
  readonly formula: string;
  /** Who proposed it, or where to read about it. */
  readonly source: string;
  /** The options and what they may be; none, where absent. */
  readonly rules?: Readonly<Record<string, Rule>>;
  /**
   * The loss of each sample: batch × … × outputs become batch × …. Targets are given in the type of the
   * predictions.
   */
  perSample(yTrue: Tensor, yPred: Tensor, options: Options): Tensor;
  /** The shape of targets for predictions of a shape, given what came; the predictions', where absent. */
  targetShape?(predictions: Shape, options: Options, targets: Shape): Shape;
  /** Which of the samples' losses count, as bools; all, where absent. */
  mask?(yTrue: Tensor, losses: Tensor, options: Options): Tensor | undefined;
}

/** How the losses of samples become one number. */
export type Reduction = 'sum_over_batch_size' | 'mean' | 'mean_with_sample_weight' | 'sum' | 'none';

export interface ReductionOptions {
  /**
   * `'sum_over_batch_size'` and `'mean'` divide the sum by the number of losses, `'mean_with_sample_weight'` by the
   * sum of the weights; `'sum'` divides by nothing; `'none'` (or null) leaves one loss for each sample. Default
   * `'sum_over_batch_size'`.
   */
  readonly reduction?: Spelled<Reduction> | null;
  /** A weight for each sample (batch or batch × 1) or for each loss. Default: 1 each. */
  readonly sampleWeight?: TensorInput;
  /** Which losses count, as truth values of their shape; the mean is over those that do. Default: all. */
  readonly mask?: TensorInput;
}

const reductionRules: Readonly<Record<string, Rule>> = {
  reduction: nullable(oneOf('sum_over_batch_size', 'mean', 'mean_with_sample_weight', 'sum', 'none')),
};

/** Keras's fuzz factor: what probabilities keep from 0 and 1. */
export const epsilon = 1e-7;

/**
 * The loss of predictions: one number, or one for each sample with `reduction: 'none'`.
 *
 * @param loss one of the records, such as `meanSquaredError`
 * @param yTrue targets, of the predictions' shape; class numbers for the sparse losses
 * @param yPred predictions, batch × … × outputs
 * @param options the loss's own options, `reduction`, `sampleWeight` and `mask`
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION`; `SHAPE_MISMATCH` when targets or weights do not fit
 * @example
 * computeLoss(huber, [[0], [3]], [[0.5], [1]], { delta: 1 }).item(); // 0.8125; that is (0.125 + 1.5) / 2
 */
export function computeLoss<Options extends object>(
  loss: Loss<Options>,
  yTrue: TensorInput,
  yPred: TensorInput,
  options: Options & ReductionOptions = {} as Options,
): Tensor {
  const { reduction: asked, sampleWeight, mask, ...own } = options;
  const { rules = {} } = loss;
  checkOptionNames(loss.name, options, [...Object.keys(rules), 'reduction', 'sampleWeight', 'mask']);
  const checked = checkOptions(loss.name, { reduction: asked }, reductionRules);
  const reduction = checked.reduction === null ? 'none' : (checked.reduction ?? 'sum_over_batch_size');
  checkOptions(loss.name, own, rules);
  const predictions = asTensor(yPred);
  const lossOptions = own as unknown as Options;
  const targets = targetsFor(loss, asTensor(yTrue), predictions, lossOptions);
  const losses = loss.perSample(targets, predictions, lossOptions);
  const masks = [
    loss.mask?.(targets, losses, lossOptions),
    mask === undefined ? undefined : asTensor(mask).cast('bool'),
  ].filter((one) => one !== undefined);
  const counted = masks.length === 2 ? masks[0].and(masks[1]) : masks[0];
  return reduce(losses, weightsOf(losses, reduction, sampleWeight, counted), reduction);
}

/** Targets in the type of the predictions and, by a last axis of size 1 more or less, in their rank. */
function targetsFor<O extends object>(loss: Loss<O>, yTrue: Tensor, yPred: Tensor, options: O): Tensor {
  const targets = yTrue.cast(yPred.dtype);
  const wanted = loss.targetShape?.(yPred.shape, options, targets.shape) ?? yPred.shape;
  if (sameShape(targets.shape, wanted)) return targets;
  if (sameUpToLastOne(targets.shape, wanted)) return targets.reshape(wanted);
  throw new HebbError(
    'SHAPE_MISMATCH',
    `${loss.name} needs targets of shape ${showShape(wanted)} for predictions of shape ${showShape(yPred.shape)}, ` +
      `got ${showShape(yTrue.shape)}.`,
  );
}

/** Sample weights and mask as one factor for each loss. A mask stretches what counts, so that the mean is over it. */
function weightsOf(
  losses: Tensor,
  reduction: Reduction,
  sampleWeight: TensorInput | undefined,
  mask: Tensor | undefined,
): Tensor | undefined {
  const weights = sampleWeight === undefined ? undefined : asTensor(sampleWeight).cast(losses.dtype);
  if (mask === undefined) return weights;
  let kept = mask.cast(losses.dtype);
  if (reduction === 'mean' || reduction === 'sum_over_batch_size') {
    kept = kept.mul(divideNoNaN(Tensor.scalar(kept.size, kept.dtype), kept.sum()));
  }
  return weights === undefined ? kept : kept.mul(inRankOf(kept, weights));
}

function reduce(losses: Tensor, weights: Tensor | undefined, reduction: Reduction): Tensor {
  const weighted = weights === undefined ? losses : losses.mul(inRankOf(losses, weights));
  if (reduction === 'none' || weighted.rank === 0) return weighted;
  const total = weighted.sum();
  if (reduction === 'sum' || weighted.size === 0) return total;
  if (reduction === 'mean_with_sample_weight' && weights !== undefined) {
    return divideNoNaN(total, weights.sum());
  }
  return total.div(weighted.size);
}

/** Weights of shape (batch, 1) beside losses of shape (batch,), or the other way round, are not stretched. */
function inRankOf(losses: Tensor, weights: Tensor): Tensor {
  const isColumn = weights.rank === losses.rank + 1 && weights.shape.at(-1) === 1;
  if (isColumn) return weights.reshape(weights.shape.slice(0, -1));
  const needsColumn = losses.rank === weights.rank + 1 && losses.shape.at(-1) === 1;
  return needsColumn ? weights.expandDims(-1) : weights;
}

/** x / y, but 0 where y is 0. */
function divideNoNaN(x: Tensor, y: Tensor): Tensor {
  const isZero = y.equal(0);
  return isZero.where(0, x.div(isZero.where(1, y)));
}
