/** Where a callback writes what TensorBoard shows. Of files and their format `hebb/nn` knows nothing. */
import type { Tensor } from '../../tensor/tensor.ts';
import type { Model } from '../models/model.ts';

/** Hyperparameters by name. */
export type Hyperparameters = Readonly<Record<string, number | string | boolean>>;

/** Takes the summaries of a run; `SummaryWriter` of `hebb/formats` is one. */
export interface SummaryLog {
  scalar(tag: string, value: number, step: number): void;
  histogram(tag: string, values: Tensor, step: number): void;
  /** @param images k × height × width × channels, from 0 to 1 */
  image(tag: string, images: Tensor, step: number): void;
  graph(model: Model): void;
  hparams(values: Hyperparameters): void;
  /** Write what has come so far. */
  flush(): Promise<void>;
  /** The same, and the run is over. */
  close(): Promise<void>;
}

/** A folder of runs; `logDirectory` of `hebb/node` makes one. */
export interface LogDirectory {
  /** Begin a run, such as `train`. */
  open(run: string): SummaryLog;
}
