/**
 * Stochastic training as a program: the data, parameters and solver vectors lie in the engine's memory, and whole
 * epochs run without coming back. It knows nothing of stopping rules or labels.
 */
import { allocate, type FloatArray, type FloatDType } from '../../core/dtype.ts';
import { pause } from '../../core/pause.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Engine } from '../../engine/contract.ts';
import { BatchedTables, type Table } from '../../tensor/batched-tables.ts';
import { placeholder, variable } from '../../tensor/creation.ts';
import { flushTiny } from '../../tensor/flush-tiny.ts';
import { gradients } from '../../tensor/gradients.ts';
import { Program } from '../../tensor/program.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Architecture, forward, layersOf, type Parameters } from './network.ts';
import { objective } from './objective.ts';
import type { MlpSettings, StepLogs } from './options.ts';
import { rateFactor } from './schedule.ts';
import { type SolverState, solverOf } from './solver.ts';
import type { TrainingSet } from './training-set.ts';

/** A stochastic solver between two epochs. */
export interface SolverMemory {
  readonly state: SolverState;
  /** For each of its slots the vectors of the weights and of the biases. */
  readonly vectors: readonly Parameters[];
}

export interface TrainerTask {
  readonly set: TrainingSet;
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  /** What the solver remembers of an earlier fit, if it is to go on. */
  readonly memory: SolverMemory | undefined;
  readonly batchSize: number;
  readonly dropoutSeed: number;
  readonly options: MlpSettings;
  readonly engine: Engine;
}

/** What an epoch tells, and what may stop it. */
export interface EpochListeners {
  readonly signal: AbortSignal | null | undefined;
  onProgress(batch: number, batches: number): void;
  /** Called after each step; true stops the epoch. */
  readonly onStep: ((logs: StepLogs) => boolean) | undefined;
}

/** Milliseconds of work between two looks at the event loop. */
const BREATH = 25;

/** Runs one epoch after the other over a training set. */
export class Trainer {
  /** What the solver remembers besides its vectors; its rate may be changed between epochs. */
  readonly state: SolverState;
  readonly #program: Program;
  readonly #rows: number;
  readonly #options: MlpSettings;
  readonly #tables: BatchedTables;

  /** Of every layer. */
  readonly #kernels: readonly Tensor[];
  /** Of all layers in one vector. */
  readonly #biases: Tensor;
  /** The solver's vectors: for every kernel, and for the biases last. */
  readonly #slots: readonly (readonly Tensor[])[];
  readonly #rates: Tensor;
  readonly #lossSum = variable([0]);
  /** Millisecond per batch, measured; decides how many run before the next breath. */
  #pace: number | undefined;
  #lastBreath: number = performance.now();

