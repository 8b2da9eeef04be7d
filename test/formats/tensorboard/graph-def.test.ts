/** Graphs of layers for TensorBoard, read back with the field numbers of graph.proto. */
import { expect, test } from 'vitest';
import { decodeMessage, type Schema } from '../../../src/formats/protobuf.ts';
import { toGraphDef } from '../../../src/formats/tensorboard/graph-def.ts';
import { Dense } from '../../../src/nn/layers/dense.ts';
import { Input } from '../../../src/nn/layers/input.ts';
import { Add } from '../../../src/nn/layers/merging.ts';
import type { SymbolicTensor } from '../../../src/nn/layers/symbolic.ts';
import { Model } from '../../../src/nn/models/model.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';

interface Graph {
  readonly node?: readonly {
    readonly name?: string;
    readonly op?: string;
    readonly input?: readonly string[];
  }[];
}

const schema: Schema<Graph> = {
  node: [1, { name: [1, 'string'], op: [2, 'string'], input: [3, 'string', 'repeated'] }, 'repeated'],
};

function edges(model: Model): Record<string, readonly string[]> {
  const { node = [] } = decodeMessage(schema, toGraphDef(model), 'the graph');
  return Object.fromEntries(node.map(({ name = '', op = '', input = [] }) => [`${name}: ${op}`, input]));
}

test('a stack', () => {
  const model = new Sequential([
    Input([3], { name: 'x' }),
    new Dense(2, { name: 'a' }),
    new Dense(1, { name: 'b' }),
  ]);
  expect(edges(model)).toEqual({ 'x: InputLayer': [], 'a: Dense': ['x'], 'b: Dense': ['a'] });
});

test('a stack that has seen no inputs', () => {
  const model = new Sequential([new Dense(2, { name: 'a' }), new Dense(1, { name: 'b' })]);
  expect(edges(model)).toEqual({ 'a: Dense': [], 'b: Dense': ['a'] });
});

test('a layer applied twice is two nodes', () => {
  const [x, y] = [Input([3], { name: 'x' }), Input([3], { name: 'y' })];
  const shared = new Dense(2, { name: 'shared' });
  const sum = new Add({ name: 'sum' }).apply([shared.apply(x), shared.apply(y)] as SymbolicTensor[]);
  expect(edges(new Model({ inputs: [x, y], outputs: sum }))).toEqual({
    'x: InputLayer': [],
    'y: InputLayer': [],
    'shared: Dense': ['x'],
    'shared_1: Dense': ['y'],
    'sum: Add': ['shared', 'shared_1'],
  });
});

test('a model inside a model inside a model', () => {
  const inner = new Sequential([Input([3], { name: 'in' }), new Dense(3, { name: 'core' })], {
    name: 'inner',
  });
  const middle = new Sequential([Input([3], { name: 'in' }), inner, new Dense(2, { name: 'after' })], {
    name: 'middle',
  });
  const x = Input([3], { name: 'x' });
  const out = new Dense(1, { name: 'out' }).apply(middle.apply(x));
  expect(edges(new Model({ inputs: x, outputs: out }))).toEqual({
    'x: InputLayer': [],
    'middle/in: InputLayer': ['x'],
    'middle/inner/in: InputLayer': ['middle/in'],
    'middle/inner/core: Dense': ['middle/inner/in'],
    'middle/after: Dense': ['middle/inner/core'],
    'out: Dense': ['middle/after'],
  });
});
