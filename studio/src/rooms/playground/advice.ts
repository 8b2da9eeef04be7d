/** What to say at the moment of surprise, and what to offer. Pure: from what is seen and how it is set. */
import type { Settings } from './settings.ts';
import type { Snapshot } from './snapshot.ts';

export interface Word {
  readonly text: string;
  /** What the button says. */
  readonly offer?: string;
  /** What it changes. */
  readonly change?: Partial<Settings> | 'reseed';
}

/** A layer whose gradients are smaller than this learns nothing. */
const VANISHED = 1e-5;

export function adviceOn(snapshot: Snapshot, settings: Settings): Word | undefined {
  const { rate } = settings;
  if (snapshot.isBroken) {
    const half = Number((rate / 2).toPrecision(3));
    return {
      text: `The loss has outgrown what a number can hold: the learning rate of ${rate} is too large here.`,
      offer: `Try again with ${half}`,
      change: { rate: half },
    };
  }
  if (snapshot.stoppedAt !== undefined) {
    return { text: `Stopped: the test loss has not fallen since epoch ${snapshot.stoppedAt}.` };
  }
  if (settings.initializer === 'zeros' || settings.initializer === 'constant') {
    return {
      text: 'All units of a layer begin alike and get the same gradient, so they stay alike. Random weights break the symmetry.',
      offer: 'Random weights',
      change: { initializer: 'glorot_uniform' },
    };
  }
  const vanished = snapshot.health.findIndex(({ gradient }) => gradient < VANISHED);
  if (vanished >= 0 && snapshot.epoch > 20 && snapshot.train.loss > 0.05 && settings.activation !== 'relu') {
    return {
      text: `The gradients of layer ${vanished + 1} have all but vanished: it hardly learns.`,
      offer: 'Use ReLU',
      change: { activation: 'relu' },
    };
  }
  const dead = snapshot.health.reduce((count, layer) => count + layer.dead.filter(Boolean).length, 0);
  if (dead > 0 && snapshot.epoch > 20) {
    return {
      text: `${dead === 1 ? 'One unit gives' : `${dead} units give`} the same for every point and no longer learn${dead === 1 ? 's' : ''} (hatched).`,
      offer: 'Another seed',
      change: 'reseed',
    };
  }
  if (snapshot.epoch > 150 && snapshot.train.score < 0.7) {
    return {
      text: 'The network seems to be stuck. It may be too small, or it began badly.',
      offer: 'Another seed',
      change: 'reseed',
    };
  }
  return undefined;
}
