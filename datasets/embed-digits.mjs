/**
 * Writes src/datasets/digits-images.ts from scikit-learn's copy of the digits, `digits.csv.gz` in the folder
 * sklearn/datasets/data of its package (it has been the same in all versions, but for how it was packed):
 *
 *   node datasets/embed-digits.mjs PATH/TO/digits.csv.gz
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const [path] = process.argv.slice(2);
const rows = gunzipSync(readFileSync(path))
  .toString()
  .trim()
  .split('\n')
  .map((line) => line.split(',').map(Number));
const isRow = (row) => row.length === 65 && row.every((value) => Number.isInteger(value) && value >= 0);
if (rows.length !== 1797 || !rows.every(isRow)) throw new Error(`${path} is not the digits`);
const bytes = Uint8Array.from([...rows.flatMap((row) => row.slice(0, 64)), ...rows.map((row) => row[64])]);
const sha256 = createHash('sha256').update(bytes).digest('hex');

writeFileSync(
  new URL('../src/datasets/digits-images.ts', import.meta.url),
  `// Written by datasets/embed-digits.mjs; not for editing. 1,797 images of 64 bytes each, then as many bytes that
// tell the digits, gzipped, in base64. Unpacked, their SHA-256 is
// ${sha256}.

export const digitsImages: string =
  '${gzipSync(bytes, { level: 9 }).toString('base64')}';
`,
);
