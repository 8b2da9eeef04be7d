/**
 * Worker threads that run trials. Each has the data from its start; a trial is sent as a packed model and row
 * numbers, and its outcome comes back. It knows nothing of searches.
 */
import { Worker } from 'node:worker_threads';
import { HebbError, type HebbWarning, show } from '../core/errors.ts';
import { paramsOf } from '../core/params.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { runTrial, type Study, type TrialOutcome } from '../selection/trial.ts';
import type { TrialExecutor } from '../selection/trial-platform.ts';
import { askWorker, type Reading } from './ask-worker.ts';
import { endThreads } from './native-gate.ts';
import { pack, refusal, toWire } from './trial-wire.ts';
import type { TrialReply, TrialRequest, WorkerStudy } from './trial-worker.ts';

/**
 * Threads for the trials of a study.
 *
 * @throws HebbError `UNSUPPORTED` for an estimator or a score that cannot travel
 */
export function startThreads(estimator: Predictor, study: Study, count: number): TrialExecutor {
  for (const [name, scorer] of study.scorers) {
    if (typeof scorer === 'function') throw refusal(`the score '${name}' is ${show(scorer)}`);
  }
  pack(estimator);
  const workerData: WorkerStudy = {
    X: toWire(study.X),
    y: toWire(study.y),
    sampleWeight: study.sampleWeight == null ? null : Float64Array.from(study.sampleWeight),
    scorers: [...study.scorers] as [string, string | null][],
    returnTrainScore: study.returnTrainScore,
  };
  const file = new URL('./trial-worker.js', import.meta.url);
  const workers = Array.from({ length: count }, () => new Worker(file, { workerData }));
  const idle = [...workers];
  return {
    width: count,
    async run(model, trial, signal) {
      const packed = pack(model);
      if (packed === undefined) return runTrial(model, study, trial, signal);
      const worker = idle.pop() as Worker;
      try {
        const request: TrialRequest = { model: packed, train: trial.train, test: trial.test };
        return await askWorker(worker, request, (reply: TrialReply) => read(reply, model), signal);
      } finally {
        idle.push(worker);
      }
    },
    close: () => endThreads(workers),
  };
}

/** What to make of a reply: warnings go where the model's own would have gone. */
function read(reply: TrialReply, model: Predictor): Reading<TrialOutcome> {
  if ('outcome' in reply) return { answer: reply.outcome };
  if ('error' in reply) return { error: new HebbError(reply.error.code, reply.error.message) };
  (paramsOf(model)[reply.path] as (warning: HebbWarning) => void)(reply.warning);
  return undefined;
}
