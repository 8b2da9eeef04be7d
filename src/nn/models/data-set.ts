/**
 * What a model is fed: rows for each of its inputs and, for training, for each output targets and weights. Lists
 * and records are brought into the model's order here, and numbers of rows compared. It knows no layers.
 */
import { HebbError, show } from '../../core/errors.ts';
import { isMatrixSource } from '../../core/matrix.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { type Data, type Rows, rowsOf, sliceRows, takeRows } from './rows.ts';

/** Data for one input or output; for several, a list in the model's order or a record by their names. */
export type DataSource = Data | readonly Data[] | Readonly<Record<string, Data>>;

/** Rows by input; of a model whose inputs have no names, as they were given. */
export type InputRows = readonly Rows[] | Readonly<Record<string, Rows>>;

export interface DataSet {
  readonly inputs: InputRows;
  /** For each output; undefined for those without targets. */
  readonly targets: readonly (Rows | undefined)[];
  /** For each output one weight a row, or none. */
  readonly weights: readonly (Rows | undefined)[];
  readonly rows: number;
}

export interface ClassWeights {
  readonly [label: number]: number;
}

/** What may stand beside the inputs. */
export interface Beside {
  readonly y?: DataSource | null | undefined;
  readonly sampleWeight?: DataSource | null | undefined;
  readonly classWeight?: ClassWeights | null | undefined;
}

/** Names of a model's inputs and outputs; inputs are undefined where the model has no graph. */
export interface Ends {
  readonly inputNames: readonly string[] | undefined;
  /** Known when the model has seen what goes in. */
  namesOfOutputs(inputs: InputRows): readonly string[];
}

/** @throws HebbError `SHAPE_MISMATCH`, `INVALID_VALUE`, `LENGTH_MISMATCH` for data that does not fit the model or itself */
export function dataSetOf(x: DataSource, { y, sampleWeight, classWeight }: Beside, ends: Ends): DataSet {
  const inputs = inputRows(x, ends.inputNames);
  const [first] = Object.values<Rows>(inputs);
  const rows = first?.shape[0] ?? 0;
  if (rows === 0) throw new HebbError('EMPTY_DATA', 'x has no rows.');
  const outputNames = ends.namesOfOutputs(inputs);
  const targets =
    y === undefined || y === null ? outputNames.map(() => undefined) : outputRows(y, outputNames, 'y');
  const given =
    sampleWeight === undefined || sampleWeight === null
      ? outputNames.map(() => undefined)
      : outputRows(sampleWeight, outputNames, 'sampleWeight', true);
  const weights = given;
  const parts = [...Object.entries<Rows>(inputs), ...named('y', targets), ...named('sampleWeight', weights)];
  for (const [name, part] of parts) {
    if (part === undefined || part.shape[0] === rows) continue;
    throw new HebbError(
      'LENGTH_MISMATCH',
      `all data must have the same number of rows: x has ${rows}, ${name} has ${part.shape[0]}.`,
    );
  }
  const set = { inputs, targets, weights, rows };
  return classWeight ? withClassWeights(set, classWeight) : set;
}

/** The same with a weight for each row, by its class. @throws HebbError `UNSUPPORTED` where that cannot be */
export function withClassWeights(set: DataSet, classWeight: ClassWeights): DataSet {
  return { ...set, weights: byClass(set.targets, set.weights, classWeight) };
}

function named(name: string, list: readonly (Rows | undefined)[]): [string, Rows | undefined][] {
  return list.map((rows, i) => [list.length === 1 ? name : `${name} ${i}`, rows]);
}

/** The rows from `start` up to `end` of everything. */
export function sliceSet(set: DataSet, start: number, end: number): DataSet {
  return mapSet(set, end - start, (rows) => sliceRows(rows, start, end));
}

/** The rows of these numbers, in that order. */
export function takeSet(set: DataSet, indices: Int32Array): DataSet {
  return mapSet(set, indices.length, (rows) => takeRows(rows, indices));
}

function mapSet({ inputs, targets, weights }: DataSet, count: number, cut: (rows: Rows) => Rows): DataSet {
  return {
    inputs: mapInputs(inputs, cut),
    targets: targets.map((rows) => rows && cut(rows)),
    weights: weights.map((rows) => rows && cut(rows)),
    rows: count,
  };
}

/** A list or record of the same form. */
export function mapInputs<T>(
  inputs: InputRows,
  fn: (rows: Rows) => T,
): readonly T[] | Readonly<Record<string, T>> {
  if (Array.isArray(inputs)) return inputs.map(fn);
  return Object.fromEntries(
    Object.entries<Rows>(inputs as Record<string, Rows>).map(([name, rows]) => [name, fn(rows)]),
  );
}

