/**
 * What a model's config from a file may say before anything is made of it: so many layers, none whose meaning is code,
 * none that is called with more than tensors. It makes nothing.
 */
import { HebbError, show } from '../../core/errors.ts';
import type { Config } from '../../nn/configured.ts';
import type { LayerConfig } from '../../nn/layers/layer-named.ts';
import type { CustomObjects } from '../../nn/models/custom-objects.ts';

/** Layers and calls of them; more would take longer than a moment to put together. */
const mostLayers = 4000;

/** A model as Keras writes it down. */
export interface FileConfig extends LayerConfig {
  readonly build_config?: unknown;
  readonly compile_config?: unknown;
}

/**
 * The config as it came, if it can be one of a model.
 *
 * @throws HebbError `CORRUPT_FILE` for what is no config; `UNSUPPORTED` for code, and for calls that Hebb cannot make
 */
export function checkedConfig(given: unknown, own: CustomObjects): FileConfig {
  if (!isObject(given)) throw new HebbError('CORRUPT_FILE', `The config of the model is ${show(given)}.`);
  let count = 0;
  const open: unknown[] = [given];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isObject(value)) {
      checkObject(value, own);
      const { layers } = value.config;
      for (const list of [layers, value.inbound_nodes]) count += Array.isArray(list) ? list.length : 0;
      if (count > mostLayers) {
        throw new HebbError(
          'UNSUPPORTED',
          `the config describes more than ${mostLayers} layers and calls of them.`,
        );
      }
    }
    for (const member of Object.values(value)) open.push(member);
  }
  return given;
}

function isObject(value: unknown): value is FileConfig & Config {
  return isRecord(value) && typeof value.class_name === 'string' && isRecord(value.config);
}

function checkObject(
  { class_name: name, config, module, inbound_nodes }: FileConfig & Config,
  own: CustomObjects,
): void {
  const called = `${name} ${show(config.name)}`;
  if (name === 'Lambda' && !Object.hasOwn(own, name)) {
    throw new HebbError(
      'UNSUPPORTED',
      `${called} holds a function as code of Python, and code from files is never run. Put a built-in layer in its place, or write it as a layer of your own and give that as customObjects: { Lambda: … }.`,
    );
  }
  if (typeof module === 'string' && module.startsWith('keras.src.ops')) {
    throw new HebbError(
      'UNSUPPORTED',
      `${called} is an operation between layers (${module}); Hebb reads graphs of layers, such as Add and Multiply.`,
    );
  }
  for (const node of Array.isArray(inbound_nodes) ? inbound_nodes : []) checkCall(node, called);
}

/** A layer of a graph is called with tensors, in one argument; further arguments must say what holds anyway. */
function checkCall(node: unknown, called: string): void {
  if (!isRecord(node) || !Array.isArray(node.args)) {
    throw new HebbError('CORRUPT_FILE', `${called} is called with ${show(node)}.`);
  }
  const { args, kwargs } = node;
  const further = [...args.slice(1), ...Object.values(isRecord(kwargs) ? kwargs : {})];
  const given = further.find((argument) => argument !== null);
  if (given === undefined) return;
  throw new HebbError(
    'UNSUPPORTED',
    `${called} is called with more than its inputs (${JSON.stringify(kwargs)}), which Hebb does not read.`,
  );
}

function isRecord(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
