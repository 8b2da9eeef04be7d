/** 40,000 damaged ONNX and safetensors files. */
import { expect, test } from 'vitest';
import { fuzz } from '../../data/fuzz.ts';
import { fuzzedFormats } from './fuzzed-onnx.ts';

const count = 10_000;

test.each(fuzzedFormats)('$name', async (reader) => {
  const { read, refused } = await fuzz(reader, count, 2);
  expect([refused > 500, read + refused]).toEqual([true, count]);
});
