/** The board of the room of neurons, and the picture of a logic network. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logicNetwork } from '../../src/index.ts';
import {
  emptyBoard,
  networkOf,
  readBoard,
  sourcesOf,
  writeBoard,
} from '../../studio/src/rooms/neurons/board.ts';
import { layOut } from '../../studio/src/rooms/neurons/diagram-layout.ts';

const board = fc.tuple(
  ...[0, 1, 2].map((i) =>
    fc.record({
      threshold: fc.integer({ min: 1, max: 3 }),
      wires: fc.tuple(...sourcesOf(i).map(() => fc.integer({ min: -1, max: 3 }))),
    }),
  ),
);

test('a board comes back from the address as it went in', () => {
  fc.assert(
    fc.property(board, (neurons) => {
      expect(readBoard(writeBoard(neurons))).toEqual(neurons);
    }),
  );
  for (const text of ['', '2:0,0', '2:0,0|2:0,0,0|9:0,0,0,0', '2:0,0|2:0,0,7|2:0,0,0,0', 'x']) {
    expect(readBoard(text)).toBeUndefined();
  }
});

test('exclusive or can be wired on it', () => {
  const xor = [
    { threshold: 2, wires: [2, -1] },
    { threshold: 2, wires: [-1, 2, 0] },
    { threshold: 2, wires: [0, 0, 2, 2] },
  ];
  expect(Array.from(networkOf(xor).truthTable(), ({ output }) => output)).toEqual([false, true, true, false]);
  expect(Array.from(networkOf(emptyBoard).truthTable(), ({ output }) => output)).toEqual(
    Array(4).fill(false),
  );
});

test('in the picture everything has a place of its own, and every connection a line', () => {
  for (const formula of ['A', 'A xor B', '(A or B) and not C', 'not A', 'A and true']) {
    const network = logicNetwork(formula);
    const { inputs, neurons, wires, width, height } = layOut(network);
    const spots = [...inputs, ...neurons];
    expect(new Set(spots.map(({ x, y }) => `${x} ${y}`)).size).toBe(spots.length);
    for (const { x, y } of spots) {
      expect(x).toBeLessThan(width);
      expect(y).toBeLessThan(height);
    }
    const connections = network.neurons.flatMap((neuron) => neuron.connections);
    expect(wires).toHaveLength(connections.reduce((sum, { count }) => sum + count, 0));
    for (const { from, to } of wires) expect(from.x).toBeLessThan(to.x);
  }
});
