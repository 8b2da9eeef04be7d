/**
 * scikit-learn's digits: 8 × 8 images of handwritten digits, number for number. No package of the npm registry
 * holds them, so they are fetched like the larger sets.
 */
import { readCsv } from '../data/read-csv.ts';
import { Table } from '../data/table.ts';
import type { NumberRows, TabularDataset } from './dataset.ts';
import { type FetchOptions, fetchFiles, type RemoteFile } from './fetch-files.ts';

const file: RemoteFile = {
  path: 'sklearn/digits.csv.gz',
  sha256: '46abec6b12486ad9e51943373abcf22bbea1b5a51a1619b361570d8893f1464a',
  bytes: 57_512,
  urls: [
    'https://raw.githubusercontent.com/scikit-learn/scikit-learn/1.2.1/sklearn/datasets/data/digits.csv.gz',
  ],
};

const side = 8;

/** Digits. Each row of `data` is an image line by line, its values 0 (white) to 16 (black). */
export interface DigitsDataset extends TabularDataset<NumberRows, Int32Array> {
  readonly imageShape: readonly [height: number, width: number];
}

/**
 * Fetches digits: 1,797 images of handwritten digits, 8 × 8 values from 0 to 16. `data` has shape (1797, 64),
 * `target` holds 0 to 9. Downloaded once (58 kB), then kept.
 *
 * @throws HebbError `NETWORK_ERROR`, `CHECKSUM_MISMATCH`
 * @example
 * const { data, target } = await fetchDigits();
 * await new MLPClassifier({ hiddenLayerSizes: [64] }).fit(data, target);
 */
export async function fetchDigits(options: FetchOptions = {}): Promise<DigitsDataset> {
  const [{ bytes }] = await fetchFiles('fetchDigits', [[file]], options);
  const featureNames = Array.from(
    { length: side * side },
    (_, i) => `pixel_${Math.floor(i / side)}_${i % side}`,
  );
  const table = await readCsv(bytes, { name: file.path, columns: [...featureNames, 'target'] });
  const features = new Table(table.columns.slice(0, -1));
  const { data, rows, columns } = features.toMatrix();
  return {
    name: 'digits',
    data: { data, shape: [rows, columns] },
    target: Int32Array.from(table.column('target') as Iterable<number>),
    imageShape: [side, side],
    featureNames,
    targetNames: Array.from('0123456789'),
    table,
    description: '1,797 images of handwritten digits, 8 × 8 values from 0 to 16.',
    source:
      'E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998 (its test set, as in scikit-learn)',
    licence: 'CC BY 4.0 (UCI Machine Learning Repository)',
  };
}
