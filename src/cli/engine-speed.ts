/**
 * How fast an engine is here, in a second or two: matrix products, and the steps of training a small network.
 * It prints nothing.
 */
import type { FloatDType } from '../core/dtype.ts';
import { HebbError } from '../core/errors.ts';
import type { Engine } from '../engine/contract.ts';
import { createEngine } from '../engine/select.ts';
import { MLPRegressor } from '../estimators/mlp/mlp-regressor.ts';
import { RandomState } from '../random/random-state.ts';
import { compile } from '../tensor/compile.ts';
import { tensor } from '../tensor/creation.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** An engine that is measured; without `threads` it takes as many as it likes. */
export interface Contender {
  readonly engine: Engine['name'];
  readonly threads?: number;
  /** With 256-bit SIMD where that is faster: so the commands of this program run. */
  readonly widen?: boolean;
}

/** What is measured on a machine of so many cores, slowest first. */
export function contenders(cores: number): Contender[] {
  return [
    { engine: 'js' },
    { engine: 'wasm', threads: 1 },
    ...(cores > 1 ? [{ engine: 'wasm' } as const] : []),
    { engine: 'blas', threads: 1 },
    ...(cores > 1 ? [{ engine: 'blas' } as const] : []),
    // The last, as V8 stays told to widen.
    { engine: 'auto', widen: true },
  ];
}

export interface EngineSpeed extends Contender {
  /** 10⁹ additions and multiplications a second in products of 256 × 256 matrices. */
  readonly gigaflops: Readonly<Record<FloatDType, number>>;
  /** Milliseconds of a training step: 8-50-50-50-1, 200 rows, Adam, float32. */
  readonly stepMilliseconds: number;
  /** What the engine has chosen to use here. */
  readonly explanation: readonly string[];
}

/** An engine that does not run here, and why. */
export interface MissingEngine extends Contender {
  readonly reason: string;
}

/**
 * Measure one engine.
 *
 * @param signal stops soon, between two products or epochs
 * @throws AbortError when `signal` says so
 */
export async function engineSpeed(
  contender: Contender,
  signal: AbortSignal,
): Promise<EngineSpeed | MissingEngine> {
  const engine = engineOrReason(contender);
  if (typeof engine === 'string') return { ...contender, reason: engine };
  try {
    const float32 = await gigaflops(engine, 'float32', signal);
    const float64 = await gigaflops(engine, 'float64', signal);
    const stepMilliseconds = await stepTime(engine, signal);
    const explanation = engine
      .explain()
      .split('\n')
      .filter((line) => !/^(plan| )/.test(line));
    return { ...contender, gigaflops: { float32, float64 }, stepMilliseconds, explanation };
  } finally {
    engine.close();
  }
}

function engineOrReason({ engine, ...options }: Contender): Engine | string {
  try {
    return createEngine(engine, options);
  } catch (error) {
    if (error instanceof HebbError && error.code === 'UNSUPPORTED') return error.message;
    throw error;
  }
}

const side = 256;
/** Products in a row, so that handing the matrices over takes no part of the time. */
const productsInARow = 8;
/** A measurement is repeated for so long, and at least twice; the fastest counts. */
const milliseconds = 200;

async function gigaflops(engine: Engine, dtype: FloatDType, signal: AbortSignal): Promise<number> {
  // rows of length 1 on average: products neither grow nor vanish
  const bound = Math.sqrt(3 / side);
  const values = new RandomState(0).uniform(-bound, bound, side * side);
  const matrix = tensor(values, { shape: [side, side], dtype });
  const products = compile(
    (a: Tensor, b: Tensor) => {
      let product = a;
      for (let i = 0; i < productsInARow; i++) product = product.matmul(b);
      return product.sum();
    },
    { engine },
  );
  let best = Number.POSITIVE_INFINITY;
  const start = performance.now();
  for (let round = 0; round < 2 || performance.now() - start < milliseconds; round++) {
    signal.throwIfAborted();
    const begin = performance.now();
    await products(matrix, matrix);
    best = Math.min(best, performance.now() - begin);
  }
  return (2 * side ** 3 * productsInARow) / best / 1e6;
}

const batchSize = 200;
/** Steps in an epoch. */
const batches = 5;
const fewestEpochs = 3;

async function stepTime(engine: Engine, signal: AbortSignal): Promise<number> {
  const features = 8;
  const rows = batches * batchSize;
  const random = new RandomState(0);
  const X = tensor(random.uniform(-1, 1, rows * features), { shape: [rows, features] });
  const y = random.uniform(-1, 1, rows);
  const enough = new AbortController();
  const times: number[] = [];
  let last: number | undefined;
  let start = 0;
  const onEpochEnd = (): void => {
    const now = performance.now();
    if (last === undefined) start = now;
    else times.push(now - last);
    last = now;
    const isEnough = times.length >= fewestEpochs && now - start > milliseconds;
    if (isEnough || signal.aborted) enough.abort();
  };
  const model = new MLPRegressor({
    hiddenLayerSizes: [50, 50, 50],
    batchSize,
    maxIter: 1000,
    nIterNoChange: 1000,
    dtype: 'float32',
    randomState: 0,
    engine,
    callbacks: [{ onEpochEnd }],
    onWarning: () => undefined,
  });
  await model.fit(X, y, { signal: enough.signal });
  signal.throwIfAborted();
  times.sort((a, b) => a - b);
  return times[times.length >> 1] / batches;
}
