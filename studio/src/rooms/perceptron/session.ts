/** The room's points and run as signals that follow the settings, and how far the run has been shown. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { Show } from '../../parts/show.ts';
import type { RoomState } from '../../state/room-state.ts';
import { irisPoints, logicPoints, ownPoints, type PointSet } from './point-set.ts';
import { type Run, runOver } from './run.ts';
import type { fields } from './settings.ts';

export class PerceptronSession {
  /** Undefined while they are loaded. */
  readonly points: ReadonlySignal<PointSet | undefined>;
  /** Undefined while there are no points of both classes. */
  readonly run: ReadonlySignal<Run | undefined>;
  readonly show: Show;
  readonly failure = signal<string | undefined>(undefined);
  readonly #iris = signal<Readonly<Partial<Record<string, PointSet>>>>({});
  readonly #stops: (() => void)[];

  constructor(state: RoomState<typeof fields>) {
    const { data, points, eta, shuffle, seed, shown } = state.signals;
    this.points = computed(() => {
      const name = data.value;
      if (name === 'setosa' || name === 'virginica') return this.#iris.value[name];
      return name === 'own' ? ownPoints(points.value) : logicPoints(name);
    });
    this.run = computed(
      () =>
        this.points.value &&
        runOver(this.points.value, { eta: eta.value, shuffle: shuffle.value, seed: seed.value }),
    );
    const length = computed(() => this.run.value?.steps.length ?? 0);
    this.show = new Show(length, shown);
    let known: Run | undefined;
    this.#stops = [
      effect(() => {
        if (data.value === 'setosa' || data.value === 'virginica') this.#load(data.value);
      }),
      effect(() => {
        const run = this.run.value;
        if (known !== undefined && run !== known) this.show.go(1);
        known = run ?? known;
      }),
    ];
  }

  close(): void {
    this.show.close();
    for (const stop of this.#stops) stop();
  }

  async #load(name: 'setosa' | 'virginica'): Promise<void> {
    if (this.#iris.peek()[name] !== undefined) return;
    try {
      const points = await irisPoints(name);
      this.#iris.value = { ...this.#iris.peek(), [name]: points };
    } catch (error) {
      this.failure.value = error instanceof Error ? error.message : String(error);
    }
  }
}
