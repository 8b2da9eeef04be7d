/**
 * JSON that keeps every number. NaN, the infinities and −0, which JSON cannot write, become
 * `{"$number": "NaN"}` and so on; everything else stands as it is. It knows nothing of models.
 */
import { HebbError, show } from '../core/errors.ts';
import type { Json } from '../core/model-state.ts';
import { parseStrictJson } from './strict-json.ts';

const mark = '$number';
const specials: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

/**
 * A value as JSON text.
 *
 * @throws HebbError `UNSUPPORTED` for what JSON cannot hold (functions, typed arrays, …), saying where it is
 */
export function writeJson(value: Json): string {
  return JSON.stringify(encode(value, ''));
}

/**
 * The value of a JSON text.
 *
 * @throws HebbError `CORRUPT_FILE`
 */
export function readJson(text: string): Json {
  return decode(parseStrictJson(text, 'The description of the model') as Json);
}

function encode(value: unknown, path: string): Json {
  if (typeof value === 'number') {
    const special = Object.is(value, -0) ? '-0' : String(value);
    return Object.hasOwn(specials, special) ? { [mark]: special } : value;
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((element, i) => encode(element, `${path}[${i}]`));
  if (isPlainObject(value) && !Object.hasOwn(value, mark)) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(
      entries.map(([key, member]) => [key, encode(member, path === '' ? key : `${path}.${key}`)]),
    );
  }
  throw new HebbError('UNSUPPORTED', `${path} cannot be saved: it is ${show(value)}.`);
}

function decode(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(decode);
  if (!Object.hasOwn(value, mark)) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, decode(member)]));
  }
  const special = value[mark];
  if (typeof special === 'string' && Object.hasOwn(specials, special)) return specials[special];
  throw new HebbError(
    'CORRUPT_FILE',
    `The description of the model has an unknown number: ${show(special)}.`,
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
