/** The thread that trains: takes orders, and sends a snapshot whenever the page has drawn the one before. */
import type { Dense } from 'hebb/nn';
import { fromTyped } from 'hebb/tensor';
import { healthOf, outputPicture, scoresOf, unitPictures } from './look.ts';
import type { Answer, Order } from './protocol.ts';
import { classCount } from './settings.ts';
import type { LayerHealth, Snapshot } from './snapshot.ts';
import { Trainer } from './trainer.ts';

/** Milliseconds between two looks at gradients, which take longer than the rest. */
const HEALTH = 400;

let trainer: Trainer | undefined;
let isDrawn = true;
let health: LayerHealth[] = [];
let lookedAt = 0;
let best = { loss: Number.POSITIVE_INFINITY, epoch: 0 };
let stoppedAt: number | undefined;
/** Orders one after the other. */
let queue: Promise<void> = Promise.resolve();

function say(answer: Answer): void {
  const { kind } = answer;
  const parts = kind === 'snapshot' ? answer.snapshot : undefined;
  const transfer =
    parts === undefined ? [] : [parts.output.buffer, ...parts.units.map(({ buffer }) => buffer)];
  postMessage(answer, { transfer });
}

async function show(force: boolean): Promise<void> {
  const now = trainer;
  if (now === undefined || (!isDrawn && !force)) return;
  isDrawn = false;
  const { network, settings, points } = now;
  const train = await scoresOf(network, settings, points.train);
  const test = await scoresOf(network, settings, points.test);
  const isBroken = points.train.targets.length > 0 && !Number.isFinite(train.loss);
  if (isBroken) now.pause();
  if (!isBroken && (force || performance.now() - lookedAt > HEALTH)) {
    health = await healthOf(network, settings, points.train);
    lookedAt = performance.now();
  }
  const snapshot: Snapshot = {
    epoch: now.epoch,
    classes: classCount(settings),
    train,
    test,
    kernels: network.dense.map((layer) => layer.weights[0].values.slice() as Float32Array),
    biases: network.dense.map((layer) => layer.weights[1].values.slice() as Float32Array),
    units: await unitPictures(network, settings),
    output: (await outputPicture(network, settings)).slice(),
    health,
    pace: now.pace,
    isBroken,
    stoppedAt,
    isRunning: now.isRunning,
  };
  say({ kind: 'snapshot', snapshot });
}

/** Stop where the test loss has not fallen for long, if that is asked for. */
async function watch(now: Trainer): Promise<void> {
  const { patience } = now.settings;
  if (patience === 0) return;
  const { loss } = await scoresOf(now.network, now.settings, now.points.test);
  if (loss < best.loss) best = { loss, epoch: now.epoch };
  if (now.epoch - best.epoch < patience) return;
  stoppedAt = best.epoch;
  now.pause();
}

function forget(): void {
  best = { loss: Number.POSITIVE_INFINITY, epoch: 0 };
  stoppedAt = undefined;
}

async function obey(order: Order): Promise<void> {
  if (order.kind === 'settings') {
    if (trainer === undefined) {
      const made: Trainer = new Trainer(order.settings, async () => {
        await watch(made);
        await show(!made.isRunning);
      });
      trainer = made;
    } else await trainer.change(order.settings);
    forget();
    return show(true);
  }
  const now = trainer;
  if (now === undefined) return;
  switch (order.kind) {
    case 'play':
      forget();
      now.play();
      return;
    case 'pause':
      now.pause();
      await now.standstill();
      return show(true);
    case 'step':
      return now.step();
    case 'rewind':
      forget();
      now.pause();
      await now.rewind();
      return show(true);
    case 'speed':
      now.speed = order.speed;
      return;
    case 'weight': {
      const { layer, from, to, value } = order;
      const dense = now.network.dense[layer];
      const [kernel, bias] = dense.getWeights().map((tensor) => Float32Array.from(tensor.values));
      if (from === undefined) bias[to] = value;
      else kernel[from * bias.length + to] = value;
      setWeights(dense, kernel, bias);
      return show(true);
    }
    case 'weights':
      for (const [k, dense] of now.network.dense.entries()) {
        setWeights(dense, order.kernels[k], order.biases[k]);
      }
      return show(true);
    case 'drawn':
      isDrawn = true;
  }
}

function setWeights(layer: Dense, kernel: Float32Array, bias: Float32Array): void {
  const units = bias.length;
  layer.setWeights([fromTyped(kernel, [kernel.length / units, units]), fromTyped(bias, [units])]);
}

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.kind === 'drawn') {
    isDrawn = true;
    return;
  }
  queue = queue
    .then(() => obey(data))
    .catch((error: unknown) => {
      say({ kind: 'failure', message: error instanceof Error ? error.message : String(error) });
    });
});
