/** What to say of a learning rate, from the path it made. Pure. */
import type { Descent } from 'hebb';

export interface Verdict {
  readonly text: string;
  /** Multiply the rate by this, if that would help. */
  readonly factor?: number;
}

/** Slopes smaller than this are level ground. */
const LEVEL = 1e-2;

export function verdictOn({ path, reason }: Descent): Verdict {
  const slopes = path.map(({ gradient }) => gradient[0]);
  const [first, last] = [path[0].cost, path[path.length - 1].cost];
  if (reason === 'diverged' || last > first * 1.01 + 0.01) {
    return { text: 'Too large: each step overshoots the valley by more, and the cost grows.', factor: 0.5 };
  }
  const turns = slopes.filter((slope, i) => i > 0 && slope * slopes[i - 1] < 0).length;
  const isLevel = Math.abs(slopes[slopes.length - 1]) < LEVEL;
  if (!isLevel && turns > path.length / 3) {
    return { text: 'Too large: it jumps from side to side and does not come to rest.', factor: 0.5 };
  }
  if (!isLevel) return { text: 'Too small: after all these steps it is still on its way.', factor: 3 };
  const arrived = slopes.findIndex((slope) => Math.abs(slope) < LEVEL);
  const across = turns > 2 ? ', jumping across the valley on its way' : '';
  return { text: `It comes to level ground after ${arrived} steps${across}.` };
}
