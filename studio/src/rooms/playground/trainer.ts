/**
 * A network that learns under control: it runs, pauses between epochs, goes single steps. One `fit` goes on for
 * ever, and a callback holds it. It knows neither threads nor pages, nor how the network is shown.
 */

import { featureRows } from './features.ts';
import { makeNetwork, type Network, targetRows } from './network.ts';
import { drawPoints, type PointSets } from './points.ts';
import { dataKey, type Settings, startsAnew } from './settings.ts';

/** Epochs a second; none: as many as there can be. */
export const speeds = { slow: 8, usual: 60, full: Number.POSITIVE_INFINITY } as const;
export type Speed = keyof typeof speeds;

const FOR_EVER = 1_000_000_000;

export class Trainer {
  settings: Settings;
  points: PointSets;
  network: Network;
  epoch = 0;
  /** Milliseconds that the last epochs took, smoothed. */
  pace = 0;
  isRunning = false;
  speed: Speed = 'usual';
  /** Called after every epoch; training waits for it. */
  readonly #onEpoch: () => Promise<void>;
  #steps = 0;
  #open: () => void = () => {};
  #isHeld = false;
  #onStandstill: () => void = () => {};
  #fit: Promise<unknown> | undefined;
  #due = 0;

  constructor(settings: Settings, onEpoch: () => Promise<void>) {
    this.settings = settings;
    this.points = drawPoints(settings);
    this.network = makeNetwork(settings);
    this.#onEpoch = onEpoch;
  }

  /** Train until `pause`. */
  play(): void {
    this.isRunning = true;
    this.#go();
  }

  /** Train no further than to the end of the epoch that is under way; see `standstill`. */
  pause(): void {
    this.isRunning = false;
    this.#open();
  }

  /** Resolves when no epoch is under way and none is wanted. */
  async standstill(): Promise<void> {
    if (this.#fit === undefined || this.#isHeld) return;
    await new Promise<void>((resolve) => {
      this.#onStandstill = resolve;
    });
  }

  /** One epoch. */
  step(): void {
    this.isRunning = false;
    this.#steps++;
    this.#go();
  }

  /** The same weights as at first. */
  async rewind(): Promise<void> {
    await this.#stop();
    this.network = makeNetwork(this.settings);
    this.epoch = 0;
  }

  /** Go on with other settings: with the weights that are there, where they still fit. */
  async change(settings: Settings): Promise<void> {
    const before = this.settings;
    this.settings = settings;
    const { rate, ...rest } = settings;
    const { rate: _, ...restBefore } = before;
    if (JSON.stringify(rest) === JSON.stringify(restBefore)) {
      this.network.model.optimizer.learningRate = rate;
      return;
    }
    const hasNewData = dataKey(settings) !== dataKey(before);
    const isNew = startsAnew(before, settings);
    await this.#stop();
    if (hasNewData) this.points = drawPoints(settings);
    this.network = makeNetwork(settings, isNew ? undefined : this.network.model.getWeights());
    if (isNew) this.epoch = 0;
    if (this.isRunning) this.#go();
  }

  /** End for good. */
  async close(): Promise<void> {
    this.isRunning = false;
    await this.#stop();
  }

  #go(): void {
    this.#due = performance.now();
    this.#open();
    if (this.points.train.targets.length > 0) this.#fit ??= this.#train();
  }

  async #stop(): Promise<void> {
    const fit = this.#fit;
    if (fit === undefined) return;
    this.network.model.stopTraining = true;
    this.#open();
    await fit;
  }

  async #train(): Promise<void> {
    const { model } = this.network;
    const { places, targets } = this.points.train;
    const { features, batchSize, seed } = this.settings;
    const rows = targets.length;
    const x = { data: featureRows(places, features), shape: [rows, features.length] as const };
    const y = { data: targetRows(this.settings, targets), shape: [rows, 1] as const };
    let start = performance.now();
    try {
      await model.fit(x, y, {
        epochs: FOR_EVER,
        batchSize,
        seed,
        verbose: 0,
        callbacks: [
          {
            onEpochEnd: async () => {
              const took = performance.now() - start;
              this.pace = this.pace === 0 ? took : 0.9 * this.pace + 0.1 * took;
              this.epoch++;
              if (this.#steps > 0) this.#steps--;
              await this.#onEpoch();
              await this.#hold();
              start = performance.now();
            },
          },
        ],
      });
    } finally {
      this.#fit = undefined;
      this.#onStandstill();
    }
  }

  /** Wait until the next epoch is wanted. */
  async #hold(): Promise<void> {
    await this.#untilDue();
    while (!this.isRunning && this.#steps === 0 && !this.network.model.stopTraining) {
      this.#isHeld = true;
      this.#onStandstill();
      await new Promise<void>((resolve) => {
        this.#open = resolve;
      });
      this.#isHeld = false;
    }
  }

  /** As many epochs a second as the speed says; a pause ends the wait. */
  async #untilDue(): Promise<void> {
    const perSecond = speeds[this.speed];
    if (!Number.isFinite(perSecond)) return;
    this.#due = Math.max(this.#due + 1000 / perSecond, performance.now() - 50);
    const left = this.#due - performance.now();
    if (left < 1 || !this.isRunning) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      this.#open = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
