/**
 * MNIST and Fashion-MNIST: the same four idx files of 28 × 28 grey images and labels, in two folders.
 */
import { gunzip } from '../data/bytes.ts';
import { type ByteArray, parseIdx } from '../data/idx.ts';
import type { ImageDataset, ImagePart } from './dataset.ts';
import { type FetchedFile, type FetchOptions, fetchFiles, type RemoteFile } from './fetch-files.ts';

const kerasData = 'https://storage.googleapis.com/tensorflow/tf-keras-datasets/';
const mnistData = [
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
];

/** Training images, training labels, test images, test labels: name, bytes, SHA-256. */
type FourFiles = readonly (readonly [name: string, bytes: number, sha256: string])[];

const fashionFiles: FourFiles = [
  [
    'train-images-idx3-ubyte.gz',
    26_421_880,
    '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
  ],
  ['train-labels-idx1-ubyte.gz', 29_515, 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845'],
  [
    't10k-images-idx3-ubyte.gz',
    4_422_102,
    '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
  ],
  ['t10k-labels-idx1-ubyte.gz', 5_148, '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5'],
];

const mnistFiles: FourFiles = [
  [
    'train-images-idx3-ubyte.gz',
    9_912_422,
    '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
  ],
  ['train-labels-idx1-ubyte.gz', 28_881, '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c'],
  [
    't10k-images-idx3-ubyte.gz',
    1_648_877,
    '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
  ],
  ['t10k-labels-idx1-ubyte.gz', 4_542, 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6'],
];

/**
 * Fetches Fashion-MNIST: 60,000 training and 10,000 test images of clothes in ten classes, 28 × 28 grey values
 * 0–255. `data` has shape (70000, 784), training images first; `train` and `test` are its two parts. Downloaded
 * once (31 MB), then kept.
 *
 * @throws HebbError `NETWORK_ERROR`, `CHECKSUM_MISMATCH`
 * @example
 * const { train, test, targetNames } = await fetchFashionMnist();
 * targetNames[train.target[0]]; // 'Ankle boot'
 */
export async function fetchFashionMnist(options: FetchOptions = {}): Promise<ImageDataset> {
  return {
    name: 'fashion-mnist',
    ...(await fetchImages('fetchFashionMnist', 'fashion-mnist', fashionFiles, [kerasData], options)),
    targetNames: [
      'T-shirt/top',
      'Trouser',
      'Pullover',
      'Dress',
      'Coat',
      'Sandal',
      'Shirt',
      'Sneaker',
      'Bag',
      'Ankle boot',
    ],
    description: '70,000 grey images of clothes, 28 × 28 pixels, in ten classes.',
    source: 'H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST", arXiv:1708.07747, 2017 (Zalando Research)',
    licence: 'MIT',
  };
}

/**
 * Fetches MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 × 28 grey values 0–255.
 * `data` has shape (70000, 784), training images first; `train` and `test` are its two parts. Downloaded once
 * (12 MB), then kept.
 *
 * @throws HebbError `NETWORK_ERROR`, `CHECKSUM_MISMATCH`
 * @example
 * const { train } = await fetchMnist();
 * train.data.shape; // [60000, 784]
 */
export async function fetchMnist(options: FetchOptions = {}): Promise<ImageDataset> {
  return {
    name: 'mnist',
    ...(await fetchImages('fetchMnist', 'mnist', mnistFiles, mnistData, options)),
    targetNames: Array.from('0123456789'),
    description: '70,000 grey images of handwritten digits, 28 × 28 pixels.',
    source: 'Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", 1998',
    licence: 'CC BY-SA 3.0',
  };
}

type Images = Pick<ImageDataset, 'data' | 'target' | 'imageShape' | 'train' | 'test'>;

async function fetchImages(
  owner: string,
  folder: string,
  files: FourFiles,
  bases: readonly string[],
  options: FetchOptions,
): Promise<Images> {
  const groups = files.map(([name, bytes, sha256]): RemoteFile[] => [
    { path: `${folder}/${name}`, sha256, bytes, urls: bases.map((base) => base + name) },
  ]);
  const fetched = await fetchFiles(owner, groups, options);
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all(fetched.map(unpack));
  const [trainCount, height, width] = trainImages.shape;
  const count = trainCount + testImages.shape[0];
  const pixels = height * width;
  const data = new Uint8Array(count * pixels);
  data.set(trainImages.data);
  data.set(testImages.data, trainImages.data.length);
  const target = new Uint8Array(count);
  target.set(trainLabels.data);
  target.set(testLabels.data, trainCount);
  const part = (from: number, to: number): ImagePart => ({
    data: { data: data.subarray(from * pixels, to * pixels), shape: [to - from, pixels] },
    target: target.subarray(from, to),
  });
  return {
    data: { data, shape: [count, pixels] },
    target,
    imageShape: [height, width],
    train: part(0, trainCount),
    test: part(trainCount, count),
  };
}

async function unpack({ file, bytes }: FetchedFile): Promise<ByteArray> {
  return parseIdx(await gunzip(bytes, file.path), file.path);
}
