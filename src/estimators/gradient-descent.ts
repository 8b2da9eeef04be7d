/**
 * Gradient descent on any function of tensors, keeping the whole path: with all data at each step (batch),
 * with one row (stochastic) or a few (mini-batch). Made for looking at; the estimators have faster loops.
 */
import { HebbError, show } from '../core/errors.ts';
import type { MatrixLike } from '../core/matrix.ts';
import { toMatrix } from '../core/matrix.ts';
import { anyOf, checkOptions, integer, matching, nullable, oneOf, type Rule, real } from '../core/options.ts';
import { range } from '../core/range.ts';
import type { Engine } from '../engine/contract.ts';
import { type EngineChoice, engineOf, engineRule } from '../engine/select.ts';
import { checkRandomState, type RandomSeed, randomStateRule } from '../random/random-state.ts';
import { placeholder, variable } from '../tensor/creation.ts';
import { gradients } from '../tensor/gradients.ts';
import { Program } from '../tensor/program.ts';
import { Tensor } from '../tensor/tensor.ts';

/**
 * What is to be made small: a scalar tensor computed from θ (a vector), and where data are given, from the
 * rows X (rows × features) and y (rows × 1) of the step.
 */
export type Cost = (theta: Tensor, X: Tensor, y: Tensor) => Tensor;

export interface GradientDescentOptions {
  /** Length of a step as a multiple of the gradient. Default 0.1. */
  readonly learningRate?: number;
  /** Steps at most. Default 100. */
  readonly steps?: number;
  /** Share of the last step that is added to the next. Default 0. */
  readonly momentum?: number;
  /** Stop when no component of the gradient is larger than this. Default 0: never. */
  readonly tolerance?: number;
  /** Rows and targets that the cost is computed from. Default none. */
  readonly data?: readonly [X: MatrixLike, y: ArrayLike<number>] | null;
  /** Rows per step: all (default), 1 for stochastic, more for mini-batch descent. Each epoch draws a new order. */
  readonly batchSize?: 'all' | number;
  /** Seed of the order of rows. Default null: a new one each time. */
  readonly randomState?: RandomSeed;
  readonly engine?: EngineChoice | Engine;
}

/** Where a step started: θ, and cost and gradient there (of the step's rows). */
export interface DescentStep {
  readonly theta: Float64Array;
  readonly cost: number;
  readonly gradient: Float64Array;
}

export interface Descent {
  /** Every point that was visited, the start first. */
  readonly path: readonly DescentStep[];
  /** The last point. */
  readonly theta: Float64Array;
  readonly cost: number;
  /** Why it ended: all steps taken, gradient small enough, or numbers no longer finite. */
  readonly reason: 'steps' | 'tolerance' | 'diverged';
}

const pair = matching('a pair [X, y]', (value) => Array.isArray(value) && value.length === 2);
const rules: Readonly<Record<keyof GradientDescentOptions, Rule>> = {
  learningRate: real({ above: 0 }),
  steps: integer({ min: 1 }),
  momentum: real({ min: 0, below: 1 }),
  tolerance: real({ min: 0 }),
  data: nullable(pair),
  batchSize: anyOf(oneOf('all'), integer({ min: 1 })),
  randomState: randomStateRule,
  engine: engineRule,
};

/**
 * Walk downhill from `start`: θ ← θ − learningRate · ∂cost/∂θ.
 *
 * @param cost a scalar tensor; without data it is called with θ alone
 * @param start the first θ
 * @throws HebbError `UNKNOWN_OPTION`, `INVALID_OPTION` (a learning rate of 0, say); `EMPTY_DATA` for a start without
 * numbers; `INVALID_VALUE` when the cost gives no tensor, `SHAPE_MISMATCH` when it gives no scalar; `LENGTH_MISMATCH`
 * when X and y are not as long
 * @example
 * const { path, theta } = gradientDescent((theta) => theta.sub(3).square().sum(), [0], { learningRate: 0.4 });
 * theta; // close to [3]
 * path[0]; // { theta: [0], cost: 9, gradient: [-6] }
 */
