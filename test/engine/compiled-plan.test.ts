/** Plans are compiled once: what is the same is found again, and nothing is taken for the same that is not. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createEngine } from '../../src/engine/select.ts';
import { variable } from '../../src/tensor/creation.ts';
import { Program } from '../../src/tensor/program.ts';

const engine = createEngine('wasm', { threads: 1 });

/** Values times a factor, by a program of its own. */
function scaled(values: readonly number[], factor: number): number[] {
  const x = variable(Float64Array.from(values));
  const program = new Program({ scale: { outputs: [x.mul(factor)] } }, engine);
  program.run('scale');
  const result = Array.from(program.output('scale'));
  program.close();
  return result;
}

const odd = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, 5e-324];

test('formulas that differ in one number only, were it the sign of zero, are not mixed up', () => {
  const number = fc.oneof(fc.constantFrom(...odd), fc.double());
  fc.assert(
    fc.property(fc.array(number, { minLength: 3, maxLength: 3 }), number, (values, factor) => {
      const wanted = values.map((value) => value * factor);
      expect(scaled(values, factor).every((value, i) => Object.is(value, wanted[i]))).toBe(true);
    }),
  );
});

test('the same plan with other numbers is not compiled again', () => {
  scaled([1, 2, 3], 4);
  const compile = vi.spyOn(WebAssembly, 'Module');
  expect(scaled([5, 6, 7], 4)).toEqual([20, 24, 28]);
  expect(compile).not.toHaveBeenCalled();
  expect(scaled([5, 6, 7, 8], 4)).toEqual([20, 24, 28, 32]);
  expect(compile).toHaveBeenCalledOnce();
  compile.mockRestore();
});
