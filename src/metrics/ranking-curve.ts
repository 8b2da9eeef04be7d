/**
 * One positive class against the rest, its rows ordered by score: the counts from which the ROC curve and the
 * precision–recall curve are made, and the two areas. It knows zeros, ones, scores and weights only.
 */

/** Rows of one binary question. */
export interface BinaryScores {
  /** 1 for positive rows, else 0. */
  readonly positive: Float64Array;
  readonly score: Float64Array;
  readonly weights: Float64Array;
}

/** Element k: the weight of the rows whose score is at least `thresholds[k]`; thresholds descend. */
export interface RankedCounts {
  readonly truePositives: number[];
  readonly falsePositives: number[];
  readonly thresholds: number[];
}

/** Count how many positives and negatives lie at or above each score that occurs; rows of weight 0 do not count. */
function rankedCounts({ positive, score, weights }: BinaryScores): RankedCounts {
  const order = [...score.keys()].filter((row) => weights[row] > 0).sort((a, b) => score[b] - score[a]);
  const counts: RankedCounts = { truePositives: [], falsePositives: [], thresholds: [] };
  let truePositives = 0;
  let falsePositives = 0;
  order.forEach((row, k) => {
    truePositives += positive[row] * weights[row];
    falsePositives += (1 - positive[row]) * weights[row];
    if (k + 1 === order.length || score[order[k + 1]] !== score[row]) {
      counts.truePositives.push(truePositives);
      counts.falsePositives.push(falsePositives);
      counts.thresholds.push(score[row]);
    }
  });
  return counts;
}

/** Points of the ROC curve, from (0, 0) to (1, 1). */
export interface RocPoints {
  readonly fpr: number[];
  readonly tpr: number[];
  readonly thresholds: number[];
}

/**
 * The ROC curve.
 *
 * @param dropIntermediate whether points on a straight line between their neighbours are left out
 */
export function rocPoints(scores: BinaryScores, dropIntermediate: boolean): RocPoints {
  const { truePositives: tp, falsePositives: fp, thresholds } = rankedCounts(scores);
  const last = tp.length - 1;
  const isCorner = (k: number): boolean =>
    k === 0 ||
    k === last ||
    tp[k + 1] - tp[k] !== tp[k] - tp[k - 1] ||
    fp[k + 1] - fp[k] !== fp[k] - fp[k - 1];
  const kept = [...tp.keys()].filter((k) => !dropIntermediate || isCorner(k));
  return {
    fpr: [0 / fp[last], ...kept.map((k) => fp[k] / fp[last])],
    tpr: [0 / tp[last], ...kept.map((k) => tp[k] / tp[last])],
    thresholds: [Number.POSITIVE_INFINITY, ...kept.map((k) => thresholds[k])],
  };
}

/**
 * The area under the ROC curve. Up to `maxFpr` below 1, the area there, scaled so that chance is 0.5 and
 * perfection 1 (McClish, Medical Decision Making 9, 1989). NaN unless there are both positives and negatives.
 */
export function rocArea(scores: BinaryScores, maxFpr: number | null): number {
  const { fpr, tpr } = rocPoints(scores, true);
  if (maxFpr === null || maxFpr === 1 || Number.isNaN(fpr[0]) || Number.isNaN(tpr[0])) return area(fpr, tpr);
  const stop = fpr.findIndex((rate) => rate > maxFpr);
  const [x0, x1, y0, y1] = [fpr[stop - 1], fpr[stop], tpr[stop - 1], tpr[stop]];
  const cut = y0 + ((y1 - y0) * (maxFpr - x0)) / (x1 - x0);
  const partial = area([...fpr.slice(0, stop), maxFpr], [...tpr.slice(0, stop), cut]);
  const least = maxFpr ** 2 / 2;
  return (1 + (partial - least) / (maxFpr - least)) / 2;
}

/** Σ precision · increase of recall over the descending thresholds; 0 without positives. */
export function averagePrecision(scores: BinaryScores): number {
  const { truePositives: tp, falsePositives: fp } = rankedCounts(scores);
  const positives = tp[tp.length - 1];
  if (!(positives > 0)) return 0;
  return tp.reduce((total, hits, k) => {
    const gained = (hits - (tp[k - 1] ?? 0)) / positives;
    return total + (gained * hits) / (hits + fp[k]);
  }, 0);
}

/** By trapezoids. */
function area(x: readonly number[], y: readonly number[]): number {
  let total = 0;
  for (let k = 1; k < x.length; k++) total += ((x[k] - x[k - 1]) * (y[k] + y[k - 1])) / 2;
  return total;
}
