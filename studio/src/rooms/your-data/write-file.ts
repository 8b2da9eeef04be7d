/** A fitted model as files. Loaded when one is asked for. */
import { type Pipeline, type Predictor, save } from 'hebb';
import { toKeras, toModule, toNetwork, toOnnx } from 'hebb/formats';
import type { FileKind } from './protocol.ts';

export interface ModelFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** @throws HebbError `UNSUPPORTED` for what a format has no counterpart of */
export async function modelFile(
  model: Pipeline<Predictor>,
  format: FileKind,
  stem: string,
): Promise<ModelFile> {
  const file = (bytes: Uint8Array, ending: string, type = 'application/octet-stream'): ModelFile => ({
    name: `${stem}.${ending}`,
    bytes: Uint8Array.from(bytes),
    type,
  });
  switch (format) {
    case 'hebb':
      return file(save(model), 'hebb');
    case 'onnx':
      return file(toOnnx(model), 'onnx');
    case 'keras':
      // Layers take numbers: the network alone goes, without what prepares the columns.
      return file(await toKeras(toNetwork(model.at(-1) as Predictor)), 'network.keras');
    case 'mjs':
      return file(new TextEncoder().encode(toModule(model)), 'mjs', 'text/javascript');
  }
}
