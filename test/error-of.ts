/** What a piece of work refuses with, as `CODE: message`. Anything but a `HebbError` is a failure. */
import { HebbError } from '../src/core/errors.ts';

export async function errorOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return told(error);
  }
  return 'nothing thrown';
}

/** The same for work that is done at once. */
export function errorOfSync(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return told(error);
  }
  return 'nothing thrown';
}

function told(error: unknown): string {
  if (error instanceof HebbError) return `${error.code}: ${error.message}`;
  throw error;
}
