/**
 * One hyperparameter: which values it may take, how evenly spread numbers from 0 to 1 become such values, and which
 * values a grid has of it. Plain records; they know neither trials nor models.
 */
import { HebbError, show } from '../../core/errors.ts';

/** A value that is tried. */
export type HyperValue = number | string | boolean;

/** How the values of a number are spread: evenly, evenly in the logarithm, or so that large ones are closer. */
export type Sampling = 'linear' | 'log' | 'reverse_log';

/** A hyperparameter counts only where another one has one of these values. */
export interface Condition {
  readonly name: string;
  readonly values: readonly HyperValue[];
}

interface Declared<V extends HyperValue> {
  readonly name: string;
  readonly default: V;
  readonly conditions: readonly Condition[];
}

/** From `min` to `max`, both included. */
export interface NumberParameter extends Declared<number> {
  readonly kind: 'int' | 'float';
  readonly min: number;
  readonly max: number;
  /** The distance of two values, with 'log' and 'reverse_log' their ratio; null: any value. */
  readonly step: number | null;
  readonly sampling: Sampling;
}

/** One of some values. */
export interface ChoiceParameter extends Declared<HyperValue> {
  readonly kind: 'choice';
  readonly values: readonly HyperValue[];
  /** Is a value more like its neighbours in the list than like the others? */
  readonly ordered: boolean;
}

/** What a hyperparameter is declared as. */
export type HyperParameter = NumberParameter | ChoiceParameter;

/** Values a grid takes of numbers without a step. */
const gridSize = 10;

/** @throws HebbError `INVALID_OPTION` for a space that has no values, or no such default */
export function checkParameter(parameter: HyperParameter): HyperParameter {
  const { name } = parameter;
  const refuse = (problem: string): never => {
    throw new HebbError('INVALID_OPTION', `hyperparameter ${show(name)}: ${problem}`);
  };
  if (typeof name !== 'string' || name === '') refuse('its name must be a text that is not empty.');
  if (parameter.kind === 'choice') checkChoice(parameter, refuse);
  else checkNumber(parameter, refuse);
  return parameter;
}

function checkChoice({ values, default: byDefault }: ChoiceParameter, refuse: (text: string) => never): void {
  if (!Array.isArray(values) || values.length === 0)
    refuse(`needs values to choose from, got ${show(values)}.`);
  const types = new Set(values.map((value) => typeof value));
  const [type] = types;
  if (types.size > 1 || !['number', 'string', 'boolean'].includes(type)) {
    refuse(`must choose among numbers, texts or truth values of one type, got ${show(values)}.`);
  }
  if (values.some((value) => typeof value === 'number' && !Number.isFinite(value))) {
    refuse(`its numbers must be finite, got ${show(values)}.`);
  }
  if (new Set(values).size < values.length) refuse(`has a value twice: ${show(values)}.`);
  if (!values.includes(byDefault)) refuse(`its default ${show(byDefault)} is none of ${show(values)}.`);
}

function checkNumber(parameter: NumberParameter, refuse: (text: string) => never): void {
  const { kind, min, max, step, sampling, default: byDefault } = parameter;
  const isNumber = kind === 'int' ? Number.isSafeInteger : Number.isFinite;
  const noun = kind === 'int' ? 'an integer' : 'a finite number';
  for (const [what, value] of Object.entries({ min, max, default: byDefault })) {
    if (!isNumber(value)) refuse(`${what} must be ${noun}, got ${show(value)}.`);
  }
  if (min > max) refuse(`min ${min} is larger than max ${max}.`);
  if (byDefault < min || byDefault > max) refuse(`its default ${byDefault} is not from ${min} to ${max}.`);
  if (sampling !== 'linear' && min <= 0) refuse(`sampling '${sampling}' needs min > 0, got ${min}.`);
  if (step === null) return;
  if (sampling === 'linear') {
    if (!isNumber(step) || step <= 0) refuse(`step must be ${noun} > 0, got ${show(step)}.`);
  } else if (!isNumber(step) || step <= 1) {
    refuse(`with sampling '${sampling}' a step multiplies; it must be ${noun} > 1, got ${show(step)}.`);
  }
}

