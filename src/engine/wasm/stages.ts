/**
 * From phases to stages: what several threads may do side by side, cut into chunks. Phases that touch nothing
 * of each other share a stage; so does the packing of a product's right factor with whatever else is ready
 * then. Chunks are about equally much work, and depend on the plan alone: never on how many threads there are.
 * It knows nothing of threads or code.
 */
import { bytesOf } from '../../core/dtype.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Kernel, MatmulKernel, Phase } from '../contract.ts';
import { bytesMoved, conflict, type Footprint, flopsOf, footprintOf } from '../work.ts';
import type { Products } from './products.ts';

/** A phase to be cut into chunks of its rows. */
export interface RowsJob {
  readonly kind: 'rows';
  readonly phase: Phase;
  /** Rows of a chunk; the last may have fewer. */
  readonly chunk: number;
  readonly count: number;
}

/** A right factor to be packed, cut into chunks of its columns. */
export interface PackJob {
  readonly kind: 'pack';
  readonly kernel: MatmulKernel;
  /** Columns of a chunk. */
  readonly chunk: number;
  readonly count: number;
}

export type Job = RowsJob | PackJob;

/** Jobs one after the other; there are several only where each is a single chunk. */
export interface Task {
  readonly jobs: readonly Job[];
  readonly count: number;
}

/** Tasks in any order, side by side. Every stage waits for the end of the one before. */
export interface Stage {
  readonly tasks: readonly Task[];
  /** Chunks in all. */
  readonly count: number;
}

/** Bytes of a packed factor. */
export type PackedBytes = (kernel: MatmulKernel) => number;

export interface Staged {
  readonly stages: readonly Stage[];
  /** Where each packed factor begins, from the start of the packed area. */
  readonly packedAt: ReadonlyMap<MatmulKernel, number>;
  readonly packedEnd: number;
}

/** Nanoseconds that a chunk should take at least, to make the claiming of it unimportant, … */
const CHUNK_TIME = 5000;
/** … and for each of its kernels, to make the calls unimportant. */
const KERNEL_TIME = 800;
/** Chunks of a stage with much work: so many that several threads end at about the same time. */
const CHUNKS = 48;
/** A stage of fewer nanoseconds is not worth sharing. */
const SHARED_TIME = 3000;
/** Bytes of a phase's rows that should stay in the second-level cache between kernels. */
const CACHE_BYTES = 192 * 1024;
/** Chunks are multiples of the height of the products' register tile, and where there are many rows, of so many tiles. */
const MANY_TILES = 64;
/** A right factor that fills the second-level cache is read block by block, each for so many tiles at least, … */
const TILES_OF_LARGE = 4;
/** … where that leaves so many chunks to share. */
const CHUNKS_OF_LARGE = 8;
/** A BLAS packs the right factor in every call, which only many rows make up for: so few chunks, of so many rows. */
const BLAS_CHUNKS = 4;
const LEAST_BLAS_ROWS = 16;
const MOST_BLAS_ROWS = 512;
/** Chunks of packing are multiples of this many columns: twice the widest panel. */
const COLUMN_MULTIPLE = 32;
/** Bytes in a nanosecond, and elements of one step of a formula. */
const MEMORY_SPEED = 16;
const STEP_SPEED = 4;

/** The stages of one function. `arenaBytes` says where the arena ends: packed factors lie behind it. */
export function stagesOf(
  phases: readonly Phase[],
  arenaBytes: number,
  products: Products,
  packedBytes: PackedBytes,
): Staged {
  const packedAt = new Map<MatmulKernel, number>();
  let packedEnd = 0;
  const levels: (Phase | MatmulKernel)[][] = [];
  const placed: { readonly footprint: Footprint; readonly level: number }[] = [];
  const place = (work: Phase | MatmulKernel, footprint: Footprint): void => {
    const before = placed.filter((other) => conflict(other.footprint, footprint));
    const level = 1 + Math.max(-1, ...before.map((other) => other.level));
    placed.push({ footprint, level });
    levels[level] ??= [];
    levels[level].push(work);
  };
  for (const phase of phases) {
    if (phase.rows === 0) continue;
    const kernels = phase.kernels.map(footprintOf);
    const reads = kernels.flatMap((kernel) => kernel.reads);
    for (const [i, kernel] of phase.kernels.entries()) {
      if (kernel.kind !== 'matmul' || products.methodOf(kernel) !== 'packed') continue;
      const start = arenaBytes + packedEnd;
      packedAt.set(kernel, packedEnd);
      packedEnd += Math.ceil(packedBytes(kernel) / 64) * 64;
      const packed = { start, end: arenaBytes + packedEnd };
      reads.push(packed);
      // An uncut phase may compute the factor itself, and packs it just before the product.
      if (phase.rows > 1) place(kernel, { reads: [kernels[i].reads[1]], writes: [packed] });
    }
    place(phase, { reads, writes: kernels.flatMap((kernel) => kernel.writes) });
  }
  const stages = levels.map((works) => stageOf(works, products));
  return { stages: joinSingles(stages), packedAt, packedEnd };
}

