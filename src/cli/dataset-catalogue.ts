/**
 * The named data sets: what one wants to know before loading them, told without loading any.
 */
import { fetchCaliforniaHousing } from '../datasets/fetch-california-housing.ts';
import { fetchCovtype } from '../datasets/fetch-covtype.ts';
import type { FetchOptions } from '../datasets/fetch-files.ts';
import { fetchFashionMnist, fetchMnist } from '../datasets/fetch-mnist.ts';

export interface CatalogueEntry {
  readonly name: string;
  readonly rows: number;
  /** The target among them. */
  readonly columns: number;
  readonly about: string;
  readonly licence: string;
  /** Who made it, and where it is from. */
  readonly source: string;
  /** Where it comes from the network: how, and its files in the cache, any one of each group. */
  readonly remote?: {
    readonly fetch: (options: FetchOptions) => Promise<unknown>;
    readonly files: readonly (readonly string[])[];
  };
}

const imageFiles = (folder: string): string[][] =>
  ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'].map((name) => [
    `${folder}/${name}-ubyte.gz`,
  ]);

/** All data sets that have a name, the embedded ones first. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    name: 'iris',
    rows: 150,
    columns: 5,
    about: 'lengths of sepals and petals of three species',
    licence: 'CC BY 4.0',
    source: 'R. A. Fisher, 1936 (UCI)',
  },
  {
    name: 'penguins',
    rows: 344,
    columns: 7,
    about: 'size, sex and island of three species of penguins',
    licence: 'CC0',
    source: 'K. B. Gorman and others, 2014 (palmerpenguins)',
  },
  {
    name: 'diamonds',
    rows: 53_940,
    columns: 10,
    about: 'price, weight, quality and measures of diamonds',
    licence: 'MIT',
    source: 'Loose Diamonds Search Engine, 2008 (ggplot2)',
  },
  {
    name: 'digits',
    rows: 1797,
    columns: 65,
    about: 'handwritten digits, 8 × 8 grey values',
    licence: 'CC BY 4.0',
    source: 'E. Alpaydin, C. Kaynak, 1998 (UCI)',
  },
  {
    name: 'california-housing',
    rows: 20_640,
    columns: 9,
    about: 'median house values of districts, census of 1990',
    licence: 'none stated',
    source: 'R. K. Pace, R. Barry, 1997 (StatLib)',
    remote: {
      fetch: fetchCaliforniaHousing,
      files: [['california-housing/cal_housing.data', 'california-housing/cal_housing.tgz']],
    },
  },
  {
    name: 'fashion-mnist',
    rows: 70_000,
    columns: 785,
    about: 'clothes of ten classes, 28 × 28 grey values',
    licence: 'MIT',
    source: 'Zalando Research, 2017',
    remote: { fetch: fetchFashionMnist, files: imageFiles('fashion-mnist') },
  },
  {
    name: 'mnist',
    rows: 70_000,
    columns: 785,
    about: 'handwritten digits, 28 × 28 grey values',
    licence: 'CC BY-SA 3.0',
    source: 'Y. LeCun, C. Cortes, C. Burges, 1998',
    remote: { fetch: fetchMnist, files: imageFiles('mnist') },
  },
  {
    name: 'covtype',
    rows: 581_012,
    columns: 55,
    about: 'kind of forest on plots in Colorado, told from maps',
    licence: 'reuse with the notice',
    source: 'J. A. Blackard, Colorado State University, 1998 (UCI)',
    remote: { fetch: fetchCovtype, files: [['covtype/covtype.data.gz']] },
  },
];
