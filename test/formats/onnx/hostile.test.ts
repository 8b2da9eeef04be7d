/** Damaged ONNX and safetensors files: cut off at every byte, and mutants; ten thousand each in hostile.slow.test.ts. */
import { expect, test } from 'vitest';
import { fuzz } from '../../data/fuzz.ts';
import { fuzzedFormats } from './fuzzed-onnx.ts';

test.each(fuzzedFormats)('$name', async (reader) => {
  const { read, refused } = await fuzz(reader, 150, 1);
  expect([refused > 15, read + refused]).toEqual([true, 150]);
});

test.each(fuzzedFormats)('$name, cut off', async (reader) => {
  const [file] = reader.files;
  const cut = function* (): Generator<Uint8Array<ArrayBuffer>> {
    for (let length = 0; length < file.length; length++) yield file.slice(0, length);
  };
  const { read, refused } = await fuzz({ ...reader, damage: cut }, file.length, 1);
  // What lies behind the graph of an ONNX file are opsets and texts, without which it is whole still.
  expect(refused).toBeGreaterThan(0.9 * file.length);
  expect(read + refused).toBe(file.length);
});
