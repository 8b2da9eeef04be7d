/** The paths of the scene as signals that follow the settings, and how far they have been shown. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Descent } from 'hebb';
import { Show } from '../../parts/show.ts';
import type { RoomState } from '../../state/room-state.ts';
import type { fields } from './settings.ts';
import { curveDescent, fits, lengths, race, type Walk } from './walks.ts';

export class DescentSession {
  readonly show: Show;
  readonly curve: ReadonlySignal<Descent>;
  readonly fits: ReadonlySignal<readonly Walk[]>;
  readonly race = signal<readonly Walk[]>([]);
  readonly failure = signal<string | undefined>(undefined);
  readonly #stops: (() => void)[];

  constructor({ signals }: RoomState<typeof fields>) {
    const { scene, curve, landscape, exponent, start, place, racers, batches, seed, shown } = signals;
    this.show = new Show(
      computed(() => lengths[scene.value]),
      shown,
    );
    this.curve = computed(() =>
      curveDescent({ curve: curve.value, exponent: exponent.value, start: start.value }),
    );
    this.fits = computed(() => fits({ batches: batches.value, exponent: exponent.value, seed: seed.value }));
    let order = 0;
    let known: string | undefined;
    this.#stops = [
      effect(() => {
        const settings = {
          landscape: landscape.value,
          exponent: exponent.value,
          place: place.value,
          racers: racers.value,
        };
        if (scene.value === 'landscape') this.#race(settings, ++order, () => order);
      }),
      effect(() => {
        if (known !== undefined && known !== scene.value) this.show.go(1);
        known = scene.value;
      }),
    ];
  }

  close(): void {
    this.show.close();
    for (const stop of this.#stops) stop();
  }

  /** Only the latest of several races is shown. */
  async #race(settings: Parameters<typeof race>[0], own: number, latest: () => number): Promise<void> {
    try {
      const walks = await race(settings);
      if (own === latest()) this.race.value = walks;
    } catch (error) {
      this.failure.value = error instanceof Error ? error.message : String(error);
    }
  }
}
