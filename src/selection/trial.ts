/**
 * One trial: a model fitted on some rows and scored on others. Whatever goes wrong in it is part of its outcome,
 * so that the others go on. It knows nothing of searches, threads or files.
 */
import { HebbError } from '../core/errors.ts';
import type { Predictor } from '../estimators/predictor.ts';
import type { TableLike } from '../preprocessing/transformer.ts';
import type { Params } from './parameter-space.ts';
import { type Scorers, scoreModel } from './scoring.ts';
import { type RowData, takeRows } from './take-rows.ts';

/** What all trials share. */
export interface Study {
  readonly X: RowData;
  readonly y: RowData;
  /** One weight a row, for fitting. */
  readonly sampleWeight?: ArrayLike<number> | null;
  readonly scorers: Scorers;
  /** Whether rows that were trained on are scored too. */
  readonly returnTrainScore: boolean;
}

/** What is tried: options by path, and the rows to train on and to test on. */
export interface Trial {
  readonly params: Params;
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** What came of it; plain data. */
export interface TrialOutcome {
  /** Seconds. */
  readonly fitTime: number;
  /** Seconds. */
  readonly scoreTime: number;
  /** By score; empty after a failure. */
  readonly testScores: Readonly<Record<string, number>>;
  /** By score; empty after a failure, and when nobody asked. */
  readonly trainScores: Readonly<Record<string, number>>;
  /** What went wrong, or null. */
  readonly failure: string | null;
}

/**
 * Fit and score `model`.
 *
 * @throws HebbError `UNKNOWN_OPTION`, which no other rows would mend; the signal's reason when it is aborted
 */
export async function runTrial(
  model: Predictor,
  study: Study,
  { train, test }: Pick<Trial, 'train' | 'test'>,
  signal?: AbortSignal | null,
): Promise<TrialOutcome> {
  signal?.throwIfAborted();
  const start = performance.now();
  let fitted = start;
  let testScores: Record<string, number> = {};
  let trainScores: Record<string, number> = {};
  let failure: string | null = null;
  const rowsOf = (rows: Int32Array): [X: never, y: unknown] => [
    takeRows(study.X, rows) as never,
    takeRows(study.y, rows),
  ];
  try {
    const [X, y] = rowsOf(train);
    await model.fit(X as TableLike, y, fitOptions(study.sampleWeight, train, signal));
    fitted = performance.now();
    signal?.throwIfAborted();
    testScores = await scoreModel(model, ...rowsOf(test), study.scorers);
    if (study.returnTrainScore) trainScores = await scoreModel(model, X, y, study.scorers);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof HebbError && error.code === 'UNKNOWN_OPTION') throw error;
    failure = error instanceof Error ? error.message : String(error);
    testScores = {};
    if (fitted === start) fitted = performance.now();
  }
  const end = performance.now();
  return {
    fitTime: (fitted - start) / 1000,
    scoreTime: (end - fitted) / 1000,
    testScores,
    trainScores,
    failure,
  };
}

/** Options of `fit` for some rows; undefined where there is nothing to say. */
function fitOptions(
  sampleWeight: ArrayLike<number> | null | undefined,
  rows: Int32Array,
  signal: AbortSignal | null | undefined,
): object | undefined {
  if (sampleWeight == null && signal == null) return undefined;
  return {
    ...(sampleWeight == null ? {} : { sampleWeight: Float64Array.from(rows, (row) => sampleWeight[row]) }),
    ...(signal == null ? {} : { signal }),
  };
}
