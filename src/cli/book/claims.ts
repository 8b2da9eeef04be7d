/**
 * All claims, in the order of the chapter.
 */
import { activations } from './activations.ts';
import type { Claim } from './claim.ts';
import { covertype } from './covtype.ts';
import { depthOrWidth, transferLearning, vanishingGradients } from './deep.ts';
import { linearRegression } from './descent.ts';
import { fashion, firstPredictions, overconfidence } from './fashion.ts';
import { housingEarlyStopping, housingToTheEnd } from './housing.ts';
import { logicNetworks, xorByHand } from './logic.ts';
import { linearModels, mnistOneLayer, mnistTwoLayers } from './mnist.ts';
import { huberLoss, outputActivation } from './outliers.ts';
import { pcaComponents } from './pca.ts';
import { iris, xorByTraining } from './perceptron.ts';
import { firstLayer, shapes } from './shapes.ts';
import { labelSmoothing } from './smoothing.ts';
import { batchSizes, learningRate } from './training-hyperparameters.ts';

export const claims: readonly Claim[] = [
  logicNetworks,
  iris,
  xorByHand,
  xorByTraining,
  activations,
  linearRegression,
  housingEarlyStopping,
  housingToTheEnd,
  outputActivation,
  huberLoss,
  linearModels,
  fashion,
  firstLayer,
  firstPredictions,
  overconfidence,
  labelSmoothing,
  pcaComponents,
  mnistOneLayer,
  mnistTwoLayers,
  depthOrWidth,
  transferLearning,
  vanishingGradients,
  learningRate,
  batchSizes,
  shapes,
  covertype,
];
