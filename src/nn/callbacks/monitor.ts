/** Watching one metric: which way is better, and is this better than that? */
import { HebbError } from '../../core/errors.ts';
import { oneOf, type Rule } from '../../core/options.ts';
import type { Logs } from './callback.ts';

/** Which way is better; `'auto'` decides by the metric's name. */
export type Mode = 'auto' | 'min' | 'max';

export const modeRule: Rule = oneOf('auto', 'min', 'max');

/** Metrics of which more is better, by their names; of all others, less. */
const upwards =
  /acc|auc|precision|recall|f1|f_?beta|r2|iou|top_k|similarity|correlation|sensitivity|specificity|true_(posi|nega)tives/;

/** Is `value` better than `other`, by more than `minDelta`? */
export function isBetter(
  value: number,
  other: number,
  monitor: string,
  mode: Mode,
  minDelta: number,
): boolean {
  const name = monitor.replace(/^val_/, '');
  const isUp = mode === 'max' || (mode === 'auto' && !name.endsWith('loss') && upwards.test(name));
  return isUp ? value - Math.abs(minDelta) > other : value + Math.abs(minDelta) < other;
}

/** The value of a metric, undefined where this epoch has none. @throws HebbError `INVALID_OPTION` for one that never comes */
export function monitored(owner: string, monitor: string, logs: Logs): number | undefined {
  if (Object.hasOwn(logs, monitor)) return logs[monitor];
  // A validation need not be due at every epoch.
  if (monitor.startsWith('val_')) return undefined;
  throw new HebbError(
    'INVALID_OPTION',
    `${owner} watches '${monitor}', but the metrics are ${Object.keys(logs).join(', ')}.`,
  );
}
