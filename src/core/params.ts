/**
 * Options of estimators and pipelines by name, as searches set them: `alpha` of an estimator,
 * `mlpregressor__alpha` of a step in a pipeline. It knows no concrete estimator.
 */
import type { Savable } from './model-state.ts';

/** Anything with options: a transformer, a predictor, a pipeline. */
export interface Configurable extends Savable {
  readonly options: object;
  /** Only what contains other estimators has its own way: all options by name. */
  getParams?(): Record<string, unknown>;
  /** Only what contains other estimators has its own way: a new, unfitted one with these options changed. */
  withParams?(params: Readonly<Record<string, unknown>>): unknown;
}

/** All options that were given, by name. */
export function paramsOf(model: Configurable): Record<string, unknown> {
  return model.getParams?.() ?? { ...model.options };
}

/** A new, unfitted model of the same kind and options, with `params` changed. */
export function cloneWith<M extends Configurable>(
  model: M,
  params: Readonly<Record<string, unknown>> = {},
): M {
  if (model.withParams !== undefined) return model.withParams(params) as M;
  const Kind = model.constructor as new (options: object) => M;
  return new Kind({ ...model.options, ...params });
}

/** `{ mlp__alpha: 1, scale: s }` → `{ mlp: { own: [], nested: { alpha: 1 } }, … }`: parameters by step. */
export function splitParams(params: Readonly<Record<string, unknown>>): {
  whole: Map<string, unknown>;
  nested: Map<string, Record<string, unknown>>;
} {
  const whole = new Map<string, unknown>();
  const nested = new Map<string, Record<string, unknown>>();
  for (const [path, value] of Object.entries(params)) {
    const cut = path.indexOf('__');
    if (cut === -1) {
      whole.set(path, value);
      continue;
    }
    const name = path.slice(0, cut);
    nested.set(name, { ...nested.get(name), [path.slice(cut + 2)]: value });
  }
  return { whole, nested };
}
