/**
 * What Hebb aims at: how many times as long its peers should take, workload by workload, and which of the
 * measured contenders count for what. Pure functions of medians; it knows no process and no text.
 */

const W = (W1, W2, W2b, W3) => ({ W1, W2, W2b, W3 });

/** A model may take this many times as long as the estimator that does the same. */
const MODEL_LIMIT = 1.15;

const isModel = ({ family }) => family === 'hebb-model';
const isHebb = ({ family }) => family === 'hebb';
/** A plain install: WebAssembly with threads, on the Node that runs the benchmark; one thread where threads are missing. */
const plain = (contenders) => {
  const threaded = contenders.filter(({ name }) => name === 'hebb-wasm');
  return threaded.length > 0 ? threaded : contenders.filter(({ name }) => name === 'hebb-wasm-1');
};
const bestEngine = (contenders) => contenders.filter(isHebb);
const installedScikitLearn = (contenders) => contenders.filter(({ installed }) => installed);
const anyThreadCount = (contenders) =>
  contenders.filter(({ installed, installedKernels }) => installed || installedKernels);
const bestSettings = (contenders) =>
  contenders.filter(({ family }) => family === 'scikit-learn' || family === 'pytorch');

/** Who is measured beside Hebb. */
export const isPeer = (contender) => !isHebb(contender) && !isModel(contender);

/** Each: who of Hebb, against whom, in which type, and the least ratio of their times. */
export const targets = [
  {
    title: 'plain install, against scikit-learn at its faster thread count',
    dtype: 'float32',
    own: plain,
    peers: anyThreadCount,
    atLeast: W(3.5, 1, 1.7, 0.65),
  },
  {
    title: 'best engine, against scikit-learn as installed',
    dtype: 'float32',
    own: bestEngine,
    peers: installedScikitLearn,
    atLeast: W(5, 2.5, 3, 2),
  },
  {
    title: 'best engine, against scikit-learn and PyTorch at their best settings',
    dtype: 'float32',
    own: bestEngine,
    peers: bestSettings,
    atLeast: W(4, 1.5, 2, 1.2),
  },
  {
    title: 'best engine, against scikit-learn as installed',
    dtype: 'float64',
    own: bestEngine,
    peers: installedScikitLearn,
    atLeast: W(3.5, 1.9, 3, 1.9),
  },
  {
    title: 'plain install, against TensorFlow.js wasm',
    dtype: 'float32',
    own: plain,
    peers: (contenders) => contenders.filter(({ family }) => family === 'tfjs'),
    atLeast: W(40, 18, 18, 50),
  },
  {
    title: 'Sequential.fit, against the estimator on the same engine',
    dtype: 'float32',
    own: (contenders) => contenders.filter(isModel),
    peers: (contenders) => contenders.filter(({ name }) => name === 'hebb-auto'),
    atLeast: W(1 / MODEL_LIMIT, 1 / MODEL_LIMIT, 1 / MODEL_LIMIT, 1 / MODEL_LIMIT),
  },
];

/** The engine that `auto` picks may take this many times as long as the best of those it can pick from. */
export const AUTO_LIMIT = 1.15;

/** The contender with the smallest time, of those that have one; undefined when there is none. */
function fastestOf(contenders, times) {
  const able = contenders.filter(({ name }) => times[name] !== undefined);
  return able.reduce((best, next) => (best && times[best.name] <= times[next.name] ? best : next), undefined);
}

/**
 * How a target stands in one workload; undefined where one of the two sides was not measured.
 *
 * @param times median milliseconds by contender's name
 */
export function standing(target, workload, contenders, times) {
  const own = fastestOf(target.own(contenders), times);
  const peer = fastestOf(target.peers(contenders), times);
  if (own === undefined || peer === undefined) return undefined;
  const ratio = times[peer.name] / times[own.name];
  const needed = target.atLeast[workload];
  return { own: own.name, peer: peer.name, ratio, needed, met: ratio >= needed };
}

/** How `auto` stands to the best engine it can pick from; undefined where it or all others are missing. */
export function autoStanding(times) {
  const others = ['hebb-wasm-1', 'hebb-wasm', 'hebb-blas'].filter((name) => times[name] !== undefined);
  if (times['hebb-auto'] === undefined || others.length === 0) return undefined;
  const best = Math.min(...others.map((name) => times[name]));
  const ratio = times['hebb-auto'] / best;
  return { ratio, met: ratio <= AUTO_LIMIT };
}
