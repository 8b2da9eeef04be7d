/** What `plotModel` and `plotHistory` show of models and their training. */
import { describe, expect, test } from 'vitest';
import * as nn from '../../src/nn/index.ts';
import { plotHistory, plotModel } from '../../src/plot/index.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { parseXml } from './well-formed.ts';

const { Concatenate, Dense, Input, Model, Sequential } = nn;

/** The descriptions of its arrows: `Dense feeds Dense`. */
const told = (svg: string): string => svg.match(/<desc>(.*?)<\/desc>/)?.[1] ?? '';
const textOf = (svg: string): string => parseXml(svg).text;

function wideAndDeep(): nn.Model {
  const wide = Input([5], { name: 'wide' });
  const deep = Input([6], { name: 'deep' });
  const hidden = new Dense(30, { activation: 'relu', name: 'hidden' }).apply(deep);
  const joined = new Concatenate({ name: 'joined' }).apply([wide, hidden]);
  const [price, extra] = ['price', 'extra'].map((name) => new Dense(1, { name }));
  return new Model({
    inputs: [wide, deep],
    outputs: [price.apply(joined), extra.apply(hidden)],
    name: 'two',
  });
}

describe('plotModel', () => {
  test('tells which layer feeds which', () => {
    expect(told(plotModel(wideAndDeep(), { showLayerNames: true }))).toMatch(/^Model two of 6 layers: /);
    for (const part of [
      'deep (InputLayer) feeds hidden (Dense);',
      'hidden (Dense) feeds joined (Concatenate) and extra (Dense);',
      'wide (InputLayer) feeds joined (Concatenate);',
      'joined (Concatenate) feeds price (Dense);',
    ]) {
      expect(told(plotModel(wideAndDeep(), { showLayerNames: true }))).toContain(part);
    }
  });

  test('shows what it is asked to show, and nothing else', () => {
    const model = wideAndDeep();
    model.getLayer('hidden').trainable = false;
    const plain = textOf(plotModel(model));
    for (const absent of ['hidden', '(None', 'relu', 'float32', 'frozen'])
      expect(plain).not.toContain(absent);
    expect(textOf(plotModel(model, { showLayerNames: true }))).toContain('hidden (Dense)');
    expect(textOf(plotModel(model, { showShapes: true }))).toContain('(None, 5), (None, 30) → (None, 35)');
    expect(textOf(plotModel(model, { showLayerActivations: true }))).toContain('relu');
    expect(textOf(plotModel(model, { showDtype: true }))).toContain('float32');
    const trainable = textOf(plotModel(model, { showTrainable: true }));
    expect(trainable).toContain('frozen');
    expect(trainable).toContain('trainable');
  });

  test('a stack has no card for its input; before it is built its shapes are not known', () => {
    const stack = new Sequential([Input([8]), new Dense(4), new Dense(1)]);
    expect(told(plotModel(stack))).toBe(`Model ${stack.name} of 2 layers: Dense feeds Dense; Dense.`);
    const unbuilt = plotModel(new Sequential([new Dense(4), new Dense(1)]), { showShapes: true });
    expect(told(unbuilt)).toContain('Dense feeds Dense');
    expect(textOf(unbuilt)).toContain('shape not known yet');
  });

  test('models inside are one card, or open', () => {
    const x = Input([8]);
    const block = new Sequential([new Dense(4, { name: 'first' }), new Dense(8, { name: 'second' })], {
      name: 'block',
    });
    const model = new Model({ inputs: x, outputs: new Dense(1).apply(block.apply(x)) });
    const closed = textOf(plotModel(model, { showLayerNames: true }));
    expect(closed).toContain('block (Sequential)');
    expect(closed).not.toContain('first');
    expect(textOf(plotModel(model, { showLayerNames: true, expandNested: true }))).toContain('first (Dense)');
  });

  test('a layer that is applied twice is one card', () => {
    const [a, b] = [Input([3]), Input([3])];
    const shared = new Dense(2, { name: 'shared' });
    const model = new Model({
      inputs: [a, b],
      outputs: new Concatenate().apply([shared.apply(a), shared.apply(b)]),
    });
    const description = told(plotModel(model, { showLayerNames: true }));
    expect(description).toContain('of 4 layers');
    expect(description.match(/feeds shared/g)).toHaveLength(2);
  });

  test('a class of its own shows its layers without arrows', () => {
    class Deep extends Model {
      readonly hidden = new Dense(3);
      readonly out = new Dense(1);
      override call(x: Tensor): Tensor {
        return this.out.apply(this.hidden.apply(x));
      }
    }
    const svg = plotModel(new Deep());
    expect(told(svg)).toContain('of 2 layers: Dense; Dense.');
    expect(parseXml(svg).elements.path).toBeUndefined();
  });

  test('goes where it is told', () => {
    const size = (rankdir: 'TB' | 'LR' | 'BT' | 'RL'): number[] => {
      const [, width, height] =
        plotModel(wideAndDeep(), { rankdir }).match(/viewBox="0 0 (\d+) (\d+)"/) ?? [];
      return [Number(width), Number(height)];
    };
    const [wide, tall] = [size('LR'), size('TB')];
    expect(wide[0] / wide[1]).toBeGreaterThan(tall[0] / tall[1]);
    expect(size('RL')).toEqual(wide);
    expect(size('BT')).toEqual(tall);
    expect(() => plotModel(wideAndDeep(), { showShape: true } as never)).toThrow('showShapes');
  });
});

