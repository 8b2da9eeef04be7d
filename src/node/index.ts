/** `hebb/node`: what needs a file system. */
export { loadModel, saveModel } from './save-model.ts';
