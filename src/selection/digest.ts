/**
 * Tells by a few characters whether two trials, or two studies, are the same: the MD5 of all that they consist
 * of. Functions count by their names, objects of unknown classes by these. It knows what options and data are
 * made of, no concrete estimator.
 */
import { type Hasher, md5 } from 'js-md5';
import { show } from '../core/errors.ts';
import { isMatrixSource } from '../core/matrix.ts';
import { type Configurable, paramsOf } from '../core/params.ts';
import { Table } from '../data/table.ts';
import { RandomState } from '../random/random-state.ts';

/** The digest of some values, in hexadecimal. */
export function digestOf(...values: readonly unknown[]): string {
  const hasher = md5.create();
  for (const value of values) feed(hasher, value);
  return hasher.hex();
}

function feed(hasher: Hasher, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    const text = typeof value === 'function' ? show(value) : Object.is(value, -0) ? '-0' : String(value);
    hasher.update(`${typeof value} ${text};`);
  } else if (ArrayBuffer.isView(value)) {
    hasher.update(`${value.constructor.name} ${value.byteLength}:`);
    hasher.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (Array.isArray(value)) feedArray(hasher, value);
  else if (value instanceof RandomState) feed(hasher, ['RandomState', value.getState()]);
  else if (value instanceof Date) feed(hasher, ['Date', value.getTime()]);
  else if (value instanceof Table) feedColumns(hasher, value);
  else if (isMatrixSource(value)) {
    const { data, rows, columns } = value.toMatrix();
    feed(hasher, [rows, columns, data]);
  } else if ('getConfig' in value) {
    feed(hasher, [show(value), (value as { getConfig(): unknown }).getConfig()]);
  } else if ('toState' in value) {
    feed(hasher, [(value as Configurable).toState().kind, paramsOf(value as Configurable)]);
  } else if (Symbol.iterator in value) feed(hasher, Array.from(value as Iterable<unknown>));
  else if (![Object.prototype, null].includes(Object.getPrototypeOf(value))) hasher.update(show(value));
  else {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    feed(
      hasher,
      entries.sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
}

function feedArray(hasher: Hasher, values: readonly unknown[]): void {
  hasher.update(`[${values.length}:`);
  if (values.length > 0 && values.every((value) => typeof value === 'number')) {
    feed(hasher, Float64Array.from(values as number[]));
  } else for (const value of values) feed(hasher, value);
}

function feedColumns(hasher: Hasher, table: Table): void {
  for (const column of table.columns) {
    feed(hasher, [column.name, column.type]);
    if (column.type === 'category') feed(hasher, [column.categories, column.codes]);
    else feed(hasher, column.values);
  }
}
