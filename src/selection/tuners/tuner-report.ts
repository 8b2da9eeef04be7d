/** What a tuner has to say, as a table for programs and as text for people. */
import { type Column, NumberColumn } from '../../data/column.ts';
import { columnOf } from '../../data/column-of.ts';
import { Table } from '../../data/table.ts';
import { parameterColumns, ranksOf } from '../cv-results.ts';
import type { HyperParameter } from './hyper-parameter.ts';
import { describe } from './hyper-parameters.ts';
import type { Goal } from './objective.ts';
import type { TunerTrial } from './tuner-bench.ts';
import type { TunerProgress } from './tuner-options.ts';

/** A row for each trial. */
export function resultsTable(trials: readonly TunerTrial[], { direction }: Goal): Table {
  const columns: Column[] = [];
  const put = (name: string, numberOf: (trial: TunerTrial) => number | undefined): void => {
    columns.push(
      new NumberColumn(
        name,
        Float64Array.from(trials, (trial) => numberOf(trial) ?? Number.NaN),
      ),
    );
  };
  const ranks = ranksOf(trials.map(({ score }) => (direction === 'max' ? score : -score)));
  put('trial', ({ id }) => id);
  for (const name of namesIn(trials.map(({ more }) => more))) put(name, ({ more }) => more[name]);
  put('score', ({ score }) => score);
  put('rank', ({ id }) => ranks[id]);
  put('bestEpoch', ({ bestEpoch }) => bestEpoch);
  put('epochs', ({ epochs }) => epochs);
  put('seconds', ({ seconds }) => seconds);
  columns.push(...parameterColumns(trials.map(({ values }) => values)));
  for (const name of namesIn(trials.map(({ metrics }) => metrics))) {
    put(`metric_${name}`, ({ metrics }) => metrics[name]);
  }
  if (trials.some(({ failure }) => failure !== null)) {
    columns.push(
      columnOf(
        'failure',
        trials.map(({ failure }) => failure),
      ),
    );
  }
  return new Table(columns);
}

function namesIn(records: readonly Readonly<Record<string, number>>[]): Set<string> {
  return new Set(records.flatMap(Object.keys));
}

/** The best trials, one paragraph each. */
export function resultsText(best: readonly TunerTrial[], { name, direction }: Goal): string {
  const head = `Results summary\nShowing ${best.length} best trials by ${name} (${direction})`;
  const paragraphs = best.map(({ id, score, bestEpoch, epochs, values }) =>
    [
      `Trial ${id}: ${name} ${score} at epoch ${bestEpoch + 1}, ${epochs} trained`,
      ...Object.entries(values).map(([key, value]) => `  ${key}: ${value}`),
    ].join('\n'),
  );
  return [head, ...paragraphs].join('\n\n');
}

/** The search space, one line for each hyperparameter. */
export function spaceText(space: readonly HyperParameter[]): string {
  const lines = space.map((parameter) => `  ${parameter.name}: ${describe(parameter)}`);
  return [`Search space: ${space.length} hyperparameter${space.length === 1 ? '' : 's'}`, ...lines].join(
    '\n',
  );
}

/** A line on a trial that is over. */
export function trialLine(
  { id, score, seconds, failure }: TunerTrial,
  { done, total, secondsLeft, best }: TunerProgress,
  { name }: Goal,
): string {
  const result = failure === null ? `${name} ${numberText(score)}` : `failed: ${failure}`;
  const leader = best === null ? [] : [`best ${numberText(best.score)} (trial ${best.trial})`];
  const left = Number.isNaN(secondsLeft) || secondsLeft === 0 ? [] : [`${timeText(secondsLeft)} left`];
  return [`${done}/${total}`, `trial ${id}`, result, `${seconds.toFixed(1)} s`, ...leader, ...left].join(
    ' · ',
  );
}

function numberText(value: number): string {
  return Math.abs(value) > 1e-3 || value === 0 ? value.toFixed(4) : value.toExponential(3);
}

/** `1:05`, `2:00:07`. */
function timeText(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = String(whole % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}
