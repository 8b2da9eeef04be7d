/** Probabilities of classes from the decisions of linear models: rows × classes, each row sums to 1. */
import { HebbError } from '../../core/errors.ts';
import type { LinearLossName } from './linear-loss.ts';

/**
 * What each question's decisions say on their own, and for several classes divided by their sum
 * (Zadrozny & Elkan, Transforming classifier scores into multiclass probability estimates, KDD 2002).
 *
 * @param values rows × questions
 * @param apart whether the questions are about labels that may hold together
 * @throws HebbError `UNSUPPORTED` for a loss that says nothing of probabilities
 */
export function questionProbabilities(
  values: Float64Array,
  questions: number,
  loss: LinearLossName,
  apart: boolean,
): Float64Array {
  const positive = values.map(probabilityBy(loss));
  if (apart) return positive;
  if (questions === 1) return withRest(positive);
  for (let start = 0; start < positive.length; start += questions) {
    const row = positive.subarray(start, start + questions);
    const sum = row.reduce((total, p) => total + p, 0);
    if (sum === 0) row.fill(1 / questions);
    else for (let k = 0; k < questions; k++) row[k] /= sum;
  }
  return positive;
}

/** e^z / Σ e^z of each row of decisions; for one decision a row σ(z). */
export function softmaxProbabilities(values: Float64Array, outputs: number): Float64Array {
  if (outputs === 1) return withRest(values.map(sigmoid));
  const result = values.slice();
  for (let start = 0; start < result.length; start += outputs) {
    const row = result.subarray(start, start + outputs);
    const largest = row.reduce((max, z) => Math.max(max, z));
    let sum = 0;
    for (let k = 0; k < outputs; k++) {
      row[k] = Math.exp(row[k] - largest);
      sum += row[k];
    }
    for (let k = 0; k < outputs; k++) row[k] /= sum;
  }
  return result;
}

function probabilityBy(loss: LinearLossName): (decision: number) => number {
  if (loss === 'log_loss') return sigmoid;
  // T. Zhang, Statistical behavior and consistency of classification methods, Annals of Statistics 32, 2004.
  if (loss === 'modified_huber') return (z) => (Math.min(Math.max(z, -1), 1) + 1) / 2;
  throw new HebbError(
    'UNSUPPORTED',
    `probability estimates are not available for loss '${loss}'; use 'log_loss' or 'modified_huber'.`,
  );
}

/** Two columns: 1 − p, p. */
function withRest(positive: Float64Array): Float64Array {
  const pairs = new Float64Array(positive.length * 2);
  for (const [i, p] of positive.entries()) {
    pairs[2 * i] = 1 - p;
    pairs[2 * i + 1] = p;
  }
  return pairs;
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
