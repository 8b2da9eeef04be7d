/** One training that can be held and ended: a plan becomes a fitted model. It knows no page and no thread. */
import {
  type Pipeline,
  type PlannedRows,
  type Predictor,
  plannedModel,
  splitRows,
  type Table,
  type TrainingPlan,
} from 'hebb';
import type { Epoch } from './protocol.ts';

export class Training {
  readonly plan: TrainingPlan;
  readonly train: PlannedRows;
  readonly test: PlannedRows;
  readonly model: Pipeline<Predictor>;
  epochs = 0;
  /** Whether it was given up: its result is of no interest. */
  isGivenUp = false;
  readonly #abort = new AbortController();
  /** Epochs that may still run. */
  #allowed: number;
  #open: () => void = () => {};

  constructor(table: Table, plan: TrainingPlan, epochs: number, onEpoch: (epoch: Epoch) => void) {
    this.plan = plan;
    this.#allowed = epochs;
    const { train, test } = splitRows(table, plan);
    this.train = train;
    this.test = test;
    this.model = plannedModel(plan, {
      onWarning() {},
      callbacks: [
        {
          onEpochEnd: async ({ epoch, loss, validationScore }) => {
            this.epochs = epoch;
            this.#allowed--;
            onEpoch({ epoch, loss, ...(validationScore !== undefined && { score: validationScore }) });
            await this.#hold();
          },
        },
      ],
    });
  }

  async run(): Promise<void> {
    await this.model.fit(this.train.X, this.train.y, { signal: this.#abort.signal });
  }

  /** Let so many epochs run. */
  allow(epochs: number): void {
    this.#allowed = epochs;
    this.#open();
  }

  pause(): void {
    this.#allowed = 0;
  }

  /** End with what is learned. */
  finish(): void {
    this.#abort.abort();
    this.#open();
  }

  giveUp(): void {
    this.isGivenUp = true;
    this.finish();
  }

  async #hold(): Promise<void> {
    while (this.#allowed <= 0 && !this.#abort.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#open = resolve;
      });
    }
  }
}
