/**
 * Some of n rows, none of them twice, drawn as scikit-learn draws them. It knows nothing of what the rows are.
 */
import { range } from '../core/range.ts';
import type { RandomState } from './random-state.ts';

/**
 * `count` different numbers below `population`. Which way is taken depends on their ratio, and so do the numbers
 * drawn: scikit-learn's `sample_without_replacement`.
 *
 * @param count at most `population`
 */
export function sampleRows(random: RandomState, population: number, count: number): Int32Array {
  const share = population === 0 ? 1 : count / population;
  if (share > 0.01 && share < 0.99) return random.permutation(population).slice(0, count);
  if (share < 0.2) {
    const drawn = new Set<number>();
    while (drawn.size < count) drawn.add(random.randint(0, population));
    return Int32Array.from(drawn);
  }
  const rows = range(count);
  for (let row = count; row < population; row++) {
    const place = random.randint(0, row + 1);
    if (place < count) rows[place] = row;
  }
  return rows;
}
