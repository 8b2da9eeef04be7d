/** What is written for TensorBoard, read back by our own reader. That TensorBoard reads it too is shown in test/interop. */
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { MLPRegressor } from '../../../src/estimators/mlp/mlp-regressor.ts';
import { logTraining } from '../../../src/formats/tensorboard/log-training.ts';
import {
  type EncodedImages,
  type EventFile,
  type HistogramBucket,
  readEvents,
} from '../../../src/formats/tensorboard/read-events.ts';
import { SummaryWriter } from '../../../src/formats/tensorboard/summary-writer.ts';
import { Dense } from '../../../src/nn/layers/dense.ts';
import { Input } from '../../../src/nn/layers/input.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';
import { tensor } from '../../../src/tensor/creation.ts';
import { errorOfSync } from '../../error-of.ts';

/** The file that some summaries make. */
async function written(write: (writer: SummaryWriter) => void): Promise<EventFile> {
  const parts: Uint8Array[] = [];
  const writer = new SummaryWriter((bytes) => void parts.push(bytes));
  write(writer);
  await writer.close();
  return readEvents(Uint8Array.from(parts.flatMap((part) => [...part])));
}

async function histogramOf(values: readonly number[], buckets?: number): Promise<readonly HistogramBucket[]> {
  const { values: read } = await written((writer) => writer.histogram('h', values, 0, buckets));
  expect(read[0].plugin).toBe('histograms');
  return read[0].value as readonly HistogramBucket[];
}

test('a file begins with its version, and each value has step, time and plugin', async () => {
  vi.useFakeTimers({ now: 1_700_000_000_250, toFake: ['Date'] });
  const file = await written((writer) => {
    writer.scalar('loss', 0.5, 7);
    writer.text('note', '**bold** ü', 8);
  });
  vi.useRealTimers();
  expect(file).toEqual({
    version: 'brain.Event:2',
    isWhole: true,
    values: [
      { wallTime: 1_700_000_000.25, step: 7, tag: 'loss', plugin: 'scalars', value: 0.5 },
      { wallTime: 1_700_000_000.25, step: 8, tag: 'note', plugin: 'text', value: '**bold** ü' },
    ],
  });
});

test('law: any scalar comes back as the float32 it is, at its step', async () => {
  const point = fc.tuple(fc.string(), fc.double(), fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }));
  await fc.assert(
    fc.asyncProperty(fc.array(point, { minLength: 1 }), async (points) => {
      const { values } = await written((writer) => {
        for (const [tag, value, step] of points) writer.scalar(tag, value, step);
      });
      expect(values.map(({ tag, value, step }) => [tag, value, step])).toEqual(
        points.map(([tag, value, step]) => [tag, Math.fround(value), step]),
      );
    }),
  );
});

test('a histogram: buckets of equal width, the last one closed', async () => {
  expect(await histogramOf([0, 0.1, 0.9, 1, 3, 4], 4)).toEqual([
    { left: 0, right: 1, count: 3 },
    { left: 1, right: 2, count: 1 },
    { left: 2, right: 3, count: 0 },
    { left: 3, right: 4, count: 2 },
  ]);
  expect(await histogramOf([5, 5, 5], 2)).toEqual([
    { left: 5, right: 5, count: 0 },
    { left: 5, right: 5, count: 3 },
  ]);
  expect(await histogramOf([Number.NaN, 1, Number.POSITIVE_INFINITY, 2], 1)).toEqual([
    { left: 1, right: 2, count: 2 },
  ]);
  expect(await histogramOf([Number.NaN], 1)).toEqual([{ left: 0, right: 0, count: 0 }]);
});

test('law: a histogram counts every number once, its ends touch, and it spans all numbers', async () => {
  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(numbers, async (values) => {
      const buckets = await histogramOf(values);
      expect(buckets).toHaveLength(30);
      expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      expect([buckets[0].left, buckets[29].right]).toEqual([
        expect.closeTo(Math.min(...values)),
        Math.max(...values),
      ]);
      for (let i = 1; i < 30; i++) expect(buckets[i].left).toBe(buckets[i - 1].right);
    }),
  );
});

/** The pixels of a PNG file without filters, and its header. */
function pixelsOf(file: Uint8Array): {
  readonly size: readonly number[];
  readonly rows: readonly number[][];
} {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const inflated = inflateSync(file.subarray(41, 41 + view.getUint32(33)));
  const stride = inflated.length / height;
  const rows = Array.from({ length: height }, (_, y) => [
    ...inflated.subarray(y * stride + 1, (y + 1) * stride),
  ]);
  return { size: [width, height, file[24], file[25]], rows };
}

