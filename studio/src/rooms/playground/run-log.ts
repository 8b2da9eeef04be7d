/** Keeps the runs that lessons look at. */
import { signal } from '@preact/signals';
import { type Run, SOLVED } from './lessons.ts';
import type { Settings } from './settings.ts';
import type { Snapshot } from './snapshot.ts';

/** So many runs are remembered. */
const MOST = 40;

export class RunLog {
  readonly runs = signal<readonly Run[]>([]);

  /** Look at a snapshot: it goes on with the last run, or begins another. */
  note(snapshot: Snapshot, settings: Settings): void {
    const runs = this.runs.peek();
    const last = runs.at(-1);
    if (last !== undefined && last.epochs === snapshot.epoch) return;
    const goesOn = last !== undefined && snapshot.epoch > last.epochs && sameNetwork(last.settings, settings);
    const before = goesOn ? last : { best: 0, solvedAt: undefined, fading: 1 };
    const { score } = snapshot.train;
    const first = snapshot.health[0]?.gradient ?? 1;
    const end = snapshot.health.at(-1)?.gradient ?? 1;
    const run: Run = {
      settings,
      epochs: snapshot.epoch,
      best: Math.max(before.best, Number.isFinite(score) ? score : 0),
      solvedAt: before.solvedAt ?? (score >= SOLVED ? snapshot.epoch : undefined),
      fading: snapshot.epoch > 0 && end > 0 ? Math.min(before.fading, first / end) : before.fading,
    };
    this.runs.value = [...(goesOn ? runs.slice(0, -1) : runs.slice(-MOST)), run];
  }

  forget(): void {
    this.runs.value = [];
  }
}

function sameNetwork(a: Settings, b: Settings): boolean {
  return (
    a.seed === b.seed && a.dataset === b.dataset && JSON.stringify(a.layers) === JSON.stringify(b.layers)
  );
}