  constructor(task: TrainerTask) {
    const { set, architecture, parameters, memory, batchSize, options } = task;
    const { rows, features, outputs } = set;
    const { dtype } = architecture;
    this.#rows = rows;
    this.#options = options;
    this.state = { ...(memory?.state ?? { steps: 0, rate: options.learningRateInit }) };
    const solver = solverOf(options);
    this.#kernels = kernelVariables(parameters.weights, architecture);
    this.#biases = variable(parameters.biases);
    this.#slots = solver.slots.map((_, i) => [
      ...kernelVariables(
        memory?.vectors[i].weights ?? allocate(dtype, parameters.weights.length),
        architecture,
      ),
      variable(memory?.vectors[i].biases ?? allocate(dtype, parameters.biases.length)),
    ]);
    const tables: Table[] = [
      { values: set.X, shape: [rows, features], dtype },
      { values: set.Y, shape: [rows, outputs], dtype },
    ];
    if (set.weights !== undefined) tables.push({ values: set.weights, shape: [rows, 1], dtype });
    this.#tables = new BatchedTables(tables, rows, batchSize);
    this.#rates = placeholder([this.#tables.batches], 'float64');
    // Counts steps over all epochs: what dropout draws must not repeat.
    const draw = variable(Int32Array.of(this.state.steps));

    const functions = this.#tables.functions(([x, y, w], count) => {
      const weightSum = w === undefined ? count : w.sum();
      const dropout = { rate: options.dropout, seed: task.dropoutSeed, step: draw.reshape([]) };
      const z = forward(x, this.#kernels, this.#biases, architecture, dropout);
      const { loss, delta } = objective(z, y, architecture, options, w, weightSum);
      const decay =
        typeof weightSum === 'number' ? options.alpha / weightSum : weightSum.reciprocal().mul(options.alpha);
      const penalty = this.#kernels
        .map((kernel) => kernel.square().sum())
        .reduce((sum, squares) => sum.add(squares))
        .mul(decay)
        .div(2);
      const parameters = [...this.#kernels, this.#biases];
      const trained = parameters.slice(options.frozenLayers);
      const derivatives = gradients(z, trained, delta);
      const rate = this.#rates.gather(this.#tables.step).reshape([]).cast(dtype);
      const updates: [Tensor, Tensor][] = [];
      for (const [k, parameter] of trained.entries()) {
        const isKernel = parameter !== this.#biases;
        const gradient = isKernel
          ? derivatives[k].add(parameter.mul(decay))
          : thawed(derivatives[k], architecture, options.frozenLayers);
        const slots = this.#slots.map((tensors) => tensors[options.frozenLayers + k]);
        const stepped = solver.step(parameter, gradient, slots, rate, options);
        updates.push([parameter, flushTiny(stepped.next)]);
        for (const [i, slot] of slots.entries()) updates.push([slot, flushTiny(stepped.slots[i])]);
      }
      const batchLoss = loss.add(penalty).cast('float64').mul(count);
      return {
        updates: [
          ...updates,
          [this.#lossSum, this.#lossSum.add(batchLoss)],
          ...(options.dropout > 0 ? [[draw, draw.add(1)] as const] : []),
        ],
      };
    });
    this.#program = new Program(functions, task.engine);
    this.#tables.load(this.#program);
  }

  /**
   * One pass over the rows in the given order.
   *
   * @returns the mean loss, or undefined when `signal` or `onStep` stopped it before the end
   */
  async epoch(
    order: Int32Array,
    { signal, onProgress, onStep }: EpochListeners,
  ): Promise<number | undefined> {
    const program = this.#program;
    const tables = this.#tables;
    const { batches } = tables;
    const before = this.state.steps;
    let lossSum = 0;
    tables.reorder(program, order);
    program.write(tables.step, [0]);
    program.write(this.#rates, this.#ratesAfter(before));
    program.write(this.#lossSum, [0]);
    for (let done = 0; done < batches; ) {
      if (signal?.aborted) return undefined;
      const { name, most, meanwhile } = tables.bring(program, done);
      const count = Math.min(most, onStep === undefined ? this.#stride() : 1);
      const begin = performance.now();
      program.run(name, count, meanwhile);
      this.#pace = (performance.now() - begin) / count;
      done += count;
      this.state.steps += count;
      if (onStep !== undefined) {
        const sum = program.read(this.#lossSum)[0];
        const loss = (sum - lossSum) / tables.rowsOf(done - 1);
        lossSum = sum;
        const learningRate = this.state.rate * this.#factor(this.state.steps);
        if (onStep({ step: this.state.steps, loss, learningRate }) && done < batches) return undefined;
        program.write(this.#rates, this.#ratesAfter(before));
      }
      if (performance.now() - this.#lastBreath >= BREATH) {
        onProgress(done, batches);
        await pause();
        this.#lastBreath = performance.now();
      }
    }
    return program.read(this.#lossSum)[0] / this.#rows;
  }

  /** It has run for the last time. */
  close(): void {
    this.#program.close();
  }

  /** The learning rates of an epoch that begins after so many steps. */
  #ratesAfter(steps: number): Float64Array {
    const solver = solverOf(this.#options);
    return Float64Array.from({ length: this.#tables.batches }, (_, i) => {
      const step = steps + i + 1;
      return solver.rate(this.state, step, this.#options) * this.#factor(step);
    });
  }

  #factor(step: number): number {
    return rateFactor(step, this.#options.maxIter * this.#tables.batches, this.#options);
  }

  /** How many batches to run before the next breath. */
  #stride(): number {
    return this.#pace === undefined ? 1 : Math.max(1, Math.floor(BREATH / Math.max(this.#pace, 1e-3)));
  }

  /** A copy of the parameters as they are now. */
  parameters(): Parameters {
    return this.#flat([...this.#kernels, this.#biases]);
  }

  /** A copy of all that the solver remembers, as it is now. */
  memory(): SolverMemory {
    return {
      state: { ...this.state },
      vectors: this.#slots.map((tensors) => this.#flat(tensors, this.#options.frozenLayers)),
    };
  }

  /**
   * A copy of the numbers of tensors, one for every kernel, and one for the biases last.
   *
   * @param unused how many the program has no use for; they are 0
   */
  #flat(tensors: readonly Tensor[], unused = 0): Parameters {
    const parts = tensors.map((tensor, k) =>
      k < unused
        ? allocate(tensor.dtype as FloatDType, sizeOf(tensor.shape))
        : (this.#program.read(tensor) as FloatArray),
    );
    const biases = parts.pop() as FloatArray;
    const weights = allocate(
      tensors[0].dtype as FloatDType,
      parts.reduce((sum, part) => sum + part.length, 0),
    );
    let start = 0;
    for (const part of parts) {
      weights.set(part, start);
      start += part.length;
    }
    return { weights, biases };
  }
}

/** A variable for every layer (inputs × units), from all weights in one vector. */
function kernelVariables(weights: FloatArray, architecture: Architecture): Tensor[] {
  return layersOf(architecture).map(({ inputs, units, weightStart }) =>
    variable(weights.subarray(weightStart, weightStart + inputs * units), { shape: [inputs, units] }),
  );
}

/** The gradient of the biases without that of frozen layers. */
function thawed(gradient: Tensor, architecture: Architecture, frozenLayers: number): Tensor {
  if (frozenLayers === 0) return gradient;
  const frozen = layersOf(architecture)[frozenLayers].biasStart;
  return gradient.mul(variable(allocate(architecture.dtype, gradient.shape[0]).fill(1, frozen)));
}
