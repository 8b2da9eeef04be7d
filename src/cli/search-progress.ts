/**
 * Shows how a search goes: a bar where a person looks on, a plain line now and then elsewhere. It knows nothing
 * of what is searched.
 */
import { ProgressBar } from '../node/progress-bar.ts';
import type { SearchProgress } from '../selection/search-options.ts';
import { clock, score } from './number-text.ts';
import type { Output } from './terminal.ts';

/** Between two plain lines. */
const secondsBetweenLines = 5;

/** A listener of a search, and a way to take away what it shows. */
export interface ShownSearch {
  readonly show: (progress: SearchProgress) => void;
  clear(): void;
}

/**
 * @param scoreName what the score is called
 * @param now the time in milliseconds
 */
export function searchProgress(
  output: Output,
  scoreName: string,
  now: () => number = () => performance.now(),
): ShownSearch {
  const bar = new ProgressBar(output);
  let lastLine = Number.NEGATIVE_INFINITY;
  const show = ({ done, total, secondsLeft, best }: SearchProgress): void => {
    const found = best === null ? '' : `best ${scoreName} ${score(best.score)}  `;
    const left = Number.isNaN(secondsLeft) ? '' : `${clock(secondsLeft)} left`;
    const counter = `Trial ${String(done).padStart(String(total).length)}/${total}`;
    if (output.isTerminal) bar.show({ left: counter, fraction: done / total, right: found + left });
    else if (now() - lastLine >= secondsBetweenLines * 1000) {
      lastLine = now();
      output.write(`${counter}  ${found}${left}\n`.replace(/ +\n/, '\n'));
    }
  };
  return { show, clear: () => (output.isTerminal ? bar.clear() : undefined) };
}
