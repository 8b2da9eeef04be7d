/** Activations and losses by name. */
import { expect, test } from 'vitest';
import { activationNamed, lossNamed } from '../../src/nn/find-by-name.ts';
import * as nn from '../../src/nn/index.ts';
import { errorOfSync } from '../error-of.ts';

test('every exported record is found by its name and its aliases, and no two share one', () => {
  const records = Object.values(nn).filter((value) => typeof value === 'object');
  const losses = records.filter((record) => 'perSample' in record);
  const activations = records.filter((record) => 'apply' in record);
  expect(losses.length + activations.length).toBe(records.length);
  for (const [family, find] of [
    [activations, activationNamed],
    [losses, lossNamed],
  ] as const) {
    const names = family.flatMap((record) => [record.name, ...(record.aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
    for (const record of family) {
      for (const name of [record.name, ...(record.aliases ?? [])]) expect(find(name)).toBe(record);
    }
  }
});

test('Keras’s other spellings are understood', () => {
  expect(activationNamed('leakyRelu')).toBe(nn.leakyRelu);
  expect(activationNamed('identity')).toBe(nn.identity);
  expect(lossNamed('MeanSquaredError')).toBe(nn.meanSquaredError);
  expect(lossNamed('sparseCategoricalCrossentropy')).toBe(nn.sparseCategoricalCrossentropy);
});

test('a name that none has', () => {
  expect(errorOfSync(() => activationNamed('rellu'))).toBe(
    "INVALID_VALUE: there is no activation 'rellu'. Did you mean 'relu'?",
  );
  expect(errorOfSync(() => lossNamed('poison'))).toBe(
    "INVALID_VALUE: there is no loss 'poison'. Did you mean 'poisson'?",
  );
});
