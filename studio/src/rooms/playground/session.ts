/** The page's side of the thread that trains: orders out, snapshots in as signals. */
import { batch, effect, signal } from '@preact/signals';
import type { RoomState } from '../../state/room-state.ts';
import type { Answer, Order } from './protocol.ts';
import { type fields, type Settings, startsAnew } from './settings.ts';
import type { Snapshot } from './snapshot.ts';
import type { Speed } from './trainer.ts';

/** A point of the loss chart. */
export interface CurvePoint {
  readonly epoch: number;
  readonly train: number;
  readonly test: number;
}

/** At most so many points are kept: then every second one goes. */
const MOST_POINTS = 1200;

export class TrainingSession {
  readonly snapshot = signal<Snapshot | undefined>(undefined);
  readonly curve = signal<readonly CurvePoint[]>([]);
  readonly isRunning = signal(false);
  readonly failure = signal<string | undefined>(undefined);
  readonly speed = signal<Speed>('usual');
  /** Weights before the last edits, the latest last. */
  readonly undo = signal<readonly Snapshot[]>([]);
  /** The hidden unit under the pointer, which is shown large. */
  readonly focus = signal<{ readonly layer: number; readonly unit: number } | undefined>(undefined);
  readonly #worker: Worker;
  readonly #stops: (() => void)[] = [];

  constructor(state: RoomState<typeof fields>) {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.#hear(data));
    this.#worker.addEventListener('error', ({ message }) => {
      this.failure.value = message || 'The thread that trains could not be started.';
    });
    let known: Settings | undefined;
    this.#stops.push(
      effect(() => {
        const settings = state.values;
        const isNew = known === undefined || startsAnew(known, settings);
        known = settings;
        if (isNew) this.#forget();
        this.#send({ kind: 'settings', settings });
      }),
      effect(() => this.#send({ kind: 'speed', speed: this.speed.value })),
    );
  }

  play(): void {
    this.isRunning.value = true;
    this.#send({ kind: 'play' });
  }

  pause(): void {
    this.isRunning.value = false;
    this.#send({ kind: 'pause' });
  }

  toggle(): void {
    if (this.isRunning.value) this.pause();
    else this.play();
  }

  step(): void {
    this.isRunning.value = false;
    this.#send({ kind: 'step' });
  }

  rewind(): void {
    this.isRunning.value = false;
    this.#forget();
    this.#send({ kind: 'rewind' });
  }

  /** Give a weight, or without `from` a bias, another value. */
  edit(layer: number, from: number | undefined, to: number, value: number): void {
    const now = this.snapshot.value;
    if (now === undefined) return;
    this.undo.value = [...this.undo.value.slice(-49), now];
    this.#send({ kind: 'weight', layer, ...(from !== undefined && { from }), to, value });
  }

  takeBack(): void {
    const last = this.undo.value.at(-1);
    if (last === undefined) return;
    this.undo.value = this.undo.value.slice(0, -1);
    this.#send({ kind: 'weights', kernels: last.kernels, biases: last.biases });
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#worker.terminate();
  }

  #forget(): void {
    batch(() => {
      this.curve.value = [];
      this.undo.value = [];
    });
  }

  #send(order: Order): void {
    this.#worker.postMessage(order);
  }

  #hear(answer: Answer): void {
    if (answer.kind === 'failure') {
      this.failure.value = answer.message;
      this.isRunning.value = false;
      return;
    }
    const { snapshot } = answer;
    batch(() => {
      this.failure.value = undefined;
      this.snapshot.value = snapshot;
      if (!snapshot.isRunning && (snapshot.isBroken || snapshot.stoppedAt !== undefined))
        this.isRunning.value = false;
      this.#extend(snapshot);
    });
    requestAnimationFrame(() => this.#send({ kind: 'drawn' }));
  }

  #extend({ epoch, train, test }: Snapshot): void {
    const points = this.curve.value.filter((point) => point.epoch < epoch);
    const all = [...points, { epoch, train: train.loss, test: test.loss }];
    this.curve.value =
      all.length <= MOST_POINTS ? all : all.filter((_, i) => i % 2 === 0 || i === all.length - 1);
  }
}
