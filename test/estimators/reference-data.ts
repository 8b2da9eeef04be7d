/**
 * The data sets of the reference runs, as scikit-learn's loaders give them: rows of numbers and targets.
 * Iris comes with a package; the others lie in the shared data folder.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fetchCaliforniaHousing, loadIris } from '../../src/datasets/index.ts';
import { sharedData } from '../shared-data.ts';

export interface ReferenceData {
  X: number[][];
  y: number[];
}

function numbers(text: string, separator: RegExp | string): number[][] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(separator).map(Number));
}

function lastColumnApart(rows: number[][]): ReferenceData {
  return { X: rows.map((row) => row.slice(0, -1)), y: rows.map((row) => row[row.length - 1]) };
}

function zipped(path: string): string {
  return gunzipSync(readFileSync(sharedData(path))).toString();
}

export const referenceData: Record<string, () => Promise<ReferenceData>> = {
  async iris() {
    const { data, target } = await loadIris();
    const X = Array.from({ length: 150 }, (_, i) => Array.from(data.data.subarray(i * 4, i * 4 + 4)));
    return { X, y: Array.from(target, Number) };
  },
  async diabetes() {
    const X = numbers(zipped('sklearn/diabetes_data_raw.csv.gz'), /\s+/);
    return { X, y: numbers(zipped('sklearn/diabetes_target.csv.gz'), /\s+/).map(([value]) => value) };
  },
  async breast_cancer() {
    const text = readFileSync(sharedData('sklearn/breast_cancer.csv'), 'utf8');
    return lastColumnApart(numbers(text.slice(text.indexOf('\n') + 1), ','));
  },
  async digits() {
    return lastColumnApart(numbers(zipped('sklearn/digits.csv.gz'), ','));
  },
  async housing() {
    const { data, target } = await fetchCaliforniaHousing({ mirror: sharedData() });
    const X = Array.from({ length: 20640 }, (_, i) => Array.from(data.data.subarray(i * 8, i * 8 + 8)));
    return { X, y: Array.from(target, Number) };
  },
};
