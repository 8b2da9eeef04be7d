/** A whole run of the perceptron over a set of points: every step, how it ended, and what the theorem says of it. */
import { type MistakeBound, type PerceptronStep, perceptronMistakeBound, perceptronSteps } from 'hebb';
import type { PointSet } from './point-set.ts';
import type { Settings } from './settings.ts';
import { widestMargin } from './widest-margin.ts';

export interface Run {
  readonly steps: readonly PerceptronStep[];
  /** Did an epoch go by without a mistake? */
  readonly isConverged: boolean;
  /** Where a line separates the classes. */
  readonly bound?: MistakeBound;
}

/** Weights and bias of a line. */
export interface Line {
  readonly weights: readonly number[];
  readonly bias: number;
}

/** Instances that a run shows at most; what no line separates would go on for ever. */
const MOST_STEPS = 15_000;

/** @returns undefined where there are no points of both classes */
export function runOver(
  points: PointSet,
  { eta, shuffle, seed }: Pick<Settings, 'eta' | 'shuffle' | 'seed'>,
): Run | undefined {
  const { rows, labels } = points;
  if (!labels.includes(0) || !labels.includes(1)) return undefined;
  const maxIter = Math.max(1, Math.floor(MOST_STEPS / rows.length));
  const data = rows.map((row) => [...row]);
  const steps = Array.from(
    perceptronSteps(data, [...labels], { eta0: eta, shuffle, randomState: seed, maxIter }),
  );
  const lastEpoch = steps.slice(-rows.length);
  const isConverged = lastEpoch.every(({ prediction, target }) => prediction === target);
  const separator = widestMargin(points) ?? (isConverged ? lineAfter(steps, steps.length) : undefined);
  if (separator === undefined) return { steps, isConverged };
  return { steps, isConverged, bound: perceptronMistakeBound(data, [...labels], separator) };
}

/** The line after so many instances. */
export function lineAfter(steps: Run['steps'], shown: number): Line {
  if (shown === 0) return before(steps[0]);
  const { weightsBefore, weightChange, biasBefore, biasChange } = steps[shown - 1];
  return {
    weights: weightsBefore.map((weight, j) => weight + weightChange[j]),
    bias: biasBefore + biasChange,
  };
}

/** The line that met an instance. */
export function before({ weightsBefore, biasBefore }: PerceptronStep): Line {
  return { weights: weightsBefore, bias: biasBefore };
}

/** Was the unit wrong about the instance? */
export function isMistake({ prediction, target }: PerceptronStep): boolean {
  return prediction !== target;
}

/** So many instances shown that the last is the next mistake, or all. */
export function nextMistake({ steps }: Run, shown: number): number {
  const next = steps.findIndex((step, i) => i >= shown && isMistake(step));
  return next < 0 ? steps.length : next + 1;
}
