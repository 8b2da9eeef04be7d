/**
 * The chapter's first exercise as seven lessons: each sets the stage, says what to try, and knows from the learner's
 * own runs when it happened. Pure: no page, no thread.
 */
import type { Settings } from './settings.ts';

/** One run: from fresh weights until something began anew. */
export interface Run {
  readonly settings: Settings;
  readonly epochs: number;
  /** The best share of training points that were right. */
  readonly best: number;
  /** The first epoch with nearly all points right. */
  readonly solvedAt: number | undefined;
  /** The smallest ratio seen of the first layer's gradient to the last's. */
  readonly fading: number;
}

/** From this share of right points on a run counts as solved. */
export const SOLVED = 0.97;
/** A run this long without being solved counts as stuck. */
const LONG = 150;

export interface Step {
  readonly text: string;
  isDone(runs: readonly Run[]): boolean;
}

export interface Lesson {
  readonly title: string;
  readonly text: string;
  readonly stage: Partial<Settings>;
  readonly steps: readonly Step[];
  /** What there was to see. */
  readonly after: string;
}

const isSolved = ({ solvedAt }: Run): boolean => solvedAt !== undefined;
const isStuck = (run: Run): boolean => !isSolved(run) && run.epochs >= LONG;
const hidden = (run: Run, ...units: readonly number[]): boolean =>
  run.settings.layers.map((layer) => layer.units).join() === units.join();
/** Different starts that were tried. */
const starts = (runs: readonly Run[]): number => new Set(runs.map(({ settings }) => settings.seed)).size;

const circle: Partial<Settings> = {
  problem: 'classification',
  dataset: 'circle',
  features: ['x1', 'x2'],
  activation: 'tanh',
  loss: 'cross_entropy',
  optimizer: 'adam',
  rate: 0.03,
  noise: 0,
  penalty: 'none',
  dropout: 0,
  batchNorm: false,
  initializer: 'glorot_uniform',
};

export const lessons: readonly Lesson[] = [
  {
    title: 'The patterns that are learned',
    text: 'Two hidden layers, points in a disc and in a ring around it.',
    stage: { ...circle, layers: [{ units: 4 }, { units: 2 }] },
    steps: [
      {
        text: 'Let it run until the disc is found.',
        isDone: (runs) => runs.some(isSolved),
      },
    ],
    after:
      'The units of the first layer have learned simple things, straight edges. Those of the second layer put edges together. The more layers, the more complex the patterns can be.',
  },
  {
    title: 'Activation functions',
    text: 'The same network with another bend in its units.',
    stage: { ...circle, layers: [{ units: 4 }, { units: 2 }] },
    steps: [
      {
        text: 'Choose ReLU as activation, and let it run.',
        isDone: (runs) => runs.some((run) => run.settings.activation === 'relu' && run.epochs > 20),
      },
      {
        text: 'Have it find the disc. Another seed may be needed.',
        isDone: (runs) => runs.some((run) => run.settings.activation === 'relu' && isSolved(run)),
      },
    ],
    after: 'It is found even faster. But the boundary is made of straight pieces now, as a ReLU is.',
  },
  {
    title: 'Local minima',
    text: 'One hidden layer with three units, which is just enough.',
    stage: { ...circle, layers: [{ units: 3 }] },
    steps: [
      {
        text: 'Train it from three different seeds (S).',
        isDone: (runs) => starts(runs.filter((run) => hidden(run, 3) && run.epochs > 20)) >= 3,
      },
      {
        text: 'See that it takes longer from some than from others: twice as many epochs, or for ever.',
        isDone(runs) {
          const times = runs
            .filter((run) => hidden(run, 3))
            .map((run) => run.solvedAt ?? (isStuck(run) ? 1e9 : 0));
          const known = times.filter((time) => time > 0);
          return known.length >= 2 && Math.max(...known) >= 2 * Math.min(...known);
        },
      },
    ],
    after:
      'How long it takes depends on where it begins. Now and then it stays in a valley that is not the deepest. “Many seeds” below counts how often.',
  },
  {
    title: 'Too small',
    text: 'Take one of the three units away.',
    stage: { ...circle, layers: [{ units: 3 }] },
    steps: [
      {
        text: 'Leave two units, and train it from two seeds for a while.',
        isDone: (runs) => starts(runs.filter((run) => hidden(run, 2) && run.epochs >= LONG)) >= 2,
      },
      {
        text: 'See that it can’t be done.',
        isDone: (runs) => runs.filter((run) => hidden(run, 2) && isStuck(run)).length >= 2,
      },
    ],
    after: 'Two edges can’t close a ring. Too few parameters: the network underfits, whatever the seed.',
  },
  {
    title: 'Large enough',
    text: 'Eight units in the hidden layer.',
    stage: { ...circle, layers: [{ units: 8 }] },
    steps: [
      {
        text: 'Train it from three seeds.',
        isDone: (runs) => starts(runs.filter((run) => hidden(run, 8) && run.epochs > 5)) >= 3,
      },
      {
        text: 'See that it is solved each time.',
        isDone: (runs) => starts(runs.filter((run) => hidden(run, 8) && isSolved(run))) >= 3,
      },
    ],
    after:
      'Never stuck, and fast each time. Large networks hardly ever end in a bad minimum, though they may stay on a plateau for long.',
  },
  {
    title: 'Vanishing gradients',
    text: 'The spiral, and four hidden layers of eight units each, with sigmoids and plain gradient descent.',
    stage: {
      ...circle,
      dataset: 'spiral',
      layers: [{ units: 8 }, { units: 8 }, { units: 8 }, { units: 8 }],
      activation: 'sigmoid',
      optimizer: 'sgd',
    },
    steps: [
      {
        text: 'Let it run, and look at the gradients under “Layers”: those of the first layer are far smaller than those of the last.',
        isDone: (runs) =>
          runs.some((run) => run.settings.layers.length >= 4 && run.fading < 0.05 && run.epochs > 10),
      },
      {
        text: 'Bring it to life: another activation, Adam, or batch normalization.',
        isDone: (runs) =>
          runs.some(
            (run) => run.settings.layers.length >= 4 && run.settings.dataset === 'spiral' && run.best > 0.85,
          ),
      },
    ],
    after:
      'The lower layers change slowest, as little of the gradient reaches them. Better initial weights, another activation, a better optimizer or batch normalization are the ways out.',
  },
  {
    title: 'Go further',
    text: 'Everything is yours now: draw points, add noise and fight it with a penalty, change a weight by hand, look for the smallest network that solves the spiral.',
    stage: { dataset: 'spiral' },
    steps: [
      {
        text: 'Solve the spiral.',
        isDone: (runs) => runs.some((run) => run.settings.dataset === 'spiral' && isSolved(run)),
      },
      {
        text: 'Solve points that you have drawn.',
        isDone: (runs) =>
          runs.some(
            (run) => run.settings.dataset === 'own' && run.settings.points.length >= 20 && isSolved(run),
          ),
      },
    ],
    after: 'You have met what the chapter tells of networks in the plane.',
  },
];
