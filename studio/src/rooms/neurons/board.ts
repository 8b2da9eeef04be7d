/**
 * Three neurons to wire by hand: how many connections come from each source, or one that inhibits. Pure data, and a
 * network made of it.
 */
import { type Connection, LogicNetwork } from 'hebb';

/** For each source: 0 to 3 connections that excite, or −1, one that inhibits. */
export interface BoardNeuron {
  readonly threshold: number;
  readonly wires: readonly number[];
}

const inputs = ['A', 'B'] as const;
const names = ['one', 'two', 'three'] as const;

/** What a neuron of the board can listen to: the inputs, and the neurons before it. */
export function sourcesOf(index: number): readonly string[] {
  return [...inputs, ...names.slice(0, index)];
}

export const emptyBoard: readonly BoardNeuron[] = names.map((_, i) => ({
  threshold: 2,
  wires: sourcesOf(i).map(() => 0),
}));

/** `2:2,-1|2:0,0,0|…`: thresholds and wires, neuron by neuron. */
export function readBoard(text: string): readonly BoardNeuron[] | undefined {
  const neurons = text.split('|').map((part, i): BoardNeuron | undefined => {
    const [threshold, wires = ''] = part.split(':');
    const counts = wires.split(',').map(Number);
    const isSound =
      [1, 2, 3].includes(Number(threshold)) &&
      counts.length === sourcesOf(i).length &&
      counts.every((count) => [-1, 0, 1, 2, 3].includes(count));
    return isSound ? { threshold: Number(threshold), wires: counts } : undefined;
  });
  const known = neurons.filter((neuron) => neuron !== undefined);
  return known.length === names.length && neurons.length === names.length ? known : undefined;
}

export function writeBoard(board: readonly BoardNeuron[]): string {
  return board.map(({ threshold, wires }) => `${threshold}:${wires.join(',')}`).join('|');
}

/** The network that is wired on the board; its last neuron is the output. */
export function networkOf(board: readonly BoardNeuron[]): LogicNetwork {
  const neurons = board.map(({ threshold, wires }, i) => ({
    name: names[i],
    threshold,
    connections: wires.flatMap((count, source): Connection[] => {
      if (count === 0) return [];
      const from = sourcesOf(i)[source];
      return [{ from, kind: count < 0 ? 'inhibitory' : 'excitatory', count: Math.abs(count) }];
    }),
  }));
  return new LogicNetwork({ variables: [...inputs], neurons });
}
