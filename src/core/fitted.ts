/**
 * The guard in front of fitted attributes: an estimator keeps what `fit` learned in one record, undefined
 * until then. This file knows nothing of what is in it.
 */
import { HebbError } from './errors.ts';

/**
 * What `fit` learned.
 *
 * @param learned the record, undefined before `fit`
 * @param owner the class's name, for the message
 * @throws HebbError `NOT_FITTED`
 */
export function fitted<T>(learned: T | undefined, owner: string): T {
  if (learned === undefined) {
    throw new HebbError('NOT_FITTED', `${owner} is not fitted yet; call fit first.`);
  }
  return learned;
}
