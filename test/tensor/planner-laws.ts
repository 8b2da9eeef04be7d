/**
 * Whatever the planner does (phases, fused maps, shared memory, computing in place), the numbers are those of
 * every operation carried out alone, one after the other.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FloatDType, TypedArray } from '../../src/core/dtype.ts';
import { sameShape } from '../../src/core/shape.ts';
import type { Engine } from '../../src/engine/contract.ts';
import { createEngine } from '../../src/engine/select.ts';
import { variable } from '../../src/tensor/creation.ts';
import { Program } from '../../src/tensor/program.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
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

export function expectSame(actual: TypedArray, expected: TypedArray, tolerance: number): void {
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

/** Programs of random graphs on each engine, `numRuns` for each law. */
export function plannerLaws(numRuns: number): void {
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
        { numRuns },
      );
    });

    test('updates: next values and outputs come from old values, run after run', () => {
      fc.assert(
        fc.property(recipes, seeds, dtypes, (recipe, seed, dtype) => {
          const variables = constantLeaves(leafNumbers(seed), dtype).map((leaf) => variable(leaf));
          const made = build(recipe, variables);
          const nexts = chooseUpdates(made, variables, seed);
          const updates = variables.flatMap((v, i) =>
            nexts[i] === undefined ? [] : [[v, nexts[i]] as const],
          );
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
        { numRuns },
      );
    });
  });
}
