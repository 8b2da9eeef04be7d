/** The points of a data set, drawn from its seed and parted into those trained on and those kept for the test. */
import { RandomState } from 'hebb';
import {
  makeBlobs,
  makeCircle,
  makeGauss,
  makeMultiGauss,
  makePlane,
  makeSpiral,
  makeXor,
} from 'hebb/datasets';
import { isOwn, type Settings } from './settings.ts';

export interface Points {
  /** x and y in turn. */
  readonly places: Float32Array;
  /** Class numbers, or values from −1 to 1. */
  readonly targets: Float32Array;
}

export interface PointSets {
  readonly train: Points;
  readonly test: Points;
}

/** All points of the settings' data set, shuffled once. */
export function drawPoints(settings: Settings): PointSets {
  const { places, targets } = allPoints(settings);
  const count = targets.length;
  const order = new RandomState(settings.dataSeed + 1).permutation(count);
  const trained = Math.max(1, Math.round((count * settings.trainShare) / 100));
  return {
    train: take(places, targets, order, 0, Math.min(trained, count)),
    test: take(places, targets, order, Math.min(trained, count), count),
  };
}

function take(
  places: ArrayLike<number>,
  targets: ArrayLike<number>,
  order: ArrayLike<number>,
  start: number,
  end: number,
): Points {
  const rows = Array.from({ length: end - start }, (_, i) => order[start + i]);
  return {
    places: Float32Array.from(rows.flatMap((row) => [places[2 * row], places[2 * row + 1]])),
    targets: Float32Array.from(rows, (row) => targets[row]),
  };
}

function allPoints(settings: Settings): Points {
  const { problem, dataset, surface, points, noise, dataSeed } = settings;
  const options = { noise: noise / 100, randomState: dataSeed };
  if (isOwn(settings)) {
    return {
      places: Float32Array.from(points.flatMap(({ x, y }) => [x, y])),
      targets: Float32Array.from(points, ({ target }) => target),
    };
  }
  if (problem === 'regression') {
    const { data, target } = surface === 'plane' ? makePlane(options) : makeMultiGauss(options);
    return { places: Float32Array.from(data.data), targets: Float32Array.from(target) };
  }
  if (dataset === 'three-arms') return threeArms(noise / 100, dataSeed);
  if (dataset === 'blobs') return blobs(noise / 100, dataSeed);
  const makers = { circle: makeCircle, xor: makeXor, gauss: makeGauss, spiral: makeSpiral };
  const { data, target } = makers[dataset as keyof typeof makers](options);
  return {
    places: Float32Array.from(data.data),
    targets: Float32Array.from(target, (label) => (label > 0 ? 1 : 0)),
  };
}

/** Three arms of a spiral, 150 points each. */
function threeArms(noise: number, seed: number): Points {
  const random = new RandomState(seed);
  const places: number[] = [];
  const targets: number[] = [];
  for (let arm = 0; arm < 3; arm++) {
    for (let i = 0; i < 150; i++) {
      const radius = 0.3 + (i / 150) * 4.9;
      const angle = (i / 150) * 4 + (arm * 2 * Math.PI) / 3;
      const [dx, dy] = random.uniform(-1, 1, 2);
      places.push(radius * Math.sin(angle) + dx * noise * 3, radius * Math.cos(angle) + dy * noise * 3);
      targets.push(arm);
    }
  }
  return { places: Float32Array.from(places), targets: Float32Array.from(targets) };
}

/** Three clouds of 150 points. */
function blobs(noise: number, seed: number): Points {
  const { data, target } = makeBlobs({
    nSamples: 450,
    centers: [
      [-2.5, -2],
      [2.5, -2],
      [0, 2.5],
    ],
    clusterStd: 0.6 + 2.5 * noise,
    randomState: seed,
  });
  return { places: Float32Array.from(data.data), targets: Float32Array.from(target) };
}
