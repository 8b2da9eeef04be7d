/**
 * Tables that a program goes through in batches of rows, in an order that every pass sets anew. Small tables lie in the
 * engine's memory whole, and each step gathers its rows there; of a large one only the rows of the next batches do, brought in
 * the order of the pass. It knows nothing of what a step computes.
 */
import { bytesOf, type DType, dtypeOf, type TypedArray } from '../core/dtype.ts';
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

/** Bytes of a table that are worth a second copy in the engine's memory: rows are gathered there by all threads. */
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
  readonly #tables: readonly Table[];
  /** Where the program has the tables, or the rows of a stage of them. */
  readonly #places: readonly Tensor[];
  readonly #isStaged: readonly boolean[];
  /** Batches whose rows are brought at a time. */
  readonly #stageBatches: number;
  readonly #order: Tensor;
  #orderNow: Int32Array;
  /** The even and the odd stage that are in memory: one is used while the other is brought. */
  #present: (number | undefined)[] = [];

  /** @param rows of every table */
  constructor(tables: readonly Table[], rows: number, batchSize: number) {
    this.size = Math.min(batchSize, rows);
    this.batches = Math.ceil(rows / this.size);
    this.#rows = rows;
    this.#full = Math.floor(rows / this.size);
    this.#tables = tables;
    this.#order = placeholder([rows], 'int32');
    this.#orderNow = range(rows);
    const large = tables.map(isLarge);
    const rowBytes = tables.filter((_, i) => large[i]).reduce((sum, table) => sum + rowBytesOf(table), 0);
    this.#stageBatches = Math.ceil(STAGE_BYTES / (rowBytes * this.size));
    this.#isStaged = large.map((is) => is && this.#stageBatches < this.batches);
    this.#places = tables.map(({ shape, dtype }, i) =>
      placeholder(this.#isStaged[i] ? [2 * this.#stageRows, ...shape.slice(1)] : shape, dtype),
    );
  }

  get #hasStages(): boolean {
    return this.#isStaged.includes(true);
  }

  get #stageRows(): number {
    return this.#stageBatches * this.size;
  }

  /**
   * What a program needs to run: `full`, a batch of `size` rows, and `tail`, the rest, where there are such.
   *
   * @param write the step of a batch: of rows of every table, and how many these are
   */
  functions(write: (rows: readonly Tensor[], count: number) => FunctionSpec): Record<string, FunctionSpec> {
    const seats = this.#hasStages
      ? variable(range(this.#rows).map((row) => row % (2 * this.#stageRows)))
      : this.#order;
    const stepOver = (batchOf: (all: Tensor) => Tensor): FunctionSpec => {
      const indices = batchOf(this.#order);
      const rows = this.#places.map((place, i) => place.gather(this.#isStaged[i] ? batchOf(seats) : indices));
      const { outputs = [], updates = [] } = write(rows, indices.shape[0]);
      return { outputs, updates: [...updates, [this.step, this.step.add(1)]] };
    };
    const covered = this.#full * this.size;
    const full = stepOver((all) => {
      const table = all.slice([0], [covered]).reshape([this.#full, this.size]);
      return table.gather(this.step).reshape([this.size]);
    });
    if (covered === this.#rows) return { full };
    return { full, tail: stepOver((all) => all.slice([covered])) };
  }

  /** Put into the program what stays there, and the order: as the rows are. */
  load(program: Program): void {
    for (const [i, place] of this.#places.entries()) {
      if (!this.#isStaged[i] && program.uses(place)) program.write(place, this.#tables[i].values);
    }
    this.reorder(program, this.#orderNow);
  }

  /** The order of the rows from now on. */
  reorder(program: Program, order: Int32Array): void {
    this.#orderNow = order;
    this.#present = [];
    // Nobody asks for it where all that is used is brought.
    if (program.uses(this.#order)) program.write(this.#order, order);
  }

  /** Bring the rows of a batch, unless they are there. */
  bring(program: Program, batch: number): NextRun {
    const isFull = batch < this.#full;
    const name = isFull ? 'full' : 'tail';
    const most = isFull ? this.#full - batch : 1;
    if (!this.#hasStages) return { name, most };
    const stage = Math.floor(batch / this.#stageBatches);
    const end = (stage + 1) * this.#stageBatches;
    this.#fill(program, stage);
    const meanwhile = end < this.batches ? () => this.#fill(program, stage + 1) : undefined;
    return { name, most: Math.min(most, end - batch), meanwhile };
  }

  /** Rows of a batch. */
  rowsOf(batch: number): number {
    return batch < this.#full ? this.size : this.#rows % this.size;
  }

  /** Bring the rows of a stage, unless they are there, to where the stage before the last one was. */
  #fill(program: Program, stage: number): void {
    const half = stage % 2;
    if (this.#present[half] === stage) return;
    const first = stage * this.#stageRows;
    const rows = this.#orderNow.subarray(first, first + this.#stageRows);
    for (const [i, place] of this.#places.entries()) {
      if (!this.#isStaged[i] || !program.uses(place)) continue;
      const width = sizeOf(place.shape.slice(1));
      const at = half * this.#stageRows * width;
      copyRows(this.#tables[i], rows, program.view(place).subarray(at, at + rows.length * width));
    }
    this.#present[half] = stage;
  }
}

/** Large, and of the type that steps see: bringing rows would change numbers of another type in every pass. */
function isLarge({ values, shape, dtype }: Table): boolean {
  const isKept = ArrayBuffer.isView(values) && dtypeOf(values as unknown as TypedArray) === dtype;
  return isKept && sizeOf(shape) * bytesOf(dtype) > RESIDENT_BYTES;
}

function rowBytesOf({ shape, dtype }: Table): number {
  return sizeOf(shape.slice(1)) * bytesOf(dtype);
}

/** Rows that follow each other are copied at once. */
function copyRows({ values, shape }: Table, rows: Int32Array, to: TypedArray): void {
  const width = sizeOf(shape.slice(1));
  const from = values as TypedArray;
  for (let begin = 0; begin < rows.length; ) {
    let end = begin + 1;
    while (end < rows.length && rows[end] === rows[end - 1] + 1) end++;
    to.set(from.subarray(rows[begin] * width, (rows[end - 1] + 1) * width), begin * width);
    begin = end;
  }
}
