/**
 * What every optimizer must do: Keras's numbers after each step of each reference case, run as a plan; its state
 * under Keras's names; a config that makes the same optimizer again.
 */
import { expect } from 'vitest';
import { allocate, type FloatDType } from '../../src/core/dtype.ts';
import type { Engine } from '../../src/engine/contract.ts';
import { serialize } from '../../src/nn/configured.ts';
import { constraintOf } from '../../src/nn/constraints/constraint-named.ts';
import {
  applyGradients,
  createState,
  finalUpdates,
  type OptimizerState,
  type Trained,
} from '../../src/nn/optimizers/apply-gradients.ts';
import type { Optimizer } from '../../src/nn/optimizers/optimizer.ts';
import { optimizerOf } from '../../src/nn/optimizers/optimizer-named.ts';
import { placeholder, tensor, variable } from '../../src/tensor/creation.ts';
import { Program } from '../../src/tensor/program.ts';
import { expectNear, flat, type Numbers, numeric } from './reference.ts';

/** A run of Keras's. */
export interface OptimizerCase {
  readonly kind: string;
  readonly class_name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** By the name of the parameter: class and arguments. */
  readonly constraints?: Readonly<Record<string, readonly [string, object]>>;
  readonly exclude_from_weight_decay_var_names?: readonly string[];
  readonly vars_after_each_step: readonly (readonly Numbers[])[];
  readonly learning_rate_before_each_step: readonly number[];
  readonly optimizer_variables_final: readonly { readonly name: string; readonly value: Numbers }[];
  readonly iterations_final: number;
  readonly vars_after_finalize?: readonly Numbers[];
  readonly default_config: Readonly<Record<string, unknown>> | null;
}

/** Where all cases begin, and the gradients they are given. */
export interface OptimizerData {
  readonly initial_vars: readonly { readonly name: string; readonly value: Numbers }[];
  readonly gradients: readonly (readonly Numbers[])[];
}

/** The case's optimizer, by way of a config. */
function optimizerOfCase({ class_name: name, kwargs, ...rest }: OptimizerCase): Optimizer {
  const optimizer = optimizerOf({ class_name: name, config: kwargs });
  optimizer.excludeFromWeightDecay({ varNames: rest.exclude_from_weight_decay_var_names ?? [] });
  return optimizer;
}

/** One reference case in one type on one engine. */
export function checkOptimizer(
  entry: OptimizerCase,
  { initial_vars, gradients }: OptimizerData,
  dtype: FloatDType,
  engine: Engine,
): void {
  const tolerance = dtype === 'float64' ? 1e-9 : 1e-5;
  const optimizer = optimizerOfCase(entry);
  const parameters = initial_vars.map(({ name, value }): Trained => {
    const [kind, config] = entry.constraints?.[name] ?? [];
    const constraint = kind === undefined ? null : constraintOf({ class_name: kind, config });
    return { variable: variable(tensor(numeric(value), { dtype })), name, constraint };
  });
  const state = createState(optimizer, parameters);
  const fed = parameters.map((parameter) => placeholder(parameter.variable.shape, dtype));
  const rate = placeholder([], 'float64');
  const scale = optimizer.scaleLoss(tensor(1)).item();
  const updates = applyGradients(optimizer, parameters, fed, state, rate);
  const final = finalUpdates(parameters, state);
  const program = new Program(
    { step: { updates }, ...(final.length > 0 ? { final: { updates: final } } : {}) },
    engine,
  );
  const expectVariables = (wanted: readonly Numbers[]): void => {
    for (const [i, value] of wanted.entries()) {
      expectNear(program.read(parameters[i].variable), value, tolerance);
    }
  };
  for (const [step, given] of gradients.entries()) {
    for (const [i, numbers] of given.entries()) {
      program.write(
        fed[i],
        flat(numbers).map((value) => value * scale),
      );
    }
    const now = optimizer.rateAt(step);
    expectNear([now], [entry.learning_rate_before_each_step[step]], 1e-9);
    program.write(rate, [now]);
    program.run('step');
    expectVariables(entry.vars_after_each_step[step]);
  }
  expectState(entry, state, program, tolerance);
  if (entry.vars_after_finalize !== undefined) {
    program.run('final');
    expectVariables(entry.vars_after_finalize);
  }
}

function expectState(entry: OptimizerCase, state: OptimizerState, program: Program, tolerance: number): void {
  const [iterations, ...kept] = entry.optimizer_variables_final.filter(
    ({ name }) => name !== 'learning_rate',
  );
  const every = (entry.kwargs.gradient_accumulation_steps as number | undefined) ?? 1;
  expect(program.read(state.iterations)[0]).toBe(Number(iterations.value));
  expect(Math.floor(Number(iterations.value) / every)).toBe(entry.iterations_final);
  expect(state.variables).toHaveLength(kept.length);
  for (const [i, { name, value }] of kept.entries()) {
    // Two optimizers of Keras's leave some of theirs without a name of their own.
    if (!/^variable|^kernel$|^bias$/.test(name)) expect(state.variables[i].name).toBe(name);
    const own = state.variables[i].variable;
    const numbers = program.uses(own) ? program.read(own) : allocate(own.dtype, own.size);
    // Running sums grow large; what counts is their share.
    expectNear(numbers, value, tolerance);
  }
}

/** A config under Keras's names, that makes an optimizer of the same config; and defaults that are Keras's. */
export function checkConfig(entry: OptimizerCase): void {
  const optimizer = optimizerOfCase(entry);
  const config = optimizer.getConfig();
  for (const [name, value] of Object.entries(entry.kwargs)) {
    if (name !== 'learning_rate' || typeof value === 'number') expect(config[name]).toEqual(value);
  }
  expect(optimizerOf(JSON.parse(JSON.stringify(serialize(optimizer)))).getConfig()).toEqual(config);
  if (entry.default_config === null) return;
  const { name: _, ...defaults } = entry.default_config;
  const { name: own, ...known } = optimizerOf({ class_name: entry.class_name }).getConfig();
  expect(own).toBeTypeOf('string');
  expect(known).toEqual(defaults);
}
