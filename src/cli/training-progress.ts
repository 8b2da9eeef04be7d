/**
 * Shows how a training goes: a bar where a person looks on, a plain line now and then elsewhere. It knows
 * nothing of what is trained.
 */
import type { EpochLogs, Progress, TrainingCallback } from '../estimators/mlp/options.ts';
import { ProgressBar } from '../node/progress-bar.ts';
import { clock, measure } from './number-text.ts';
import type { Output } from './terminal.ts';

/** Between two plain lines. */
const secondsBetweenLines = 5;

/** What training calls, and a way to take away what is shown. */
export interface ShownProgress extends TrainingCallback {
  clear(): void;
}

/**
 * A callback that shows progress on `output`.
 *
 * @param scoreName what the validation score is called
 * @param now the time in milliseconds
 */
export function trainingProgress(
  output: Output,
  scoreName: string,
  now: () => number = () => performance.now(),
): ShownProgress {
  return output.isTerminal ? barOf(output, scoreName, now) : linesOf(output, scoreName, now);
}

function barOf(output: Output, scoreName: string, now: () => number): ShownProgress {
  const bar = new ProgressBar(output);
  const start = now();
  let last: EpochLogs | undefined;
  return {
    onProgress: ({ epoch, maxIter, batch, batches }: Progress): void => {
      const fraction = (epoch - 1 + batch / batches) / maxIter;
      const left = (((now() - start) / fraction) * (1 - fraction)) / 1000;
      const figures = last === undefined ? '' : `${figuresOf(last, scoreName)}  `;
      bar.show({
        left: `Epoch ${String(epoch).padStart(String(maxIter).length)}/${maxIter}`,
        fraction,
        right: `${figures}≤ ${clock(left)} left`,
      });
    },
    onEpochEnd: (logs: EpochLogs): void => {
      last = logs;
    },
    onTrainEnd: () => bar.clear(),
    clear: () => bar.clear(),
  };
}

function linesOf(output: Output, scoreName: string, now: () => number): ShownProgress {
  let lastLine = Number.NEGATIVE_INFINITY;
  return {
    onEpochEnd: (logs: EpochLogs): void => {
      if (now() - lastLine < secondsBetweenLines * 1000) return;
      lastLine = now();
      output.write(`Epoch ${logs.epoch}/${logs.maxIter}  ${figuresOf(logs, scoreName)}\n`);
    },
    clear: () => {},
  };
}

function figuresOf({ loss, validationScore }: EpochLogs, scoreName: string): string {
  const validation =
    validationScore === undefined ? '' : `  validation ${scoreName} ${validationScore.toFixed(4)}`;
  return `loss ${measure(loss)}${validation}`;
}
