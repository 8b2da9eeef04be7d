/**
 * How batches reach a program. Of rows that are all there, every step gathers its own by the order of the epoch, so that
 * whole epochs run without coming back; batches that come one by one are written before each step. It knows
 * nothing of what a step computes.
 */
import type { DType, TypedArray } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import { pause } from '../../core/pause.ts';
import type { Engine } from '../../engine/contract.ts';
import { BatchedTables, type Table } from '../../tensor/batched-tables.ts';
import { placeholder } from '../../tensor/creation.ts';
import type { FunctionSpec } from '../../tensor/draft.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { Structure } from '../layers/symbolic.ts';
import type { Weight } from '../layers/weight.ts';
import { type DataSet, mapInputs } from './data-set.ts';
import { inType, type Rows } from './rows.ts';
import { Session } from './session.ts';

/** A batch as tensors. */
export interface Batch {
  readonly inputs: Structure<Tensor>;
  readonly targets: readonly (Tensor | undefined)[];
  readonly weights: readonly (Tensor | undefined)[];
  readonly rows: number;
  /** The learning rate of the step: a float64 scalar. */
  readonly rate: Tensor;
}

/** Types that data is brought into. */
export interface FeedTypes {
  /** Of input `index` (or of this name). */
  input(key: string | number): DType;
  /** Of targets and weights of output `index`. */
  output(index: number): DType;
}

/** What a step is: its function, and the weights that it may use. */
export interface StepMaker {
  readonly types: FeedTypes;
  readonly engine: Engine;
  /** Write the step of a batch down. */
  write(batch: Batch): FunctionSpec;
  /** Called after all steps are written. */
  weights(): readonly Weight[];
}

/** Milliseconds of work between two looks at the event loop. */
const BREATH = 25;

/** Something for everything in a data set, arranged as a batch is. */
interface Arranged<T> {
  readonly inputs: Structure<T>;
  readonly targets: readonly (T | undefined)[];
  readonly weights: readonly (T | undefined)[];
}

/** @param make called for everything in the set, one after the other; `of` finds the same in another set */
function arrange<T>(
  set: DataSet,
  types: FeedTypes,
  make: (rows: Rows, dtype: DType, of: (other: DataSet) => Rows | undefined) => T,
): Arranged<T> {
  const keys = Object.keys(set.inputs);
  let index = 0;
  const inputs = mapInputs(set.inputs, (rows) => {
    const key = Array.isArray(set.inputs) ? index : keys[index];
    index++;
    return make(rows, types.input(key), ({ inputs }) => (inputs as Record<string | number, Rows>)[key]);
  }) as Structure<T>;
  return {
    inputs: Array.isArray(inputs) && inputs.length === 1 ? inputs[0] : inputs,
    targets: set.targets.map((rows, i) => rows && make(rows, types.output(i), (other) => other.targets[i])),
    weights: set.weights.map((rows, i) => rows && make(rows, types.output(i), (other) => other.weights[i])),
  };
}

/** Places for everything in a batch, filled batch by batch. */
class Places implements Arranged<Tensor> {
  readonly #places: { readonly tensor: Tensor; readonly of: (set: DataSet) => Rows | undefined }[] = [];
  readonly inputs: Structure<Tensor>;
  readonly targets: readonly (Tensor | undefined)[];
  readonly weights: readonly (Tensor | undefined)[];

  /** @param asNumbers constants with the numbers of `set`, in place of placeholders */
  constructor(set: DataSet, types: FeedTypes, asNumbers: boolean) {
    const { inputs, targets, weights } = arrange(set, types, (rows, dtype, of) => {
      if (asNumbers) return constant(rows, dtype);
      const tensor = placeholder(rows.shape, dtype);
      this.#places.push({ tensor, of });
      return tensor;
    });
    this.inputs = inputs;
    this.targets = targets;
    this.weights = weights;
  }

  fill({ program }: Session, set: DataSet): void {
    for (const { tensor, of } of this.#places) {
      const rows = of(set);
      if (rows !== undefined && program.uses(tensor)) program.write(tensor, rows.values);
    }
  }
}

function constant(rows: Rows, dtype: DType): Tensor {
  return new Tensor(rows.shape, dtype, { kind: 'values', values: inType(rows, dtype) });
}

