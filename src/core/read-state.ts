/**
 * Reading a `ModelState` back. A state may come from a damaged or forged file, so nothing in it is believed:
 * every reader here checks what it hands out and throws `CORRUPT_FILE` otherwise. It knows no concrete class.
 */
import { HebbError } from './errors.ts';
import type { Json, ModelState, StateTensor } from './model-state.ts';
import { checkOptions, type Rule } from './options.ts';
import { type Shape, sameShape, showShape } from './shape.ts';

/** The constructor's options, checked by the class's own rules. */
export function readOptions<Options extends object>(
  state: ModelState,
  rules: Readonly<Record<string, Rule>>,
): Options {
  try {
    return checkOptions(state.kind, state.options, rules) as Options;
  } catch (cause) {
    if (!(cause instanceof HebbError)) throw cause;
    throw new HebbError('CORRUPT_FILE', `The saved options are not valid: ${cause.message}`, { cause });
  }
}

/** A fitted attribute that keeps `rule`; one that is not there is null. */
export function readAttribute<T extends Json>(state: ModelState, name: string, rule: Rule): T {
  const { attributes = {} } = state;
  const value = Object.hasOwn(attributes, name) ? attributes[name] : null;
  if (!rule.allows(value)) {
    throw new HebbError('CORRUPT_FILE', `The saved ${state.kind} should have '${name}', ${rule.expected}.`);
  }
  return value as T;
}

/** A fitted array; with `shape`, of exactly that shape. */
export function readTensor(state: ModelState, name: string, shape?: Shape): StateTensor {
  const { tensors = {} } = state;
  if (!Object.hasOwn(tensors, name)) {
    throw new HebbError('CORRUPT_FILE', `The saved ${state.kind} lacks its array '${name}'.`);
  }
  const tensor = tensors[name];
  if (shape !== undefined && !sameShape(tensor.shape, shape)) {
    throw new HebbError(
      'CORRUPT_FILE',
      `The saved ${state.kind}'s array '${name}' has shape ${showShape(tensor.shape)}, expected ${showShape(shape)}.`,
    );
  }
  return tensor;
}

/** A fitted float64 vector of `length` numbers. */
export function readVector(state: ModelState, name: string, length: number): Float64Array {
  const { data } = readTensor(state, name, [length]);
  if (data instanceof Float64Array) return data;
  throw new HebbError('CORRUPT_FILE', `The saved ${state.kind}'s array '${name}' should be float64.`);
}

/** The vectors of a fitted object, ready for a state's `tensors`; null ones are left out. */
export function vectors(
  record: Readonly<Record<string, Float64Array | null>>,
): Readonly<Record<string, StateTensor>> {
  const entries: [string, StateTensor][] = [];
  for (const [name, data] of Object.entries(record)) {
    if (data !== null) entries.push([name, { shape: [data.length], data }]);
  }
  return Object.fromEntries(entries);
}
