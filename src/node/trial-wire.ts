/**
 * What goes to worker threads: rows of data as plain values whose typed arrays all threads share, and models as
 * the bytes of a model file with what such a file leaves out. It knows no threads.
 */
import { HebbError, type HebbWarning, show } from '../core/errors.ts';
import { type MatrixLike, toMatrix } from '../core/matrix.ts';
import { cloneWith, paramsOf } from '../core/params.ts';
import type { Shape } from '../core/shape.ts';
import {
  BooleanColumn,
  CategoryColumn,
  type Column,
  DateColumn,
  NumberColumn,
  TextColumn,
} from '../data/column.ts';
import { Table } from '../data/table.ts';
import type { Predictor } from '../estimators/predictor.ts';
import { load, save } from '../formats/model-file.ts';
import { RandomState, type RandomStateData } from '../random/random-state.ts';
import type { RowData } from '../selection/take-rows.ts';
import { fromTyped, Tensor } from '../tensor/tensor.ts';

type Numbers = Float64Array | Float32Array | Int32Array | Int8Array;

interface WireColumn {
  readonly type: Column['type'];
  readonly name: string;
  readonly values: Numbers | readonly (string | null)[];
  /** Of texts that repeat. */
  readonly categories?: readonly string[];
}

/** Rows of data as structured cloning takes them. */
export type Wire =
  | { readonly form: 'table'; readonly columns: readonly WireColumn[] }
  | { readonly form: 'column'; readonly column: WireColumn }
  | { readonly form: 'tensor'; readonly data: Numbers; readonly shape: Shape }
  | { readonly form: 'shaped'; readonly data: Numbers; readonly shape: Shape }
  | { readonly form: 'array'; readonly values: unknown };

export function toWire(data: RowData): Wire {
  if (data instanceof Table) return { form: 'table', columns: data.columns.map(wireColumn) };
  if (data instanceof Tensor) return { form: 'tensor', data: shared(data.values), shape: [...data.shape] };
  if ('categories' in data || ('isMissing' in data && 'type' in data)) {
    return { form: 'column', column: wireColumn(data as unknown as Column) };
  }
  if ('shape' in data || areRowsOfNumbers(data)) {
    const matrix = toMatrix(data as MatrixLike);
    return { form: 'shaped', data: shared(matrix.data), shape: [matrix.rows, matrix.columns] };
  }
  return { form: 'array', values: data };
}

export function fromWire(wire: Wire): RowData {
  switch (wire.form) {
    case 'table':
      return new Table(wire.columns.map(columnOfWire));
    case 'column':
      return columnOfWire(wire.column);
    case 'tensor':
      return fromTyped(wire.data as Float64Array, wire.shape);
    case 'shaped':
      return { data: wire.data, shape: wire.shape };
    case 'array':
      return wire.values as RowData;
  }
}

function wireColumn(column: Column): WireColumn {
  const { type, name } = column;
  if (type === 'category') return { type, name, values: shared(column.codes), categories: column.categories };
  return { type, name, values: type === 'text' ? column.values : shared(column.values) };
}

function columnOfWire({ type, name, values, categories = [] }: WireColumn): Column {
  switch (type) {
    case 'number':
      return new NumberColumn(name, values as Float64Array);
    case 'date':
      return new DateColumn(name, values as Float64Array);
    case 'boolean':
      return new BooleanColumn(name, values as Int8Array);
    case 'category':
      return new CategoryColumn(name, values as Int32Array, categories);
    case 'text':
      return new TextColumn(name, values as readonly (string | null)[]);
  }
}

function areRowsOfNumbers(data: RowData): boolean {
  const [first] = Array.isArray(data) ? data : [];
  return typeof first === 'object' && first !== null && Array.from(data as number[][]).every(holdsNumbers);
}

function holdsNumbers(row: ArrayLike<unknown>): boolean {
  return ArrayBuffer.isView(row) || Array.from(row).every((value) => typeof value === 'number');
}

/** A copy in memory that threads can look at without copying it again. */
function shared<A extends Numbers>(values: A): A {
  const Kind = values.constructor as new (buffer: SharedArrayBuffer) => A;
  const copy = new Kind(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/** An unfitted model on its way. */
export interface PackedModel {
  readonly bytes: Uint8Array;
  /** Generators by path. */
  readonly generators: Readonly<Record<string, RandomStateData>>;
  /** Paths of functions that warnings go to. */
  readonly listeners: readonly string[];
}

/**
 * An unfitted model as plain data; undefined for one whose options are not valid, which `fit` will say.
 *
 * @throws HebbError `UNSUPPORTED` for functions among its options, and classes that are not Hebb's
 */
export function pack(model: Predictor): PackedModel | undefined {
  const generators: Record<string, RandomStateData> = {};
  const listeners: string[] = [];
  for (const [path, value] of Object.entries(paramsOf(model))) {
    const name = path.split('__').at(-1);
    if (value instanceof RandomState) generators[path] = value.getState();
    else if (name === 'onWarning' && value !== undefined) listeners.push(path);
    else if (cannotTravel(name, value)) throw refusal(`its option '${path}' is ${show(value)}`);
  }
  let bytes: Uint8Array;
  let arrived: Predictor;
  try {
    bytes = save(model);
    arrived = load(bytes);
  } catch (cause) {
    if (cause instanceof HebbError && cause.code === 'CORRUPT_FILE') return undefined;
    throw refusal(cause instanceof Error ? cause.message : String(cause));
  }
  if (arrived.constructor !== model.constructor) {
    throw refusal(`${show(model)} would arrive as ${show(arrived)}`);
  }
  return { bytes, generators, listeners };
}

/** @param warn where warnings go, with the path of the function that waits for them */
export function unpack(
  { bytes, generators, listeners }: PackedModel,
  warn: (path: string, warning: HebbWarning) => void,
): Predictor {
  const params = [
    ...Object.entries(generators).map(([path, state]): [string, unknown] => {
      const random = new RandomState(0);
      random.setState(state);
      return [path, random];
    }),
    ...listeners.map((path): [string, unknown] => [path, (warning: HebbWarning) => warn(path, warning)]),
  ];
  const model = load(bytes);
  return params.length === 0 ? model : cloneWith(model, Object.fromEntries(params));
}

/** Functions, wherever they are, and rows that a model file does not keep. */
function cannotTravel(name: string | undefined, value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (name === 'validationData') return value !== null && value !== undefined;
  return name === 'callbacks' && Array.isArray(value) && value.length > 0;
}

/** Why something stays on this thread. */
export function refusal(reason: string): HebbError {
  return new HebbError(
    'UNSUPPORTED',
    `The trials cannot go to worker threads: ${reason.replace(/\.$/, '')}. Run them on this thread with nJobs: 1.`,
  );
}