export function gradientDescent(
  cost: Cost,
  start: ArrayLike<number>,
  options: GradientDescentOptions = {},
): Descent {
  checkOptions('gradientDescent', options, rules);
  const { learningRate = 0.1, steps = 100, momentum = 0, tolerance = 0 } = options;
  if (start.length === 0)
    throw new HebbError('EMPTY_DATA', 'gradientDescent needs a start of one number or more.');
  const slope = slopeOf(cost, start.length, options);
  const path: DescentStep[] = [];
  const velocity = new Float64Array(start.length);
  let theta = Float64Array.from(start);
  for (let step = 0; ; step++) {
    const here = slope(theta);
    path.push(here);
    const { cost: value, gradient } = here;
    const end = (reason: Descent['reason']): Descent => ({ path, theta, cost: value, reason });
    if (!Number.isFinite(value) || !gradient.every(Number.isFinite)) return end('diverged');
    if (gradient.every((component) => Math.abs(component) <= tolerance)) return end('tolerance');
    if (step === steps) return end('steps');
    for (const [i, component] of gradient.entries()) {
      velocity[i] = momentum * velocity[i] - learningRate * component;
    }
    theta = theta.map((component, i) => component + velocity[i]);
  }
}

/** Cost and gradient at a point, for the rows whose turn it is. */
function slopeOf(
  cost: Cost,
  size: number,
  options: GradientDescentOptions,
): (theta: Float64Array) => DescentStep {
  const theta = variable(new Float64Array(size));
  const { data, batchSize = 'all', randomState } = options;
  const matrix = toMatrix(data?.[0] ?? [[0]]);
  const targets = data?.[1] ?? [0];
  if (targets.length !== matrix.rows) {
    throw new HebbError('LENGTH_MISMATCH', `X has ${matrix.rows} rows, but y has ${targets.length}.`);
  }
  const rows = batchSize === 'all' ? matrix.rows : Math.min(batchSize, matrix.rows);
  const X = placeholder([rows, matrix.columns]);
  const y = placeholder([rows, 1]);
  const value: unknown = typeof cost === 'function' ? cost(theta, X, y) : undefined;
  if (!(value instanceof Tensor)) {
    throw new HebbError(
      'INVALID_VALUE',
      `the cost must be a function that gives a tensor, such as theta => theta.square().sum(); got ${show(value ?? cost)}.`,
    );
  }
  if (value.size !== 1) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `the cost must be one number, got a tensor of shape ${show([...value.shape])}.`,
    );
  }
  const functions = { slope: { outputs: [value.cast('float64'), ...gradients(value, [theta])] } };
  const program = new Program(functions, engineOf(options.engine));
  const nextRows = rowsInTurn(matrix.rows, rows, randomState);
  return (at) => {
    const chosen = nextRows();
    if (program.uses(X)) {
      const { columns } = matrix;
      program.write(
        X,
        Array.from(chosen, (row) =>
          Array.from(matrix.data.subarray(row * columns, (row + 1) * columns)),
        ).flat(),
      );
    }
    if (program.uses(y))
      program.write(
        y,
        Array.from(chosen, (row) => targets[row]),
      );
    if (program.uses(theta)) program.write(theta, at);
    program.run('slope');
    return {
      theta: at,
      cost: program.output('slope', 0)[0],
      gradient: Float64Array.from(program.output('slope', 1)),
    };
  };
}

/** Row numbers for each step: all in order, or as many as asked for, in a new order each epoch. */
function rowsInTurn(count: number, rows: number, randomState: RandomSeed | undefined): () => Int32Array {
  const order = range(count);
  if (rows === count) return () => order;
  const random = checkRandomState(randomState);
  let next = count;
  return () => {
    if (next + rows > count) {
      random.shuffle(order);
      next = 0;
    }
    next += rows;
    return order.subarray(next - rows, next);
  };
}
