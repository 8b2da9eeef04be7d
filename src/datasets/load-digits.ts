/**
 * scikit-learn's digits: 8 × 8 images of handwritten digits, number for number. No package of the npm registry
 * holds them, so they are embedded (60 kB), in a module of their own that is loaded when they are.
 */
import { gunzip } from '../data/bytes.ts';
import { NumberColumn } from '../data/column.ts';
import { Table } from '../data/table.ts';
import type { NumberRows, TabularDataset } from './dataset.ts';

const count = 1797;
const side = 8;
const width = side * side;

/** Digits. Each row of `data` is an image line by line, its values 0 (white) to 16 (black). */
export interface DigitsDataset extends TabularDataset<NumberRows, Int32Array> {
  readonly imageShape: readonly [height: number, width: number];
}

/**
 * Loads digits: 1,797 images of handwritten digits, 8 × 8 values from 0 to 16. `data` has shape (1797, 64),
 * `target` holds 0 to 9. No network is needed.
 *
 * They are the test part of E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine
 * Learning Repository, 1998 (CC BY 4.0), taken from scikit-learn's copy of it.
 *
 * @example
 * const { data, target } = await loadDigits();
 * await new MLPClassifier({ hiddenLayerSizes: [64] }).fit(data, target);
 */
export async function loadDigits(): Promise<DigitsDataset> {
  const { digitsImages } = await import('./digits-images.ts');
  const bytes = await gunzip(Uint8Array.from(atob(digitsImages), (char) => char.charCodeAt(0)));
  const data = Float64Array.from(bytes.subarray(0, count * width));
  const target = Int32Array.from(bytes.subarray(count * width));
  const featureNames = Array.from({ length: width }, (_, i) => `pixel_${Math.floor(i / side)}_${i % side}`);
  const columns = featureNames.map(
    (name, j) =>
      new NumberColumn(
        name,
        Float64Array.from(target, (_, i) => data[i * width + j]),
      ),
  );
  return {
    name: 'digits',
    data: { data, shape: [count, width] },
    target,
    imageShape: [side, side],
    featureNames,
    targetNames: Array.from('0123456789'),
    table: new Table([...columns, new NumberColumn('target', Float64Array.from(target))]),
    description: '1,797 images of handwritten digits, 8 × 8 values from 0 to 16.',
    source:
      'E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998 (its test set, as in scikit-learn)',
    licence: 'CC BY 4.0 (UCI Machine Learning Repository)',
  };
}