test('images: grey, in colours, several at once, a PNG file as it is', async () => {
  const { values } = await written((writer) => {
    writer.image(
      'grey',
      [
        [0, 0.5, 1],
        [-1, 2, Number.NaN],
      ],
      0,
    );
    writer.image(
      'colours',
      [
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
      ],
      0,
    );
    writer.image('two', tensor([[[[0]]], [[[1]]]]), 0);
  });
  const images = values.map(({ value }) => value as EncodedImages);
  expect(images.map(({ width, height, files }) => [width, height, files.length])).toEqual([
    [3, 2, 1],
    [2, 1, 1],
    [1, 1, 2],
  ]);
  // 8 bits; colour type 0 is grey, 2 is colours
  expect(pixelsOf(images[0].files[0])).toEqual({
    size: [3, 2, 8, 0],
    rows: [
      [0, 127, 255],
      [0, 255, 0],
    ],
  });
  expect(pixelsOf(images[1].files[0])).toEqual({ size: [2, 1, 8, 2], rows: [[255, 0, 0, 0, 255, 0]] });
  expect(images[2].files.map((file) => pixelsOf(file).rows)).toEqual([[[0]], [[255]]]);
  const again = await written((writer) => writer.image('same', images[0].files[0], 0));
  expect(again.values[0].value).toEqual(images[0]);
});

test('what cannot be written is refused, and leaves no trace', async () => {
  const refused: string[] = [];
  const { values } = await written((writer) => {
    refused.push(errorOfSync(() => writer.scalar('loss', 1, 0.5)));
    refused.push(errorOfSync(() => writer.image('image', [1, 2, 3], 0)));
    refused.push(errorOfSync(() => writer.image('image', [[[1, 2, 3, 4, 5]]], 0)));
    refused.push(errorOfSync(() => writer.image('image', new Uint8Array(30), 0)));
    refused.push(errorOfSync(() => writer.histogram('h', [1], 0, 0)));
    writer.scalar('loss', 1, 0);
  });
  expect(refused).toEqual([
    "INVALID_VALUE: the step of 'loss' is 0.5, not a whole number.",
    'SHAPE_MISMATCH: an image has shape (height, width) or (height, width, 1 to 4 channels), several of them one more; got (3,).',
    'SHAPE_MISMATCH: an image has shape (height, width) or (height, width, 1 to 4 channels), several of them one more; got (1, 1, 5).',
    'INVALID_VALUE: an image in bytes must be a PNG file, and these are none.',
    'INVALID_VALUE: a histogram has at least 1 bucket, got 0.',
  ]);
  expect(values).toHaveLength(1);
});

test('the graph of a model is its class and config', async () => {
  const model = new Sequential([Input([3]), new Dense(2, { name: 'out' })]);
  const { values } = await written((writer) => writer.graph(model));
  expect(values.map(({ tag, plugin, step }) => [tag, plugin, step])).toEqual([
    ['__run_graph__', 'other', 0],
    ['keras', 'graph_keras_model', 0],
  ]);
  const config = JSON.parse(values[1].value as string);
  expect(config.class_name).toBe('Sequential');
  expect(config.config.layers[1].config).toMatchObject({ name: 'out', units: 2 });
});

test('hyperparameters say when a run begins and ends', async () => {
  const { values } = await written((writer) => {
    writer.experiment({ hparams: { units: 8 }, metrics: ['train/epoch_loss'] });
    writer.hparams({ units: 8, activation: 'relu', bias: true });
  });
  expect(values.map(({ tag, plugin, value }) => [tag, plugin, (value as { plugin: string }).plugin])).toEqual(
    [
      ['_hparams_/experiment', 'other', 'hparams'],
      ['_hparams_/session_start_info', 'other', 'hparams'],
      ['_hparams_/session_end_info', 'other', 'hparams'],
    ],
  );
});

test('nothing is handed over before flush, and nothing twice', async () => {
  const parts: number[] = [];
  const writer = new SummaryWriter((bytes) => void parts.push(bytes.length));
  writer.scalar('loss', 1, 0);
  expect(parts).toEqual([]);
  await writer.flush();
  await writer.flush();
  expect(parts).toHaveLength(1);
  await writer.close();
  expect(parts).toHaveLength(1);
});

test('an MLP writes the loss of its epochs, and the score on validation rows', async () => {
  const files = new Map<string, Uint8Array[]>();
  const directory = {
    open: (run: string) => {
      const parts: Uint8Array[] = [];
      files.set(run, parts);
      return new SummaryWriter((bytes) => void parts.push(bytes));
    },
  };
  const X = Array.from({ length: 40 }, (_, i) => [i / 40]);
  const model = new MLPRegressor({
    hiddenLayerSizes: [4],
    maxIter: 3,
    earlyStopping: true,
    randomState: 1,
    callbacks: [logTraining(directory)],
  });
  await model.fit(
    X,
    X.map(([x]) => 2 * x),
  );
  const [train, validation] = ['train', 'validation'].map((run) => {
    const bytes = Uint8Array.from((files.get(run) ?? []).flatMap((part) => [...part]));
    return readEvents(bytes).values.map(({ tag, step, value }) => [tag, step, value]);
  });
  expect(train).toEqual(model.lossCurve.map((loss, epoch) => ['epoch_loss', epoch, Math.fround(loss)]));
  expect(validation).toEqual(
    model.validationScores?.map((score, epoch) => ['epoch_score', epoch, Math.fround(score)]),
  );
});