/** How batches are run. */
export interface RunOptions {
  /** At most so many batches. */
  readonly limit?: number | undefined;
  /** Begin with the batch after the last one of the run before, where that was cut short by its limit. */
  readonly goOn?: boolean;
  /** The learning rate of a batch. */
  rateOf(batch: number): number;
  /** Come back after every batch, and before it: `beforeBatch` is called only then. */
  readonly single: boolean;
  readonly signal?: AbortSignal | null | undefined;
  beforeBatch(batch: number): Promise<void>;
  /** Called after some batches have run; true stops. */
  afterBatches(done: Done): Promise<boolean>;
}

/** Where a run is. */
export interface Done {
  /** Number of batches that are done. */
  readonly done: number;
  /** What the last step gives: shapes and types. */
  readonly outputs: readonly Tensor[];
  /** The outputs of the last step: windows on the engine's memory. */
  output(index: number): TypedArray;
  /** Rows of the last batch. */
  readonly rows: number;
}

/** Something that runs steps over batches. */
export interface Feed {
  /** Number of batches; undefined while it is not known. */
  readonly batches: number | undefined;
  /** Batches of the pass that are done; 0 where the next run that goes on begins a pass. */
  readonly position: number;
  /** Go to a batch of a pass. @throws HebbError `EMPTY_DATA` for a stream with fewer batches */
  seek(position: number): Promise<void>;
  /** Run batches to the end of the data. @returns how many were run, or undefined when they were stopped */
  run(options: RunOptions): Promise<number | undefined>;
  /** It has run for the last time. Steps that are kept for other feeds stay. */
  close(): void;
}

/** When it is time to look at the event loop. */
class Breath {
  #last: number = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.#last < BREATH) return;
    await pause();
    this.#last = performance.now();
  }
}

/** Steps over rows that are all there, each gathering its own by the order of the pass. */
export class ResidentFeed implements Feed {
  readonly batches: number;
  readonly #session: Session;
  readonly #functions: Readonly<Record<string, FunctionSpec>>;
  readonly #tables: BatchedTables;
  readonly #rates: Tensor;
  readonly #breath = new Breath();
  /** Where a run that goes on begins. */
  #next = 0;
  /** Milliseconds per batch, measured; decides how many run before the next breath. */
  #pace: number | undefined;

