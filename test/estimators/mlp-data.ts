/** Small drawn data for tests of the multilayer perceptrons. */
import { RandomState } from '../../src/random/random-state.ts';

/** Rows of standard normal numbers. */
export function drawRows(seed: number, rows = 40, features = 3): number[][] {
  const random = new RandomState(seed);
  return Array.from({ length: rows }, () => Array.from(random.standardNormal(features)));
}

/** Features and a number a row that depends on them. */
export function drawNumbers(seed: number, rows = 40, features = 3): { X: number[][]; y: number[] } {
  const X = drawRows(seed, rows, features);
  return { X, y: X.map((row) => row[0] * 2 - row[features - 1] + 0.5) };
}

/** Features and one of three labels a row that depends on them. */
export function drawLabels(seed: number, rows = 40): { X: number[][]; y: ('a' | 'b' | 'c')[] } {
  const X = drawRows(seed, rows);
  return { X, y: X.map(([x, y]) => (x > 0.5 ? 'a' : y > 0 ? 'b' : 'c')) };
}

/** No warnings on the console. */
export const quiet = { onWarning(): void {} };
