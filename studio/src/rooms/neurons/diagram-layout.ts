/** Where inputs and neurons of a logic network stand, and which lines run between them. Pure geometry. */

import type { LogicNetwork } from 'hebb';
import { alwaysOn } from './always-on.ts';

export interface Spot {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

export interface Wire {
  readonly from: Spot;
  readonly to: Spot;
  readonly inhibits: boolean;
  /** Which of several lines of one connection, and of how many. */
  readonly index: number;
  readonly count: number;
}

export interface DiagramLayout {
  readonly width: number;
  readonly height: number;
  readonly inputs: readonly Spot[];
  readonly neurons: readonly Spot[];
  readonly wires: readonly Wire[];
}

const COLUMN = 150;
const ROW = 76;
const EDGE = 44;

export function layOut({ variables, layers, neurons }: LogicNetwork): DiagramLayout {
  const usesTrue = neurons.some(({ connections }) => connections.some(({ from }) => from === alwaysOn));
  const columns = [
    [...variables, ...(usesTrue ? [alwaysOn] : [])],
    ...layers.map((layer) => layer.map((one) => one.name)),
  ];
  const rows = Math.max(...columns.map(({ length }) => length));
  const height = 2 * EDGE + (rows - 1) * ROW;
  const spots = columns.map((names, column) =>
    names.map((name, i) => ({
      name,
      x: EDGE + column * COLUMN,
      y: height / 2 + (i - (names.length - 1) / 2) * ROW,
    })),
  );
  const byName = new Map(spots.flat().map((spot) => [spot.name, spot]));
  const wires = neurons.flatMap(({ name, connections }) =>
    connections.flatMap(({ from, kind, count }) =>
      Array.from({ length: count }, (_, index) => ({
        from: byName.get(from) as Spot,
        to: byName.get(name) as Spot,
        inhibits: kind === 'inhibitory',
        index,
        count,
      })),
    ),
  );
  return {
    width: 2 * EDGE + (columns.length - 1) * COLUMN + 24,
    height,
    inputs: spots[0],
    neurons: spots.slice(1).flat(),
    wires,
  };
}
