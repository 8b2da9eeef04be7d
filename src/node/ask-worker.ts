/**
 * One question to a worker thread and its answer. It knows neither trials nor what is asked.
 */
import type { Worker } from 'node:worker_threads';
import { HebbError } from '../core/errors.ts';

/** What becomes of a reply: the answer, an error, or undefined where more replies are to come. */
export type Reading<Answer> = { readonly answer: Answer } | { readonly error: Error } | undefined;

/**
 * Ask a worker that is idle.
 *
 * @throws HebbError `TRIAL_FAILED` when the thread ends; what `read` gives as error; the signal's reason
 */
export function askWorker<Reply, Answer>(
  worker: Worker,
  request: unknown,
  read: (reply: Reply) => Reading<Answer>,
  signal: AbortSignal | null | undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
      end();
    };
    const onMessage = (reply: Reply): void => {
      const reading = read(reply);
      if (reading === undefined) return;
      settle(() => ('answer' in reading ? resolve(reading.answer) : reject(reading.error)));
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
