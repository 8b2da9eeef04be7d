/** The page's side of the thread that reads and trains: orders out, summaries in as signals. */
import { batch, effect, type Signal, signal } from '@preact/signals';
import type { PlanOptions, TrainingPlan } from 'hebb';
import { saveFile } from '../../parts/save-file.ts';
import type { RoomState } from '../../state/room-state.ts';
import { guessTarget } from './column-look.ts';
import type { RowTexts } from './one-row.ts';
import type { Outcome } from './outcome.ts';
import type { Answer, Epoch, FileKind, Importance, Order, Prediction, TableLook } from './protocol.ts';
import { type fields, wishesOf } from './settings.ts';
import { tooLarge } from './size-limit.ts';

export interface Trained {
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly epochs: number;
}

type Place = Extract<Answer, { kind: 'refusal' }>['where'];
type SampleName = 'penguins' | 'diamonds';

/** Milliseconds between two pictures of the curves. */
const CURVE_PACE = 300;
const FOR_EVER = 1e9;

export class DataSession {
  /** What is being read, and how far: 0 … 1, NaN where that is unknown. */
  readonly reading = signal<{ readonly name: string; readonly share: number } | undefined>(undefined);
  readonly look = signal<TableLook | undefined>(undefined);
  readonly target = signal('');
  readonly leftOut = signal<readonly string[]>([]);
  readonly plan = signal<TrainingPlan | undefined>(undefined);
  /** The plan as TypeScript. */
  readonly code = signal('');
  readonly isRunning = signal(false);
  /** Whether a training has begun and not yet come to its end. */
  readonly isUnderWay = signal(false);
  readonly epochs = signal<readonly Epoch[]>([]);
  readonly trained = signal<Trained | undefined>(undefined);
  readonly importance = signal<
    { readonly columns: readonly Importance[]; readonly rows: number } | undefined
  >(undefined);
  readonly row = signal<{ readonly texts: RowTexts; readonly truth: string } | undefined>(undefined);
  readonly prediction = signal<Prediction | undefined>(undefined);
  readonly refusals = signal<Readonly<Partial<Record<Place, string>>>>({});
  readonly #sample: Signal<'none' | SampleName>;
  readonly #sampleTarget: Signal<string>;
  readonly #stops: (() => void)[];
  #worker: Worker;
  #wishes: PlanOptions | undefined;
  #epochs: Epoch[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(state: RoomState<typeof fields>) {
    this.#sample = state.signals.sample;
    this.#sampleTarget = state.signals.target;
    this.#worker = this.#open();
    this.#stops = [
      effect(() => {
        const name = this.#sample.value;
        if (name !== 'none') this.#begin(name, { kind: 'sample', name });
      }),
      effect(() => {
        const wishes = wishesOf(state.values, this.target.value, this.leftOut.value);
        if (this.look.value !== undefined) this.#replan(wishes);
      }),
    ];
  }

  choose(file: File): void {
    const refusal = tooLarge(file.name, file.size);
    if (refusal !== undefined) {
      this.refusals.value = { read: refusal };
      return;
    }
    batch(() => {
      this.#sample.value = 'none';
      this.#sampleTarget.value = '';
    });
    this.#begin(file.name, { kind: 'read', file });
  }

  chooseSample(name: SampleName): void {
    batch(() => {
      this.#sampleTarget.value = '';
      this.#sample.value = name;
    });
  }

  /** Away with the table, or with the reading of it. */
  leave(): void {
    batch(() => {
      this.#sample.value = 'none';
      this.#sampleTarget.value = '';
      this.#clear();
    });
    this.#worker.terminate();
    this.#worker = this.#open();
  }

  chooseTarget(name: string): void {
    batch(() => {
      this.target.value = name;
      if (this.#sample.value !== 'none') this.#sampleTarget.value = name;
    });
  }

  use(column: string, isUsed: boolean): void {
    const others = this.leftOut.value.filter((name) => name !== column);
    this.leftOut.value = isUsed ? others : [...others, column];
  }

  play(epochs = FOR_EVER): void {
    if (this.plan.value === undefined) return;
    if (this.trained.value !== undefined) this.rewind();
    batch(() => {
      this.isRunning.value = epochs === FOR_EVER;
      this.isUnderWay.value = true;
      this.refusals.value = {};
    });
    this.#send({ kind: 'train', epochs });
  }

  pause(): void {
    this.isRunning.value = false;
    this.#send({ kind: 'pause' });
  }

  toggle(): void {
    if (this.isRunning.value) this.pause();
    else this.play();
  }

  finish(): void {
    this.#send({ kind: 'finish' });
  }

  /** Give up what is learned, and be ready to begin in the same way. */
  rewind(): void {
    this.#forget();
    if (this.#wishes !== undefined) this.#send({ kind: 'plan', wishes: this.#wishes });
  }

  showRow(number: number): void {
    this.#send({ kind: 'row', number });
  }

  try(texts: RowTexts): void {
    this.#send({ kind: 'try', texts });
  }

  download(format: FileKind): void {
    this.refusals.value = {};
    this.#send({ kind: 'file', format });
  }

  close(): void {
    for (const stop of this.#stops) stop();
    clearTimeout(this.#timer);
    this.#worker.terminate();
  }

  #begin(name: string, order: Order): void {
    this.#clear();
    this.reading.value = { name, share: Number.NaN };
    this.#worker.terminate();
    this.#worker = this.#open();
    this.#send(order);
  }

  #replan(wishes: PlanOptions): void {
    this.#wishes = wishes;
    this.refusals.value = {};
    this.rewind();
  }

  #clear(): void {
    batch(() => {
      this.look.value = undefined;
      this.plan.value = undefined;
      this.reading.value = undefined;
      this.leftOut.value = [];
      this.refusals.value = {};
      this.#forget();
    });
  }

  #forget(): void {
    batch(() => {
      this.isRunning.value = false;
      this.isUnderWay.value = false;
      this.#forgetResults();
    });
  }

  /** What a training left behind, also what was under way when it was given up. */
  #forgetResults(): void {
    batch(() => {
      this.#epochs = [];
      this.epochs.value = [];
      this.trained.value = undefined;
      this.importance.value = undefined;
      this.row.value = undefined;
      this.prediction.value = undefined;
    });
  }

  #open(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const fail = (message: string): void => {
      this.reading.value = undefined;
      this.refusals.value = { read: message };
    };
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      if (worker === this.#worker) batch(() => this.#hear(data));
    });
    worker.addEventListener('error', ({ message }) => {
      if (worker === this.#worker) fail(message || 'The thread that reads and trains has ended.');
    });
    return worker;
  }

  #send(order: Order): void {
    this.#worker.postMessage(order);
  }

  #hear(answer: Answer): void {
    switch (answer.kind) {
      case 'reading': {
        const { reading } = this;
        if (reading.value) reading.value = { ...reading.value, share: answer.read / answer.total };
        return;
      }
      case 'table': {
        const { look } = answer;
        const names = look.columns.map(({ name }) => name);
        const asked = this.#sample.value === 'none' ? '' : this.#sampleTarget.value;
        this.reading.value = undefined;
        this.target.value = names.includes(asked) ? asked : guessTarget(look.columns, look.rows);
        this.look.value = look;
        return;
      }
      case 'plan':
        this.#forgetResults();
        this.plan.value = answer.plan;
        this.code.value = answer.code;
        return;
      case 'epoch':
        this.#epochs.push(answer.epoch);
        this.#timer ??= setTimeout(() => this.#showEpochs(), CURVE_PACE);
        return;
      case 'trained':
        this.#showEpochs();
        this.isRunning.value = false;
        this.isUnderWay.value = false;
        this.trained.value = answer;
        return;
      case 'importance':
        this.importance.value = answer;
        return;
      case 'row':
        this.row.value = answer;
        return;
      case 'prediction':
        this.prediction.value = answer.prediction;
        return;
      case 'file':
        saveFile(answer.name, answer.bytes, answer.type);
        return;
      case 'refusal':
        this.#refuse(answer.where, answer.message);
    }
  }

  #refuse(where: Place, message: string): void {
    this.refusals.value = { [where]: message };
    if (where === 'read') this.reading.value = undefined;
    if (where === 'plan') this.plan.value = undefined;
    if (where === 'train') {
      this.isRunning.value = false;
      this.isUnderWay.value = false;
    }
  }

  #showEpochs(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.epochs.value = [...this.#epochs];
  }
}
