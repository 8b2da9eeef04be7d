/** The planner's laws on some random graphs (on many in planner.slow.test.ts), and every kind of kernel in one phase. */
import { test } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { createEngine } from '../../src/engine/select.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { variable } from '../../src/tensor/creation.ts';
import { Program } from '../../src/tensor/program.ts';
import { Tensor } from '../../src/tensor/tensor.ts';
import { expectSame, plannerLaws } from './planner-laws.ts';

plannerLaws(60);

test('a phase of many rows, which wasm computes in pieces: every kind of kernel, and an update in place', () => {
  const random = new RandomState(3);
  const draw = (...shape: number[]): Tensor => variable(random.uniform(-1, 1, sizeOf(shape)), { shape });
  const rows = 1501;
  const indices = variable(Int32Array.from({ length: rows }, (_, i) => (i * 7) % 40));
  const make = (state: Tensor): [outputs: Tensor[], next: Tensor] => {
    const h = state.matmul(draw(48, 40)).add(draw(40)).tanh();
    const table = draw(40, 40).gather(indices);
    const joined = Tensor.concat([h, table.mul(h), h.slice([0, 3], [rows, 5])], 1);
    const turned = joined.slice([0, 0], [rows, 80]).reshape([rows, 8, 10]).transpose([0, 2, 1]);
    const shares = turned.max(2).softmax();
    const best = shares.argMax().cast('float64').reshape([rows, 1]);
    const next = state
      .sub(h.sum(1, { keepDims: true }).mul(best).mul(1e-4))
      .add(turned.min([1, 2], { keepDims: true }).reshape([rows, 1]));
    return [[h.mean(), shares, turned.sum(1), state.sum(0)], next];
  };
  const state = draw(rows, 48);
  const [outputs, next] = make(state);
  const programs = ['js', 'wasm'].map((name) => {
    const program = new Program({ f: { outputs, updates: [[state, next]] } }, createEngine(name as 'js'));
    program.run('f', 2);
    return program;
  });
  for (const i of outputs.keys()) expectSame(programs[1].output('f', i), programs[0].output('f', i), 1e-11);
  expectSame(programs[1].read(state), programs[0].read(state), 1e-11);
});
