/** Layers by Keras's class names, to make them from configs. Whoever needs one only imports that; this file brings them all. */
import { HebbError } from '../../core/errors.ts';
import { type Config, camelCase } from '../configured.ts';
import { findNamed } from '../named.ts';
import { Activation } from './activation.ts';
import { BatchNormalization } from './batch-normalization.ts';
import { CategoryEncoding, Discretization } from './categories.ts';
import { Dense } from './dense.ts';
import { Dot } from './dot.ts';
import { Dropout } from './dropout.ts';
import { Embedding, Masking } from './embedding.ts';
import { InputLayer } from './input.ts';
import type { Layer } from './layer.ts';
import type { LayerTable } from './layer-options.ts';
import { Add, Average, Concatenate, Maximum, Minimum, Multiply, Subtract } from './merging.ts';
import { AlphaDropout, GaussianDropout, GaussianNoise, SpatialDropout1D } from './noise.ts';
import { Normalization } from './normalization.ts';
import { ELU, LeakyReLU, PReLU, ReLU, Softmax } from './rectifier-layers.ts';
import { Flatten, Permute, RepeatVector, Reshape } from './reshaping.ts';
import {
  GroupNormalization,
  LayerNormalization,
  RMSNormalization,
  UnitNormalization,
} from './sample-normalization.ts';
import {
  ActivityRegularization,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  Identity,
  Lambda,
  Rescaling,
} from './simple-layers.ts';

/** A class that makes a layer of all its options. */
type LayerClass = (new (options: never) => Layer) & { readonly table?: LayerTable };

const classes: Readonly<Record<string, LayerClass>> = {
  Activation,
  ActivityRegularization,
  Add,
  AlphaDropout,
  Average,
  BatchNormalization,
  CategoryEncoding,
  Concatenate,
  Dense,
  Discretization,
  Dot,
  Dropout,
  ELU,
  Embedding,
  Flatten,
  GaussianDropout,
  GaussianNoise,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  GroupNormalization,
  Identity,
  InputLayer,
  Lambda,
  LayerNormalization,
  LeakyReLU,
  Masking,
  Maximum,
  Minimum,
  Multiply,
  Normalization,
  PReLU,
  Permute,
  RMSNormalization,
  ReLU,
  RepeatVector,
  Rescaling,
  Reshape,
  Softmax,
  SpatialDropout1D,
  Subtract,
  UnitNormalization,
};

/** Is it a class of Hebb's own, by Keras's name? */
export function isLayerName(className: string): boolean {
  return Object.hasOwn(classes, className);
}

/** The names of Hebb's layers. */
export const layerClassNames: readonly string[] = Object.keys(classes);

/** A layer as Keras writes it down. */
export interface LayerConfig {
  readonly class_name: string;
  readonly config: Config;
}

/**
 * The layer that a config describes, with new weights.
 *
 * @throws HebbError `INVALID_VALUE` for a class that is not known; `INVALID_OPTION` for what it cannot be
 */
export function layerOf({ class_name: className, config }: LayerConfig): Layer {
  const Class = findNamed(
    'layer',
    className,
    Object.entries(classes).map(([name, candidate]) => [[name], candidate] as const),
  );
  const known = new Set(['name', 'trainable', 'dtype', ...Object.keys(Class.table ?? {})]);
  const options: [string, unknown][] = [];
  for (const [key, value] of Object.entries(config)) {
    const name = camelCase(key);
    if (known.has(name)) options.push([name, value]);
    else if (value !== null && value !== false) {
      throw new HebbError(
        'UNSUPPORTED',
        `${className}: option '${key}' = ${JSON.stringify(value)} is not supported.`,
      );
    }
  }
  return new Class(Object.fromEntries(options) as never);
}
