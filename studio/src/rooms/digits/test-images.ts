/**
 * The test images that came with the built studio, if it was built where the data was: `digits/index.json` says which,
 * and of each data set there is an idx file. It knows no network.
 */
import { readIdx } from 'hebb';
import { pixelCount } from './mnist-form.ts';

export type SetName = 'mnist' | 'fashion';

/** What the index says of a data set's file. */
export interface ImageFile {
  readonly file: string;
  /** The number of each image in the test set, ascending. */
  readonly indices: readonly number[];
  readonly labels: readonly number[];
}

/** Some images of a test set. */
export interface TestImages {
  readonly indices: readonly number[];
  readonly labels: readonly number[];
  /** Grey values 0–255, image after image. */
  readonly pixels: Uint8Array;
}

export type ImageIndex = Readonly<Partial<Record<SetName, ImageFile>>>;

/** The images that the bytes of a file hold. @throws Error if they are not those that the index promises */
export async function readImages(
  bytes: Uint8Array,
  { file, indices, labels }: ImageFile,
): Promise<TestImages> {
  const { data, shape } = await readIdx(bytes, { name: file });
  if (data.length !== indices.length * pixelCount || labels.length !== indices.length) {
    throw new Error(`${file} holds ${shape.join(' × ')} values, not ${indices.length} images.`);
  }
  return { indices, labels, pixels: data };
}

/** The image at a place of the list, as the networks take it: 0–1. */
export function imageAt({ pixels }: TestImages, at: number): Float32Array {
  return Float32Array.from(pixels.subarray(at * pixelCount, (at + 1) * pixelCount), (grey) => grey / 255);
}

/** The place of the first image of some whose number is at least `index`; the last if there is none. */
export function placeOf(indices: readonly number[], index: number): number {
  const at = indices.findIndex((one) => one >= index);
  return at === -1 ? indices.length - 1 : at;
}

async function answer(path: string): Promise<Response> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} could not be loaded: ${response.status}.`);
  return response;
}

/** The images of a data set; undefined where this build has none. */
export async function fetchImages(set: SetName): Promise<TestImages | undefined> {
  const index = (await (await answer('digits/index.json')).json()) as ImageIndex;
  const entry = index[set];
  if (entry === undefined) return undefined;
  const bytes = await (await answer(`digits/${entry.file}`)).arrayBuffer();
  return readImages(new Uint8Array(bytes), entry);
}
