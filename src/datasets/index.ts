/**
 * `hebb/datasets`: public data sets by name. `load…` needs no network; `fetch…` downloads once, checks the
 * SHA-256 and keeps the file.
 */
export type { Dataset, ImageDataset, ImagePart, NumberRows, TabularDataset } from './dataset.ts';
export { fetchCaliforniaHousing } from './fetch-california-housing.ts';
export type { FetchOptions } from './fetch-files.ts';
export { fetchFashionMnist, fetchMnist } from './fetch-mnist.ts';
export { loadIris } from './load-iris.ts';
export { loadDiamonds, loadPenguins } from './load-tables.ts';
