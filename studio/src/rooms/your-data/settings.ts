/** What can be settled about a training, as a table: controls, address and reset follow from it. */
import type { PlanOptions } from 'hebb';
import { choice, custom, flag, number, type Values } from '../../state/field.ts';

/** Hidden layers to choose from: units of each, from the input on. */
const hiddenLayers = ['16', '32-16', '100-50', '200-100', '128-128-64'] as const;

export const fields = {
  sample: choice('d', ['none', 'penguins', 'diamonds'], 'none'),
  /** The column to predict, of a sample; names of a person's own columns stay out of the address. */
  target: custom<string>(
    't',
    '',
    (text) => text,
    (value) => value,
  ),
  task: choice('k', ['auto', 'classification', 'regression'], 'auto'),
  hidden: choice('h', hiddenLayers, '100-50'),
  rate: choice('lr', ['0.0003', '0.001', '0.003', '0.01'], '0.001'),
  epochs: choice('e', ['50', '100', '200', '500', '1000'], '200'),
  testPercent: number('ts', 20, { min: 10, max: 50, step: 5 }),
  earlyStopping: flag('es', true),
  seed: number('s', 42, { min: 0, max: 100_000, step: 1 }),
};

export type Settings = Values<typeof fields>;

/** What the settings leave open follows from the table. */
export function wishesOf(settings: Settings, target: string, leftOut: readonly string[]): PlanOptions {
  return {
    target,
    drop: leftOut.filter((name) => name !== target),
    task: settings.task === 'auto' ? null : settings.task,
    testSize: settings.testPercent / 100,
    randomState: settings.seed,
    network: {
      hiddenLayerSizes: settings.hidden.split('-').map(Number),
      learningRateInit: Number(settings.rate),
      maxIter: Number(settings.epochs),
      ...(!settings.earlyStopping && { earlyStopping: false }),
    },
  };
}
