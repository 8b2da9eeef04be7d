/** One layer of every class that `hebb/nn` exports, and what it may be given. */
import * as nn from '../../src/nn/index.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import type { LayerExample } from './check-layer.ts';

const flat = { shapes: [[6]] };
const steps = { shapes: [[3, 4]] };
const pair = { shapes: [[3], [3]] };

export const layerExamples: Readonly<Record<string, LayerExample>> = {
  Activation: { ...flat, make: (dtype) => new nn.Activation('tanh', { dtype }) },
  ActivityRegularization: { ...flat, make: (dtype) => new nn.ActivityRegularization({ l2: 0.1, dtype }) },
  Add: { ...pair, make: (dtype) => new nn.Add({ dtype }) },
  AlphaDropout: { ...flat, make: (dtype) => new nn.AlphaDropout(0.4, { dtype }) },
  Average: { ...pair, make: (dtype) => new nn.Average({ dtype }) },
  BatchNormalization: { ...flat, make: (dtype) => new nn.BatchNormalization({ dtype }) },
  CategoryEncoding: {
    shapes: [[3]],
    integersBelow: 5,
    noGradient: true,
    make: (dtype) => new nn.CategoryEncoding(5, { outputMode: 'count', dtype }),
  },
  Concatenate: {
    shapes: [
      [2, 3],
      [2, 4],
    ],
    make: (dtype) => new nn.Concatenate({ dtype }),
  },
  Dense: { ...steps, make: (dtype) => new nn.Dense(5, { activation: 'sigmoid', dtype }) },
  Discretization: {
    ...flat,
    noGradient: true,
    make: (dtype) => new nn.Discretization({ binBoundaries: [-1, 0, 1], outputMode: 'one_hot', dtype }),
  },
  Dot: {
    shapes: [
      [2, 3],
      [4, 3],
    ],
    make: (dtype) => new nn.Dot(2, { normalize: true, dtype }),
  },
  Dropout: { ...flat, make: (dtype) => new nn.Dropout(0.4, { dtype }) },
  ELU: { ...flat, make: (dtype) => new nn.ELU({ alpha: 0.7, dtype }) },
  Embedding: { shapes: [[3]], integersBelow: 7, make: (dtype) => new nn.Embedding(7, 2, { dtype }) },
  Flatten: { ...steps, make: (dtype) => new nn.Flatten({ dtype }) },
  GaussianDropout: { ...flat, make: (dtype) => new nn.GaussianDropout(0.4, { dtype }) },
  GaussianNoise: { ...flat, make: (dtype) => new nn.GaussianNoise(0.4, { dtype }) },
  GlobalAveragePooling1D: { ...steps, make: (dtype) => new nn.GlobalAveragePooling1D({ dtype }) },
  GlobalMaxPooling1D: { ...steps, make: (dtype) => new nn.GlobalMaxPooling1D({ dtype }) },
  GroupNormalization: { ...flat, make: (dtype) => new nn.GroupNormalization({ groups: 3, dtype }) },
  Identity: { ...flat, make: (dtype) => new nn.Identity({ dtype }) },
  Lambda: { ...flat, noConfig: true, make: (dtype) => new nn.Lambda((x: Tensor) => x.square(), { dtype }) },
  LayerNormalization: { ...steps, make: (dtype) => new nn.LayerNormalization({ axis: [1, 2], dtype }) },
  LeakyReLU: { ...flat, make: (dtype) => new nn.LeakyReLU({ dtype }) },
  Masking: { ...steps, make: (dtype) => new nn.Masking({ dtype }) },
  Maximum: { ...pair, make: (dtype) => new nn.Maximum({ dtype }) },
  Minimum: { ...pair, make: (dtype) => new nn.Minimum({ dtype }) },
  Multiply: { ...pair, make: (dtype) => new nn.Multiply({ dtype }) },
  Normalization: { ...flat, make: (dtype) => new nn.Normalization({ mean: 0.5, variance: 2, dtype }) },
  PReLU: { ...flat, make: (dtype) => new nn.PReLU({ alphaInitializer: 'ones', dtype }) },
  Permute: { ...steps, make: (dtype) => new nn.Permute([2, 1], { dtype }) },
  RMSNormalization: { ...flat, make: (dtype) => new nn.RMSNormalization({ dtype }) },
  ReLU: { ...flat, make: (dtype) => new nn.ReLU({ negativeSlope: 0.1, maxValue: 1, dtype }) },
  RepeatVector: { ...flat, make: (dtype) => new nn.RepeatVector(3, { dtype }) },
  Rescaling: { ...flat, make: (dtype) => new nn.Rescaling(0.5, { offset: [1, 2, 3, 4, 5, 6], dtype }) },
  Reshape: { ...flat, make: (dtype) => new nn.Reshape([2, -1], { dtype }) },
  Softmax: { ...flat, make: (dtype) => new nn.Softmax({ dtype }) },
  SpatialDropout1D: { ...steps, make: (dtype) => new nn.SpatialDropout1D(0.4, { dtype }) },
  Subtract: { ...pair, make: (dtype) => new nn.Subtract({ dtype }) },
  UnitNormalization: { ...flat, make: (dtype) => new nn.UnitNormalization({ dtype }) },
};
