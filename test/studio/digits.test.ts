/** What the room of digits computes: drawings in MNIST's form, what is told of the models, which images are taken. */
import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { load, MLPClassifier } from '../../src/index.ts';
import { chooseImages, every, mostMistakes, writeImages } from '../../studio/digit-images.ts';
import { centreOfMass, mnistForm, pixelCount, side } from '../../studio/src/rooms/digits/mnist-form.ts';
import mistakes from '../../studio/src/rooms/digits/models/mistakes.json' with { type: 'json' };
import { percent } from '../../studio/src/rooms/digits/names.ts';
import { type Picture, pictureForm } from '../../studio/src/rooms/digits/picture-form.ts';
import { Recogniser } from '../../studio/src/rooms/digits/recogniser.ts';
import { histogram, reliability, resultOf, sureness } from '../../studio/src/rooms/digits/results.ts';
import { samples } from '../../studio/src/rooms/digits/samples.ts';
import {
  extended,
  mostPoints,
  padPoint,
  readStrokes,
  type Stroke,
  writeStrokes,
} from '../../studio/src/rooms/digits/strokes.ts';
import { imageAt, placeOf, readImages } from '../../studio/src/rooms/digits/test-images.ts';
import { verdictOn } from '../../studio/src/rooms/digits/verdict.ts';

const modelFile = (name: string): URL =>
  new URL(`../../studio/src/rooms/digits/models/${name}.hebb`, import.meta.url);
const models = (['mnist', 'fashion'] as const).flatMap((set) =>
  (['plain', 'smoothed'] as const).map((kind) => [`${set}-${kind}`, set, kind] as const),
);
const drawn = (digit: number): Float32Array => mnistForm(readStrokes(samples[digit]) ?? []);

const place = fc.integer({ min: 0, max: 255 });
const stroke = fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 20 });
const drawing = fc.array(stroke, { maxLength: 5 });

describe('strokes', () => {
  test('are read from the address as they were written', () => {
    fc.assert(
      fc.property(drawing, (strokes) => {
        expect(readStrokes(writeStrokes(strokes))).toEqual(strokes);
      }),
    );
  });

  test.each(['xyz', '12', '.', '1234.', '12345', '1234'.repeat(2000)])('%j is no drawing', (text) => {
    expect(readStrokes(text)).toBeUndefined();
  });

  test('grow by points that are not where they end, on the pad', () => {
    expect(padPoint(-1, 2)).toEqual([0, 255]);
    expect(padPoint(0.5, 0.25)).toEqual([128, 64]);
    const begun = extended([], [10, 10]);
    expect(extended(begun, [12, 11])).toBe(begun);
    expect(extended(begun, [20, 10])).toEqual([
      [10, 10],
      [20, 10],
    ]);
    expect(samples.every((code) => code.length < 6 * mostPoints)).toBe(true);
  });
});

describe("MNIST's form of a drawing", () => {
  test('of nothing is paper', () => {
    expect(Array.from(mnistForm([]))).toEqual(Array.from({ length: pixelCount }, () => 0));
  });

  test.each(samples.map((_, digit) => digit))(
    'fills a box of 20 and has its mass in the middle: %i',
    (digit) => {
      const image = drawn(digit);
      const inked = Array.from(image, (grey, i) => (grey > 0 ? i : -1)).filter((i) => i >= 0);
      const extent = (values: readonly number[]): number => Math.max(...values) - Math.min(...values) + 1;
      const [height, width] = [inked.map((i) => Math.floor(i / side)), inked.map((i) => i % side)].map(
        extent,
      );
      // A pixel that the pen's rim touches counts, on either side.
      expect(Math.max(height, width)).toBeGreaterThanOrEqual(20);
      expect(Math.max(height, width)).toBeLessThanOrEqual(22);
      expect(Math.max(...image)).toBe(1);
      for (const at of centreOfMass(image)) expect(at).toBeCloseTo(14, 0);
      // 104 on average in the 10,000 test images.
      const ink = image.reduce((sum, grey) => sum + grey, 0);
      expect(ink).toBeGreaterThan(40);
      expect(ink).toBeLessThan(180);
    },
  );

  test('does not depend on where and how large one draws', () => {
    const shape: Stroke = [
      [0, 0],
      [50, 0],
      [20, 90],
    ];
    const put = (scale: number, x: number, y: number): Float32Array =>
      mnistForm([shape.map(([a, b]) => [scale * a + x, scale * b + y])]);
    const first = put(1, 0, 0);
    for (const [scale, x, y] of [
      [1, 100, 20],
      [2, 7, 60],
      [0.5, 30, 200],
    ]) {
      const other = put(scale, x, y);
      for (let i = 0; i < pixelCount; i++) expect(other[i]).toBeCloseTo(first[i], 4);
    }
  });

  test('is always 28 × 28 values from 0 to 1', () => {
    fc.assert(
      fc.property(drawing, (strokes) => {
        const image = mnistForm(strokes);
        expect(image).toHaveLength(pixelCount);
        expect(image.every((grey) => grey >= 0 && grey <= 1)).toBe(true);
        expect(image.some((grey) => grey > 0)).toBe(strokes.length > 0);
      }),
    );
  });
});

