/** Normal numbers without those further than two deviations from the mean. */
import type { FloatArray } from '../../core/dtype.ts';
import type { RandomState } from '../../random/random-state.ts';

/** Fills `out` with normal numbers; those beyond two deviations are drawn again. The deviation is not corrected for it. */
export function fillTruncatedNormal(
  out: FloatArray,
  mean: number,
  deviation: number,
  random: RandomState,
): void {
  for (let i = 0; i < out.length; i++) {
    let z = random.standardNormal();
    while (Math.abs(z) > 2) z = random.standardNormal();
    out[i] = mean + deviation * z;
  }
}