/** Rows for inputs of these names; without names in the form they were given, one source as a list of one. */
export function inputRows(x: DataSource, names?: readonly string[] | undefined): InputRows {
  if (names === undefined) {
    if (isRecord(x))
      return Object.fromEntries(Object.entries(x).map(([name, data]) => [name, rowsOf(data, name)]));
    if (isListOfSources(x)) return x.map((data, i) => rowsOf(data, `input ${i}`));
    return [rowsOf(x as Data, 'x')];
  }
  if (isRecord(x))
    return pick(x, names, 'input').map((data, i) => rowsOf(data as Data, `input '${names[i]}'`));
  if (names.length === 1) {
    const only = isListOfSources(x) && x.length === 1 ? x[0] : (x as Data);
    return [rowsOf(only, 'x')];
  }
  if (!Array.isArray(x) || x.length !== names.length) {
    throw new HebbError(
      'LENGTH_MISMATCH',
      `the model has ${names.length} inputs (${names.join(', ')}); x must be a list of as many, or a record by name, got ${show(x)}.`,
    );
  }
  return x.map((data: Data, i) => rowsOf(data, `input '${names[i]}'`));
}

function outputRows(
  y: DataSource,
  names: readonly string[],
  what: string,
  forAll = false,
): readonly (Rows | undefined)[] {
  if (isRecord(y)) {
    return pick(y, names, what, true).map((data, i) =>
      data === undefined ? undefined : rowsOf(data, `${what} of '${names[i]}'`),
    );
  }
  if (names.length === 1) return [rowsOf(isListOfSources(y) && y.length === 1 ? y[0] : (y as Data), what)];
  const isList = Array.isArray(y) && y.length === names.length && typeof y[0] !== 'number';
  if (isList) return y.map((data: Data, i) => rowsOf(data, `${what} of '${names[i]}'`));
  if (forAll) {
    const rows = rowsOf(y as Data, what);
    return names.map(() => rows);
  }
  throw new HebbError(
    'LENGTH_MISMATCH',
    `the model has ${names.length} outputs (${names.join(', ')}); ${what} must be a list of as many, or a record by name, got ${show(y)}.`,
  );
}

function pick(
  record: Readonly<Record<string, Data>>,
  names: readonly string[],
  what: string,
  optional = false,
): (Data | undefined)[] {
  const unknown = Object.keys(record).find((name) => !names.includes(name));
  const missing = optional ? undefined : names.find((name) => !Object.hasOwn(record, name));
  if (unknown === undefined && missing === undefined) return names.map((name) => record[name]);
  const problem = unknown === undefined ? `'${missing}' is missing` : `there is no '${unknown}'`;
  throw new HebbError('INVALID_VALUE', `${what}: ${problem}; the model has ${names.join(', ')}.`);
}

function isRecord(data: DataSource): data is Readonly<Record<string, Data>> {
  const isObject =
    typeof data === 'object' && data !== null && !Array.isArray(data) && !ArrayBuffer.isView(data);
  return (
    isObject && !(data instanceof Tensor) && !isMatrixSource(data) && !('shape' in data && 'data' in data)
  );
}

/** Is it a list of data, and no nested array of numbers? */
function isListOfSources(data: DataSource): data is readonly Data[] {
  if (!Array.isArray(data) || data.length === 0) return false;
  const first: unknown = data[0];
  return (
    first instanceof Tensor ||
    isMatrixSource(first) ||
    (typeof first === 'object' && first !== null && 'shape' in first)
  );
}

/** A weight for each row by its class: the number that stands there, or the position of the largest. */
function byClass(
  targets: readonly (Rows | undefined)[],
  given: readonly (Rows | undefined)[],
  classWeight: ClassWeights,
): (Rows | undefined)[] {
  const [target] = targets;
  if (targets.length !== 1 || target === undefined || given[0] !== undefined) {
    throw new HebbError(
      'UNSUPPORTED',
      'classWeight is for models with one output, with targets, and without sampleWeight.',
    );
  }
  const [rows] = target.shape;
  const width = target.values.length / Math.max(rows, 1);
  const weights = Float64Array.from({ length: rows }, (_, i) => {
    let label = 0;
    if (width === 1) label = target.values[i];
    else
      for (let k = 1; k < width; k++)
        if (target.values[i * width + k] > target.values[i * width + label]) label = k;
    return classWeight[label] ?? 1;
  });
  return [{ values: weights, shape: [rows] }];
}
