/**
 * Whatever the planner does (phases, fused maps, shared memory, computing in place), the numbers are those of
 * every operation carried out alone, one after the other.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FloatDType, TypedArray } from '../../src/core/dtype.ts';
import { sameShape, sizeOf } from '../../src/core/shape.ts';
import type { Engine } from '../../src/engine/contract.ts';
import { createEngine } from '../../src/engine/select.ts';
import { RandomState } from '../../src/random/random-state.ts';
import { variable } from '../../src/tensor/creation.ts';
import { Program } from '../../src/tensor/program.ts';
import { Tensor } from '../../src/tensor/tensor.ts';
import { build, constantLeaves, leafNumbers, recipes } from './random-graph.ts';
import { rowEngine } from './row-engine.ts';

const engines = { js: createEngine('js'), 'row by row': rowEngine, wasm: createEngine('wasm') };
const seeds = fc.nat({ max: 1_000_000 });
const dtypes = fc.constantFrom<FloatDType>('float64', 'float32');

/** js rounds every step alike wherever it is done; wasm has exponentials of its own. */
function toleranceOf(engine: Engine, made: readonly Tensor[]): number {
  if (engine.name === 'js') return 0;
  return made.some(({ dtype }) => dtype === 'float32') ? 1e-4 : 1e-9;
}

function expectSame(actual: TypedArray, expected: TypedArray, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  }
}

/** Looking at each tensor at once computes it alone, from numbers that are known. */
const lookAt = (made: Tensor): void => void made.values;

/** Which tensors become next values of which leaves: some of those that fit. */
function chooseUpdates(
  made: readonly Tensor[],
  leaves: readonly Tensor[],
  seed: number,
): (Tensor | undefined)[] {
  const candidates = [...leaves, ...made];
  return leaves.map((leaf, i) => {
    const fitting = candidates.filter((x) => sameShape(x.shape, leaf.shape) && x.dtype === leaf.dtype);
    const pick = (seed >> i) % (fitting.length + 1);
    return fitting[fitting.length - 1 - pick];
  });
}

function chooseOutputs(made: readonly Tensor[], seed: number): Tensor[] {
  return made.filter((_, i) => (seed >> (i % 20)) % 2 === 0);
}

describe.each(Object.entries(engines))('%s', (_, engine) => {
  test('all at once is one after the other', () => {
    fc.assert(
      fc.property(recipes, seeds, dtypes, (recipe, seed, dtype) => {
        const leaves = constantLeaves(leafNumbers(seed), dtype);
        const expected = build(recipe, leaves, lookAt);
        const outputs = build(
          recipe,
          constantLeaves(leafNumbers(seed), dtype).map((leaf) => variable(leaf)),
        );
        const chosen = [...outputs.keys()].filter((i) => (seed >> (i % 20)) % 2 === 0);
        const program = new Program({ f: { outputs: chosen.map((i) => outputs[i]) } }, engine);
        program.run('f');
        const tolerance = toleranceOf(engine, expected);
        for (const [k, i] of chosen.entries())
          expectSame(program.output('f', k), expected[i].values, tolerance);
      }),
      { numRuns: 300 },
    );
  });

  test('updates: next values and outputs come from old values, run after run', () => {
    fc.assert(
      fc.property(recipes, seeds, dtypes, (recipe, seed, dtype) => {
        const variables = constantLeaves(leafNumbers(seed), dtype).map((leaf) => variable(leaf));
        const made = build(recipe, variables);
        const nexts = chooseUpdates(made, variables, seed);
        const updates = variables.flatMap((v, i) => (nexts[i] === undefined ? [] : [[v, nexts[i]] as const]));
        const outputs = chooseOutputs([...variables, ...made], seed);
        const program = new Program({ f: { outputs, updates } }, engine);
        const tolerance = toleranceOf(engine, [...variables, ...made]);
        let state: TypedArray[] = variables.map((v) => v.values);
        for (let run = 0; run < 3; run++) {
          const leaves = constantLeaves(state, dtype);
          const now = build(recipe, leaves, lookAt);
          const next = chooseUpdates(now, leaves, seed);
          program.run('f');
          for (const [k, output] of chooseOutputs([...leaves, ...now], seed).entries()) {
            expectSame(program.output('f', k), output.values, tolerance);
          }
          state = leaves.map((leaf, i) => (next[i] ?? leaf).values);
          for (const [i, v] of variables.entries()) {
            if (program.uses(v)) expectSame(program.read(v), state[i], tolerance);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

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
