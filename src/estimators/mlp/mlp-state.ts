/**
 * What a multilayer perceptron learned, to and from the plain data of a model file. What comes from a file is
 * checked before it is believed.
 */
import type { FloatArray, FloatDType } from '../../core/dtype.ts';
import { HebbError } from '../../core/errors.ts';
import type { Json, ModelState, StateTensor } from '../../core/model-state.ts';
import { anyOf, integer, listOf, matching, nullable, oneOf, real } from '../../core/options.ts';
import { readAttribute, readTensor } from '../../core/read-state.ts';
import { featureAttributes, readFeatures } from '../../preprocessing/seen-features.ts';
import { RandomState } from '../../random/random-state.ts';
import type { Learned, TrainingRecord } from './learned.ts';
import { type Architecture, type Parameters, parameterCounts } from './network.ts';
import type { MlpOptions } from './options.ts';
import { solverOf } from './solver.ts';
import type { SolverMemory } from './trainer.ts';

/** Options that are functions, generators or data are not kept. */
export function savedOptions(options: MlpOptions): Record<string, Json> {
  const { callbacks, onWarning, validationData, randomState, engine, ...rest } = options;
  const seed = randomState instanceof RandomState ? undefined : randomState;
  const engineName = typeof engine === 'object' ? engine.name : engine;
  const all = { ...rest, randomState: seed, engine: engineName };
  const kept = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Record<string, Json>;
}

/** Attributes and tensors of what was learned. */
export function describeLearned(learned: Learned<unknown>): Pick<ModelState, 'attributes' | 'tensors'> {
  const { architecture, parameters, features, record, solver } = learned;
  const { warnings, ...numbers } = record;
  const tensors: Record<string, StateTensor> = {};
  const keep = (name: string, { weights, biases }: Parameters): void => {
    tensors[`${name}.weights`] = { shape: [weights.length], data: weights };
    tensors[`${name}.biases`] = { shape: [biases.length], data: biases };
  };
  keep('parameters', parameters);
  for (const [i, vectors] of (solver?.vectors ?? []).entries()) keep(`solver.${i}`, vectors);
  return {
    attributes: {
      ...architecture,
      ...featureAttributes(features),
      record: { ...numbers },
      solver: solver === undefined ? null : { ...solver.state },
    },
    tensors,
  };
}

const number = matching('a number', (value) => typeof value === 'number');
const count = integer({ min: 0 });

/** Read what `describeLearned` wrote. @throws HebbError `CORRUPT_FILE` for anything else */
export function readLearned(state: ModelState, options: MlpOptions): Omit<Learned<unknown>, 'known'> {
  const architecture: Architecture = {
    layerSizes: readAttribute(state, 'layerSizes', listOf(integer({ min: 1, max: 2 ** 31 }))),
    activation: readAttribute(state, 'activation', oneOf('identity', 'logistic', 'tanh', 'relu')),
    outputActivation: readAttribute(
      state,
      'outputActivation',
      oneOf('identity', 'relu', 'softplus', 'logistic', 'tanh', 'exp', 'softmax'),
    ),
    dtype: readAttribute(state, 'dtype', oneOf('float32', 'float64')),
  };
  const features = readFeatures(state);
  if (architecture.layerSizes.length < 2 || architecture.layerSizes[0] !== features.count) {
    throw new HebbError('CORRUPT_FILE', `The saved ${state.kind} has layers that do not fit its features.`);
  }
  const counts = parameterCounts(architecture);
  const vector = (name: string, length: number): FloatArray =>
    floats(state, name, length, architecture.dtype);
  const parameters = (name: string): Parameters => ({
    weights: vector(`${name}.weights`, counts.weights),
    biases: vector(`${name}.biases`, counts.biases),
  });
  return {
    architecture,
    features,
    parameters: parameters('parameters'),
    record: readRecord(state),
    solver: readSolver(state, options, parameters),
  };
}

function floats(state: ModelState, name: string, length: number, dtype: FloatDType): FloatArray {
  const { data } = readTensor(state, name, [length]);
  const fits = dtype === 'float32' ? data instanceof Float32Array : data instanceof Float64Array;
  if (fits) return data as FloatArray;
  throw new HebbError('CORRUPT_FILE', `The saved ${state.kind}'s array '${name}' should be ${dtype}.`);
}

const recordRules = {
  nIter: count,
  samplesSeen: count,
  finalLoss: number,
  bestLoss: nullable(number),
  lossCurve: nullable(listOf(number)),
  validationScores: nullable(listOf(number)),
  bestValidationScore: nullable(number),
  noImprovement: count,
};

function readRecord(state: ModelState): TrainingRecord {
  const record = readAttribute<{ [key: string]: Json }>(
    state,
    'record',
    matching('the record of its training', (value) =>
      Object.entries(recordRules).every(([name, rule]) =>
        rule.allows((value as Record<string, unknown> | null)?.[name]),
      ),
    ),
  );
  const known = Object.keys(recordRules).map((name) => [name, structuredClone(record[name])]);
  return { ...(Object.fromEntries(known) as Omit<TrainingRecord, 'warnings'>), warnings: [] };
}

function readSolver(
  state: ModelState,
  { solver = 'adam' }: MlpOptions,
  parameters: (name: string) => Parameters,
): SolverMemory | undefined {
  const rules = { steps: count, rate: real({ min: 0 }) };
  const saved = readAttribute<{ steps: number; rate: number } | null>(
    state,
    'solver',
    anyOf(
      nullable(),
      matching('the state of its solver', (value) =>
        Object.entries(rules).every(([name, rule]) =>
          rule.allows((value as Record<string, unknown> | null)?.[name]),
        ),
      ),
    ),
  );
  if (saved === null || solver === 'lbfgs') return undefined;
  const vectors = solverOf({ solver }).slots.map((_, i) => parameters(`solver.${i}`));
  return { state: { steps: saved.steps, rate: saved.rate }, vectors };
}
