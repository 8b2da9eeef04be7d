/**
 * The epoch loop of 'adam' and 'sgd': order of rows, loss and validation score, when to stop, which weights
 * to keep, and the lines it prints; number for number and word for word scikit-learn's. How an epoch is
 * computed is the trainer's business.
 */
import { HebbError } from '../../core/errors.ts';
import { range } from '../../core/range.ts';
import type { Engine } from '../../engine/contract.ts';
import type { RandomState } from '../../random/random-state.ts';
import type { Warn } from '../warn.ts';
import { ForwardPass } from './forward-pass.ts';
import type { TrainingRecord } from './learned.ts';
import { type Architecture, checkParameters, type Parameters } from './network.ts';
import type { FitOptions, MlpSettings, StepLogs } from './options.ts';
import { printed } from './printed.ts';
import { solverOf } from './solver.ts';
import { type SolverMemory, Trainer } from './trainer.ts';
import type { TrainingSet } from './training-set.ts';

/** Scores the outputs of the network on the validation rows. */
export interface Validation {
  readonly set: TrainingSet;
  /** @param outputs rows × outputs, after the output activation */
  score(outputs: ArrayLike<number>): number;
}

export interface StochasticTask {
  readonly set: TrainingSet;
  readonly validation: Validation | undefined;
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  /** What the solver remembers of an earlier fit, if it is to go on. */
  readonly memory: SolverMemory | undefined;
  readonly record: TrainingRecord;
  readonly random: RandomState;
  readonly options: MlpSettings;
  readonly engine: Engine;
  /** One epoch only, without stopping rules: `partialFit`. */
  readonly incremental: boolean;
  readonly signal: FitOptions['signal'];
  readonly warn: Warn;
}

export interface StochasticResult {
  readonly parameters: Parameters;
  readonly memory: SolverMemory;
}

/** Train; `task.record` is brought up to date along the way. */
export async function fitStochastic(task: StochasticTask): Promise<StochasticResult> {
  const { set, validation, architecture, random, options, engine, warn } = task;
  const dropoutSeed = options.dropout > 0 ? random.randint(0, 2 ** 31 - 1) : 0;
  const batchSize = batchSizeFor(set.rows, options, warn);
  const trainer = new Trainer({ ...task, batchSize, dropoutSeed });
  const scorer = validation && new ForwardPass(architecture, trainer.parameters(), engine);
  try {
    return await trainOn(trainer, scorer, batchSize, task);
  } finally {
    trainer.close();
    scorer?.close();
  }
}

