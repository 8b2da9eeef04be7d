/** The playground without its page: networks that learn, pause and go on, what is said of them, and their code. */
import { describe, expect, test } from 'vitest';
import * as datasets from '../../src/datasets/index.ts';
import * as nn from '../../src/nn/index.ts';
import { adviceOn } from '../../studio/src/rooms/playground/advice.ts';
import { codeOf } from '../../studio/src/rooms/playground/export-code.ts';
import { layOut, linkNear, linksOf } from '../../studio/src/rooms/playground/layout.ts';
import { healthOf, scoresOf, unitPictures } from '../../studio/src/rooms/playground/look.ts';
import { haloWidth } from '../../studio/src/rooms/playground/paint-links.ts';
import { readPoints } from '../../studio/src/rooms/playground/pasted-points.ts';
import { drawPoints } from '../../studio/src/rooms/playground/points.ts';
import { classCount, fields, type Settings } from '../../studio/src/rooms/playground/settings.ts';
import { type Snapshot, unitGrid } from '../../studio/src/rooms/playground/snapshot.ts';
import { Trainer } from '../../studio/src/rooms/playground/trainer.ts';
import { initialValues } from '../../studio/src/state/field.ts';

const first = initialValues(fields);
const easy: Settings = { ...first, dataset: 'gauss', layers: [{ units: 4 }] };

/** A trainer at full speed that has gone so many epochs. */
async function trained(settings: Settings, epochs: number): Promise<Trainer> {
  let arrive: () => void = () => {};
  const there = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const trainer: Trainer = new Trainer(settings, async () => {
    if (trainer.epoch < epochs) return;
    trainer.pause();
    arrive();
  });
  trainer.speed = 'full';
  trainer.play();
  await there;
  return trainer;
}

describe('training', () => {
  test('learns, and the same settings give the same numbers', async () => {
    const [one, two] = [await trained(easy, 20), await trained(easy, 20)];
    const scores = await scoresOf(one.network, easy, one.points.test);
    expect(scores.score).toBeGreaterThan(0.95);
    expect(scores.confusion.reduce((sum, n) => sum + n, 0)).toBe(one.points.test.targets.length);
    expect(await scoresOf(two.network, easy, two.points.test)).toEqual(scores);
    await one.close();
    await two.close();
  });

  test.each(['slow', 'full'] as const)('stands still after a pause, at %s speed', async (speed) => {
    const trainer = await trained(easy, 3);
    trainer.speed = speed;
    trainer.play();
    await new Promise((resolve) => setTimeout(resolve, 20));
    trainer.pause();
    await trainer.standstill();
    const { epoch } = trainer;
    const weights = trainer.network.model.getWeights().map((weight) => weight.toArray());
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(trainer.epoch).toBe(epoch);
    expect(trainer.network.model.getWeights().map((weight) => weight.toArray())).toEqual(weights);
    await trainer.close();
  });

  test('rewinds to the weights it began with', async () => {
    const fresh = new Trainer(easy, async () => {});
    const begin = fresh.network.model.getWeights().map((weight) => weight.toArray());
    const trainer = await trained(easy, 3);
    expect(trainer.network.model.getWeights().map((weight) => weight.toArray())).not.toEqual(begin);
    await trainer.rewind();
    expect(trainer.network.model.getWeights().map((weight) => weight.toArray())).toEqual(begin);
    expect(trainer.epoch).toBe(0);
  });

  test('goes on with its weights when the training is set otherwise, anew when the network is', async () => {
    const trainer = await trained(easy, 3);
    const weights = trainer.network.model.getWeights().map((weight) => weight.toArray());
    await trainer.change({ ...easy, rate: 0.1 });
    expect(trainer.network.model.optimizer.learningRate).toBe(0.1);
    await trainer.change({ ...easy, rate: 0.1, batchSize: 20, optimizer: 'sgd' });
    expect(trainer.network.model.getWeights().map((weight) => weight.toArray())).toEqual(weights);
    expect(trainer.epoch).toBe(3);
    await trainer.change({ ...easy, layers: [{ units: 2 }] });
    expect(trainer.epoch).toBe(0);
  });

  test.each<[string, Partial<Settings>]>([
    ['no hidden layer', { layers: [] }],
    ['three classes', { dataset: 'three-arms' }],
    ['a regression', { problem: 'regression', surface: 'multi-gauss', loss: 'squared' }],
    ['squared loss of classes', { loss: 'squared' }],
    [
      'everything on',
      { batchNorm: true, dropout: 0.2, penalty: 'l2', penaltyRate: 0.01, optimizer: 'nesterov' },
    ],
    ['activations of their own', { layers: [{ units: 3, activation: 'relu' }, { units: 2 }] }],
  ])('runs with %s', async (_, changes) => {
    const settings = { ...first, ...changes };
    const { network, points } = await trained(settings, 2);
    const pictures = await unitPictures(network, settings);
    expect(pictures.map(({ length }) => length)).toEqual(
      settings.layers.map(({ units }) => units * unitGrid * unitGrid),
    );
    const health = await healthOf(network, settings, points.train);
    expect(health).toHaveLength(settings.layers.length + 1);
    for (const { gradient } of health) expect(gradient).toBeGreaterThan(0);
    expect(Number.isFinite((await scoresOf(network, settings, points.test)).loss)).toBe(true);
  });
});

