/**
 * The data sets that several claims share, each to be had by `context.once(…)`. It knows nothing of what is done with
 * them.
 */
import type { ShapedArray } from '../../core/matrix.ts';
import type { ImageDataset, ImagePart } from '../../datasets/dataset.ts';
import { fetchCaliforniaHousing } from '../../datasets/fetch-california-housing.ts';
import type { FetchOptions } from '../../datasets/fetch-files.ts';
import { fetchFashionMnist, fetchMnist } from '../../datasets/fetch-mnist.ts';
import { trainTestSplit } from '../../selection/train-test-split.ts';
import type { BookContext } from './claim.ts';

/** Options of `fetch…` that show how far it is. */
function fetching({ signal, report }: BookContext, name: string): FetchOptions {
  return { signal, onProgress: (loaded, total) => report(`fetching ${name}`, loaded / total || 0) };
}

/** California housing, split as the chapter splits it. */
export interface Housing {
  readonly XTrain: ShapedArray;
  readonly XTest: ShapedArray;
  readonly yTrain: Float64Array;
  readonly yTest: Float64Array;
}

export async function housing(context: BookContext): Promise<Housing> {
  const { data, target } = await fetchCaliforniaHousing(fetching(context, 'California housing'));
  const [XTrain, XTest, yTrain, yTest] = trainTestSplit(data, target, { randomState: 42 });
  return { XTrain, XTest, yTrain, yTest };
}

export async function fashionMnist(context: BookContext): Promise<ImageDataset> {
  return fetchFashionMnist(fetching(context, 'Fashion-MNIST'));
}

export async function mnist(context: BookContext): Promise<ImageDataset> {
  return fetchMnist(fetching(context, 'MNIST'));
}

/** Images with grey values from 0 to 1, and their classes. */
export interface ScaledImages {
  readonly X: ShapedArray;
  readonly y: Uint8Array;
}

/** In float32, which is fast; claims on other programs' very numbers take float64. */
export function scaledImages({ data, target }: ImagePart): ScaledImages {
  const grey = Float32Array.from(data.data, (value) => value / 255);
  return { X: { data: grey, shape: [data.shape[0], data.shape[1]] }, y: target };
}
