/**
 * Tables that a program goes through in batches of rows, in an order that every pass sets anew. If they are small, they lie in
 * the engine's memory whole, and each step gathers its rows there; else only the rows of the next batches do, brought in the
 * order of the pass. It knows nothing of what a step computes.
 */
import { copyRows } from '../core/copy-rows.ts';
import { bytesOf, type DType, inType, type TypedArray } from '../core/dtype.ts';
import { range } from '../core/range.ts';
import { type Shape, sizeOf } from '../core/shape.ts';
import { placeholder, variable } from './creation.ts';
import type { FunctionSpec } from './draft.ts';
import type { Program } from './program.ts';
import type { Tensor } from './tensor.ts';

export interface Table {
  readonly values: ArrayLike<number>;
  /** Rows first. */
  readonly shape: Shape;
  /** The type that steps see. */
  readonly dtype: DType;
}

/** What runs a batch, and those after it. */
export interface NextRun {
  readonly name: 'full' | 'tail';
  /** How many times it may run before the rows of another batch must be brought. */
  readonly most: number;
  /** Brings those rows: for `Program.run`. */
  readonly meanwhile?: (() => void) | undefined;
}

/** Bytes that are worth a second copy in the engine's memory: rows are gathered there by all threads. */
const RESIDENT_BYTES = 2 ** 26;
/** Bytes of a stage, the rows that are brought at a time. They are still in a cache when they are gathered. */
const STAGE_BYTES = 2 ** 23;

export class BatchedTables {
  /** Rows of a batch. */
  readonly size: number;
  /** Batches of a pass; the last one may have fewer rows. */
  readonly batches: number;
  /** The batch that is next: int32, one element. */
  readonly step: Tensor = variable(Int32Array.of(0));
  readonly #rows: number;
  /** Batches of `size` rows. */
  readonly #full: number;
  /** Batches of a stage; none where the tables lie in the engine's memory whole. */
  readonly #stageBatches: number | undefined;
  readonly #tables: readonly { readonly values: ArrayLike<number>; readonly place: Tensor }[];
  /** Where the rows of the batches are in the engine's memory. */
  readonly #seats: Tensor;
  #order: Int32Array;
  /** The even and the odd stage that are there: one is used while the other is brought. */
  #present: (number | undefined)[] = [];

  /** @param rows of every table */
  constructor(tables: readonly Table[], rows: number, batchSize: number) {
    const size = Math.min(batchSize, rows);
    const rowBytes = tables.reduce((sum, { shape, dtype }) => sum + widthOf(shape) * bytesOf(dtype), 0);
    const stageBatches = Math.ceil(STAGE_BYTES / (rowBytes * size));
    this.size = size;
    this.batches = Math.ceil(rows / size);
    this.#rows = rows;
    this.#full = Math.floor(rows / size);
    this.#order = range(rows);
    const isStaged = rowBytes * rows > RESIDENT_BYTES && stageBatches < this.batches;
    this.#stageBatches = isStaged ? stageBatches : undefined;
    const seats = 2 * stageBatches * size;
    this.#seats = isStaged ? variable(this.#order.map((row) => row % seats)) : placeholder([rows], 'int32');
    this.#tables = tables.map(({ values, shape, dtype }) => ({
      values: isStaged ? inType(values, dtype) : values,
      place: placeholder([isStaged ? seats : rows, ...shape.slice(1)], dtype),
    }));
  }

  /**
   * What a program needs to run: `full`, a batch of `size` rows, and `tail`, the rest, where there are such.
   *
   * @param write the step of a batch: of rows of every table, and how many these are
   */
  functions(write: (rows: readonly Tensor[], count: number) => FunctionSpec): Record<string, FunctionSpec> {
    const { size, step } = this;
    const stepOver = (seats: Tensor): FunctionSpec => {
      const rows = this.#tables.map(({ place }) => place.gather(seats));
      const { outputs = [], updates = [] } = write(rows, seats.shape[0]);
      return { outputs, updates: [...updates, [step, step.add(1)]] };
    };
    const covered = this.#full * size;
    const table = this.#seats.slice([0], [covered]).reshape([this.#full, size]);
    const full = stepOver(table.gather(step).reshape([size]));
    return covered === this.#rows ? { full } : { full, tail: stepOver(this.#seats.slice([covered])) };
  }

  /** Put into the program what stays there, and the order: as the rows are. */
  load(program: Program): void {
    if (this.#stageBatches !== undefined) return;
    for (const { values, place } of this.#tables) if (program.uses(place)) program.write(place, values);
    this.reorder(program, this.#order);
  }

  /** The order of the rows from now on. */
  reorder(program: Program, order: Int32Array): void {
    this.#order = order;
    this.#present = [];
    if (this.#stageBatches === undefined) program.write(this.#seats, order);
  }

  /** Bring the rows of a batch, unless they are there. */
  bring(program: Program, batch: number): NextRun {
    const isFull = batch < this.#full;
    const name = isFull ? 'full' : 'tail';
    const most = isFull ? this.#full - batch : 1;
    if (this.#stageBatches === undefined) return { name, most };
    const stage = Math.floor(batch / this.#stageBatches);
    const end = (stage + 1) * this.#stageBatches;
    const bring = (next: number): void =>
      this.#fill(program, next, (this.#stageBatches as number) * this.size);
    bring(stage);
    return {
      name,
      most: Math.min(most, end - batch),
      meanwhile: end < this.batches ? () => bring(stage + 1) : undefined,
    };
  }

  /** Rows of a batch. */
  rowsOf(batch: number): number {
    return batch < this.#full ? this.size : this.#rows % this.size;
  }

  /** Bring the rows of a stage, unless they are there, to where the stage before the last one was. */
  #fill(program: Program, stage: number, stageRows: number): void {
    const half = stage % 2;
    if (this.#present[half] === stage) return;
    this.#present[half] = stage;
    const rows = this.#order.subarray(stage * stageRows, (stage + 1) * stageRows);
    for (const { values, place } of this.#tables) {
      if (!program.uses(place)) continue;
      copyRows(values as TypedArray, widthOf(place.shape), rows, program.view(place), half * stageRows);
    }
  }
}

function widthOf(shape: Shape): number {
  return sizeOf(shape.slice(1));
}