describe("MNIST's form of a picture", () => {
  /** A drawing on a canvas of any size, dark on light or light on dark. */
  const pictureOf = (digit: number, size: number, isDark: boolean, noise: number): Picture => {
    const small = drawn(digit);
    const values = Array.from({ length: size * size }, (_, i) => {
      const [x, y] = [i % size, Math.floor(i / size)].map((at) =>
        Math.floor(((at - size / 8) / size) * 1.3 * side),
      );
      const ink = x >= 0 && y >= 0 && x < side && y < side ? small[y * side + x] : 0;
      const grey = 0.05 + 0.85 * ink + (noise * ((i * 7919) % 101)) / 101;
      return isDark ? grey : 1 - grey;
    });
    return { width: size, height: size, values };
  };

  test.each([
    [2, 200, true],
    [4, 90, false],
    [5, 280, false],
    [7, 61, true],
  ])('a %i is read, %i pixels wide, light on dark: %s', async (digit, size, isDark) => {
    const image = pictureForm(pictureOf(digit, size, isDark, 0.05));
    for (const at of centreOfMass(image)) expect(at).toBeCloseTo(14, 0);
    const model = new Recogniser(readFileSync(modelFile('mnist-plain')));
    expect((await model.look(image)).says).toBe(digit);
  });

  test('of nothing but paper is paper', () => {
    const image = pictureForm({ width: 5, height: 3, values: Array.from({ length: 15 }, () => 0.8) });
    expect(image.every((grey) => grey === 0)).toBe(true);
  });
});

describe('the models', () => {
  test.each(models)('%s is small, and the two of a set differ in label smoothing only', (name, set, kind) => {
    expect(statSync(modelFile(name)).size).toBeLessThan(300_000);
    const { options } = load(readFileSync(modelFile(name)), MLPClassifier);
    const { options: plain } = load(readFileSync(modelFile(`${set}-plain`)), MLPClassifier);
    expect(options).toEqual({ ...plain, labelSmoothing: kind === 'plain' ? 0 : 0.1 });
  });

  test.each(models)('what is told of %s adds up', (name, set, kind) => {
    const result = resultOf(set, kind);
    const sum = (of: 'count' | 'right' | 'confidence'): number =>
      result.bins.reduce((all, bin) => all + bin[of], 0);
    expect(sum('count')).toBe(10_000);
    expect(sum('right') / 10_000).toBe(result.accuracy);
    expect(sum('confidence') / 10_000).toBeCloseTo(result.meanConfidence, 4);
    expect(mistakes[name]).toHaveLength(10_000 - sum('right'));
    expect(result.accuracy).toBeGreaterThan(set === 'mnist' ? 0.975 : 0.885);
    const { ys } = histogram(result);
    expect(ys.reduce((all, y) => all + y, 0)).toBeCloseTo(100, 8);
    const { xs } = reliability(result);
    expect(xs.every((x, i) => i === 0 || x > xs[i - 1])).toBe(true);
    expect(sureness(result)).toMatch(kind === 'plain' ? /^too sure, by/ : /^too modest, by/);
  });

  test.each(['mnist-plain', 'mnist-smoothed'])('%s reads a drawing of every digit', async (name) => {
    const model = new Recogniser(readFileSync(modelFile(name)));
    for (const [digit] of samples.entries()) expect((await model.look(drawn(digit))).says).toBe(digit);
  });

  test('recognising, by both models, takes less than a frame of 16 ms', async () => {
    const both = ['mnist-plain', 'mnist-smoothed'].map(
      (name) => new Recogniser(readFileSync(modelFile(name))),
    );
    const times: number[] = [];
    for (let i = 0; i < 60; i++) {
      const begin = performance.now();
      const image = drawn(i % 10);
      for (const model of both) await model.look(image);
      times.push(performance.now() - begin);
    }
    // Other work of the machine may hold up some of them.
    expect(times.sort((a, b) => a - b)[30]).toBeLessThan(16);
  });

  test.each(models)('%s: what the hidden units say makes the probabilities', async (name) => {
    const bytes = readFileSync(modelFile(name));
    const model = new Recogniser(bytes);
    const [, biases] = load(bytes, MLPClassifier).intercepts;
    const look = await model.look(drawn(3));
    const scores = Array.from(biases);
    for (let unit = 0; unit < model.unitCount; unit++) {
      const said = model.contributions(look, unit);
      for (const [label, value] of said.entries()) scores[label] += value;
      const sum = model
        .weightsOf(unit)
        .reduce((all, weight, i) => all + weight * look.pixels[i], model.biasOf(unit));
      expect(look.hidden[unit]).toBeCloseTo(Math.max(0, sum), 4);
    }
    const most = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - most));
    const all = powers.reduce((a, b) => a + b);
    for (const [label, power] of powers.entries()) {
      expect(look.probabilities[label]).toBeCloseTo(power / all, 4);
    }
    const [first, second] = model.loudest(look, look.says, 2);
    const size = (unit: number): number => Math.abs(model.contributions(look, unit)[look.says]);
    expect(size(first)).toBeGreaterThanOrEqual(size(second));
    expect(Math.max(...(look.hidden as Float32Array))).toBeGreaterThan(0);
  });
});

