/**
 * Who is measured: every contender with its setting in its name, and the program that starts it. Libraries come as
 * installed, and at their best settings; what is not there is told. It knows nothing of what they will do.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const venv = process.env.HEBB_BENCH_VENV ?? here('../../.hebb-bench');
const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
/** The newer Node on which V8 can widen SIMD to 256 bits. */
const NEWER_NODE = 24;
/**
 * Models penalize weights by the rows of a whole batch, scikit-learn by those of the batch at hand: where the last of few
 * steps has half a batch, as in W2b, their losses differ by 1.2 times the tolerance.
 */
const KERAS_PENALTY = 1.5;

/** Many programs lie in the memory at once: they give up what a task has left when the next one comes, not at leisure. */
const TIDY = ['--expose-gc'];

const threadsOf = (count) => ({
  OPENBLAS_NUM_THREADS: `${count}`,
  OMP_NUM_THREADS: `${count}`,
  MKL_NUM_THREADS: `${count}`,
});

const hebb = (name, engine, { node = process.execPath, ...more } = {}) => ({
  name,
  family: 'hebb',
  command: [node, ...TIDY, here('contenders/hebb.mjs'), JSON.stringify(engine)],
  ...more,
});

const scikitLearn = (name, env, more) => ({
  name,
  family: 'scikit-learn',
  command: [python, here('contenders/scikit-learn.py')],
  env,
  ...more,
});

const pytorch = (name, env, words = []) => ({
  name,
  family: 'pytorch',
  command: [python, here('contenders/pytorch.py'), ...words],
  env,
});

/** The path of a newer Node's program, by way of npx; undefined where there is none. */
function newerNode() {
  if (Number.parseInt(process.versions.node, 10) >= NEWER_NODE) return undefined;
  try {
    const words = ['-y', '-p', `node@${NEWER_NODE}`, 'node', '-p', 'process.execPath'];
    return execFileSync('npx', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

const canImport = (module) => {
  try {
    execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Whether the processor has AVX-512, which some builds of OpenBLAS do not use by themselves. */
function hasAvx512() {
  return existsSync('/proc/cpuinfo') && /\bavx512f\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));
}

/** The kernels that scikit-learn's BLAS picks by itself. */
function pickedKernels() {
  const script = [
    'import numpy, threadpoolctl',
    'libraries = threadpoolctl.threadpool_info()',
    'print(next(one["architecture"] for one in libraries if one["user_api"] == "blas"))',
  ];
  return execFileSync(python, ['-c', script.join('\n')], { encoding: 'utf8' }).trim();
}

/**
 * The contenders, and sentences about those that are missing.
 *
 * `wants(name)`: whether a contender is asked for; what it takes to find the others is not even tried.
 */
export function lineUp(wants) {
  const missing = [];
  const cores = availableParallelism();
  const manyThreads = [1, 2].filter((count) => count <= cores);
  const own = [
    hebb('hebb-wasm-1', ['wasm', { threads: 1 }]),
    hebb('hebb-wasm', ['wasm', { threads: cores }]),
    hebb('hebb-blas', ['blas', { threads: cores }]),
    hebb('hebb-blas-skylakex', ['blas', { threads: cores }], { env: { OPENBLAS_CORETYPE: 'SkylakeX' } }),
    hebb('hebb-auto', ['auto']),
  ].filter(({ name }) => wants(name));
  const models = [
    {
      name: 'hebb-model',
      family: 'hebb-model',
      command: [process.execPath, ...TIDY, here('contenders/hebb-model.mjs')],
      looseness: KERAS_PENALTY,
    },
  ].filter(({ name }) => wants(name));

  const widened = ['hebb-widened-1', 'hebb-widened'].filter(wants);
  const node = widened.length > 0 ? newerNode() : undefined;
  if (widened.length > 0 && node === undefined && Number.parseInt(process.versions.node, 10) < NEWER_NODE) {
    missing.push(`${widened.join(', ')}: Node ${NEWER_NODE} cannot be had through npx`);
  } else {
    for (const name of widened) {
      const threads = name.endsWith('-1') ? 1 : cores;
      own.push(hebb(name, ['wasm', { threads, widen: true }], { node }));
    }
  }

  const peers = [
    scikitLearn('sklearn', {}, { installed: true }),
    ...manyThreads
      .filter((count) => count !== cores)
      .map((count) => scikitLearn(`sklearn-${count}`, threadsOf(count), { installedKernels: true })),
    ...manyThreads.map((count) =>
      scikitLearn(`sklearn-skylakex-${count}`, { ...threadsOf(count), OPENBLAS_CORETYPE: 'SkylakeX' }),
    ),
  ].filter(({ name }) => wants(name));
  if (peers.length > 0 && !canImport('sklearn')) {
    missing.push('sklearn: scikit-learn is not installed; run bench/setup');
    peers.length = 0;
  }
  const isForced = ({ env }) => env?.OPENBLAS_CORETYPE !== undefined;
  if (peers.some(isForced) && (!hasAvx512() || !/^(Haswell|Zen|Sandybridge)$/.test(pickedKernels()))) {
    for (const list of [own, peers]) {
      for (const one of list.filter(isForced)) list.splice(list.indexOf(one), 1);
    }
  }

  const torch = [
    pytorch('torch', {}),
    ...manyThreads.map((count) => pytorch(`torch-fused-${count}`, threadsOf(count), ['--fused'])),
  ].filter(({ name }) => wants(name));
  if (torch.length > 0 && !canImport('torch')) {
    missing.push('torch: PyTorch is not installed; run bench/setup');
    torch.length = 0;
  }

  const keras = [
    {
      name: 'keras-jax',
      family: 'keras',
      command: [python, here('contenders/keras-models.py')],
      env: { KERAS_BACKEND: 'jax' },
      looseness: KERAS_PENALTY,
    },
  ].filter(({ name }) => wants(name));
  if (keras.length > 0 && !canImport('jax')) {
    missing.push('keras-jax: Keras and JAX are not installed; run bench/setup');
    keras.length = 0;
  }

  const scripts = [
    { name: 'tfjs', family: 'tfjs', command: [process.execPath, here('peers/tensorflow.mjs')] },
    { name: 'brain', family: 'brain', command: [process.execPath, here('peers/brain.mjs')] },
  ].filter(({ name }) => wants(name));
  if (scripts.length > 0 && !existsSync(here('peers/node_modules'))) {
    missing.push('tfjs, brain: they are not installed; run bench/setup');
    scripts.length = 0;
  }
  return { contenders: [...own, ...models, ...peers, ...torch, ...keras, ...scripts], missing };
}
