/**
 * `hebb/datasets`: public data sets by name. `load…` needs no network; `fetch…` downloads once, checks the
 * SHA-256 and keeps the file; `make…` makes up toy data from a seed.
 */
export type { Dataset, ImageDataset, ImagePart, NumberRows, TabularDataset } from './dataset.ts';
export { fetchCaliforniaHousing } from './fetch-california-housing.ts';
export { type CovtypeDataset, fetchCovtype } from './fetch-covtype.ts';
export type { FetchOptions } from './fetch-files.ts';
export { fetchFashionMnist, fetchMnist } from './fetch-mnist.ts';
export { fetchOpenml, type OpenmlDataset, type OpenmlOptions } from './fetch-openml.ts';
export { type DigitsDataset, loadDigits } from './load-digits.ts';
export { loadIris } from './load-iris.ts';
export { loadDiamonds, loadPenguins } from './load-tables.ts';
export { type ClassificationOptions, makeClassification } from './toy-classification.ts';
export {
  makeCircle,
  makeGauss,
  makeMultiGauss,
  makePlane,
  makeSpiral,
  makeXor,
  type PlaygroundOptions,
} from './toy-playground.ts';
export type { ToyClasses, ToyOptions } from './toy-points.ts';
export { makeRegression, type RegressionDataset, type RegressionOptions } from './toy-regression.ts';
export {
  type BlobsDataset,
  type BlobsOptions,
  type CirclesOptions,
  type MoonsOptions,
  makeBlobs,
  makeCircles,
  makeMoons,
} from './toy-shapes.ts';
