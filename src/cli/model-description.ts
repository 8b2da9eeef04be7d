/**
 * What a saved model is, told from its state alone: nothing of it is made or run. Parts that this version does
 * not know are described as far as their state is plain.
 */
import type { Json, ModelState } from '../core/model-state.ts';

/** A part of a model, and its parts. */
export interface PartDescription {
  readonly name: string;
  readonly kind: string;
  readonly options: Readonly<Record<string, Json>>;
  readonly parts: readonly PartDescription[];
}

/** How a network was trained. */
export interface TrainingDescription {
  readonly epochs: number;
  readonly lastLoss: number | null;
  readonly bestLoss: number | null;
  readonly bestValidationScore: number | null;
}

export interface ModelDescription extends PartDescription {
  /** The class of the part that predicts. */
  readonly estimator: string;
  /** Whether it has been fitted, as far as its state tells. */
  readonly isFitted: boolean;
  /** The columns that must be there, by name; null for a model of nameless columns. */
  readonly columns: readonly string[] | null;
  /** How many columns it takes; null where that is not known. */
  readonly columnCount: number | null;
  /** The classes it chooses between; null for other models. */
  readonly classes: readonly Json[] | null;
  /** Units of each layer of a network, the inputs first; null for other models. */
  readonly layerSizes: readonly number[] | null;
  readonly activation: string | null;
  readonly outputActivation: string | null;
  readonly dtype: string | null;
  /** How many numbers the last part has learned; null where it has none. */
  readonly parameters: number | null;
  readonly training: TrainingDescription | null;
}

/** Describe a model by its state. */
export function describeModel(state: ModelState): ModelDescription {
  const estimator = estimatorOf(state);
  const attributes = estimator.attributes ?? {};
  const { classes, activation, outputActivation, dtype } = attributes;
  const columns = columnsOf(state);
  const count = first(state, ({ attributes }) => numberOrNull(attributes?.nFeaturesIn));
  return {
    ...describePart('model', state),
    estimator: estimator.kind,
    isFitted: estimator.attributes !== undefined,
    columns,
    columnCount: columns?.length ?? count,
    classes: Array.isArray(classes) ? classes : null,
    layerSizes: numbersOrNull(attributes.layerSizes),
    activation: textOrNull(activation),
    outputActivation: textOrNull(outputActivation),
    dtype: textOrNull(dtype),
    parameters: parameterCount(estimator),
    training: trainingOf(attributes.record),
  };
}

function describePart(name: string, { kind, options, children = [] }: ModelState): PartDescription {
  // a column transformer repeats its parts and their columns as positions
  const { transformers, ...own } = options;
  return {
    name,
    kind,
    options: kind === 'ColumnTransformer' ? own : options,
    parts: children.map((child) => describePart(child.name, child.state)),
  };
}

/** The part that predicts: the last step of a pipeline, the regressor inside another. */
function estimatorOf(state: ModelState): ModelState {
  const children = state.children ?? [];
  if (state.kind === 'Pipeline' && children.length > 0)
    return estimatorOf(children[children.length - 1].state);
  const inner = children.find(({ name }) => name === 'regressor' || name === 'estimator');
  return inner === undefined ? state : estimatorOf(inner.state);
}

/** The names that the first part to know any goes by; of a column transformer only those it uses. */
function columnsOf(state: ModelState): readonly string[] | null {
  if (state.kind === 'ColumnTransformer') {
    const used = (state.children ?? []).flatMap((child) => columnsOf(child.state) ?? []);
    if (used.length > 0) return [...new Set(used)];
  }
  const own = state.attributes?.featureNamesIn;
  if (Array.isArray(own)) return own.map(String);
  return (state.children?.length ?? 0) === 0 ? null : columnsOf((state.children ?? [])[0].state);
}

/** What the first of a state and its first children has to tell. */
function first<T>(state: ModelState, tell: (state: ModelState) => T | null): T | null {
  const own = tell(state);
  if (own !== null || state.children === undefined || state.children.length === 0) return own;
  return first(state.children[0].state, tell);
}

/** The solver's memory is no part of what a model has learned. */
function parameterCount({ tensors }: ModelState): number | null {
  if (tensors === undefined) return null;
  const learned = Object.entries(tensors).filter(([name]) => /^(parameters\.|coef$|intercept$)/.test(name));
  return learned.length === 0 ? null : learned.reduce((sum, [, { data }]) => sum + data.length, 0);
}

function trainingOf(record: Json | undefined): TrainingDescription | null {
  if (typeof record !== 'object' || record === null || !('nIter' in record)) return null;
  const { nIter, finalLoss, bestLoss, bestValidationScore } = record;
  return {
    epochs: numberOrNull(nIter) ?? 0,
    lastLoss: numberOrNull(finalLoss),
    bestLoss: numberOrNull(bestLoss),
    bestValidationScore: numberOrNull(bestValidationScore),
  };
}

function numberOrNull(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function numbersOrNull(value: Json | undefined): readonly number[] | null {
  return Array.isArray(value) && value.every((size) => typeof size === 'number') ? value : null;
}