describe('points', () => {
  test('are parted into training and test', () => {
    const { train, test: kept } = drawPoints({ ...first, trainShare: 20 });
    expect(train.targets.length).toBe(100);
    expect(kept.targets.length).toBe(400);
  });

  test('can be pasted; words are classes', () => {
    expect(readPoints('1,2,yes\n-1,0.5,no\n3,3,yes')).toEqual({
      points: [
        { x: 1, y: 2, target: 0 },
        { x: -1, y: 0.5, target: 1 },
        { x: 3, y: 3, target: 0 },
      ],
    });
    expect(readPoints('1,2,0\n9,0,1')).toEqual({ problem: 'Line 2: x and y must be between −6 and 6.' });
    expect(readPoints('a,b,0')).toEqual({ problem: 'Line 1: x and y must be numbers.' });
    expect(readPoints('')).toHaveProperty('problem');
  });

  test("one's own decide how many classes there are", () => {
    const points = [0, 1, 2].map((target) => ({ x: target, y: 0, target }));
    expect(classCount({ ...first, dataset: 'own', points })).toBe(3);
    expect(classCount({ ...first, dataset: 'own', points: [] })).toBe(2);
  });
});

describe('the stage', () => {
  const layout = layOut(640, [{ units: 3 }, { units: 2 }], ['x1', 'x2']);

  test('has a link for every weight', () => {
    expect(linksOf(layout)).toHaveLength(2 * 3 + 3 * 2 + 2);
  });

  test('finds the link under the pointer', () => {
    const links = linksOf(layout);
    const link = links[4];
    expect(linkNear(links, { x: link.start.x + 1, y: link.start.y })?.from).toBe(link.from);
    expect(linkNear(links, { x: 0, y: layout.height + 100 })).toBeUndefined();
  });

  test('gradients have halos on a logarithmic scale, vanished ones none', () => {
    const widths = [1e-6, 1e-5, 1e-4, 1e-3, 1, 100].map(haloWidth);
    for (const [i, width] of [0, 0, 3, 6, 15, 15].entries()) expect(widths[i]).toBeCloseTo(width, 9);
    expect(haloWidth(-1e-3)).toBe(haloWidth(1e-3));
  });

  test.each([320, 390, 640, 1000])('fits into %d pixels', (width) => {
    const eight = Array.from({ length: 8 }, () => ({ units: 16 }));
    const { columns, node } = layOut(width, eight, ['x1']);
    expect(columns[0] - node / 2).toBeGreaterThanOrEqual(0);
    expect((columns.at(-1) as number) + node / 2).toBeLessThanOrEqual(width);
    for (let k = 1; k < columns.length; k++) expect(columns[k] - columns[k - 1]).toBeGreaterThan(node);
  });
});

describe('advice', () => {
  const calm: Snapshot = {
    epoch: 100,
    classes: 2,
    train: { loss: 0.3, score: 0.9, confusion: [] },
    test: { loss: 0.3, score: 0.9, confusion: [] },
    kernels: [],
    biases: [],
    units: [],
    output: new Float32Array(),
    health: [],
    pace: 1,
    isBroken: false,
    stoppedAt: undefined,
    isRunning: true,
  };
  const layer = { slopes: new Float32Array(), gradient: 0.1, activation: 0.5, stuck: 0, dead: [false] };

  test('is silent while all is well', () => {
    expect(adviceOn({ ...calm, health: [layer] }, first)).toBeUndefined();
  });

  test.each<[string, Partial<Snapshot>, Partial<Settings>, string]>([
    ['a rate that is too large', { isBroken: true }, { rate: 10 }, 'Try again with 5'],
    [
      'vanished gradients',
      { health: [{ ...layer, gradient: 1e-7 }, layer] },
      { activation: 'sigmoid' },
      'Use ReLU',
    ],
    ['dead units', { health: [{ ...layer, dead: [true, false] }] }, {}, 'Another seed'],
    ['units that begin alike', {}, { initializer: 'zeros' }, 'Random weights'],
    ['a network that is stuck', { epoch: 400, train: { ...calm.train, score: 0.5 } }, {}, 'Another seed'],
  ])('offers a way out of %s', (_, seen, set, offer) => {
    expect(adviceOn({ ...calm, ...seen }, { ...first, ...set })?.offer).toBe(offer);
  });
});

describe('the exported code', () => {
  test.each<[string, Partial<Settings>]>([
    ['as at first', {}],
    [
      'with everything on',
      { batchNorm: true, dropout: 0.1, penalty: 'l1', penaltyRate: 0.001, optimizer: 'momentum' },
    ],
    ['of a regression', { problem: 'regression', loss: 'huber', features: ['x1', 'sinx2', 'x1x2'] }],
    [
      'of points of one’s own',
      { dataset: 'own', points: [0, 1, 2, 0, 1, 2].map((t) => ({ x: t, y: -t, target: t })) },
    ],
    ['without a hidden layer', { layers: [], loss: 'squared' }],
  ])('runs %s', async (_, changes) => {
    const code = codeOf({ ...first, ...changes });
    const body = code.replaceAll(/^import .*$/gm, '').replace('epochs: 100', 'epochs: 1');
    const imported = Array.from(
      code.matchAll(/^import \{ (.*) \} from '(.*)';$/gm),
      ([, names]) => names,
    ).join(', ');
    const said: unknown[] = [];
    const run = new Function(`{ ${imported} }`, 'console', `return (async () => {${body}\n})();`);
    await run({ ...datasets, ...nn }, { log: (value: unknown) => said.push(value) });
    expect(said).toEqual([expect.any(Number)]);
    expect(said[0]).not.toBeNaN();
  });
});