describe('plotHistory', () => {
  const record = {
    accuracy: [0.5, 0.7, 0.8],
    loss: [1, 0.5, 0.3],
    val_accuracy: [0.6, 0.7, 0.7],
    val_loss: [0.9, 0.6, 0.7],
  };

  test('draws a chart for each metric, the loss first, and marks the best epoch', () => {
    const text = textOf(plotHistory(record));
    expect(text.indexOf('↑ loss')).toBeLessThan(text.indexOf('↑ accuracy'));
    expect(text.match(/Epoch →/g)).toHaveLength(2);
    expect(text).toContain('0.6 at 2');
    expect(told(plotHistory(record))).toContain('validation goes from 0.9 to 0.7');
  });

  test('takes what fit gives', async () => {
    const model = new Sequential([new Dense(1)]).compile({ loss: 'mse', metrics: ['mae'] });
    const history = await model.fit([[1], [2], [3], [4]], [[2], [4], [6], [8]], {
      epochs: 3,
      validationSplit: 0.25,
      verbose: 0,
    });
    const text = textOf(plotHistory(history));
    for (const part of ['↑ loss', '↑ mae', 'training', 'validation']) expect(text).toContain(part);
  });

  test('metrics can be chosen, and one that is not there is named', () => {
    expect(textOf(plotHistory(record, { metrics: ['accuracy'] }))).not.toContain('↑ loss');
    expect(() => plotHistory(record, { metrics: ['mae'] })).toThrow("no 'mae'; it has loss, accuracy");
    expect(() => plotHistory({})).toThrow('no metrics');
  });

  test('training can be moved by half an epoch, and validation that is rarer lies where it was', () => {
    const path = (svg: string, k: number): string[] =>
      [...svg.matchAll(/ d="(M[^"]*)"/g)]
        .map(([, data]) => data)
        [k].split(/[ML]/)
        .slice(1);
    const places = (svg: string, k: number): number[] =>
      path(svg, k).map((point) => Number(point.split(' ')[0]));
    const shifted = plotHistory({ loss: [3, 2, 1], val_loss: [3, 2, 1] }, { shiftTraining: true });
    const [training, validation] = [places(shifted, 0), places(shifted, 1)];
    const step = validation[1] - validation[0];
    for (const [i, x] of training.entries()) expect(validation[i] - x).toBeCloseTo(step / 2, 0);
    const rare = plotHistory({ loss: [4, 3, 2, 1], val_loss: [3, 1] });
    expect(places(rare, 1)).toEqual([places(rare, 0)[1], places(rare, 0)[3]]);
  });
});
