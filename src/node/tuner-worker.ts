/**
 * What runs on a worker thread of a tuner: trials, one after the other, as they come in. It is started by
 * `tuner-threads.ts` and nothing imports it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { HebbError } from '../core/errors.ts';
import { hyperModelOf } from '../selection/tuners/hyper-model.ts';
import { openModule } from '../selection/tuners/open-module.ts';
import { runTunerTrial, type TunerTask } from '../selection/tuners/tuner-trial.ts';
import type { TunerReply, WorkerSetting } from './tuner-threads.ts';

const { href, study } = workerData as WorkerSetting;
const opened = openModule(href).then(hyperModelOf);

parentPort?.on('message', async (task: TunerTask) => {
  let reply: TunerReply;
  try {
    reply = { made: await runTunerTrial(await opened, study, task) };
  } catch (error) {
    const code = error instanceof HebbError ? error.code : undefined;
    reply = { error: { code, message: error instanceof Error ? error.message : String(error) } };
  }
  parentPort?.postMessage(reply);
});
