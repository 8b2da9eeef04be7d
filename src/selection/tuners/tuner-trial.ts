/**
 * One trial: a model built of some hyperparameter values, trained, and its best epoch. Whatever goes wrong in it is
 * part of what it reports, so that the others go on. It knows neither tuners nor threads nor files.
 */
import { HebbError } from '../../core/errors.ts';
import { BackupAndRestore } from '../../nn/callbacks/backup-and-restore.ts';
import { Callback, type Logs } from '../../nn/callbacks/callback.ts';
import { seeded } from '../../nn/layers/seeds.ts';
import type { DataSource } from '../../nn/models/data-set.ts';
import type { FitOptions, StreamSource } from '../../nn/models/fit-options.ts';
import { type CallbackState, packed } from '../../nn/models/snapshot.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { builtOf, type HyperModel } from './hyper-model.ts';
import { HyperParameters, type HyperValues } from './hyper-parameters.ts';
import { beats, type Goal, isMissing, unknownObjective } from './objective.ts';

/** What all trials share. */
export interface TunerStudy {
  readonly x: DataSource | StreamSource;
  readonly y: DataSource | null;
  readonly fitOptions: FitOptions;
  readonly goal: Goal;
  /** How often each model is trained, each time with other random numbers. */
  readonly executions: number;
}

/** What is tried. */
export interface TunerTask {
  readonly values: HyperValues;
  /** Of all that is random in it. */
  readonly seed: number;
  /** Epochs in all; undefined: as the study says. */
  readonly epochs: number | undefined;
  /** Where its executions were when an earlier trial ended that it goes on from. */
  readonly backups: readonly Uint8Array[];
  /** May another trial go on from this one? */
  readonly isContinued: boolean;
}

/** What came of it; plain data. */
export interface TrialReport {
  /** The objective at its best, the mean over the executions; NaN after a failure. */
  readonly score: number;
  /** All metrics of that epoch, likewise. */
  readonly metrics: Logs;
  /** The epoch of the best execution, counted from 0. */
  readonly bestEpoch: number;
  /** How many epochs that execution has trained. */
  readonly epochs: number;
  readonly seconds: number;
  /** What went wrong, or null. */
  readonly failure: string | null;
}

export interface TrialYield {
  readonly report: TrialReport;
  /** Those of the best epoch of the best execution; null after a failure. */
  readonly weights: Uint8Array | null;
  readonly backups: readonly Uint8Array[];
}

/** What is known of one training; plain data and tensors, so that it goes on with a training that goes on. */
interface Sight {
  readonly score: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly metrics: Logs;
  readonly weights: readonly Tensor[];
  /** Of all epochs. */
  readonly seen: Logs;
}

/** Watches one training for its best epoch. */
class BestEpoch extends Callback {
  readonly #goal: Goal;
  sight: Sight = { score: Number.NaN, epoch: 0, epochs: 0, metrics: {}, weights: [], seen: {} };

  constructor(goal: Goal) {
    super();
    this.#goal = goal;
  }

  override getState(): CallbackState {
    return { ...this.sight };
  }

  override setState(state: CallbackState): void {
    this.sight = state as unknown as Sight;
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    const { score, epochs, seen } = this.sight;
    this.sight = { ...this.sight, epochs: epochs + 1, seen: { ...seen, ...logs } };
    if (isMissing(this.#goal, logs, false)) this.model.stopTraining = true;
    const own = logs[this.#goal.name] ?? Number.NaN;
    if (!beats(this.#goal, own, score)) return;
    this.sight = { ...this.sight, score: own, epoch, metrics: { ...logs }, weights: this.model.getWeights() };
  }
}

/**
 * Build, train, report.
 *
 * @throws HebbError `INVALID_OPTION` for an objective that is no metric, `UNKNOWN_OPTION`, which no other values would
 * mend; the signal's reason when it is aborted
 */
export async function runTunerTrial(
  hyperModel: HyperModel,
  study: TunerStudy,
  task: TunerTask,
  signal?: AbortSignal | null,
): Promise<TrialYield> {
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  const sights: Sight[] = [];
  const backups: Uint8Array[] = [];
  let failure: string | null = null;
  try {
    for (let i = 0; i < study.executions; i++) {
      const { sight, backup } = await execute(hyperModel, study, task, i, signal);
      sights.push(sight);
      if (backup !== undefined) backups.push(backup);
      if (Number.isNaN(sight.score)) break;
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof HebbError && error.code === 'UNKNOWN_OPTION') throw error;
    failure = error instanceof Error ? error.message : String(error);
  }
  signal?.throwIfAborted();
  const { goal } = study;
  const blind = sights.find(({ seen, epochs }) => epochs > 0 && isMissing(goal, seen, true));
  if (blind !== undefined && failure === null) throw unknownObjective(goal, Object.keys(blind.seen));
  const [first] = sights;
  if (failure === null && sights.some(({ score }) => Number.isNaN(score))) {
    failure =
      first.epochs === 0 ? 'it trained no epoch.' : `its objective '${goal.name}' was NaN in every epoch.`;
  }
  if (failure !== null) return failedTrial(failure, first?.epochs, seconds());
  const best = sights.reduce((one, other) => (beats(goal, other.score, one.score) ? other : one));
  const metrics = meansOf(sights.map((sight) => sight.metrics));
  const weights = packed({ tensors: best.weights });
  return {
    report: {
      score: metrics[goal.name],
      metrics,
      bestEpoch: best.epoch,
      epochs: best.epochs,
      seconds: seconds(),
      failure,
    },
    weights,
    backups,
  };
}

/** What is reported of a trial that failed. */
export function failedTrial(failure: string, epochs = 0, seconds = 0): TrialYield {
  const report = { score: Number.NaN, metrics: {}, bestEpoch: 0, epochs, seconds, failure };
  return { report, weights: null, backups: [] };
}

/** Trains one model; resolves to its best epoch, and where it was at its end, if somebody may go on from there. */
async function execute(
  hyperModel: HyperModel,
  { x, y, fitOptions, goal }: TunerStudy,
  task: TunerTask,
  execution: number,
  signal: AbortSignal | null | undefined,
): Promise<{ sight: Sight; backup: Uint8Array | undefined }> {
  const seed = (task.seed + execution) % 2 ** 32;
  const watch = new BestEpoch(goal);
  let backup: Uint8Array | undefined = task.backups[execution];
  const keeper = new BackupAndRestore(
    {
      load: async () => backup,
      save(bytes) {
        backup = bytes;
      },
      remove() {},
    },
    { deleteCheckpoint: false },
  );
  const isStaged = task.isContinued || backup !== undefined;
  await seeded(seed, async () => {
    const { model, fitOptions: own } = await builtOf(hyperModel, new HyperParameters(task.values));
    const callbacks = [
      ...(isStaged ? [keeper] : []),
      ...(fitOptions.callbacks ?? []),
      ...(own.callbacks ?? []),
      watch,
    ];
    const options: FitOptions = {
      seed,
      ...fitOptions,
      ...own,
      ...(task.epochs === undefined ? {} : { epochs: task.epochs }),
      verbose: 0,
      signal,
      callbacks,
    };
    await model.fit(x, y, options);
  });
  return { sight: watch.sight, backup: task.isContinued ? backup : undefined };
}

function meansOf(list: readonly Logs[]): Logs {
  const names = Object.keys(list[0]);
  return Object.fromEntries(
    names.map((name) => [name, list.reduce((sum, logs) => sum + logs[name], 0) / list.length]),
  );
}
