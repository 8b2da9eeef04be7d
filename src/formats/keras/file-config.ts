/**
 * A model's config as Keras wants it in a file: its own classes are found by their modules, classes of one's own by
 * their names, and floats are written as floats.
 */
import { type Config, serialize } from '../../nn/configured.ts';
import { isLayerName } from '../../nn/layers/layer-named.ts';
import type { Model } from '../../nn/models/model.ts';

/** What Keras refuses as an integer: `momentum must be a float`. */
const floats = new Set(['beta', 'learning_rate', 'momentum', 'threshold']);

/** Module, class name and config of a model and all within it. */
export function fileConfig(model: Model): Config {
  return inKerasModules(serialize(model)) as Config;
}

/** JSON in which those numbers have a decimal point that Keras takes for floats only. */
export function kerasJson(config: Config): string {
  const mark = '\u0000';
  const text = JSON.stringify(config, (key, value) =>
    floats.has(key) && Number.isSafeInteger(value) ? `${mark}${value}.0${mark}` : value,
  );
  return text.replaceAll(/"\\u0000(-?\d+\.0)\\u0000"/g, '$1');
}

/**
 * A config whose layers are where Keras finds them: its own by module, classes of one's own by their names. A layer that
 * several models inside have is written as often, as Keras does: it cannot open a model that says they are one.
 */
function inKerasModules(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inKerasModules);
  // Keras looks for the calls of a layer that two graphs share where there are none: each graph has its own, alike.
  const entries = Object.entries(value).filter(([key]) => key !== 'shared_object_id');
  const config: Config = Object.fromEntries(entries.map(([key, one]) => [key, inKerasModules(one)]));
  const { module, class_name: name } = config;
  if (typeof name !== 'string') return config;
  if (name === 'Functional') return { ...config, module: 'keras.src.models.functional' };
  const isOwn =
    module === 'keras.layers' || (module === 'keras' && !['Sequential', 'DTypePolicy'].includes(name));
  return isOwn && !isLayerName(name) ? { ...config, module: null, registered_name: name } : config;
}
