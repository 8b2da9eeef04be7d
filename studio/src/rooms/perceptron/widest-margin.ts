/**
 * The line with the widest margin between two classes, for the bound on the perceptron's mistakes: Kozinec's
 * algorithm. As in the theorem, instances have one component more, 1, and the line goes through the origin there.
 */
import type { Separator } from 'hebb';
import type { PointSet } from './point-set.ts';

type Vector = readonly [number, number, number];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/**
 * w is the point of the hull of all ±(x, 1) that is nearest to the origin: it moves towards the instance with the
 * least margin as far as that brings it nearer, until no instance has a margin much less than |w|.
 *
 * @returns undefined where no line separates the classes, or none was found within the rounds
 */
export function widestMargin({ rows, labels }: PointSet, rounds = 20_000): Separator | undefined {
  const instances = rows.map(([x, y], i): Vector => {
    const sign = labels[i] === 1 ? 1 : -1;
    return [sign * x, sign * y, sign];
  });
  if (instances.length === 0) return undefined;
  let w = instances[0];
  for (let round = 0; round < rounds; round++) {
    const worst = instances.reduce((best, one) => (dot(w, one) < dot(w, best) ? one : best));
    const length = Math.hypot(...w);
    if (length < 1e-9) return undefined;
    if (dot(w, worst) > 0.9999 * length * length) break;
    const towards: Vector = [worst[0] - w[0], worst[1] - w[1], worst[2] - w[2]];
    const share = Math.min(1, -dot(w, towards) / dot(towards, towards));
    w = [w[0] + share * towards[0], w[1] + share * towards[1], w[2] + share * towards[2]];
  }
  if (instances.some((instance) => dot(w, instance) <= 0)) return undefined;
  return { weights: [w[0], w[1]], bias: w[2] };
}
