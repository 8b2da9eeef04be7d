/**
 * What linear models learned, to and from the plain data of a model file. What comes from a file is checked
 * before it is believed.
 */
import { HebbError } from '../../core/errors.ts';
import type { Label } from '../../core/labels.ts';
import type { Json, ModelState, StateTensor } from '../../core/model-state.ts';
import { boolean, integer, listOf, matching, oneOf } from '../../core/options.ts';
import { readAttribute, readTensor } from '../../core/read-state.ts';
import { featureAttributes, readFeatures } from '../../preprocessing/seen-features.ts';
import { RandomState } from '../../random/random-state.ts';
import type { KnownClasses } from '../class-targets.ts';
import type { LinearModel } from './linear-model.ts';
import { type SgdMemory, type SgdModel, type SgdWeights, shownWeights } from './sgd-memory.ts';

type Described = Required<Pick<ModelState, 'attributes' | 'tensors'>>;

/** Options as they are saved: functions and generators are not kept. */
export function savedOptions(options: object): Record<string, Json> {
  const kept = Object.entries(options).filter(
    ([, value]) => value !== undefined && typeof value !== 'function' && !(value instanceof RandomState),
  );
  const plain = kept.map(([name, value]) => [name, value instanceof Map ? Object.fromEntries(value) : value]);
  return Object.fromEntries(plain) as Record<string, Json>;
}

export function describeModel({ features, coef, intercept }: Omit<LinearModel, 'warnings'>): Described {
  return {
    attributes: featureAttributes(features),
    tensors: {
      coef: { shape: [intercept.length, features.count], data: coef },
      intercept: { shape: [intercept.length], data: intercept },
    },
  };
}

/** Read what `describeModel` wrote. @throws HebbError `CORRUPT_FILE` for anything else */
export function readModel(state: ModelState): LinearModel {
  const features = readFeatures(state);
  const outputs = readTensor(state, 'intercept').data.length;
  if (outputs === 0) throw new HebbError('CORRUPT_FILE', `The saved ${state.kind} has no outputs.`);
  return { features, ...readWeights(state, '', outputs, features.count), warnings: [] };
}

export function describeClasses({ classes, multilabel }: KnownClasses): { [key: string]: Json } {
  return { classes, multilabel };
}

/** @param outputs of the model: one for two classes, else one a class */
export function readClasses(state: ModelState, outputs: number): KnownClasses {
  const label = matching('a label', (value) => ['string', 'number', 'boolean'].includes(typeof value));
  const classes = readAttribute<readonly Label[]>(state, 'classes', listOf(label));
  const multilabel = readAttribute<boolean>(state, 'multilabel', boolean);
  if (outputs !== (classes.length === 2 && !multilabel ? 1 : classes.length)) {
    throw new HebbError(
      'CORRUPT_FILE',
      `The saved ${state.kind} has ${classes.length} classes but ${outputs} outputs.`,
    );
  }
  return { classes, multilabel };
}

export function describeSgd(model: SgdModel): Described {
  const { nIter, samplesSeen, memory } = model;
  const { attributes, tensors } = describeModel({ ...model, ...memory.standard });
  const average: Record<string, StateTensor> = {};
  if (memory.average !== null) {
    const described = describeModel({ ...model, ...memory.average }).tensors;
    for (const [name, tensor] of Object.entries(described)) average[`average.${name}`] = tensor;
  }
  return {
    attributes: { ...attributes, nIter, samplesSeen, shown: memory.shown },
    tensors: { ...tensors, ...average },
  };
}

/** Read what `describeSgd` wrote. @throws HebbError `CORRUPT_FILE` for anything else */
export function readSgd(state: ModelState): SgdModel {
  const { features, coef, intercept, warnings } = readModel(state);
  const shown = readAttribute<SgdMemory['shown']>(state, 'shown', oneOf('standard', 'average'));
  const averaging = shown === 'average' || Object.hasOwn(state.tensors ?? {}, 'average.coef');
  const average = averaging ? readWeights(state, 'average.', intercept.length, features.count) : null;
  const memory: SgdMemory = { standard: { coef, intercept }, average, shown };
  return {
    features,
    ...shownWeights(memory),
    warnings,
    memory,
    nIter: readAttribute(state, 'nIter', integer({ min: 0 })),
    samplesSeen: readAttribute(state, 'samplesSeen', integer({ min: 1 })),
  };
}

function readWeights(state: ModelState, prefix: string, outputs: number, features: number): SgdWeights {
  const doubles = (name: string, shape: readonly number[]): Float64Array => {
    const { data } = readTensor(state, prefix + name, shape);
    if (data instanceof Float64Array) return data;
    throw new HebbError(
      'CORRUPT_FILE',
      `The saved ${state.kind}'s array '${prefix}${name}' should be float64.`,
    );
  };
  return { coef: doubles('coef', [outputs, features]), intercept: doubles('intercept', [outputs]) };
}
