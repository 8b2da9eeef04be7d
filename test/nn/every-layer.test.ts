/** Every layer that `hebb/nn` exports goes through checkLayer; one without an example fails. */
import { expect, test } from 'vitest';
import * as nn from '../../src/nn/index.ts';
import { checkLayer } from './check-layer.ts';
import { layerExamples } from './layer-examples.ts';

const layers = Object.entries(nn).flatMap(([name, value]) => {
  const isLayer = typeof value === 'function' && value.prototype instanceof nn.Layer;
  const isModel = typeof value === 'function' && (value === nn.Model || value.prototype instanceof nn.Model);
  return isLayer && !isModel && name !== 'InputLayer' ? [name] : [];
});

test.each(layers)('%s', (name) => {
  expect(layerExamples, `${name} has no example`).toHaveProperty(name);
  checkLayer(layerExamples[name]);
});
