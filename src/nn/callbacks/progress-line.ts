/**
 * The text of a progress line, laid out as Keras's: batches, a bar, time left or taken, time of a step, metrics.
 * It knows neither when it is shown nor where.
 */
import type { Logs } from './callback.ts';

/** Where a pass over the data is. */
export interface PassState {
  /** Batches that are done. */
  readonly done: number;
  /** Batches there are; undefined while it is not known. */
  readonly steps: number | undefined;
  /** Milliseconds since it began. */
  readonly spent: number;
  /** Milliseconds of a step. */
  readonly pace: number;
  readonly logs: Logs;
  /** Has it ended? Then the line tells the time it took, before that the time that is left. */
  readonly isOver: boolean;
}

/** How text is set off: bold for numbers, green for what is done, grey for what is not. */
export interface Style {
  bold(text: string): string;
  done(text: string): string;
  left(text: string): string;
}

const sgr =
  (code: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${code}m${text}\u001b[0m`;

/** Keras's colours. */
export const colours: Style = { bold: sgr(1), done: sgr(32), left: sgr(90) };

const same = (text: string): string => text;
const noColours: Style = { bold: same, done: same, left: same };

const barWidth = 20;

/** A line of a log: no bar. */
export function plainLine(state: PassState): string {
  const parts = [...count(state), taken(state), ...paceOf(state), ...metricsOf(state)];
  return parts.join(' - ');
}

/**
 * A line of a terminal.
 *
 * @param columns the line stays shorter than this: the bar goes first, then metrics from the right
 */
export function barLine(state: PassState, columns: number, style: Style = noColours): string {
  const { done, steps, pace, isOver } = state;
  const [counted = `${done}/Unknown`] = count(state);
  const time = isOver || steps === undefined ? taken(state) : clock(pace * (steps - done));
  const head = [time, ...paceOf(state)];
  const tail = metricsOf(state).map((metric) => ` - ${metric}`);
  const room = (withBar: boolean): number =>
    columns - 1 - counted.length - 1 - head.join(' ').length - (withBar ? barWidth + 1 : 0);
  const hasBar = steps !== undefined && room(true) >= tail.join('').length;
  let shown = '';
  let free = room(hasBar);
  for (const metric of tail) {
    if (metric.length > free) break;
    shown += metric;
    free -= metric.length;
  }
  const full = steps === undefined ? 0 : Math.floor((barWidth * done) / Math.max(steps, 1));
  const bar = hasBar ? `${style.done('━'.repeat(full))}${style.left('━'.repeat(barWidth - full))} ` : '';
  const line = `${style.bold(counted)} ${bar}${[style.bold(head[0]), ...head.slice(1)].join(' ')}${shown}`;
  return room(false) < 0 ? counted.slice(0, Math.max(0, columns - 1)) : line;
}

/** `12/100`, its parts as wide in every line; nothing for a pass whose length is not known. */
function count({ done, steps }: PassState): string[] {
  return steps === undefined ? [] : [`${String(done).padStart(String(steps).length)}/${steps}`];
}

function taken({ spent }: PassState): string {
  return `${Math.round(spent / 1000)}s`;
}

/** Seconds, minutes, hours: `5s`, `1:05`, `1:00:05`. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds <= 60) return `${seconds}s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

function paceOf({ pace, done }: PassState): string[] {
  if (done === 0) return [];
  if (pace >= 1000) return [`${Math.round(pace / 1000)}s/step`];
  return [pace >= 1 ? `${Math.round(pace)}ms/step` : `${Math.round(pace * 1000)}us/step`];
}

function metricsOf({ logs }: PassState): string[] {
  return Object.entries(logs).map(([name, value]) => `${name}: ${metricText(value)}`);
}

/** Four decimals, or as a power of ten where those would show nothing. */
function metricText(value: number): string {
  if (Math.abs(value) > 1e-3 || value === 0 || !Number.isFinite(value)) return value.toFixed(4);
  return value.toExponential(4).replace(/-(\d)$/, '-0$1');
}
