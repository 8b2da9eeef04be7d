/**
 * From binary questions to several classes: each class against the rest, or each against each other, and what
 * becomes of the classes' scores. It knows zeros, ones and scores; which score is asked for is handed in.
 */
import type { BinaryScores } from './ranking-curve.ts';
import { sum, weightedMean } from './score-inputs.ts';

/** How the classes' scores become one; null leaves them, one a class. */
export type RankingAverage = 'micro' | 'macro' | 'weighted' | 'samples' | null;

/** The score of each class against the rest, averaged. */
export function averaged(
  positives: readonly Float64Array[],
  scores: readonly Float64Array[],
  weights: Float64Array,
  average: RankingAverage,
  scoreOf: (scores: BinaryScores) => number,
): number | Float64Array {
  const classes = [...positives.keys()];
  if (average === 'micro') {
    const flat = (columns: readonly Float64Array[]): Float64Array =>
      Float64Array.from(columns.flatMap((own) => [...own]));
    return scoreOf({
      positive: flat(positives),
      score: flat(scores),
      weights: flat(classes.map(() => weights)),
    });
  }
  if (average === 'samples') {
    const rowOf = (columns: readonly Float64Array[], row: number): Float64Array =>
      Float64Array.from(columns, (own) => own[row]);
    const ones = new Float64Array(classes.length).fill(1);
    const perRow = Array.from(weights, (_, row) =>
      scoreOf({ positive: rowOf(positives, row), score: rowOf(scores, row), weights: ones }),
    );
    return weightedMean(perRow, weights);
  }
  const perClass = Float64Array.from(classes, (k) =>
    scoreOf({ positive: positives[k], score: scores[k], weights }),
  );
  if (average === null) return perClass;
  if (average === 'macro') return sum(perClass) / classes.length;
  const shares = positives.map((own) => sum(own.map((one, row) => one * weights[row])));
  const present = classes.filter((k) => shares[k] > 0);
  return weightedMean(
    present.map((k) => perClass[k]),
    present.map((k) => shares[k]),
  );
}

/** The mean over all pairs of classes of both areas of the pair (Hand and Till, Machine Learning 45, 2001). */
export function oneVersusOne(
  positives: readonly Float64Array[],
  scores: readonly Float64Array[],
  byPrevalence: boolean,
  areaOf: (scores: BinaryScores) => number,
): number {
  const areas: number[] = [];
  const prevalences: number[] = [];
  for (let a = 0; a < positives.length; a++) {
    for (let b = a + 1; b < positives.length; b++) {
      const both = positives[a].map((one, row) => one + positives[b][row]);
      const pair = [a, b].map((k) => areaOf({ positive: positives[k], score: scores[k], weights: both }));
      areas.push((pair[0] + pair[1]) / 2);
      prevalences.push(byPrevalence ? sum(both) : 1);
    }
  }
  return weightedMean(areas, prevalences);
}
