/**
 * What stochastic gradient descent remembers from one fit to the next: the weights it has come to and, if
 * asked for, their average. It knows neither losses nor labels.
 */
import { HebbError } from '../../core/errors.ts';
import { showShape } from '../../core/shape.ts';
import type { LinearModel } from './linear-model.ts';
import type { SgdPosition } from './sgd-epoch.ts';
import type { SgdFitOptions } from './sgd-options.ts';

export interface SgdWeights {
  /** outputs × features */
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
}

export interface SgdMemory {
  readonly standard: SgdWeights;
  readonly average: SgdWeights | null;
  /** Which of them are the model's weights: the average as soon as there is one. */
  readonly shown: 'standard' | 'average';
}

/** What stochastic gradient descent learned. */
export interface SgdModel extends LinearModel {
  readonly memory: SgdMemory;
  /** Epochs of the last fit. */
  readonly nIter: number;
  /** The next step's number: rows gone through, and 1. */
  readonly samplesSeen: number;
}

/** A memory of the weights to start from, by default zeros. @throws HebbError `SHAPE_MISMATCH` */
export function newMemory(
  outputs: number,
  features: number,
  averaging: boolean,
  { coefInit, interceptInit }: SgdFitOptions,
): SgdMemory {
  const zeros = { coef: new Float64Array(outputs * features), intercept: new Float64Array(outputs) };
  const standard = {
    coef: initialValues(coefInit, [outputs, features], 'coefInit'),
    intercept: initialValues(interceptInit, [outputs], 'interceptInit'),
  };
  return { standard, average: averaging ? zeros : null, shown: 'standard' };
}

/** A copy, to be changed. */
export function copyMemory({ standard, average, shown }: SgdMemory): SgdMemory {
  const copy = ({ coef, intercept }: SgdWeights): SgdWeights => ({
    coef: coef.slice(),
    intercept: intercept.slice(),
  });
  return { standard: copy(standard), average: average && copy(average), shown };
}

/** Where descent for one output starts; it changes the memory's weights, but not its intercepts. */
export function positionOf({ standard, average }: SgdMemory, output: number): SgdPosition {
  const features = standard.coef.length / standard.intercept.length;
  const row = ({ coef }: SgdWeights): Float64Array =>
    coef.subarray(output * features, (output + 1) * features);
  return {
    coef: row(standard),
    intercept: standard.intercept[output],
    averageCoef: average && row(average),
    averageIntercept: average === null ? 0 : average.intercept[output],
  };
}

/** Which weights are the model's after so many steps. */
export function shownAfter(samplesSeen: number, average: number): SgdMemory['shown'] {
  return average > 0 && average <= samplesSeen - 1 ? 'average' : 'standard';
}

/** The model's weights. */
export function shownWeights({ standard, average, shown }: SgdMemory): SgdWeights {
  return shown === 'average' && average !== null ? average : standard;
}

function initialValues(
  given: SgdFitOptions['coefInit'] | SgdFitOptions['interceptInit'],
  shape: readonly number[],
  name: string,
): Float64Array {
  const length = shape.reduce((product, size) => product * size);
  if (given === undefined || given === null) return new Float64Array(length);
  const values = Array.from(typeof given === 'number' ? [given] : given, (row) =>
    typeof row === 'number' ? row : Array.from(row),
  ).flat();
  if (values.length !== length) {
    throw new HebbError(
      'SHAPE_MISMATCH',
      `${name} has ${values.length} values, but this model's are of shape ${showShape(shape)}.`,
    );
  }
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new HebbError('NON_FINITE', `${name} has ${wrong}; it must be finite.`);
  return Float64Array.from(values);
}
