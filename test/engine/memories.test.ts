/** Memory that a closed program gives back: the next one computes as if it were new, and nothing piles up. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { TypedArray } from '../../src/core/dtype.ts';
import type { Engine } from '../../src/engine/contract.ts';
import { createEngine } from '../../src/engine/select.ts';
import { Memories } from '../../src/engine/wasm/memories.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { variable } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import { Program } from '../../src/tensor/program.ts';
import { fromTyped } from '../../src/tensor/tensor.ts';

/** Some steps down the slope of |XW − Y|² for matrices of these sizes. */
function descent(engine: Engine, rows: number, columns: number, steps: number): TypedArray {
  const random = new RandomState(rows);
  const draw = (shape: [number, number]) => {
    const values = new Float32Array(shape[0] * shape[1]);
    random.fillUniform(values, -1, 1);
    return fromTyped(values, shape);
  };
  const W = variable(draw([columns, 40]));
  const loss = draw([rows, columns])
    .matmul(W)
    .sub(draw([rows, 40]))
    .square()
    .mean();
  const [dW] = gradients(loss, [W]);
  const program = new Program({ step: { updates: [[W, W.sub(dW.mul(0.1))]] } }, engine);
  program.run('step', steps);
  const values = program.read(W);
  program.close();
  return values;
}

test.each([1, 3])('programs one after the other in the same memory, %i threads', (threads) => {
  const engine = createEngine('wasm', { threads });
  const sizes = [
    [300, 70],
    [40, 30],
    [700, 90],
    [300, 70],
    [5, 3],
  ] as const;
  for (const [rows, columns] of sizes) {
    const steps = 200;
    const alone = createEngine('wasm', { threads: 1 });
    expect(descent(engine, rows, columns, steps)).toEqual(descent(alone, rows, columns, steps));
  }
  engine.close();
});

test('the memory of a closed machine is taken again, and empty', () => {
  const memories = new Memories();
  const memory = memories.take(true, 300_000);
  new Uint8Array(memory.buffer, 0, 300_000).fill(7);
  memories.giveBack(memory);
  expect(memories.take(false, 400_000)).not.toBe(memory);
  expect(memories.take(true, 400_000)).toBe(memory);
  expect(memories.take(true, 400_000)).not.toBe(memory);
  const plan = new Uint8Array(memory.buffer, 65536 + 3 * 64, 330_000);
  expect(plan.every((byte) => byte === 0)).toBe(true);
});

test('a large memory waits for a large plan', () => {
  const memories = new Memories();
  const memory = memories.take(false, 200e6);
  memories.giveBack(memory);
  expect(memories.take(false, 1e6)).not.toBe(memory);
  expect(memories.take(false, 150e6)).toBe(memory);
});

test('a closed program refuses to run and to be read', () => {
  const w = variable([1, 2]);
  const program = new Program({ step: { updates: [[w, w.mul(2)]] } }, createEngine('wasm', { threads: 1 }));
  program.run('step');
  program.close();
  program.close();
  const closed = expect.objectContaining({ code: 'ENGINE_FAILED' });
  expect(() => program.run('step')).toThrow(closed);
  expect(() => program.read(w)).toThrow(closed);
});

test('fits one after the other take the memory of one', () => {
  const door = new URL('../../dist/bundle/index.js', import.meta.url).href;
  const script = `
    import { createEngine, MLPRegressor } from ${JSON.stringify(door)};
    const engine = createEngine('wasm', { threads: 2 });
    const X = { data: new Float32Array(8000 * 784).fill(0.5), shape: [8000, 784] };
    const y = new Float64Array(8000).fill(1);
    const fit = () => new MLPRegressor({ hiddenLayerSizes: [64], maxIter: 2, dtype: 'float32', engine, onWarning() {} }).fit(X, y);
    await fit();
    const before = process.memoryUsage.rss();
    for (let i = 0; i < 6; i++) await fit();
    console.log((process.memoryUsage.rss() - before) / X.data.byteLength);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(Number.parseFloat(stdout)).toBeLessThan(2);
});
