/** Everything that can be set in the playground, as one table: the address, the controls and reset follow from it. */
import { choice, custom, flag, number, several, type Values } from '../../state/field.ts';

export const datasets = ['circle', 'xor', 'gauss', 'spiral', 'three-arms', 'blobs', 'own'] as const;
export const surfaces = ['plane', 'multi-gauss', 'own'] as const;
export const activations = [
  'tanh',
  'relu',
  'sigmoid',
  'linear',
  'leaky_relu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'softplus',
] as const;
const optimizers = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam'] as const;
const initializers = [
  'glorot_uniform',
  'he_normal',
  'lecun_normal',
  'random_uniform',
  'large_normal',
  'zeros',
  'constant',
] as const;
export const featureNames = ['x1', 'x2', 'x1sq', 'x2sq', 'x1x2', 'sinx1', 'sinx2'] as const;
/** Rates to choose from, as far apart as on a logarithmic scale. */
export const rates = [1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] as const;
export const penaltyRates = [0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] as const;

/** Controls that a link can leave out. */
const hideableNames = [
  'data',
  'noise',
  'layers',
  'rate',
  'optimizer',
  'activation',
  'loss',
  'penalty',
  'dropout',
  'start',
  'stop',
  'panels',
] as const;

export type HideableName = (typeof hideableNames)[number];
export type FeatureName = (typeof featureNames)[number];
export type ActivationName = (typeof activations)[number];

/** A hidden layer. */
export interface HiddenLayer {
  readonly units: number;
  /** Its own activation; undefined: that of the others. */
  readonly activation?: ActivationName;
}

export const mostLayers = 8;
export const mostUnits = 16;

/** `4-2.relu` is four units, then two with an activation of their own. */
function readLayers(text: string): readonly HiddenLayer[] | undefined {
  if (text === '') return [];
  const layers = text.split('-').map((part): HiddenLayer | undefined => {
    const [count, name] = part.split('.');
    const units = Number(count);
    if (!Number.isInteger(units) || units < 1 || units > mostUnits) return undefined;
    if (name === undefined) return { units };
    const activation = activations.find((one) => one === name);
    return activation && { units, activation };
  });
  const known = layers.filter((layer) => layer !== undefined);
  return known.length === layers.length && known.length <= mostLayers ? known : undefined;
}

function writeLayers(layers: readonly HiddenLayer[]): string {
  return layers
    .map(({ units, activation }) => (activation ? `${units}.${activation}` : `${units}`))
    .join('-');
}

/** A point that was put there by hand; `target` is a class number or a value. */
export interface OwnPoint {
  readonly x: number;
  readonly y: number;
  readonly target: number;
}

/** At most so many points fit into an address. */
export const mostPoints = 500;

function readPoints(text: string): readonly OwnPoint[] | undefined {
  if (text === '') return [];
  const points = text.split('_').map((part) => {
    const [x, y, target] = part.split('.').map((digits) => Number.parseInt(digits, 36));
    return { x: x / 100 - 6, y: y / 100 - 6, target: target / 100 };
  });
  const isSound =
    points.length <= mostPoints && points.every(({ x, y, target }) => Number.isFinite(x + y + target));
  return isSound ? points : undefined;
}

/** Hundredths, from the lower left corner, in base 36. */
function writePoints(points: readonly OwnPoint[]): string {
  const short = (value: number): string => Math.round(value * 100).toString(36);
  return points.map(({ x, y, target }) => `${short(x + 6)}.${short(y + 6)}.${short(target)}`).join('_');
}

export const fields = {
  problem: choice('t', ['classification', 'regression'], 'classification'),
  dataset: choice('d', datasets, 'spiral'),
  surface: choice('rd', surfaces, 'plane'),
  points: custom<readonly OwnPoint[]>('pts', [], readPoints, writePoints),
  noise: number('n', 0, { min: 0, max: 50, step: 5 }),
  trainShare: number('tr', 50, { min: 10, max: 90, step: 10 }),
  batchSize: number('b', 10, { min: 1, max: 30, step: 1 }),
  dataSeed: number('ds', 1, { min: 0, max: 99999, step: 1 }),
  features: several('f', featureNames, ['x1', 'x2']),
  layers: custom<readonly HiddenLayer[]>('h', [{ units: 8 }, { units: 6 }], readLayers, writeLayers),
  activation: choice('a', activations, 'tanh'),
  loss: choice('l', ['squared', 'cross_entropy', 'absolute', 'huber'], 'cross_entropy'),
  optimizer: choice('o', optimizers, 'adam'),
  rate: custom('lr', 0.01, readRate, String),
  penalty: choice('r', ['none', 'l1', 'l2'], 'none'),
  penaltyRate: custom('rr', 0, readRate, String),
  dropout: number('do', 0, { min: 0, max: 0.8, step: 0.05 }),
  batchNorm: flag('bn', false),
  initializer: choice('i', initializers, 'glorot_uniform'),
  seed: number('s', 7, { min: 0, max: 99999, step: 1 }),
  patience: number('es', 0, { min: 0, max: 200, step: 10 }),
  showTest: flag('st', false),
  discretize: flag('dz', false),
  halos: flag('gh', false),
  hidden: several('hide', hideableNames, []),
  lesson: number('lesson', 0, { min: 0, max: 7, step: 1 }),
};

function readRate(text: string): number | undefined {
  const value = Number(text);
  return text !== '' && value >= 0 && value <= 100 ? value : undefined;
}

export type Settings = Values<typeof fields>;

/** What makes a network a new one, with new weights; everything else it can go on with. */
function networkKey(settings: Settings): string {
  const { features, layers, initializer, seed, batchNorm, activation } = settings;
  return JSON.stringify([
    features,
    layers,
    initializer,
    seed,
    batchNorm,
    activation,
    classCount(settings),
    settings.problem,
  ]);
}

/** What the points depend on. */
export function dataKey(settings: Settings): string {
  const { problem, dataset, surface, points, noise, trainShare, dataSeed } = settings;
  return JSON.stringify([
    problem,
    dataset,
    surface,
    isOwn(settings) ? points : [],
    noise,
    trainShare,
    dataSeed,
  ]);
}

/** Does a change begin with new weights? Points that are put down by hand are learned as they come. */
export function startsAnew(before: Settings, after: Settings): boolean {
  if (networkKey(before) !== networkKey(after)) return true;
  return dataKey(before) !== dataKey(after) && !(isOwn(before) && isOwn(after));
}

/** Are the points one's own? */
export function isOwn({ problem, dataset, surface }: Settings): boolean {
  return (problem === 'classification' ? dataset : surface) === 'own';
}

/** How many classes; 2 have one output, as in the textbook. */
export function classCount({ problem, dataset, points }: Settings): number {
  if (problem === 'regression') return 1;
  if (dataset === 'three-arms' || dataset === 'blobs') return 3;
  if (dataset === 'own') return Math.max(2, ...points.map(({ target }) => target + 1));
  return 2;
}

/** How many numbers the network gives. */
export function outputCount(settings: Settings): number {
  const classes = classCount(settings);
  return classes > 2 ? classes : 1;
}