  constructor(set: DataSet, batchSize: number, maker: StepMaker) {
    const { types } = maker;
    const tables: Table[] = [];
    arrange(set, types, ({ values, shape }, dtype) => tables.push({ values, shape, dtype }));
    this.#tables = new BatchedTables(tables, set.rows, batchSize);
    this.batches = this.#tables.batches;
    this.#rates = placeholder([this.batches], 'float64');
    const rate = this.#rates.gather(this.#tables.step).reshape([]);
    this.#functions = this.#tables.functions((parts, rows) => {
      let next = 0;
      return maker.write({ ...arrange(set, types, () => parts[next++]), rows, rate });
    });
    this.#session = new Session(this.#functions, maker.weights(), maker.engine);
    this.#tables.load(this.#session.program);
  }

  /** The order of the rows from now on. */
  shuffle(order: Int32Array): void {
    this.#tables.reorder(this.#session.program, order);
  }

  async run(options: RunOptions): Promise<number | undefined> {
    const { limit, goOn = false, single, signal, afterBatches } = options;
    const session = this.#session;
    const { program } = session;
    const first = goOn ? this.#next : 0;
    const end = Math.min(first + (limit ?? this.batches), this.batches);
    program.write(this.#tables.step, [first]);
    for (let at = first; at < end; ) {
      if (signal?.aborted) return undefined;
      if (single || at === first) this.#writeRates(first, options);
      if (single) await options.beforeBatch(at - first);
      const { name, most, meanwhile } = this.#tables.bring(program, at);
      const count = single ? 1 : Math.min(most, end - at, this.#stride());
      const start = performance.now();
      session.run(name, count, meanwhile);
      this.#pace = (performance.now() - start) / count;
      at += count;
      this.#next = at % this.batches;
      const rows = this.#tables.rowsOf(at - 1);
      const { outputs = [] } = this.#functions[name];
      const output = (i: number): TypedArray => program.output(name, i);
      if (await afterBatches({ done: at - first, rows, outputs, output })) return undefined;
      await this.#breath.take();
    }
    return end - first;
  }

  get position(): number {
    return this.#next;
  }

  async seek(position: number): Promise<void> {
    this.#next = position % this.batches;
  }

  close(): void {
    this.#session.close();
  }

  #writeRates(first: number, { rateOf }: RunOptions): void {
    const { program } = this.#session;
    if (!program.uses(this.#rates)) return;
    program.write(
      this.#rates,
      Float64Array.from({ length: this.batches }, (_, i) => rateOf(Math.max(i - first, 0))),
    );
  }

  #stride(): number {
    return this.#pace === undefined ? 1 : Math.max(1, Math.floor(BREATH / Math.max(this.#pace, 1e-3)));
  }
}

interface Step {
  readonly session: Session;
  readonly places: Places;
  readonly rate: Tensor;
  readonly outputs: readonly Tensor[];
}

/** Steps that are planned, by the shapes of their batches. */
export type Steps = Map<string, Step>;

/** Plans hold memory: when there are so many, the oldest goes. */
const mostSteps = 64;

/**
 * Steps over batches that come one by one. For each set of shapes the step is planned once; eagerly, it is written
 * down anew for every batch, with the batch's numbers at hand.
 */
export class StreamFeed implements Feed {
  batches: number | undefined;
  readonly #maker: StepMaker;
  readonly #eagerly: boolean;
  readonly #next: () => AsyncIterator<DataSet> | Iterator<DataSet>;
  readonly #steps: Steps;
  readonly #keepsSteps: boolean;
  readonly #breath = new Breath();
  #source: AsyncIterator<DataSet> | Iterator<DataSet> | undefined;
  #position = 0;

  /**
   * @param next begins the data anew
   * @param options `steps`: those of feeds with the same maker before, and after it
   */
  constructor(
    next: () => AsyncIterator<DataSet> | Iterator<DataSet>,
    maker: StepMaker,
    {
      eagerly = false,
      batches,
      steps,
    }: { readonly eagerly?: boolean; readonly batches?: number; readonly steps?: Steps } = {},
  ) {
    this.#next = next;
    this.#maker = maker;
    this.#eagerly = eagerly;
    this.#steps = steps ?? new Map();
    this.#keepsSteps = steps !== undefined;
    this.batches = batches;
  }

  async run(options: RunOptions): Promise<number | undefined> {
    const { limit = Number.POSITIVE_INFINITY, single, signal, afterBatches } = options;
    this.#source ??= this.#next();
    for (let done = 0; done < limit; ) {
      if (signal?.aborted) return undefined;
      const { value: set, done: isOver } = await this.#source.next();
      if (isOver) {
        this.#source = undefined;
        this.#position = 0;
        this.batches ??= done;
        return done;
      }
      this.#position++;
      if (single) await options.beforeBatch(done);
      const { session, places, rate, outputs } = this.#step(set);
      places.fill(session, set);
      if (session.program.uses(rate)) session.program.write(rate, [options.rateOf(done)]);
      session.run('step');
      done++;
      const output = (i: number): TypedArray => session.program.output('step', i);
      const isEnough = await afterBatches({ done, rows: set.rows, outputs, output });
      if (this.#eagerly) session.close();
      if (isEnough) return undefined;
      await this.#breath.take();
    }
    return limit;
  }

  get position(): number {
    return this.#position;
  }

  async seek(position: number): Promise<void> {
    if (position === 0) return;
    this.#source ??= this.#next();
    for (; this.#position < position; this.#position++) {
      const { value: set, done: isOver } = await this.#source.next();
      if (isOver) {
        throw new HebbError(
          'EMPTY_DATA',
          `the stream has ${this.#position} batches, but ${position} of them were used before.`,
        );
      }
      // From here on there are the sums of an epoch that is under way.
      if (this.#position === 0) this.#step(set);
    }
  }

  #step(set: DataSet): Step {
    const key = shapesOf(set);
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const places = new Places(set, this.#maker.types, this.#eagerly);
    const rate = placeholder([], 'float64');
    const { inputs, targets, weights } = places;
    const step = this.#maker.write({ inputs, targets, weights, rows: set.rows, rate });
    const session = new Session({ step }, this.#maker.weights(), this.#maker.engine);
    const made = { session, places, rate, outputs: step.outputs ?? [] };
    if (this.#eagerly) return made;
    if (this.#steps.size === mostSteps) {
      const [[oldest, { session: unused }]] = this.#steps;
      unused.close();
      this.#steps.delete(oldest);
    }
    this.#steps.set(key, made);
    return made;
  }

  close(): void {
    if (this.#keepsSteps) return;
    for (const { session } of this.#steps.values()) session.close();
  }
}

/** Shapes of everything in a batch, as a key. */
function shapesOf({ inputs, targets, weights }: DataSet): string {
  const parts = [...Object.values<Rows>(inputs), ...targets, ...weights];
  return parts.map((rows) => rows?.shape.join(' ') ?? '-').join(';');
}