/** How many values there are; infinitely many for a float without step. */
export function countOf(parameter: HyperParameter): number {
  if (parameter.kind === 'choice') return parameter.values.length;
  const { kind, min, max, step, sampling } = parameter;
  if (step === null) return kind === 'int' ? max - min + 1 : max === min ? 1 : Number.POSITIVE_INFINITY;
  const steps = sampling === 'linear' ? (max - min) / step : Math.log(max / min) / Math.log(step);
  return Math.floor(steps + 1e-8) + 1;
}

/**
 * The value at a place from 0 up to 1: evenly spread places give values as `sampling` says.
 *
 * @example
 * // min 1, max 100, sampling 'log': place 0.5 gives 10
 */
export function valueAt(parameter: HyperParameter, place: number): HyperValue {
  if (parameter.kind === 'choice') return parameter.values[indexAt(place, parameter.values.length)];
  if (parameter.step !== null) return steppedValue(parameter, indexAt(place, countOf(parameter)));
  const { kind, min, max } = parameter;
  if (kind === 'float') return within(spread(parameter, max, place), min, max);
  return within(Math.floor(spread(parameter, max + 1, place)), min, max);
}

/** The place of a value, in the middle of those that give it; 0 or 1 for values beyond the first or last. */
export function placeOf(parameter: HyperParameter, value: HyperValue): number {
  return within(placeAnywhere(parameter, value), 0, 1);
}

function placeAnywhere(parameter: HyperParameter, value: HyperValue): number {
  if (parameter.kind === 'choice') return (parameter.values.indexOf(value) + 0.5) / parameter.values.length;
  const { kind, min, max, step } = parameter;
  if (max === min) return 0.5;
  if (step !== null) {
    const count = countOf(parameter);
    const distance = (i: number): number => Math.abs(steppedValue(parameter, i) - Number(value));
    const nearest = Array.from({ length: count }, (_, i) => i).reduce((a, b) =>
      distance(b) < distance(a) ? b : a,
    );
    return (nearest + 0.5) / count;
  }
  return kind === 'float'
    ? gathered(parameter, max, Number(value))
    : gathered(parameter, max + 1, Number(value) + 0.5);
}

/** The values of a grid, ascending: all where they can be counted off, else ten that are evenly spread. */
export function gridOf(parameter: HyperParameter): HyperValue[] {
  const isCounted = parameter.kind === 'choice' || parameter.step !== null || countOf(parameter) === 1;
  const isEven = parameter.kind === 'int' && parameter.sampling === 'linear';
  const count = isCounted || isEven ? countOf(parameter) : gridSize;
  const values = Array.from({ length: count }, (_, i) => valueAt(parameter, (i + 0.5) / count));
  return [...new Set(values)];
}

function indexAt(place: number, count: number): number {
  return Math.min(Math.floor(place * count), count - 1);
}

function within(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

function steppedValue({ min, max, step, sampling }: NumberParameter, index: number): number {
  const size = Number(step);
  if (sampling === 'linear') return within(min + index * size, min, max);
  if (sampling === 'log') return within(min * size ** index, min, max);
  const last = Math.floor(Math.log(max / min) / Math.log(size) + 1e-8);
  return within(max + min - min * size ** (last - index), min, max);
}

/** Places 0 … 1 spread over `min` … `end`. */
function spread({ min, sampling }: NumberParameter, end: number, place: number): number {
  if (sampling === 'linear') return min + place * (end - min);
  if (sampling === 'log') return min * (end / min) ** place;
  return end + min - min * (end / min) ** (1 - place);
}

/** The way back. */
function gathered({ min, sampling }: NumberParameter, end: number, value: number): number {
  if (sampling === 'linear') return (value - min) / (end - min);
  if (sampling === 'log') return Math.log(value / min) / Math.log(end / min);
  return 1 - Math.log((end + min - value) / min) / Math.log(end / min);
}
