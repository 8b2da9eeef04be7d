/**
 * Worker threads that run a tuner's trials. Each opens the module that builds models and has the data from its start; a
 * trial is sent as values, and what came of it comes back. It knows nothing of how candidates are chosen.
 */
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type ErrorCode, HebbError, show } from '../core/errors.ts';
import { sizeOf } from '../core/shape.ts';
import { type DataSource, inputRows, mapInputs } from '../nn/models/data-set.ts';
import type { FitOptions } from '../nn/models/fit-options.ts';
import { isStream } from '../nn/models/is-stream.ts';
import type { TunerExecutor } from '../selection/tuners/tuner-platform.ts';
import type { TrialYield, TunerStudy, TunerTask } from '../selection/tuners/tuner-trial.ts';
import { askWorker, type Reading } from './ask-worker.ts';
import { endThreads } from './native-gate.ts';

/** What a worker is told at its start: a study whose data is plain. */
export interface WorkerSetting {
  readonly href: string;
  readonly study: TunerStudy;
}

export type TunerReply =
  | { readonly made: TrialYield }
  | { readonly error: { readonly code: ErrorCode | undefined; readonly message: string } };

/** Where a module is, by its path or URL. */
export function hrefOf(address: URL | string): string {
  const text = String(address);
  return /^[a-z][a-z+.-]+:/i.test(text) ? text : pathToFileURL(text).href;
}

/**
 * Threads for the trials of a study.
 *
 * @throws HebbError `UNSUPPORTED` for callbacks and streams, which cannot travel
 */
export function startTunerThreads(address: URL | string, study: TunerStudy, count: number): TunerExecutor {
  const workerData: WorkerSetting = { href: hrefOf(address), study: travelling(study) };
  const file = new URL('./tuner-worker.js', import.meta.url);
  const workers = Array.from({ length: count }, () => new Worker(file, { workerData }));
  const idle = [...workers];
  return {
    width: count,
    async run(task: TunerTask, signal) {
      const worker = idle.pop() as Worker;
      try {
        return await askWorker(worker, task, read, signal);
      } finally {
        idle.push(worker);
      }
    },
    close: () => endThreads(workers),
  };
}

function read(reply: TunerReply): Reading<TrialYield> {
  if ('made' in reply) return { answer: reply.made };
  const { code = 'TRIAL_FAILED', message } = reply.error;
  return { error: new HebbError(code, message) };
}

/** The same study with rows in memory that threads share. */
function travelling(study: TunerStudy): TunerStudy {
  const { callbacks, validationData, sampleWeight, ...rest } = study.fitOptions;
  if (callbacks != null && callbacks.length > 0) {
    throw refusal('callbacks are functions; have fitOptions(hp) of the module return them');
  }
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value === 'function') throw refusal(`the option '${name}' is ${show(value)}`);
  }
  const fitOptions: FitOptions = {
    ...rest,
    ...(sampleWeight == null ? {} : { sampleWeight: shared(sampleWeight) }),
    ...(validationData == null ? {} : { validationData: sharedSet(validationData) }),
  };
  return { ...study, x: shared(study.x), y: study.y === null ? null : shared(study.y), fitOptions };
}

function sharedSet(data: FitOptions['validationData']): FitOptions['validationData'] {
  if (isStream(data)) throw refusal('validationData is a stream');
  return (data as readonly (DataSource | null | undefined)[]).map((part) =>
    part == null ? part : shared(part),
  ) as unknown as FitOptions['validationData'];
}

function shared(data: TunerStudy['x']): DataSource {
  if (isStream(data)) throw refusal('the data is a stream');
  return mapInputs(inputRows(data as DataSource), ({ values, shape }) => {
    const Kind = (ArrayBuffer.isView(values) ? values.constructor : Float64Array) as Float64ArrayConstructor;
    const copy = new Kind(new SharedArrayBuffer(sizeOf(shape) * Kind.BYTES_PER_ELEMENT));
    copy.set(values);
    return { data: copy, shape: [...shape] };
  }) as DataSource;
}

function refusal(reason: string): HebbError {
  return new HebbError(
    'UNSUPPORTED',
    `The trials cannot go to worker threads: ${reason}. Or run them on this thread with nJobs: 1.`,
  );
}
