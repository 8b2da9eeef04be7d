/** Saves a model while it trains. How and where is the business of a function it is given. */
import { boolean, callback, checkOptions, matching, nullable, real } from '../../core/options.ts';
import type { Model } from '../models/model.ts';
import { type Awaitable, Callback, type Logs } from './callback.ts';
import { isBetter, type Mode, modeRule, monitored } from './monitor.ts';

/** Saves a model under a name. */
export type SaveModel = (path: string, model: Model) => Awaitable;

export interface ModelCheckpointOptions {
  /** What saves, such as `saveModel` of `hebb/node`. */
  readonly save: SaveModel;
  /** The metric that is watched. Default `'val_loss'`. */
  readonly monitor?: string;
  /** Save only what is better than all before. Default false. */
  readonly saveBestOnly?: boolean;
  /** Default `'auto'`. */
  readonly mode?: Mode;
  /** A value that must be passed to be saved at all. Default: none. */
  readonly initialValueThreshold?: number | null;
}

const rules = {
  save: callback,
  monitor: matching('the name of a metric', (value) => typeof value === 'string'),
  saveBestOnly: boolean,
  mode: modeRule,
  initialValueThreshold: nullable(real()),
};

/**
 * After every epoch the model is saved, or only the best one. The path may name the epoch, counted from 1, and
 * metrics: `'model-{epoch:02d}-{val_loss:.2f}'`.
 *
 * @example
 * const saved = [];
 * const checkpoint = new ModelCheckpoint('model-{epoch:02d}', { save: (path) => void saved.push(path) });
 * const model = new Sequential([new Dense(1)]).compile({ loss: 'mse' });
 * await model.fit([[1], [2]], [[2], [4]], { epochs: 2, callbacks: [checkpoint], verbose: 0 });
 * saved; // ['model-01', 'model-02']
 */
export class ModelCheckpoint extends Callback {
  readonly path: string;
  readonly options: ModelCheckpointOptions;
  #best: number | undefined;

  /** @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` */
  constructor(path: string, options: ModelCheckpointOptions) {
    super();
    this.path = path;
    this.options = checkOptions('ModelCheckpoint', options, rules);
    this.#best = options.initialValueThreshold ?? undefined;
  }

  /** @throws HebbError `INVALID_VALUE` when the path names a metric that there is not */
  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const { save, monitor = 'val_loss', mode = 'auto', saveBestOnly = false } = this.options;
    if (saveBestOnly) {
      const current = monitored('ModelCheckpoint', monitor, logs);
      if (current === undefined) return;
      if (this.#best !== undefined && !isBetter(current, this.#best, monitor, mode, 0)) return;
      this.#best = current;
    }
    await save(filledIn(this.path, { epoch: epoch + 1, ...logs }), this.model);
  }
}

/** `{epoch:02d}` and `{val_loss:.2f}` as numbers. */
function filledIn(path: string, values: Readonly<Record<string, number>>): string {
  return path.replaceAll(
    /\{(\w+)(?::0?(\d*)d|:\.(\d+)f)?\}/g,
    (_, name: string, width?: string, decimals?: string) => {
      const value = values[name];
      if (value === undefined) return `{${name}}`;
      if (decimals !== undefined) return value.toFixed(Number(decimals));
      return String(value).padStart(Number(width ?? 0), '0');
    },
  );
}
