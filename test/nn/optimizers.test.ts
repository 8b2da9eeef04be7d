/** Every optimizer that is exported: Keras's numbers, step by step; and what surrounds the step. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/select.ts';
import * as nn from '../../src/nn/index.ts';
import { placeholder, tensor, variable } from '../../src/tensor/creation.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import { Program } from '../../src/tensor/program.ts';
import { errorOfSync } from '../error-of.ts';
import { checkConfig, checkOptimizer, type OptimizerCase, type OptimizerData } from './check-optimizer.ts';
import { readFixture } from './reference.ts';

const data: OptimizerData = JSON.parse(
  readFileSync(new URL('../fixtures/keras-optimizers.json', import.meta.url), 'utf8'),
);
const cases = ['keras-optimizers.json', 'keras-optimizers-more.json']
  .flatMap((name) => readFixture<OptimizerCase>(name))
  .filter(({ kind }) => kind === 'optimizer');
const classes = (Object.entries(nn) as [string, unknown][]).filter(
  (entry): entry is [string, new (options?: object) => nn.Optimizer] =>
    typeof entry[1] === 'function' && entry[1].prototype instanceof nn.Optimizer,
);
const { SGD, Adam, ExponentialDecay, createState, applyGradients } = nn;

test('there is one of each name', () => {
  const wanted =
    'SGD RMSprop Adam AdamW Adagrad Adadelta Adafactor Adamax Nadam Ftrl Lion Lamb Muon Optimizer'.split(' ');
  expect([...classes.map(([name]) => name), 'Optimizer'].sort()).toEqual(wanted.sort());
});

describe.each(classes)('%s', (className, Class) => {
  const own = cases.filter((entry) => entry.class_name === className);

  test('has reference cases, and among them one with all defaults or one that makes do without', () => {
    expect(own.length).toBeGreaterThan(1);
  });

  test.each(own.map((entry, i) => [i, entry] as const))(
    'Keras’s numbers in float64 and float32, case %i',
    (_, entry) => {
      checkOptimizer(entry, data, 'float64', createEngine('js'));
      checkOptimizer(entry, data, 'float32', createEngine('wasm'));
    },
  );

  test('configs', () => {
    for (const entry of own) checkConfig(entry);
  });

  test('is found by its name in any spelling, and refuses options it does not have', () => {
    for (const name of [className, className.toLowerCase()])
      expect(nn.optimizerOf(name as nn.OptimizerName)).toBeInstanceOf(Class);
    expect(new Class().className).toBe(className);
    expect(errorOfSync(() => new Class({ learningRat: 1 }).name)).toBe(
      `UNKNOWN_OPTION: ${className} has no option 'learningRat'. Did you mean 'learningRate'?`,
    );
    expect(errorOfSync(() => new Class({ clipnorm: -1 }).name)).toMatch(/^INVALID_OPTION: .*'clipnorm'/);
  });

  test('comes closer to the minimum of (w − 3)²', () => {
    const w = variable([
      [1, 2],
      [8, 4],
    ]);
    const loss = w.sub(3).square().sum();
    const optimizer = new Class({ learningRate: 0.1 });
    const trained = [{ variable: w, name: 'w' }];
    const rate = placeholder([], 'float64');
    const state = createState(optimizer, trained);
    const updates = applyGradients(optimizer, trained, gradients(loss, [w]), state, rate);
    const program = new Program({ step: { outputs: [loss], updates } }, createEngine('js'));
    program.write(rate, [optimizer.rateAt(0)]);
    program.run('step', 1);
    const before = program.output('step')[0];
    program.run('step', 50);
    expect(program.output('step')[0]).toBeLessThan(before);
  });
});

describe('learning rates', () => {
  test('three ways to say one', () => {
    for (const optimizer of [new SGD(0.5), new SGD({ learningRate: 0.5 }), new SGD(0.5, { momentum: 0 })]) {
      expect(optimizer.learningRate).toBe(0.5);
      expect(optimizer.rateAt(7)).toBe(0.5);
    }
    expect(new SGD(0.5, { momentum: 0.9 }).settings.momentum).toBe(0.9);
  });

  test('a number may be changed, and the config has it', () => {
    const optimizer = new Adam();
    optimizer.learningRate = 0.25;
    expect(optimizer.rateAt(0)).toBe(0.25);
    expect(optimizer.getConfig().learning_rate).toBe(0.25);
    expect(
      errorOfSync(() => {
        optimizer.learningRate = -1;
      }),
    ).toMatch(/^INVALID_OPTION: Adam: learningRate must be/);
  });

  test('what a schedule sets cannot be changed', () => {
    const optimizer = new SGD(
      new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 }),
    );
    expect(optimizer.rateAt(10)).toBe(0.05);
    expect(
      errorOfSync(() => {
        optimizer.learningRate = 0.1;
      }),
    ).toBe('UNSUPPORTED: the learning rate of this SGD follows ExponentialDecay and cannot be set to 0.1.');
  });
});

describe('what is refused', () => {
  test('two kinds of clipping', () => {
    const optimizer = new SGD(0.1, { clipnorm: 1, clipvalue: 1 });
    expect(errorOfSync(() => createState(optimizer, []))).toBe(
      'INVALID_OPTION: SGD clips in one way only, got clipnorm and clipvalue.',
    );
  });

  test('another number of gradients than of parameters', () => {
    const optimizer = new SGD(0.1);
    const trained = [{ variable: variable([1]), name: 'w' }];
    const state = createState(optimizer, trained);
    expect(errorOfSync(() => applyGradients(optimizer, trained, [], state, tensor(0.1)))).toBe(
      'LENGTH_MISMATCH: 1 parameters need as many gradients, got 0.',
    );
  });

  test('names and things that are no optimizer', () => {
    expect(errorOfSync(() => nn.optimizerOf('adamm' as 'adam'))).toBe(
      "INVALID_VALUE: there is no optimizer 'adamm'. Did you mean 'Adam'?",
    );
    expect(errorOfSync(() => nn.optimizerOf(7 as unknown as 'adam'))).toMatch(
      /^INVALID_VALUE: expected a name or object of optimizer/,
    );
  });
});