async function trainOn(
  trainer: Trainer,
  scorer: ForwardPass | undefined,
  batchSize: number,
  { set, validation, record, random, options, incremental, signal, warn }: StochasticTask,
): Promise<StochasticResult> {
  const { maxIter, tol, earlyStopping, callbacks } = options;
  const solver = solverOf(options);
  const order = range(set.rows);
  let best: Parameters | undefined;
  const say = (line: string): void => {
    if (options.verbose) console.log(line);
  };

  let isStopped = false;
  const onStep = callbacks.some((callback) => callback.onStepEnd !== undefined)
    ? (logs: StepLogs): boolean => {
        for (const callback of callbacks) {
          const answer = callback.onStepEnd?.(logs);
          if (typeof answer === 'number') trainer.state.rate = answer;
          if (answer === false) isStopped = true;
        }
        return isStopped;
      }
    : undefined;

  record.nIter = 0;
  for (const callback of callbacks) await callback.onTrainBegin?.();
  for (let epoch = 1; epoch <= maxIter; epoch++) {
    if (options.shuffle) random.shuffle(order);
    checkBatchWeights(set, order, batchSize);
    const onProgress = (batch: number, batches: number): void => {
      for (const callback of callbacks) callback.onProgress?.({ epoch, maxIter, batch, batches });
    };
    const loss = await trainer.epoch(order, { signal, onProgress, onStep });
    if (isStopped && loss === undefined) break;
    if (loss === undefined) {
      warn('INTERRUPTED', 'Training interrupted by user.');
      break;
    }
    record.nIter = epoch;
    record.finalLoss = loss;
    record.samplesSeen += set.rows;
    record.lossCurve?.push(loss);
    say(`Iteration ${epoch}, loss = ${printed(loss, 8)}`);

    // With early stopping the best weights are kept, whatever comes after; else there is no way back.
    if (Number.isNaN(loss) && !earlyStopping) checkParameters(trainer.parameters());
    let score: number | undefined;
    let current: Parameters | undefined;
    if (validation !== undefined && scorer !== undefined) {
      current = trainer.parameters();
      scorer.update(current);
      score = validation.score(scorer.run(validation.set.X));
      record.validationScores?.push(score);
      say(`Validation score: ${printed(score, 6)}`);
    }
    if (countImprovement(record, loss, score, tol, earlyStopping) && earlyStopping) best = current;
    solver.epochEnds(trainer.state, record.samplesSeen, options);

    let stopping = isStopped;
    for (const callback of callbacks) {
      const answer = await callback.onEpochEnd?.({ epoch, maxIter, loss, validationScore: score });
      stopping ||= answer === false;
    }
    if (record.noImprovement > options.nIterNoChange) {
      const { stops, said } = solver.givesUp(trainer.state, options);
      const what = earlyStopping ? 'Validation score' : 'Training loss';
      say(
        `${what} did not improve more than tol=${printed(tol, 6)} for ${options.nIterNoChange} consecutive epochs. ${said}`,
      );
      stopping ||= stops;
      if (!stops) record.noImprovement = 0;
    }
    if (stopping || incremental) break;
    if (epoch === maxIter) {
      warn(
        'NOT_CONVERGED',
        `Stochastic Optimizer: Maximum iterations (${maxIter}) reached and the optimization hasn't converged yet.`,
      );
    }
  }
  for (const callback of callbacks) await callback.onTrainEnd?.();
  return { parameters: best ?? trainer.parameters(), memory: trainer.memory() };
}

/** Bring the counter and the best values up to date. Returns whether this epoch is the best so far. */
function countImprovement(
  record: TrainingRecord,
  loss: number,
  score: number | undefined,
  tol: number,
  earlyStopping: boolean,
): boolean {
  let isBest = false;
  if (score !== undefined) {
    const best = record.bestValidationScore ?? Number.NEGATIVE_INFINITY;
    if (earlyStopping) record.noImprovement = score < best + tol ? record.noImprovement + 1 : 0;
    isBest = score > best;
    if (isBest) record.bestValidationScore = score;
  }
  if (!earlyStopping) {
    const best = record.bestLoss ?? Number.POSITIVE_INFINITY;
    record.noImprovement = loss > best - tol ? record.noImprovement + 1 : 0;
    if (loss < best) record.bestLoss = loss;
  }
  return isBest;
}

/** Refuse a batch whose rows count for nothing: its loss would be 0 / 0. */
function checkBatchWeights({ weights, rows }: TrainingSet, order: Int32Array, batchSize: number): void {
  if (weights === undefined) return;
  for (let start = 0; start < rows; start += batchSize) {
    const batch = order.subarray(start, start + batchSize);
    if (batch.some((row) => weights[row] > 0)) continue;
    throw new HebbError(
      'INVALID_VALUE',
      `a batch of ${batch.length} rows has sampleWeight 0 throughout; use a larger batchSize, or leave rows that do not count out.`,
    );
  }
}

function batchSizeFor(rows: number, { batchSize }: MlpSettings, warn: Warn): number {
  if (batchSize === 'auto') return Math.min(200, rows);
  if (batchSize > rows) {
    warn(
      'BATCH_SIZE_CLIPPED',
      `Got batchSize ${batchSize}, larger than the ${rows} rows there are to train on. It is going to be clipped.`,
    );
  }
  return Math.min(batchSize, rows);
}
