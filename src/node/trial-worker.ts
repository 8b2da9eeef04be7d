/**
 * What runs on a worker thread: trials, one after the other, as they come in. It is started by
 * `trial-threads.ts` and nothing imports it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorCode, HebbError, type HebbWarning } from '../core/errors.ts';
import { runTrial, type Study, type TrialOutcome } from '../selection/trial.ts';
import { fromWire, type PackedModel, unpack, type Wire } from './trial-wire.ts';

/** What a worker is told at its start. */
export interface WorkerStudy {
  readonly X: Wire;
  readonly y: Wire;
  readonly sampleWeight: Float64Array | null;
  readonly scorers: readonly (readonly [name: string, scorer: string | null])[];
  readonly returnTrainScore: boolean;
}

export interface TrialRequest {
  readonly model: PackedModel;
  readonly train: Int32Array;
  readonly test: Int32Array;
}

export type TrialReply =
  | { readonly outcome: TrialOutcome }
  | { readonly error: { readonly code: ErrorCode; readonly message: string } }
  | { readonly path: string; readonly warning: HebbWarning };

const { X, y, sampleWeight, scorers, returnTrainScore } = workerData as WorkerStudy;
const study: Study = {
  X: fromWire(X),
  y: fromWire(y),
  sampleWeight,
  scorers: new Map(scorers),
  returnTrainScore,
};

function reply(message: TrialReply): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', async ({ model, train, test }: TrialRequest) => {
  try {
    const unpacked = unpack(model, (path, warning) => reply({ path, warning }));
    reply({ outcome: await runTrial(unpacked, study, { train, test }) });
  } catch (error) {
    const code = error instanceof HebbError ? error.code : 'TRIAL_FAILED';
    reply({ error: { code, message: error instanceof Error ? error.message : String(error) } });
  }
});