describe('the test images', () => {
  test('are every fortieth, and the first mistakes of each model', () => {
    const wrong = [
      [3, 40, 41],
      [41, 90],
    ];
    expect(chooseImages(100, wrong)).toEqual([0, 3, 40, 41, 80, 90]);
    const many = Array.from({ length: 500 }, (_, i) => 2 * i + 1);
    const chosen = chooseImages(10_000, [many, []]);
    expect(chosen).toHaveLength(10_000 / every + mostMistakes);
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
  });

  test('are read as they were written', async () => {
    const data = Uint8Array.from({ length: 5 * pixelCount }, (_, i) => i % 251);
    const bytes = writeImages({ data, shape: [5, side, side] }, [1, 4]);
    const entry = { file: 'some.idx.gz', indices: [1, 4], labels: [7, 2] };
    const images = await readImages(gzipSync(bytes), entry);
    expect(imageAt(images, 1)).toEqual(
      Float32Array.from(data.subarray(4 * pixelCount), (grey) => grey / 255),
    );
    await expect(readImages(gzipSync(bytes), { ...entry, indices: [1] })).rejects.toThrow('not 1 images');
    await expect(readImages(bytes.subarray(0, 100), entry)).rejects.toThrow(/some\.idx\.gz/);
  });

  test('an index that is not among them leads to the next', () => {
    expect(placeOf([0, 40, 80], 40)).toBe(1);
    expect(placeOf([0, 40, 80], 41)).toBe(2);
    expect(placeOf([0, 40, 80], 81)).toBe(2);
    expect(placeOf([], 5)).toBe(-1);
  });
});

test('the verdict is said in words', () => {
  const probabilities = [0, 0, 0.25, 0, 0, 0, 0, 0, 0.75, 0];
  const look = { pixels: new Float32Array(pixelCount), hidden: [], probabilities, says: 8 };
  expect(verdictOn('mnist', look, undefined)).toEqual({
    isRight: undefined,
    says: 'The network says: an 8, with probability 75.0 %.',
    outcome: '',
  });
  expect(verdictOn('mnist', look, 8)).toMatchObject({ isRight: true, outcome: 'Right.' });
  expect(verdictOn('fashion', look, 2).outcome).toBe('Wrong: it is “Pullover”, which it gives 25.0 %.');
  expect([1, 0.99999, 0.5, 0.00001, 0].map(percent)).toEqual([
    '100.0 %',
    '> 99.9 %',
    '50.0 %',
    '< 0.1 %',
    '0.0 %',
  ]);
});