/** The longest chunks first, so that nobody is left with one when the others are done. Little work is not shared. */
function stageOf(works: readonly (Phase | MatmulKernel)[], products: Products): Stage {
  const timed = works.map((work) => ({
    work,
    time: 'rows' in work ? rowsTime(work, products) : packTime(work),
  }));
  const total = timed.reduce((sum, { time }) => sum + time, 0);
  const target = total < SHARED_TIME ? Number.POSITIVE_INFINITY : Math.max(CHUNK_TIME, total / CHUNKS);
  const jobs = timed.map(({ work, time }) => {
    const job = 'rows' in work ? rowsJob(work, time, target, products) : packJob(work, time, target);
    return { job, time: time / job.count };
  });
  const ordered = jobs.sort((a, b) => b.time - a.time).map(({ job }) => job);
  const count = ordered.reduce((sum, job) => sum + job.count, 0);
  if (count === ordered.length && total < SHARED_TIME)
    return { tasks: [{ jobs: ordered, count: 1 }], count: 1 };
  return { tasks: ordered.map((job) => ({ jobs: [job], count: job.count })), count };
}

function rowsTime({ kernels }: Phase, products: Products): number {
  return kernels.reduce((time, kernel) => time + nanoseconds(kernel, products), 0);
}

function packTime({ k, n, dtype }: MatmulKernel): number {
  return (2 * k * n * bytesOf(dtype)) / MEMORY_SPEED;
}

function rowsJob(phase: Phase, time: number, target: number, products: Products): Job {
  const { rows, kernels } = phase;
  if (kernels.some((kernel) => kernel.kind === 'matmul' && products.methodOf(kernel) === 'blas')) {
    const chunk = Math.min(rows, MOST_BLAS_ROWS, Math.max(LEAST_BLAS_ROWS, Math.ceil(rows / BLAS_CHUNKS)));
    return { kind: 'rows', phase, chunk, count: Math.ceil(rows / chunk) };
  }
  const rowBytes = kernels.reduce((bytes, kernel) => bytes + bytesWritten(kernel), 0) / rows;
  const fits = kernels.length < 2 ? rows : CACHE_BYTES / Math.max(1, rowBytes);
  const best = Math.min(rows, fits, (rows * Math.max(target, KERNEL_TIME * kernels.length)) / time);
  const tile = products.tileRows;
  const several = TILES_OF_LARGE * tile;
  const least = rows >= CHUNKS_OF_LARGE * several && kernels.some(hasLargeFactor) ? several : tile;
  const step = best < 2 * MANY_TILES * tile ? tile : MANY_TILES * tile;
  const chunk = best >= rows ? rows : Math.min(rows, Math.max(least, multiple(best, step)));
  return { kind: 'rows', phase, chunk, count: Math.ceil(rows / chunk) };
}

function hasLargeFactor(kernel: Kernel): boolean {
  return kernel.kind === 'matmul' && kernel.k * kernel.n * bytesOf(kernel.dtype) > CACHE_BYTES;
}

function packJob(kernel: MatmulKernel, time: number, target: number): Job {
  const chunk = Math.min(kernel.n, multiple((kernel.n * target) / time, COLUMN_MULTIPLE));
  return { kind: 'pack', kernel, chunk, count: Math.ceil(kernel.n / chunk) };
}

/** The multiple of `step` that is nearest below, or `step` itself. */
function multiple(value: number, step: number): number {
  return Math.max(1, Math.floor(value / step)) * step;
}

/** Roughly how long a kernel takes on one thread. */
function nanoseconds(kernel: Kernel, products: Products): number {
  const bytes = bytesMoved(kernel) / MEMORY_SPEED;
  if (kernel.kind === 'matmul') return Math.max(bytes, products.timeOf(kernel));
  if (kernel.kind === 'map') return Math.max(bytes, flopsOf(kernel) / STEP_SPEED);
  return bytes;
}

/** What a kernel reads was mostly written by another. */
function bytesWritten(kernel: Kernel): number {
  const { kind } = kernel;
  if (kind === 'map') {
    return sizeOf(kernel.shape) * kernel.outputs.reduce((bytes, { dtype }) => bytes + bytesOf(dtype), 0);
  }
  if (kind === 'matmul') return kernel.m * kernel.n * bytesOf(kernel.dtype);
  if (kind === 'gather' || kind === 'random') return kernel.count * kernel.rowLength * bytesOf(kernel.dtype);
  return 0;
}

/** Stages of a single chunk in a row are one: whoever does the first goes on with the next. */
function joinSingles(stages: readonly Stage[]): Stage[] {
  const joined: Stage[] = [];
  for (const stage of stages) {
    const last = joined.at(-1);
    if (last?.count !== 1 || stage.count !== 1) joined.push(stage);
    else joined[joined.length - 1] = { tasks: [join(last, stage)], count: 1 };
  }
  return joined;
}

function join(a: Stage, b: Stage): Task {
  return { jobs: [...a.tasks, ...b.tasks].flatMap((task) => task.jobs), count: 1 };
}
