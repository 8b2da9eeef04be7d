/** Files in browsers: there are none. */
import { HebbError } from '../../core/errors.ts';
import type { Files } from './files.ts';

export const files: Files = {
  saveModel: (path) => refuse('ModelCheckpoint', path, 'the option save, a function'),
  saveWeights: (path) => refuse('ModelCheckpoint', path, 'the option save, a function'),
  table: (path) => refuse('CSVLogger', path, 'a function that takes lines'),
  backup: (path) => refuse('BackupAndRestore', path, 'a store with load, save and remove'),
  logs: (path) => refuse('TensorBoard', path, 'a log directory, a record with open'),
};

function refuse(owner: string, path: string, instead: string): never {
  throw new HebbError(
    'UNSUPPORTED',
    `${owner} cannot keep '${path}', as browsers have no files; give it ${instead}.`,
  );
}
