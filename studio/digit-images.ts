/**
 * Takes some test images of MNIST and Fashion-MNIST along into the built studio, with their licences, if their files
 * are at hand: in the cache of the library's data sets, in the folder that HEBB_DATA_MIRROR names, or in the folder
 * of shared data beside the repository. Nothing is ever downloaded; without the files, the index is empty and the
 * room Digits says so. It knows nothing of what the page does with them.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { gunzip } from '../src/data/bytes.ts';
import { type ByteArray, parseIdx } from '../src/data/idx.ts';
import { platform } from '../src/node/platform.ts';
import type { ImageIndex, SetName } from './src/rooms/digits/test-images.ts';

/** Every so manieth image of the 10,000. */
export const every = 40;
/** Of the images that a model gets wrong, the first so many. */
export const mostMistakes = 60;

const sets: readonly (readonly [set: SetName, folder: string])[] = [
  ['mnist', 'mnist'],
  ['fashion', 'fashion-mnist'],
];
const models = new URL('src/rooms/digits/models/', import.meta.url);
const licences = new URL('src/rooms/digits/licences.txt', import.meta.url);
const shared = fileURLToPath(new URL('../../shared/data', import.meta.url));

/** Which images are taken, ascending. @param mistakes of each model, ascending */
export function chooseImages(count: number, mistakes: readonly (readonly number[])[]): readonly number[] {
  const evenly = Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every);
  const wrong = mistakes.flatMap((all) => all.slice(0, mostMistakes));
  return [...new Set([...evenly, ...wrong])].sort((a, b) => a - b);
}

/** The idx file of some of the images of another. */
export function writeImages({ data, shape }: ByteArray, indices: readonly number[]): Uint8Array {
  const size = shape[1] * shape[2];
  const bytes = new Uint8Array(16 + indices.length * size);
  const header = new DataView(bytes.buffer);
  for (const [i, word] of [0x0803, indices.length, shape[1], shape[2]].entries())
    header.setUint32(4 * i, word);
  for (const [i, index] of indices.entries()) {
    bytes.set(data.subarray(index * size, (index + 1) * size), 16 + i * size);
  }
  return bytes;
}

/** One of the data's files, from the first place that has it. */
async function findIdx(
  folders: readonly (string | undefined)[],
  path: string,
): Promise<ByteArray | undefined> {
  for (const folder of folders) {
    const bytes = await platform.store(folder).read(path);
    if (bytes !== undefined) return parseIdx(await gunzip(bytes, path), path);
  }
  return undefined;
}

/** What goes into the folder `digits` of the site. @param folders undefined stands for the library's cache */
export async function digitFiles(
  folders: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, Uint8Array | string>> {
  const mistakes: Record<string, number[]> = JSON.parse(
    readFileSync(new URL('mistakes.json', models), 'utf8'),
  );
  const index: { -readonly [S in SetName]?: ImageIndex[S] } = {};
  const files = new Map<string, Uint8Array | string>();
  for (const [set, folder] of sets) {
    const images = await findIdx(folders, `${folder}/t10k-images-idx3-ubyte.gz`);
    const labels = await findIdx(folders, `${folder}/t10k-labels-idx1-ubyte.gz`);
    if (images === undefined || labels === undefined) continue;
    const indices = chooseImages(images.shape[0], [mistakes[`${set}-plain`], mistakes[`${set}-smoothed`]]);
    const file = `${set}-images.idx.gz`;
    files.set(file, gzipSync(writeImages(images, indices), { level: 9 }));
    index[set] = { file, indices, labels: indices.map((i) => labels.data[i]) };
  }
  if (files.size > 0) files.set('licences.txt', readFileSync(licences, 'utf8'));
  return files.set('index.json', JSON.stringify(index));
}

/** HEBB_DATA_MIRROR set to nothing: no data at all, as where there is none. */
function places(): readonly (string | undefined)[] {
  const mirror = process.env.HEBB_DATA_MIRROR;
  if (mirror === '') return [];
  const isFolder = mirror !== undefined && !/^https?:/i.test(mirror);
  return isFolder ? [mirror, undefined, shared] : [undefined, shared];
}

export function digitImages(): Plugin {
  return {
    name: 'digit-images',
    async configureServer(server) {
      const files = await digitFiles(places());
      server.middlewares.use((request, response, next) => {
        const file = files.get(/^\/digits\/([^?]*)/.exec(request.url ?? '')?.[1] ?? '');
        if (file === undefined) next();
        else response.end(file);
      });
    },
    async generateBundle() {
      const files = await digitFiles(places()).catch((error: unknown) => {
        this.warn(`The studio goes without test images: ${error instanceof Error ? error.message : error}`);
        return digitFiles([]);
      });
      for (const [name, source] of files) {
        this.emitFile({ type: 'asset', fileName: `digits/${name}`, source });
      }
    },
  };
}
