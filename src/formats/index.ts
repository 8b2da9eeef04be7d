/** `hebb/formats`: models and tensors as bytes, and back. */
export { type FromKerasOptions, fromKeras, toKeras } from './keras/keras-file.ts';
export { loadKerasWeights, toKerasWeights } from './keras/keras-weights.ts';
export { load, type ModelClass, readModelState, save } from './model-file.ts';
export { type ModuleOptions, toModule } from './module/to-module.ts';
export { fromOnnx } from './onnx/from-onnx.ts';
export { type OnnxOptions, toOnnx } from './onnx/to-onnx.ts';
export type { SafetensorsFile } from './safetensors.ts';
export {
  fromSafetensors,
  type SafetensorsOptions,
  toSafetensors,
  type WeightNaming,
} from './safetensors-weights.ts';
export { logTraining } from './tensorboard/log-training.ts';
export {
  type EncodedImages,
  type EventFile,
  type HistogramBucket,
  type LoggedValue,
  readEvents,
} from './tensorboard/read-events.ts';
export { type AppendBytes, type ExperimentSummary, SummaryWriter } from './tensorboard/summary-writer.ts';
export { type FromTfjsOptions, fromTfjs } from './tfjs/from-tfjs.ts';
export type { TfjsWeights } from './tfjs/tfjs-weights.ts';
export { toNetwork } from './to-network.ts';
export type { WeightStyle } from './weight-slots.ts';
