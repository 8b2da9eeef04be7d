/**
 * `SummaryWriter`: writes down what TensorBoard shows. Summaries become the bytes of an event file, which go to a
 * function; where they are kept it does not know.
 */
import { HebbError, show } from '../../core/errors.ts';
import type { Hyperparameters, SummaryLog } from '../../nn/callbacks/summary-log.ts';
import { serialize } from '../../nn/configured.ts';
import type { Model } from '../../nn/models/model.ts';
import { asTensor, type TensorInput } from '../../tensor/creation.ts';
import { encodeMessage } from '../protobuf.ts';
import { type EventMessage, eventSchema, type SummaryValue } from './event-schema.ts';
import { toGraphDef } from './graph-def.ts';
import { toRecord } from './records.ts';
import {
  histogramSummary,
  hyperparameterSummary,
  hyperparameterValues,
  type ImageSource,
  imageSummary,
  modelSummary,
  scalarSummary,
  textSummary,
} from './summaries.ts';

/** Takes the next bytes of a file. */
export type AppendBytes = (bytes: Uint8Array) => void | Promise<void>;

/** The hyperparameters and metrics that an experiment is about. */
export interface ExperimentSummary {
  /** For each hyperparameter an example of its values: a number, a text or a truth value. */
  readonly hparams: Hyperparameters;
  /** Tags of scalars, with the run below that of the hyperparameters before them: `'validation/epoch_loss'`. */
  readonly metrics: readonly string[];
}

const fileVersion = 'brain.Event:2';

/**
 * Writes an event file for TensorBoard. Summaries are kept until `flush` or `close` hands them over, so that their
 * methods need no waiting; what was not handed over is lost.
 *
 * @example
 * const file = [];
 * const writer = new SummaryWriter((bytes) => void file.push(bytes));
 * writer.scalar('loss', 0.5, 0);
 * writer.scalar('loss', 0.25, 1);
 * await writer.close();
 * readEvents(file[0]).values.map(({ value }) => value); // [0.5, 0.25]
 */
export class SummaryWriter implements SummaryLog {
  readonly #append: AppendBytes;
  #waiting: Uint8Array[] = [];
  #hasBegun = false;
  #hasHyperparameters = false;

  /** @param append takes the bytes of the file, piece by piece; in Node `logDirectory` of `hebb/node` gives writers */
  constructor(append: AppendBytes) {
    this.#append = append;
  }

  /** A number that changes with the steps. @throws HebbError `INVALID_VALUE` for a step that is no whole number */
  scalar(tag: string, value: number, step: number): void {
    this.#write(scalarSummary(tag, value), step);
  }

  /**
   * How numbers are distributed, as counts in buckets of equal width; what is not finite is left out.
   *
   * @param values numbers of any shape
   * @param buckets how many. Default 30
   */
  histogram(tag: string, values: TensorInput, step: number, buckets: number = 30): void {
    if (!Number.isInteger(buckets) || buckets < 1) {
      throw new HebbError('INVALID_VALUE', `a histogram has at least 1 bucket, got ${show(buckets)}.`);
    }
    this.#write(histogramSummary(tag, asTensor(values).values, buckets), step);
  }

  /**
   * Images: numbers from 0 to 1 of shape (height, width), (height, width, channels) or (images, height, width,
   * channels), where channels are 1 (grey), 2 (grey and alpha), 3 (colours) or 4 (colours and alpha); or the bytes of
   * a PNG file, such as `svgToPng` makes.
   *
   * @throws HebbError `SHAPE_MISMATCH` for other shapes; `INVALID_VALUE` for bytes that are no PNG file
   */
  image(tag: string, images: TensorInput | Uint8Array, step: number): void {
    const source: ImageSource = images instanceof Uint8Array ? images : asTensor(images);
    this.#write(imageSummary(tag, source), step);
  }

  /** A text in Markdown. */
  text(tag: string, text: string, step: number): void {
    this.#write(textSummary(tag, text), step);
  }

  /**
   * The layers of a model and what goes where: as a graph, and as the config that Keras writes.
   *
   * @throws HebbError `UNSUPPORTED` for a layer that cannot be written down
   */
  graph(model: Model): void {
    const json = JSON.stringify(serialize(model));
    this.#begin();
    this.#push({ wallTime: now(), graph: toGraphDef(model) });
    this.#write(modelSummary('keras', json), 0);
  }

  /**
   * The hyperparameters of this run and of the runs below it: a line in TensorBoard's table, with the metrics found in
   * them.
   */
  hparams(values: Hyperparameters): void {
    const start = { values: hyperparameterValues(values), seconds: now() };
    this.#write(hyperparameterSummary('start', { start }), 0);
    this.#hasHyperparameters = true;
  }

  /**
   * Which hyperparameters and metrics TensorBoard should show, and in which order; written in the folder above the
   * runs. Without it TensorBoard shows all that it finds.
   */
  experiment({ hparams, metrics }: ExperimentSummary): void {
    const types = { string: 1, boolean: 2, number: 3 } as const;
    const experiment = {
      hyperparameters: Object.entries(hparams).map(([name, value]) => ({
        name,
        type: types[typeof value as keyof typeof types],
      })),
      metrics: metrics.map((path) => {
        const cut = path.lastIndexOf('/');
        return { name: { group: path.slice(0, Math.max(0, cut)), tag: path.slice(cut + 1) } };
      }),
    };
    this.#write(hyperparameterSummary('experiment', { experiment }), 0);
  }

  /** Hand over what has come since the last time. */
  async flush(): Promise<void> {
    const bytes = joined(this.#waiting);
    this.#waiting = [];
    if (bytes.length > 0) await this.#append(bytes);
  }

  /** Say that the run is over, if it has hyperparameters, and hand over the rest. */
  async close(): Promise<void> {
    if (this.#hasHyperparameters) {
      this.#write(hyperparameterSummary('end', { end: { status: 1, seconds: now() } }), 0);
      this.#hasHyperparameters = false;
    }
    await this.flush();
  }

  #write(value: SummaryValue, step: number): void {
    if (!Number.isSafeInteger(step)) {
      throw new HebbError(
        'INVALID_VALUE',
        `the step of '${value.tag}' is ${show(step)}, not a whole number.`,
      );
    }
    this.#begin();
    this.#push({ wallTime: now(), step, summary: { value: [value] } });
  }

  #begin(): void {
    if (!this.#hasBegun) this.#push({ wallTime: now(), fileVersion });
    this.#hasBegun = true;
  }

  #push(event: EventMessage): void {
    this.#waiting.push(toRecord(encodeMessage(eventSchema, event)));
  }
}

/** Seconds since 1970. */
function now(): number {
  return Date.now() / 1000;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
