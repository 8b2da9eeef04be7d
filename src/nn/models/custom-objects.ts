/**
 * Classes and functions of one's own, which configs name and whoever loads a model must give: no code comes out of
 * a file. It knows none of the classes that Hebb has.
 */
import { HebbError } from '../../core/errors.ts';
import { type Config, optionsOf } from '../configured.ts';

/** Classes (of layers, models, optimizers, metrics, …), functions and records of losses or activations, by name. */
export type CustomObjects = Readonly<Record<string, object>>;

/** An object as Keras writes it down: the name of its class and its config. */
export interface ObjectConfig extends Config {
  readonly class_name: string;
  readonly config: unknown;
}

/** @throws HebbError `UNSUPPORTED` for a function whose code was written down */
export function isObjectConfig(value: unknown): value is ObjectConfig {
  if (typeof value !== 'object' || value === null || !('class_name' in value)) return false;
  if (value.class_name === '__lambda__') {
    throw new HebbError(
      'UNSUPPORTED',
      'the config holds the code of a function, which is never run; name the function and give it as one of the customObjects.',
    );
  }
  return typeof value.class_name === 'string' && 'config' in value;
}

/** What was given for a name. */
export function ownObject(name: unknown, own: CustomObjects): object | undefined {
  return typeof name === 'string' && Object.hasOwn(own, name) ? own[name] : undefined;
}

/** A config with objects in place of the configs of one's own classes, and one's own functions and activations in place of their names. */
export function withOwnObjects(config: unknown, own: CustomObjects): unknown {
  if (Array.isArray(config)) return config.map((one) => withOwnObjects(one, own));
  if (typeof config !== 'object' || config === null) return config;
  if (isObjectConfig(config)) {
    if (config.class_name === 'function') return ownObject(config.config, own) ?? config;
    const Own = ownObject(config.class_name, own) as (new (options: object) => object) | undefined;
    if (Own !== undefined) return new Own(optionsOf(withOwnObjects(config.config, own) as Config));
  }
  if (Object.getPrototypeOf(config) !== Object.prototype) return config;
  const entries = Object.entries(config).map(([key, one]) => {
    const activation = key.endsWith('activation') ? ownObject(one, own) : undefined;
    return [key, activation ?? withOwnObjects(one, own)] as const;
  });
  return Object.fromEntries(entries);
}
