/** Threads: the same bits however many there are, and no hang whatever becomes of the workers. */
import { spawn } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import type { TypedArray } from '../../src/core/dtype.ts';
import type { Host, HostWorker } from '../../src/engine/host.ts';
import type { BlasUse } from '../../src/engine/wasm/products.ts';
import { WasmEngine } from '../../src/engine/wasm/wasm-engine.ts';
import { host } from '../../src/node/host.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { placeholder, variable } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import { Program } from '../../src/tensor/program.ts';
import { fromTyped, type Tensor } from '../../src/tensor/tensor.ts';

const engines: WasmEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.close();
});

function engineWith(threads: number, surroundings: Host = host, blas: BlasUse = 'never'): WasmEngine {
  const engine = new WasmEngine({ threads, host: surroundings, profile: false, widen: false, blas });
  engines.push(engine);
  return engine;
}

/** A network in training: 100 rows, 60-80-50-7, a step of gradient descent each run. */
function training(engine: WasmEngine): { program: Program; weights: Tensor[] } {
  const random = new RandomState(3);
  const draw = (shape: number[]): Tensor => {
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
    random.fillUniform(values, -0.3, 0.3);
    return fromTyped(values, shape);
  };
  const sizes = [60, 80, 50, 7];
  const weights = sizes.slice(1).map((units, i) => variable(draw([sizes[i], units])));
  const [x, y] = [placeholder([100, 60], 'float32'), placeholder([100, 7], 'float32')];
  const output = weights.reduce((h, w, i) => (i === 0 ? h.matmul(w) : h.tanh().matmul(w)), x);
  const loss = output.sub(y).square().mean();
  const updates = gradients(loss, weights).map(
    (gradient, i) => [weights[i], weights[i].sub(gradient.mul(0.05))] as const,
  );
  const program = new Program({ step: { updates } }, engine);
  program.write(x, draw([100, 60]).values);
  program.write(y, draw([100, 7]).values);
  return { program, weights };
}

/** Steps until all threads have had their turns, and to a round number after that. */
function runShared(engine: WasmEngine, steps: number): TypedArray[] {
  const { program, weights } = training(engine);
  const deadline = performance.now() + 20_000;
  let done = 0;
  while (
    done < steps ||
    (!engine.explain().includes('all threads measured') && performance.now() < deadline)
  ) {
    program.run('step', 50);
    done += 50;
  }
  expect(engine.explain()).toContain('all threads measured');
  return [Int32Array.of(done), ...weights.map((weight) => program.read(weight))];
}

function runAlone(steps: number, blas: BlasUse = 'never'): TypedArray[] {
  const { program, weights } = training(engineWith(1, host, blas));
  program.run('step', steps);
  return weights.map((weight) => program.read(weight));
}

test.each([2, 3, 7])('%i threads compute the same bits as one', (threads) => {
  const [steps, ...weights] = runShared(engineWith(threads), 400);
  expect(weights).toEqual(runAlone(steps[0]));
});

const noBlas = host.blas();
test.skipIf(typeof noBlas === 'string')(
  `so they do with a BLAS${typeof noBlas === 'string' ? ` (${noBlas})` : ''}`,
  () => {
    const [steps, ...weights] = runShared(engineWith(3, host, 'always'), 400);
    expect(weights).toEqual(runAlone(steps[0], 'always'));
  },
);

test('workers that end between two runs are not missed', () => {
  const engine = engineWith(3);
  const { program, weights } = training(engine);
  for (let i = 0; i < 40; i++) {
    program.run('step', 20);
    if (i === 20) engine.close();
  }
  expect(weights.map((weight) => program.read(weight))).toEqual(runAlone(800));
});

test('where workers are forbidden one thread does it all', () => {
  const engine = engineWith(4, { ...host, startWorker: () => undefined });
  const { program, weights } = training(engine);
  program.run('step', 400);
  expect(weights.map((weight) => program.read(weight))).toEqual(runAlone(400));
});

/** A host whose workers do something of their own when they are to help. `words`: see `Order` (crew-member.ts). */
function hostWith(onRun: string): Host {
  const script = `
    const { parentPort } = require('node:worker_threads');
    let words, counters;
    parentPort.on('message', (order) => {
      if (order.kind === 'load') {
        words = new Int32Array(order.memory.buffer, order.control, 3);
        counters = new Int32Array(order.memory.buffer, order.control - 128, 17);
        Atomics.add(words, 1, 1);
      } else if (order.kind === 'run') { ${onRun} }
    });`;
  const startWorker = (): HostWorker => {
    const worker = new Worker(script, { eval: true });
    worker.unref();
    return worker;
  };
  return { ...host, patience: 300, startWorker };
}

function runUntilFailure(engine: WasmEngine): unknown {
  const { program } = training(engine);
  const deadline = performance.now() + 20_000;
  try {
    while (performance.now() < deadline) program.run('step', 50);
  } catch (error) {
    expect(() => program.run('step')).toThrow(error as Error);
    return error;
  }
  return 'nothing thrown';
}

describe('a worker that goes wrong is an error, not a hang', () => {
  test('killed with a chunk in its hands', () => {
    const takeOne = 'Atomics.add(counters, 0, 1); process.exit();';
    expect(runUntilFailure(engineWith(2, hostWith(takeOne)))).toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringContaining('has not answered for 0.3 seconds'),
    });
  });

  test('failed', () => {
    const fail = 'Atomics.add(counters, 0, 1); Atomics.store(words, 0, 1);';
    expect(runUntilFailure(engineWith(2, hostWith(fail)))).toMatchObject({
      code: 'ENGINE_FAILED',
      message: 'a worker thread of the engine failed.',
    });
  });
});

test('a process with idle workers ends', async () => {
  const door = new URL('../../dist/bundle/tensor/index.js', import.meta.url).href;
  const script = `
    import { compile, createEngine, ones } from ${JSON.stringify(door)};
    const engine = createEngine('wasm', { threads: 2 });
    const product = compile((a, b) => a.matmul(b), { engine });
    const a = ones([200, 200]);
    for (let i = 0; i < 40; i++) await product(a, a);
    console.log(engine.explain().includes('all threads measured') ? 'shared' : 'alone');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(code).toBe(0);
  expect(said.trim()).toMatch(/^(shared|alone)$/);
});
