/** `hebb/formats`: models and tensors as bytes, and back. */
export { load, type ModelClass, readModelState, save } from './model-file.ts';
export { fromSafetensors, type SafetensorsFile, toSafetensors } from './safetensors.ts';
