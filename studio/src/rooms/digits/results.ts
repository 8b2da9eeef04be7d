/** How right and how sure the models are on all 10,000 test images: counted when they were made. */
import results from './models/results.json' with { type: 'json' };
import type { SetName } from './test-images.ts';

export type ModelKind = 'plain' | 'smoothed';

/** Images whose greatest probability lies in one of the equal steps from 0.1 to 1. */
interface Bin {
  readonly count: number;
  readonly right: number;
  /** Sum of their greatest probabilities. */
  readonly confidence: number;
}

export interface Result {
  readonly trainingRows: number;
  readonly labelSmoothing: number;
  readonly images: number;
  readonly accuracy: number;
  readonly meanConfidence: number;
  readonly bins: readonly Bin[];
}

export function resultOf(set: SetName, kind: ModelKind): Result {
  return results[`${set}-${kind}`];
}

/** A point is the share of images that is right, over how sure the model was of them on average. */
export interface Curve {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/** How many images there are of each confidence, in percent of all. */
export function histogram({ bins, images }: Result): Curve {
  const step = 0.9 / bins.length;
  return {
    xs: bins.map((_, i) => 100 * (0.1 + (i + 0.5) * step)),
    ys: bins.map(({ count }) => (100 * count) / images),
  };
}

/** Steps with fewer images say little of the share that is right. */
const fewest = 20;

/** How often it is right, by how sure it is; both in percent. */
export function reliability({ bins }: Result): Curve {
  const full = bins.filter(({ count }) => count >= fewest);
  return {
    xs: full.map(({ count, confidence }) => (100 * confidence) / count),
    ys: full.map(({ count, right }) => (100 * right) / count),
  };
}

/** What the two numbers together mean. */
export function sureness({ accuracy, meanConfidence }: Result): string {
  const gap = 100 * (meanConfidence - accuracy);
  const points = `${Math.abs(gap).toFixed(1)} points`;
  if (Math.abs(gap) < 0.5) return 'about as sure as it is right';
  return gap > 0 ? `too sure, by ${points}` : `too modest, by ${points}`;
}
