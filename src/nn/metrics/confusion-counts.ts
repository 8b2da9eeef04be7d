/**
 * How many predictions are right and wrong above and below thresholds, as sums over batches. It knows nothing
 * of what is made of the counts.
 */
import { HebbError } from '../../core/errors.ts';
import { showShape } from '../../core/shape.ts';
import { tensor } from '../../tensor/creation.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { likePredictions } from './reduce.ts';

/** What is counted, and how. */
export interface Counting {
  /** The metric's name, for messages. */
  readonly name: string;
  readonly thresholds: readonly number[];
  /** Of each sample only the k largest predictions count as said. */
  readonly topK?: number | null;
  /** Only this class is looked at. */
  readonly classId?: number | null;
  /** Counts for each label on its own? Default: all together. */
  readonly byLabel?: boolean;
  /** A weight for each label. */
  readonly labelWeights?: readonly number[] | null;
  /** Do targets between 0 and 1 count in part? Default: as 1. */
  readonly soft?: boolean;
}

/** Weighted counts at one threshold. */
export interface Counts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Below everything that is predicted: what predictions not among the top k are taken for. */
export const NEVER = -1e10;

/** True and false positives for each label and threshold, then all positives and negatives of each label. */
export function countStatistics(
  yTrue: Tensor,
  yPred: Tensor,
  sampleWeight: Tensor | undefined,
  counting: Counting,
): Tensor {
  const { name, thresholds, topK, classId, byLabel = false, labelWeights, soft = false } = counting;
  const said = topK === undefined || topK === null ? yPred : largest(yPred, topK);
  const targets = likePredictions(yTrue, yPred, name);
  const [batch = 1] = yPred.shape;
  const asRows = (x: Tensor): Tensor => classOf(x, classId, name).reshape([batch, -1]);
  const predictions = asRows(said);
  const labels = asRows(soft ? targets : targets.notEqual(0)).cast('float64');
  let weights = sampleWeight?.cast('float64') ?? Tensor.scalar(1, 'float64');
  if (weights.rank > 0) weights = weights.reshape([batch, -1]);
  if (labelWeights && !byLabel) weights = weights.mul(tensor(labelWeights));
  weights = weights.broadcastTo(labels.shape);
  const columns = byLabel ? labels.shape[1] : 1;
  const [p, positive, negative] = [predictions, labels.mul(weights), labels.neg().add(1).mul(weights)].map(
    (x) => x.reshape([-1, columns, 1]),
  );
  const isAbove = p.greater(tensor(thresholds, { dtype: p.dtype })).cast('float64');
  const sums = [positive.mul(isAbove), negative.mul(isAbove), positive, negative];
  return Tensor.concat(sums.map((x) => x.sum(0).flatten()));
}

/** The counts of such a total: for each label, at each threshold. */
export function countsOf(total: ArrayLike<number>, thresholds: number): Counts[][] {
  const labels = total.length / (2 * thresholds + 2);
  const size = labels * thresholds;
  return Array.from({ length: labels }, (_, label) =>
    Array.from({ length: thresholds }, (_, t) => {
      const truePositives = total[label * thresholds + t];
      const falsePositives = total[size + label * thresholds + t];
      return {
        truePositives,
        falsePositives,
        falseNegatives: total[2 * size + label] - truePositives,
        trueNegatives: total[2 * size + labels + label] - falsePositives,
      };
    }),
  );
}

/** The predictions of one class only. */
function classOf(x: Tensor, classId: number | null | undefined, name: string): Tensor {
  if (classId === undefined || classId === null) return x;
  const last = x.rank - 1;
  if (last < 1 || classId >= x.shape[last]) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `${name} finds no class ${classId} in shape ${showShape(x.shape)}.`,
    );
  }
  const begin = x.shape.map((_, axis) => (axis === last ? classId : 0));
  return x.slice(begin, [...x.shape.slice(0, -1), 1]);
}

/** The k largest of each sample, the first of equal ones; the others become smaller than any threshold. */
function largest(x: Tensor, k: number): Tensor {
  const width = x.shape[x.rank - 1];
  let rest = x;
  let kept: Tensor | undefined;
  for (let i = 0; i < Math.min(k, width); i++) {
    const hit = rest.argMax().oneHot(width, 'bool');
    kept = kept?.or(hit) ?? hit;
    rest = hit.where(Number.NEGATIVE_INFINITY, rest);
  }
  return kept?.where(x, NEVER) ?? x;
}
