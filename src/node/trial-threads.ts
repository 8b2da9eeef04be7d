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
        return await ask(worker, request, model, signal);
      } finally {
        idle.push(worker);
      }
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function ask(
  worker: Worker,
  request: TrialRequest,
  model: Predictor,
  signal: AbortSignal | null | undefined,
): Promise<TrialOutcome> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
      end();
    };
    const onMessage = (reply: TrialReply): void => {
      if ('outcome' in reply) settle(() => resolve(reply.outcome));
      else if ('error' in reply) {
        const { code, message } = reply.error;
        settle(() => reject(new HebbError(code, message)));
      } else (paramsOf(model)[reply.path] as (warning: HebbWarning) => void)(reply.warning);
    };
    const onError = (cause: Error): void =>
      settle(() =>
        reject(new HebbError('TRIAL_FAILED', `A worker thread ended: ${cause.message}`, { cause })),
      );
    const onExit = (code: number): void => onError(new Error(`it exited with code ${code}.`));
    const onAbort = (): void => settle(() => reject(signal?.reason));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    signal?.addEventListener('abort', onAbort);
    worker.postMessage(request);
  });
}
