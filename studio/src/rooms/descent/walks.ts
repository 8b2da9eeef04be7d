/** Paths downhill: along a curve, of optimizers in a race, and of lines that are fitted to points. */
import { type Descent, gradientDescent, RandomState } from 'hebb';
import { createEngine, gradients, Program, placeholder, type Tensor, variable } from 'hebb/tensor';
import { costOf, curves, landscapes } from './hills.ts';
import type { BatchName, RacerName, Settings } from './settings.ts';
import { rateOf } from './settings.ts';

/** A path with its costs: one place of two numbers (the second 0 where there is one parameter) for each step. */
export interface Walk {
  readonly name: string;
  readonly places: readonly (readonly [number, number])[];
  readonly costs: readonly number[];
  readonly isBroken: boolean;
}

/** Steps of each scene. */
export const lengths: Readonly<Record<Settings['scene'], number>> = { curve: 60, landscape: 200, fit: 120 };

/** One parameter: the path and its slopes. */
export function curveDescent({
  curve,
  exponent,
  start,
}: Pick<Settings, 'curve' | 'exponent' | 'start'>): Descent {
  return gradientDescent((theta) => costOf(curves[curve], theta), [start], {
    learningRate: rateOf(exponent),
    steps: lengths.curve,
    engine: 'js',
  });
}

function walkOf(name: string, { path, reason }: Descent): Walk {
  return {
    name,
    places: path.map(({ theta }) => [theta[0], theta[1] ?? 0]),
    costs: path.map(({ cost }) => cost),
    isBroken: reason === 'diverged',
  };
}

export const racerNames: Readonly<Record<RacerName, string>> = {
  sgd: 'Gradient descent',
  momentum: 'Momentum',
  nesterov: 'Nesterov',
  adagrad: 'AdaGrad',
  rmsprop: 'RMSProp',
  adam: 'Adam',
};

/** Each optimizer's path over the landscape from one start, with one learning rate. */
export async function race(
  settings: Pick<Settings, 'landscape' | 'exponent' | 'place' | 'racers'>,
): Promise<readonly Walk[]> {
  const { Adagrad, Adam, applyGradients, createState, RMSprop, SGD } = await import('hebb/nn');
  const rate = rateOf(settings.exponent);
  const makers = {
    sgd: () => new SGD(rate),
    momentum: () => new SGD(rate, { momentum: 0.9 }),
    nesterov: () => new SGD(rate, { momentum: 0.9, nesterov: true }),
    adagrad: () => new Adagrad(rate),
    rmsprop: () => new RMSprop(rate),
    adam: () => new Adam(rate),
  };
  const engine = createEngine('js');
  return settings.racers.map((racer): Walk => {
    const theta = variable(Float64Array.from(settings.place));
    const cost = costOf(landscapes[settings.landscape], theta);
    const parameters = [{ variable: theta, name: 'theta' }];
    const optimizer = makers[racer]();
    const state = createState(optimizer, parameters);
    const rateNow = placeholder([], 'float64');
    const updates = applyGradients(optimizer, parameters, gradients(cost, [theta]), state, rateNow);
    const program = new Program({ step: { outputs: [cost.cast('float64')], updates } }, engine);
    if (program.uses(rateNow)) program.write(rateNow, [rate]);
    return taken(racerNames[racer], program, theta);
  });
}

function taken(name: string, program: Program, theta: Tensor): Walk {
  const places: (readonly [number, number])[] = [];
  const costs: number[] = [];
  for (let step = 0; step <= lengths.landscape; step++) {
    const [x, y] = program.read(theta);
    program.run('step');
    const [cost] = program.output('step');
    if (!Number.isFinite(x + y + cost) || Math.abs(cost) > 1e12)
      return { name, places, costs, isBroken: true };
    places.push([x, y]);
    costs.push(cost);
  }
  return { name, places, costs, isBroken: false };
}

export const batchNames: Readonly<Record<BatchName, string>> = {
  all: 'Batch: all 100 points a step',
  '16': 'Mini-batch: 16 points a step',
  '1': 'Stochastic: 1 point a step',
};

/** A hundred points around the line 4 + 3x, as in the textbook. */
export function linePoints(seed: number): { readonly xs: readonly number[]; readonly ys: readonly number[] } {
  const random = new RandomState(seed);
  const xs = Array.from(random.uniform(0, 2, 100));
  const noise = random.standardNormal(100);
  return { xs, ys: xs.map((x, i) => 4 + 3 * x + noise[i]) };
}

/** Where all fits start: a flat line below the points. */
const fitStart = [-0.5, -1.5] as const;

/** Linear regression by descent on the mean squared error: θ is bias and slope. */
export function fits({
  batches,
  exponent,
  seed,
}: Pick<Settings, 'batches' | 'exponent' | 'seed'>): readonly Walk[] {
  const { xs, ys } = linePoints(seed);
  const X = xs.map((x) => [1, x]);
  return batches.map((batch) =>
    walkOf(
      batchNames[batch],
      gradientDescent(
        (theta, rows, y) =>
          rows
            .matmul(theta.reshape([2, 1]))
            .sub(y)
            .square()
            .mean(),
        fitStart,
        {
          learningRate: rateOf(exponent),
          steps: lengths.fit,
          data: [X, ys],
          batchSize: batch === 'all' ? 'all' : Number(batch),
          randomState: seed,
          engine: 'js',
        },
      ),
    ),
  );
}

/** The part of the plane of bias and slope that is drawn. */
export const fitView = { x: [-1, 9], y: [-2, 8] } as const;

/** Mean squared error of all points over bias (across) and slope (up), first row on top. */
export function errorGrid(seed: number, size = 200): ArrayLike<number> {
  const { xs, ys } = linePoints(seed);
  const { x, y } = fitView;
  return Float64Array.from({ length: size * size }, (_, i) => {
    const bias = x[0] + ((x[1] - x[0]) * ((i % size) + 0.5)) / size;
    const slope = y[1] - ((y[1] - y[0]) * (Math.floor(i / size) + 0.5)) / size;
    return xs.reduce((sum, one, k) => sum + (bias + slope * one - ys[k]) ** 2, 0) / xs.length;
  });
}
