/** `hebb/node`: what needs a file system. */
export { readTable } from './read-table.ts';
export { loadModel, saveModel } from './save-model.ts';
